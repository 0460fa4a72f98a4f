"""The contact points of a resume as facts with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.extraction.reading import Contact, ContactKind, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.documents.document import Document
    from services.ingest.extraction.contact import Found
    from services.ingest.extraction.sections import Section

# An address by its form is sure; a name and a place are told by where they stand.
_CONFIDENCE = {
    ContactKind.NAME: 85,
    ContactKind.EMAIL: 99,
    ContactKind.PHONE: 95,
    ContactKind.LOCATION: 75,
    ContactKind.LINK: 95,
}


def contacts_of(document: Document, found: Found, sections: Sequence[Section]) -> Iterator[Fact]:
    """Yield who the person is and how to reach them, in the order of kinds."""
    told = (
        (ContactKind.NAME, found.name),
        (ContactKind.EMAIL, found.email),
        (ContactKind.PHONE, found.phone),
        (ContactKind.LOCATION, found.location),
    )
    for kind, value in told:
        if value:
            yield _fact(kind.name.lower(), kind, value, document, sections)
    for number, link in enumerate(found.links, start=1):
        yield _fact(f"link-{number}", ContactKind.LINK, link, document, sections)


def _fact(
    fact_id: str,
    kind: ContactKind,
    value: str,
    document: Document,
    sections: Sequence[Section],
) -> Fact:
    at = document.text.find(value)
    if at >= 0:
        span = document.span(at, at + len(value))
    else:  # spelled out over two places: the top of the page tells it
        first = sections[0].lines[0] if sections and sections[0].lines else None
        span = document.span(0, 0) if first is None else document.span(first.start, first.end)
    return Fact(fact_id, Contact(kind, value), span, _CONFIDENCE[kind])
