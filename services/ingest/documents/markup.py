"""XML of office files, parsed without what XML can do to a parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from services.ingest.documents.errors import FileArchiveBomb, FileDamaged

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_DEPTH = 200
MAX_SIZE = 16 * 1024 * 1024  # of a part; its tree takes some ten times as much


class _Strict(TreeBuilder):
    """Builds a tree of local names, refusing a document type before it can declare entities.

    Office files have none (ECMA-376 part 2, 8.1.4). Namespaces are dropped because the strict
    and the transitional format differ in nothing else that is read here.
    """

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0
        self._local: dict[str, str] = {}  # thousands of names, a hundred different ones

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> NoReturn:
        raise FileArchiveBomb("an XML part declares a document type", rule="document type")

    def start(self, tag: str, attrs: Mapping[str, str], /) -> Element:  # pyright: ignore[reportIncompatibleMethodOverride]
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FileDamaged("an XML part is nested too deeply", part="nesting")
        names = self._local
        local = names.get(tag) or self._named(tag)
        return super().start(
            local, {names.get(name) or self._named(name): attrs[name] for name in attrs}
        )

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(self._local[tag])

    def _named(self, name: str) -> str:
        self._local[name] = name.rpartition("}")[2]
        return self._local[name]


def parsed(content: bytes, *, part: str) -> Element:
    """Return the root of the XML `content`, its names without namespaces.

    Raises FileDamaged, with `part`, or FileArchiveBomb when it is huge or declares a document
    type.
    """
    if len(content) > MAX_SIZE:
        raise FileArchiveBomb("an XML part is too large", rule="part size")
    parser = XMLParser(target=_Strict())  # noqa: S314  # _Strict is what makes it safe
    try:
        parser.feed(content)
        return parser.close()
    except (ParseError, LookupError, ValueError) as error:
        raise FileDamaged("an XML part is malformed", part=part) from error
