"""What a batch is, and what becomes of a file that is sent for one."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError
from servicekit.sealing import derive

if TYPE_CHECKING:
    from datetime import datetime

    from services.ingest.candidates.candidates import Consent


class ItemState(IntEnum):
    """How far an item is, as candor.ingest.v1.BatchItemState numbers it."""

    RECEIVED = 1
    PARSED = 2
    INDEXED = 3
    FAILED = 4


@dataclass(frozen=True, slots=True)
class Batch:
    """Many resumes under one consent. `label` is sealed."""

    batch_id: str
    label: bytes
    consent: Consent
    closed: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items of a batch are in each state."""

    received: int = 0
    parsed: int = 0
    indexed: int = 0
    failed: int = 0

    @property
    def under_way(self) -> int:
        """How many have yet to succeed or fail."""
        return self.received + self.parsed


@dataclass(frozen=True, slots=True)
class Row:
    """A file of a batch as it is kept. `name` is sealed for `sealed_for`.

    That is the candidate, or for a file that was refused the batch: then there is no
    candidate and no operation.
    """

    item_id: str
    name: bytes
    sealed_for: str
    candidate_id: str = ""
    operation_id: str = ""
    error_reason: str = ""
    error_message: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a batch, and how far it is. `record_id` is the record it was stored for."""

    item_id: str
    name: bytes
    sealed_for: str
    content_mark: bytes
    state: ItemState
    candidate_id: str
    record_id: str
    operation_id: str
    error_reason: str
    error_message: str


@dataclass(frozen=True, slots=True)
class Marks:
    """Keyed hashes that a file is known by in its batch."""

    name: bytes
    content: bytes


class BatchNotFound(ServiceError):
    """No batch of the tenant has the id."""

    code = Code.NOT_FOUND
    reason = "BATCH_NOT_FOUND"


class BatchClosed(ServiceError):
    """The batch takes no new items."""

    code = Code.FAILED_PRECONDITION
    reason = "BATCH_CLOSED"


class BatchItemConflict(ServiceError):
    """The batch has another file under the name, and that one has not failed."""

    code = Code.ALREADY_EXISTS
    reason = "BATCH_ITEM_CONFLICT"


def marks(master: bytes, tenant: str, batch_id: str, name: str, content: bytes) -> Marks:
    """Return what a file is known by: nobody can tell its name from it without the key."""
    key = derive(master, f"batches/{tenant}/{batch_id}")
    values = (b"name/" + name.encode(), b"content/" + sha256(content).digest())
    return Marks(*(hmac.new(key, value, sha256).digest() for value in values))


def is_new(batch: Batch, known: Item | None, sent: Marks) -> bool:
    """Return whether a file is to be taken in; False if `known` is its item already.

    Another file takes the place of one that failed. Raises BatchItemConflict or BatchClosed.
    """
    if known is not None and known.content_mark == sent.content:
        return False
    if known is not None and known.state is not ItemState.FAILED:
        raise BatchItemConflict("the batch has another file of this name", item_id=known.item_id)
    if batch.closed:
        raise BatchClosed("the batch takes no new items", batch_id=batch.batch_id)
    return True
