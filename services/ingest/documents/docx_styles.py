"""What the styles of a DOCX say about text: whether it is hidden, whether it is a list item."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.ingest.documents.findings import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from services.ingest.documents.docx_sight import Scene

_MAX_ANCESTORS = 20  # Word stops at 10; a cycle would not stop


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by id."""

    by_id: dict[str, Element]
    default: str  # id of the style of paragraphs that name none
    defaults: Element | None = None  # properties of runs that nothing else says

    @staticmethod
    def of(parts: list[Element]) -> Styles:
        """Return the styles that the roots of the style parts define."""
        styles = [style for part in parts for style in part.iter("style")]
        default = (
            style.get("styleId", "")
            for style in styles
            if style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on")
        )
        by_id = {style.get("styleId", ""): style for style in styles}
        found = (part.find("docDefaults/rPrDefault/rPr") for part in parts)
        defaults = next((each for each in found if each is not None), None)
        return Styles(by_id, next(default, ""), defaults)

    def said(self, run: Element, paragraph: Element, name: str) -> Element | None:
        """Return the property of a run, from itself, its style, its paragraph's, or defaults."""
        own = run.find(f"rPr/{name}")
        if own is not None:
            return own
        for style in ("rPr/rStyle", "pPr/pStyle"):
            holder = run if style == "rPr/rStyle" else paragraph
            named = _value(holder.find(style), self.default if holder is paragraph else "")
            inherited = next(self._inherited(named, f"rPr/{name}"), None)
            if inherited is not None:
                return inherited
        return None if self.defaults is None else self.defaults.find(name)

    def hides(self, run: Element, paragraph: Element) -> FindingKind | None:
        """Return HIDDEN_MARKUP for a run that is marked as hidden."""
        is_hidden = is_on(self.said(run, paragraph, "vanish"))
        return FindingKind.HIDDEN_MARKUP if is_hidden else None

    def in_table(self, table: Element, scene: Scene) -> Scene:
        """Return the scene in a table: what its style puts behind cells is not known here."""
        name = _value(table.find("tblPr/tblStyle"), "")
        for _ in range(_MAX_ANCESTORS):
            style = self.by_id.get(name)
            if style is None:
                break
            if any(shading.get("fill", "auto") != "auto" for shading in style.iter("shd")):
                return replace(scene, behind=None)
            name = _value(style.find("basedOn"), "")
        return scene.on(table.find("tblPr"))

    def is_item(self, paragraph: Element) -> bool:
        """Say whether the paragraph is an item of a list, and not a numbered heading."""
        name = _value(paragraph.find("pPr/pStyle"), self.default)
        outlines = [paragraph.find("pPr/outlineLvl"), *self._inherited(name, "pPr/outlineLvl")]
        if any(outline is not None for outline in outlines):
            return False
        numbering = paragraph.find("pPr/numPr")
        if numbering is None:
            numbering = next(self._inherited(name, "pPr/numPr"), None)
        return numbering is not None and _value(numbering.find("numId"), "1") != "0"

    def _inherited(self, name: str, path: str) -> Iterator[Element]:
        """Yield what the style and those it is based on have at `path`, nearest first."""
        for _ in range(_MAX_ANCESTORS):
            style = self.by_id.get(name)
            if style is None:
                return
            found = style.find(path)
            if found is not None:
                yield found
            name = _value(style.find("basedOn"), "")


def is_on(toggle: Element | None) -> bool:
    """Say whether a toggle property is there and on (17.17.4, ST_OnOff)."""
    return toggle is not None and toggle.get("val", "true") not in ("0", "false", "off")


def _value(element: Element | None, default: str) -> str:
    return default if element is None else element.get("val", default)
