"""One opened engine shard."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import qdrant_edge as edge

from deploy.local.qdrant.operations import operation
from deploy.local.qdrant.refusals import Refusal, engine_errors

if TYPE_CHECKING:
    from pathlib import Path

    from deploy.local.qdrant.operations import Write


class Generation:
    """An engine shard in its folder, open until `close`; reads from any thread, writes from one.

    The engine allows one opening of a folder at a time, over all processes.
    """

    def __init__(self, folder: Path, config: edge.EdgeConfig) -> None:
        self.folder = folder
        self._readers = 0
        self._left = threading.Condition()
        with engine_errors():
            self.shard = edge.EdgeShard.load(str(folder), config)

    @classmethod
    def create(cls, folder: Path, config: edge.EdgeConfig) -> None:
        """Make an empty shard in `folder`, which must be empty."""
        with engine_errors():
            edge.EdgeShard.create(str(folder), config).close()

    def enter(self) -> None:
        """Keep the shard open until as many calls of `leave`."""
        with self._left:
            self._readers += 1

    def leave(self) -> None:
        """Let the shard be closed as far as this reader is concerned."""
        with self._left:
            self._readers -= 1
            self._left.notify_all()

    def apply(self, change: edge.UpdateOperation) -> None:
        """Apply `change`; a Refusal may leave a part of it applied."""
        with engine_errors():
            self.shard.update(change)

    def repeat(self, request: Write) -> None:
        """Apply a write that another generation has had, however it went there."""
        with engine_errors():
            change = operation(request)
        with suppress(Refusal):
            self.apply(change)

    def points(self) -> int:
        """Return how many points the shard holds."""
        with engine_errors():
            return self.shard.info().points_count

    def optimise(self) -> None:
        """Build what the engine's settings ask for. Holds the interpreter lock all the while."""
        with engine_errors():
            self.shard.optimize()

    def flush(self) -> None:
        """Sync all writes to the disk. Holds the interpreter lock: 40 ms to half a second."""
        with engine_errors():
            self.shard.flush()

    def close(self) -> None:
        """Close the shard once its readers have left."""
        with self._left:
            self._left.wait_for(lambda: not self._readers)
        with engine_errors():
            self.shard.close()
