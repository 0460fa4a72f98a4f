"""What the styles of an HTML page say about text: whether a person would see it.

Only what hides is read, from `style` attributes and from the page's own style sheets, in the
order in which they stand. Where a colour cannot be told, as over a picture, text is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import tinycss2
from selectolax.lexbor import SelectolaxError
from tinycss2.color3 import parse_color

from services.ingest.documents.errors import FileDamaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode
    from tinycss2.ast import Node

Rgb: TypeAlias = tuple[float, float, float]
Declarations: TypeAlias = tuple[tuple[str, str], ...]

SMALLEST = 1.0  # CSS pixels: type of that size or less is not read by anybody
_MAX_RULES = 2_000
_ALIKE = 0.06  # of a channel: colours this close are one to the eye
_FAR = -500.0  # CSS pixels: what begins this far outside is not on the page
_TELLING = frozenset(
    """
    display visibility opacity font-size font color background background-color text-indent
    left top position clip
    """.split()  # noqa: SIM905  # a list of its words is a page long
)
_DIGITS = re.compile(r"(\d{40})\d+")  # int() refuses numbers of thousands of digits
_SIZE = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|mm|cm|in|vw|vh)?(?:\s|/|$)")
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "rem": 16.0,
    "mm": 96 / 25.4,
    "cm": 96 / 2.54,
    "in": 96.0,
    "vw": 10.0,
    "vh": 8.0,
}
_PICTURED = re.compile(r"url\(|gradient\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks; what an element does not say it has from the element around it."""

    size: float = 16.0  # CSS pixels
    color: Rgb | None = (0.0, 0.0, 0.0)
    background: Rgb | None = (1.0, 1.0, 1.0)
    box: str = ""
    """The rule by which the whole element is hidden, if it is."""

    @property
    def hides_text(self) -> str:
        """The rule by which the element's own text is hidden; its children may be shown."""
        if self.size <= SMALLEST:
            return "font size"
        if self.color is None or self.background is None:
            return ""
        pairs = zip(self.color, self.background, strict=True)
        return "colour" if all(abs(one - other) <= _ALIKE for one, other in pairs) else ""


@dataclass(frozen=True, slots=True)
class Sheets:
    """What the style sheets of a page say of each of its elements, by the id of the node."""

    by_node: dict[int, list[Declarations]]

    @staticmethod
    def of(tree: LexborHTMLParser) -> Sheets:
        """Return what the `style` elements of the page say."""
        by_node: dict[int, list[Declarations]] = {}
        for selector, declarations in _rules(tree):
            for node in _selected(tree, selector):
                by_node.setdefault(node.mem_id, []).append(declarations)
        return Sheets(by_node)

    def style(self, element: LexborNode, outer: Style) -> Style:
        """Return the look of `element`, which stands in something that looks like `outer`."""
        attributes = element.attributes
        style = replace(outer, box="")
        for name, told in (("bgcolor", "background-color"), ("color", "color")):
            if value := attributes.get(name):
                style = _applied(style, told, _DIGITS.sub(r"\1", value), outer)
        for declarations in self.by_node.get(element.mem_id, ()):
            for name, value in declarations:
                style = _applied(style, name, value, outer)
        for name, value in _declared(attributes.get("style") or ""):
            style = _applied(style, name, value, outer)
        return style


def hidden_by(element: LexborNode, style: Style) -> str:
    """Return the rule that hides the whole of `element`; empty when it is shown."""
    return "hidden attribute" if "hidden" in element.attributes else style.box


def _rules(tree: LexborHTMLParser) -> Iterator[tuple[str, Declarations]]:
    count = 0
    for element in tree.css("style"):
        css = _DIGITS.sub(r"\1", element.text(deep=True))
        for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule":
                continue
            declarations = _telling(rule.content)
            count += bool(declarations)
            if count > _MAX_RULES:
                return
            if declarations:
                yield _serialized(rule.prelude).strip(), declarations


def _selected(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except (
        SelectolaxError,
        ValueError,
        RuntimeError,
    ):  # a selector that lexbor does not know, such as ::before
        return []


def _declared(text: str) -> Declarations:
    return _telling(_DIGITS.sub(r"\1", text)) if text else ()


def _telling(content: str | list[Node]) -> Declarations:
    """Return the declarations that could hide something."""
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return tuple(
        (node.lower_name, _serialized(node.value).strip().lower())
        for node in parsed
        if node.type == "declaration" and node.lower_name in _TELLING
    )


def _serialized(nodes: list[Node]) -> str:
    try:
        return tinycss2.serialize(nodes)
    except RecursionError as error:
        raise FileDamaged("the styles are nested too deeply", part="nesting") from error


def _applied(style: Style, name: str, value: str, outer: Style) -> Style:
    """Return `style` with one more declaration."""
    if name in ("font-size", "font"):
        size = _size(value, outer.size)
        return style if size is None else replace(style, size=size)
    if name == "color":
        return replace(style, color=_color(value, outer.color))
    if name in ("background", "background-color"):
        return replace(style, background=_background(value, outer.background))
    box = _hidden_box(name, value)
    return style if box is None else replace(style, box=box)


def _hidden_box(name: str, value: str) -> str | None:
    """Return the rule by which a declaration hides its element, "" if it shows it."""
    if name == "display":
        return "display" if value == "none" else ""
    if name == "visibility":
        return "visibility" if value in ("hidden", "collapse") else ""
    if name == "opacity":
        size = _SIZE.match(value)
        return "opacity" if size and float(size[1]) < 0.05 else ""
    if name in ("text-indent", "left", "top"):
        pixels = _size(value, 16.0)
        return "off the page" if pixels is not None and pixels <= _FAR else None
    if name == "clip":
        return "clip" if re.fullmatch(r"rect\((?:[01](?:px)?[\s,]*){4}\)", value) else None
    return None


def _size(value: str, outer: float) -> float | None:
    """Return a length in CSS pixels; of a `font` its first length."""
    found = _SIZE.search(value)
    if found is None:
        return None
    number, unit = float(found[1]), found[2]
    if unit is None:
        return 0.0 if number == 0 else None
    if unit in ("em", "%"):
        return number * outer / (100 if unit == "%" else 1)
    return number * _PIXELS[unit]


def _color(value: str, outer: Rgb | None) -> Rgb | None:
    parsed = parse_color(value)
    if parsed is None or isinstance(parsed, str):
        return outer
    return None if parsed.alpha < 1 else (parsed.red, parsed.green, parsed.blue)


def _background(value: str, outer: Rgb | None) -> Rgb | None:
    if _PICTURED.search(value):
        return None
    for token in tinycss2.parse_component_value_list(value):
        parsed = parse_color(_serialized([token]))
        if parsed is not None and not isinstance(parsed, str):
            if parsed.alpha == 0:
                return outer
            return None if parsed.alpha < 1 else (parsed.red, parsed.green, parsed.blue)
    return outer
