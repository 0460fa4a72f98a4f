"""What a file says past its reader: hidden text, and words to whoever or whatever screens it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.ingest.documents.document import Span

MAX_TEXT = 500
MAX_FINDINGS = 200


class FindingKind(IntEnum):
    """How words were kept from a reader of the page, or why they are no words about work."""

    HIDDEN_COLOUR = 1  # in the colour of what is behind it, or see-through
    HIDDEN_SIZE = 2  # too small to read
    HIDDEN_PLACE = 3  # off the page
    HIDDEN_COVERED = 4  # under a picture or a shape, or clipped away
    HIDDEN_MARKUP = 5  # marked as not to be shown
    HIDDEN_CHARACTERS = 6  # spelled in characters that are not shown, or shown in another order
    METADATA = 7  # not on the page at all: properties, descriptions, comments
    INSTRUCTION = 8  # in plain sight, and speaks to a screener or to a model


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that do not count.

    The span is where they stand in `Document.text`. When they were left out of it, the span is
    empty and near where they would stand: in a PDF, where their page begins.
    """

    kind: FindingKind
    span: Span
    text: str  # at most MAX_TEXT characters of them


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words that a format's reader left out, before line number `line` of its page, from 0."""

    kind: FindingKind
    line: int
    text: str
