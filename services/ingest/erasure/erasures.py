"""What an erasure is, and when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

SERVICES = frozenset({"ingest", "matcher", "assistant", "audit"})
"""Who has to confirm."""


class State(IntEnum):
    """How far an erasure is, as candor.ingest.v1.ErasureState numbers it."""

    RUNNING = 1
    DONE = 2


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A service's word that it holds nothing personal of the candidate any more."""

    service: str
    deleted: Mapping[str, int]
    """How much of what, by kind."""
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Erasure:
    """The forgetting of one candidate."""

    erasure_id: str
    candidate_id: str
    state: State
    actor: str
    actor_kind: int
    reason: int  # candor.ingest.v1.ErasureReason
    created_at: datetime
    finished_at: datetime | None = None


class ErasureNotFound(ServiceError):
    """No erasure that the caller may see has the id."""

    code = Code.NOT_FOUND
    reason = "ERASURE_NOT_FOUND"


def is_done(confirmed: Iterable[str]) -> bool:
    """Return whether these services are all that have to confirm."""
    return set(confirmed) >= SERVICES
