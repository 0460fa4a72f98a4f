"""What a format's reader hands over: lines of pages, before they are cleaned and joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.ingest.documents.document import Omitted


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a page in reading order.

    `confidences`, where the lines were read off a picture, has 0 to 100 for each of them.
    """

    lines: list[str]
    confidences: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The pages of a file, and what its reader left out."""

    media_type: str
    sheets: list[Sheet]
    omitted: tuple[Omitted, ...] = ()
    left_out: int = 0  # pictured pages that were not looked at
