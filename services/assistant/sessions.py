"""What a conversation is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from datetime import datetime


class Author(IntEnum):
    """Who said something, as candor.assistant.v1.Author numbers it."""

    PERSON = 1
    ASSISTANT = 2


@dataclass(frozen=True, slots=True)
class Session:
    """A conversation. `owner` is the subject whose it is, and whose key seals what is said."""

    session_id: str
    owner: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: the pieces that it was said in, and the topic it left, both opened."""

    message_id: str
    author: Author
    pieces: bytes
    topic: bytes
    created_at: datetime
    removed: bool = False
    """Whether somebody whom it was about was erased, and it with them."""


class SessionNotFound(ServiceError):
    """No session of the caller has the id."""

    code = Code.NOT_FOUND
    reason = "SESSION_NOT_FOUND"
