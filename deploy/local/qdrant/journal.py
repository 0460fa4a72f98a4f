"""What was written while a copy was being optimised."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from deploy.local.qdrant.refusals import JournalFull

if TYPE_CHECKING:
    from deploy.local.qdrant.operations import Write

SMALL = 1 << 20
"""Bytes of journal that are replayed in a moment (400 points of 384 floats: 0.1 s)."""


class Journal:
    """Writes in their order, bounded by the size of their messages; one thread at each end.

    Writers should wait while it is `crowded`: when it has reached its bound, or when what is read
    from it is not ahead of them. Once its reading has begun that point comes down with what is
    read, by half as much, so that writers who never pause are stopped before long.
    """

    def __init__(self, limit: int) -> None:
        self._limit = self._crowd = limit
        self._size = 0
        self._writes: deque[Write] = deque()
        self._lock = threading.Lock()

    @property
    def small(self) -> bool:
        """Whether what is left can be replayed while writers wait."""
        with self._lock:
            return self._size <= SMALL

    @property
    def crowded(self) -> bool:
        """Whether a writer should wait."""
        with self._lock:
            return self._size >= self._crowd

    def append(self, request: Write) -> None:
        """Add the latest write, or raise JournalFull where the bound is reached."""
        size = request.ByteSize()
        with self._lock:
            if self._size >= self._limit:
                raise JournalFull
            self._size += size
            self._writes.append(request)

    def take(self) -> Write | None:
        """Remove and return the earliest write, if there is one."""
        with self._lock:
            if not self._writes:
                return None
            request = self._writes.popleft()
            size = request.ByteSize()
            self._crowd = max(0, min(self._crowd, self._size) - (size + 1) // 2)
            self._size -= size
            return request
