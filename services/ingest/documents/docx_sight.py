"""What of a DOCX its reader sees: colours, sizes and places that hide text.

A run is hidden by its colour only where what is behind it is known: the shading of a run, a
paragraph or a cell, the fill of a text box, else paper. Where a dark shape or a picture lies
behind the text of the page, white text may be seen, and stays.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.ingest.documents.findings import FindingKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from services.ingest.documents.docx_styles import Styles

PAPER = "FFFFFF"
_ALIKE = 32  # of 255, in each colour
_TINY = 4  # half-points
_THIN = 40  # twentieths of a point: a line this high shows no letter
_EMU = 635  # in a twentieth of a point
_SMALLEST_BOX = 4 * 12_700  # EMU a side: four points
_BACKDROP = 0.02  # of the page: the smallest shape that may be behind text
_PAGE = (12_240, 15_840)  # twentieths of a point: letter
_CLEAR = 90_000  # of 100,000: text this transparent is not seen
_HEX = re.compile("[0-9A-Fa-f]{6}")
_HIGHLIGHTS = {"black": "000000", "white": PAPER, "darkBlue": "000080", "darkGray": "808080"}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known where text stands: why it is hidden, if it is, and the colour behind it."""

    hidden: FindingKind | None = None
    behind: str | None = PAPER  # six hexadecimal digits; None when it is not known

    def on(self, properties: Element | None) -> Scene:
        """Return the scene within what has these properties, of a paragraph or a cell."""
        shading = None if properties is None else properties.find("shd")
        return self if shading is None else replace(self, behind=_shade(shading, self.behind))

    def under(self, kind: FindingKind | None) -> Scene:
        """Return the scene within what is hidden for a reason, if it is."""
        return replace(self, hidden=self.hidden or kind)


def of_page(roots: list[Element]) -> Scene:
    """Return the scene of the parts with these roots: body, headers and footers."""
    width, height = page_of(roots[0])
    least = _BACKDROP * width * height * _EMU * _EMU
    for root in roots:
        if any(_is_backdrop(anchor, root, least) for anchor in root.iter("anchor")):
            return Scene(behind=None)
        if any("z-index:-" in shape.get("style", "") for shape in root.iter("rect")):
            return Scene(behind=None)
    background = roots[0].find("background")
    return Scene(behind=PAPER if background is None else _hex(background.get("color", "")) or PAPER)


def page_of(document: Element) -> tuple[int, int]:
    """Return the width and the height of the document's pages, in twentieths of a point."""
    size = next(document.iter("pgSz"), None)
    return _number(size, "w") or _PAGE[0], _number(size, "h") or _PAGE[1]


def of_paragraph(paragraph: Element, scene: Scene, page: tuple[int, int]) -> Scene:
    """Return the scene of a paragraph's runs, but for what its style says of them."""
    properties = paragraph.find("pPr")
    if properties is None:
        return scene
    scene = scene.on(properties)
    spacing, indent = properties.find("spacing"), properties.find("ind")
    frame = properties.find("framePr")
    width, height = page
    exact = spacing is not None and spacing.get("lineRule") == "exact"
    if exact and 0 < _number(spacing, "line") <= _THIN:
        return scene.under(FindingKind.HIDDEN_SIZE)
    left = _number(indent, "left") or _number(indent, "start")
    off = abs(left) >= width or abs(_number(frame, "x")) >= width
    if off or abs(_number(frame, "y")) >= height:
        return scene.under(FindingKind.HIDDEN_PLACE)
    return scene


