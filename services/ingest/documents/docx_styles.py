"""What the styles of a DOCX say about text: whether it is hidden, whether it is a list item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_MAX_ANCESTORS = 20  # Word stops at 10; a cycle would not stop


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by id."""

    by_id: dict[str, Element]
    default: str  # id of the style of paragraphs that name none

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
        return Styles(by_id, next(default, ""))

    def hide_paragraph(self, paragraph: Element) -> bool:
        """Say whether the paragraph's style hides text that says nothing of its own."""
        name = _value(paragraph.find("pPr/pStyle"), self.default)
        return next((is_on(v) for v in self._inherited(name, "rPr/vanish")), False)

    def hide_run(self, run: Element, *, otherwise: bool) -> bool:
        """Say whether the run is hidden, `otherwise` where neither it nor its style says."""
        own = run.find("rPr/vanish")
        if own is not None:
            return is_on(own)
        name = _value(run.find("rPr/rStyle"), "")
        return next((is_on(v) for v in self._inherited(name, "rPr/vanish")), otherwise)

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
