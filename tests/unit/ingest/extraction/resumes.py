"""Makes documents and facts for the tests beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.documents.document import Document, Page
from services.ingest.extraction.extract import Extraction, extract
from services.ingest.extraction.facts import YearMonth

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

AS_OF = YearMonth(2025, 6)


def document(text: str) -> Document:
    """Return a document of one page."""
    return Document("text/plain", text, (Page(1, 0, len(text)),))


def extracted(text: str, taxonomy: Taxonomy) -> Extraction:
    """Return what a text of one page says in June 2025."""
    return extract(document(text), as_of=AS_OF, taxonomy=taxonomy)