def of_run(run: Element, scene: Scene, styles: Styles, paragraph: Element) -> Scene:
    """Return the scene of a run's text."""
    if scene.hidden:
        return scene
    size = styles.said(run, paragraph, "sz")
    if size is not None and 0 < _number(size, "val", default=_TINY + 1) <= _TINY:
        return scene.under(FindingKind.HIDDEN_SIZE)
    shading = styles.said(run, paragraph, "shd")
    behind = scene.behind if shading is None else _shade(shading, scene.behind)
    highlight = styles.said(run, paragraph, "highlight")
    if highlight is not None:
        behind = _HIGHLIGHTS.get(highlight.get("val", ""))
    colour = styles.said(run, paragraph, "color")
    fill = styles.said(run, paragraph, "textFill")
    own = "" if colour is None else _hex(colour.get("val", ""))
    if fill is not None:
        if fill.find("noFill") is not None or _is_clear(fill):
            return scene.under(FindingKind.HIDDEN_COLOUR)
        own = _hex(_value(fill.find("solidFill/srgbClr"))) or own
    is_hidden = bool(own) and behind is not None and _alike(own, behind)
    return scene.under(FindingKind.HIDDEN_COLOUR if is_hidden else None)


def of_drawing(drawing: Element, scene: Scene, page: tuple[int, int]) -> Scene:
    """Return the scene of the text boxes in a drawing that is anchored or stands in a line."""
    extent, label = drawing.find("extent"), drawing.find("docPr")
    width, height = _number(extent, "cx"), _number(extent, "cy")
    scene = replace(scene, behind=_fill(drawing) or scene.behind)
    if _fill(drawing) == "":
        scene = replace(scene, behind=None)
    if label is not None and label.get("hidden") in ("1", "true"):
        return scene.under(FindingKind.HIDDEN_MARKUP)
    if extent is not None and min(width, height) < _SMALLEST_BOX:
        return scene.under(FindingKind.HIDDEN_SIZE)
    for axis, length, limit in (("positionH", width, page[0]), ("positionV", height, page[1])):
        offset = _offset(drawing.find(f"{axis}/posOffset"))
        if offset >= limit * _EMU or offset + length <= -limit * _EMU / 10:
            return scene.under(FindingKind.HIDDEN_PLACE)
    return scene


def _is_backdrop(anchor: Element, root: Element, least: float) -> bool:
    """Say whether a shape that is not white is large and lies behind the text of the page."""
    extent = anchor.find("extent")
    if _number(extent, "cx") * _number(extent, "cy") < least:
        return False
    if root.tag == "document" and anchor.get("behindDoc") not in ("1", "true"):
        return False
    kinds = ("blip", "gradFill", "pattFill")
    if any(next(anchor.iter(kind), None) is not None for kind in kinds):
        return True
    return any(_fill_of(properties) not in (None, PAPER) for properties in anchor.iter("spPr"))


def _offset(element: Element | None) -> int:
    try:
        return 0 if element is None else int(element.text or "0")
    except ValueError:
        return 0


def _fill(drawing: Element) -> str | None:
    """Return the colour that fills a drawing; "" when it is not known, None when none does."""
    properties = next(drawing.iter("spPr"), None)
    return "" if properties is None else _fill_of(properties)


def _fill_of(properties: Element) -> str | None:
    if properties.find("noFill") is not None:
        return None
    solid = properties.find("solidFill")
    if solid is None:
        return ""
    theme = _value(solid.find("schemeClr"))
    return PAPER if theme in ("bg1", "lt1") else _hex(_value(solid.find("srgbClr")))


def _shade(shading: Element, behind: str | None) -> str | None:
    """Return the colour that a shading gives (17.3.5), None for a pattern."""
    pattern = shading.get("val", "clear")
    if pattern not in ("clear", "nil", "solid"):
        return None
    colour = shading.get("color" if pattern == "solid" else "fill", "auto")
    return behind if colour == "auto" else _hex(colour) or None


def _is_clear(fill: Element) -> bool:
    return any(_number(alpha, "val") >= _CLEAR for alpha in fill.iter("alpha"))


def _alike(colour: str, other: str) -> bool:
    pairs = zip(bytes.fromhex(colour), bytes.fromhex(other), strict=True)
    return all(abs(one - another) <= _ALIKE for one, another in pairs)


def _hex(value: str) -> str:
    return value.upper() if _HEX.fullmatch(value) else ""


def _value(element: Element | None) -> str:
    return "" if element is None else element.get("val", "")


def _number(element: Element | None, name: str, *, default: int = 0) -> int:
    try:
        return default if element is None else int(float(element.get(name, default)))
    except ValueError:
        return default
