"""What a format's reader hands over: lines of pages, before they are cleaned and joined."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.ingest.documents.findings import Hidden


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a format's reader gets from a page: the lines that it shows, and what it hides.

    `confidences`, where the lines were read off a picture, has 0 to 100 for each of them.
    """

    lines: list[str]
    hidden: list[Hidden] = field(default_factory=list[Hidden])
    confidences: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The pages of a file."""

    media_type: str
    sheets: list[Sheet]
    left_out: int = 0  # pictured pages that were not looked at
