"""The nursery of processes that look at pictures: networks are loaded once and then shared."""

from __future__ import annotations

import sys

from services.ingest import parsing
from services.ingest.documents.eyes import Eyes


def nurse() -> None:
    """Bear children with eyes; see `parsing.nurse`."""
    parsing.nurse(Eyes(pages=int(sys.argv[4])))
