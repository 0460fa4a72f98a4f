"""What a correction is, and when one may be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from datetime import datetime

MOST_CORRECTIONS = 500  # to one resume
MOST_CHANGES = 100  # in one call


class ReceiptOutdated(ServiceError):
    """The document is no longer the current resume; metadata `document_id`, the current one."""

    code = Code.FAILED_PRECONDITION
    reason = "RECEIPT_OUTDATED"


class TooManyCorrections(ServiceError):
    """The resume has as many corrections as one may have; metadata `limit`."""

    code = Code.RESOURCE_EXHAUSTED
    reason = "TOO_MANY_CORRECTIONS"


@dataclass(frozen=True, slots=True)
class Held:
    """A candidate's current resume as it is stored; texts are sealed."""

    operation_id: str
    document_id: str
    media_type: str
    filename: bytes
    text: bytes
    reading: bytes  # as it was read, without corrections


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction as it is stored; `body` is sealed: what changed and why."""

    correction_id: str
    actor: str
    actor_kind: int
    body: bytes
    corrected_at: datetime


def check_room(held: int, new: int) -> None:
    """Raise TooManyCorrections where `new` ones are too many beside those `held`."""
    if held + new > MOST_CORRECTIONS:
        raise TooManyCorrections("the resume has too many corrections", limit=str(MOST_CORRECTIONS))
