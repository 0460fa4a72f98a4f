"""One collection: its live generation, its one writer, and the swap to a new generation."""

from __future__ import annotations

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from deploy.local.qdrant import folders
from deploy.local.qdrant.debt import Debt
from deploy.local.qdrant.generation import Generation
from deploy.local.qdrant.home import Current
from deploy.local.qdrant.journal import Journal
from deploy.local.qdrant.operations import operation, weight
from deploy.local.qdrant.refusals import CollectionMissing, engine_errors
from deploy.local.qdrant.shape import engine_config

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from concurrent.futures import Future
    from pathlib import Path

    import qdrant_edge as edge
    from qdrant_client import grpc as pb

    from deploy.local.qdrant.home import Home
    from deploy.local.qdrant.operations import Write
    from deploy.local.qdrant.settings import Settings

T = TypeVar("T")


class Collection:
    """A collection in its folder, until `close`.

    Reads are for any thread. Writes run one after the other in the collection's own thread, through
    `submit`, and so does each step that must not overlap one: flushing, copying and swapping.
    """

    def __init__(self, home: Home, settings: Settings) -> None:
        self.home = home
        self.definition = home.definition()
        self.stopping = threading.Event()
        self._settings = settings
        home.discard_copies()
        self._current = home.current()
        self._live = self.opened(home.folder / self._current.generation)
        self._closed = False
        self._swapping = threading.Lock()
        self._writer = ThreadPoolExecutor(1, f"write {home.folder.name}")
        self._journal: Journal | None = None
        self._operations = 0
        self.debt = Debt(abs(self._live.points() - self._current.points), time.monotonic())

    def opened(self, folder: Path) -> Generation:
        """Return the generation in `folder`, opened with the settings now in force."""
        return Generation(folder, engine_config(self.definition, self._settings.tuning))

    @contextmanager
    def reading(self) -> Generator[edge.EdgeShard]:
        """Yield the live shard, which stays open while the block lasts."""
        with self._swapping:
            if self._closed:
                raise CollectionMissing(self.home.folder.name)
            generation = self._live
            generation.enter()
        try:
            with engine_errors():
                yield generation.shard
        finally:
            generation.leave()

    def submit(self, step: Callable[[], T]) -> Future[T]:
        """Run `step` after the writes before it, and before those after it."""
        with self._swapping:
            if self._closed:
                raise CollectionMissing(self.home.folder.name)
            return self._writer.submit(step)

    def write(self, request: Write) -> int:
        """Apply `request` and return its number in this run of the process.

        The write is in the engine's log, and seen by the next read, when this returns. Raises
        JournalFull where an optimisation under way cannot take it in.
        """
        with engine_errors():
            change = operation(request)
        journal = self._journal
        if journal is not None:
            # Before it is applied: a write that fails half-way must go half-way on the copy too.
            journal.append(request)
        self.debt.add(weight(request))
        self._live.apply(change)
        self._operations += 1
        return self._operations

    def flush(self) -> None:
        """Sync all writes to the disk."""
        self.debt.flushed(time.monotonic())
        self._live.flush()

    def flush_if_due(self) -> None:
        """Sync all writes to the disk, unless that was done meanwhile."""
        if self.flush_due():
            self.flush()

    def update(self, changes: pb.UpdateCollection) -> None:
        """Change the collection's settings; an optimisation then applies those of the index."""
        definition, tuning = self.definition.merged(changes), self._settings.tuning
        engine_config(definition, tuning)  # refuses what cannot be
        self.home.define(definition)
        if definition.index(tuning) != self.definition.index(tuning):
            self.debt.forced = True
        self.definition = definition

    def fork(self) -> Path:
        """Return a flushed copy of the live generation, and keep all writes from now on for it."""
        self.flush()
        copy = self.home.next_generation()
        self._journal = Journal(self._settings.journal_mb << 20)
        self.debt.optimising()
        try:
            folders.copy_tree(self._live.folder, copy)
        except OSError:
            self.abandon(copy)
            raise
        return copy

    def catch_up(self, copy: Generation) -> None:
        """Repeat on `copy` what was written since `fork`, until little is left; for any thread.

        Ends early when the collection is closed, and then `adopt` cannot be submitted.
        """
        while not self.stopping.is_set() and not self._kept.small:
            self._repeat_next(copy)
        copy.flush()

    def adopt(self, copy: Generation) -> Generation:
        """Make `copy` the live generation, complete to the last write, and return the old one."""
        while self._repeat_next(copy):
            pass
        copy.flush()
        self._current = Current(copy.folder.name, copy.points())
        self.home.make_current(self._current)
        with self._swapping:
            old, self._live = self._live, copy
        self._journal = None
        self.debt.flushed(time.monotonic())
        return old

    def abandon(self, folder: Path) -> None:
        """Forget and remove the copy that `fork` made there: it came to nothing."""
        self._journal = None
        self.debt.optimising_failed(time.monotonic())
        if self._current.generation == folder.name:  # the disk failed just after it was named
            self._current = Current(self._live.folder.name, self._live.points())
            self.home.make_current(self._current)
        shutil.rmtree(folder, ignore_errors=True)

    @property
    def optimising(self) -> bool:
        """Whether a copy is being optimised, or is about to be."""
        return self._journal is not None or self.optimise_due()

    def optimise_due(self) -> bool:
        """Tell whether enough has changed since the last optimisation to make one worth it."""
        return self._journal is None and self.debt.optimise_due(
            time.monotonic(),
            threshold=self.definition.points_to_index(self._settings.tuning),
            indexed=self._current.points,
        )

    @property
    def crowded(self) -> bool:
        """Whether writers should wait for an optimisation that takes their writes in."""
        journal = self._journal
        return journal is not None and journal.crowded

    def flush_due(self) -> bool:
        """Tell whether writes have waited long enough to be synced."""
        seconds = self.definition.flush_seconds(self._settings.flush_seconds)
        return self.debt.flush_due(time.monotonic(), seconds)

    def close(self) -> None:
        """Finish the writes and reads under way, refuse all others, and sync to the disk."""
        self.stopping.set()
        with self._swapping:
            self._closed = True
        self._writer.shutdown()
        self._live.flush()
        self._live.close()

    @property
    def _kept(self) -> Journal:
        if self._journal is None:
            raise RuntimeError("no copy is being made")
        return self._journal

    def _repeat_next(self, copy: Generation) -> bool:
        request = self._kept.take()
        if request is not None:
            copy.repeat(request)
        return request is not None
