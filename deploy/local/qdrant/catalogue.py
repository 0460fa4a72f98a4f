"""The collections of one data folder."""

from __future__ import annotations

import asyncio
import fcntl
import functools
import logging
import re
import shutil
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from deploy.local.qdrant.collection import Collection
from deploy.local.qdrant.definition import Definition
from deploy.local.qdrant.generation import Generation
from deploy.local.qdrant.home import Home
from deploy.local.qdrant.optimise import Abandoned, optimise
from deploy.local.qdrant.refusals import CollectionMissing, CollectionTaken, JournalFull, WrongInput
from deploy.local.qdrant.shape import engine_config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import qdrant_edge as edge
    from qdrant_client import grpc as pb

    from deploy.local.qdrant.operations import Write
    from deploy.local.qdrant.settings import Settings

log = logging.getLogger(__name__)
T = TypeVar("T")

_PATIENCE = 2.0  # well below the 5 s after which Qdrant's client gives up
_LOOK_AGAIN = 0.01
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}")


class Catalogue:
    """The collections by name, and the threads that they are read and kept by, until `close`.

    Raises BlockingIOError where another process has the data folder.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        settings.data.mkdir(parents=True, exist_ok=True)
        self._lock = (settings.data / ".lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._readers = ThreadPoolExecutor(settings.readers, "read")
        self._clerk = ThreadPoolExecutor(1, "catalogue")
        self._optimiser = ThreadPoolExecutor(1, "optimise")
        self._optimising: dict[str, Future[None]] = {}
        self._open: dict[str, Collection] = {}
        for folder in sorted(settings.data.iterdir()):
            if folder.is_dir():
                self._load(folder)

    def names(self) -> list[str]:
        """Return the names of all collections."""
        return sorted(self._open)

    def find(self, name: str) -> Collection:
        """Return the collection, or raise CollectionMissing."""
        if name not in self._open:
            raise CollectionMissing(name)
        return self._open[name]

    async def read(self, name: str, question: Callable[[edge.EdgeShard], T]) -> T:
        """Return the answer of a collection's live shard to `question`."""
        collection = self.find(name)

        def ask() -> T:
            with collection.reading() as shard:
                return question(shard)

        return await asyncio.wrap_future(self._readers.submit(ask))

    async def write(self, request: Write) -> int:
        """Apply `request` to its collection; return the number of the write.

        A caller who gives up leaves the write either wholly to be done or wholly undone. Waits,
        and then raises JournalFull, where writes outrun an optimisation under way.
        """
        collection = self.find(request.collection_name)
        await _room(collection)
        return await asyncio.wrap_future(collection.submit(lambda: collection.write(request)))

    async def update(self, changes: pb.UpdateCollection) -> None:
        """Change a collection's settings."""
        collection = self.find(changes.collection_name)
        await asyncio.wrap_future(collection.submit(lambda: collection.update(changes)))

    async def create(self, request: pb.CreateCollection) -> None:
        """Create a collection, or raise CollectionTaken."""
        await asyncio.wrap_future(self._clerk.submit(self._create, request))

    async def drop(self, name: str) -> bool:
        """Delete a collection and what it holds; return whether there was one."""
        return await asyncio.wrap_future(self._clerk.submit(self._drop, name))

    def tend(self) -> None:
        """Start what is due: a flush in a collection's thread, or an optimisation."""
        for name, collection in list(self._open.items()):
            if collection.flush_due():
                with suppress(CollectionMissing):  # deleted since the line above
                    _watch(collection.submit(collection.flush_if_due), f"flush {name}")
            running = self._optimising.get(name)
            if collection.optimise_due() and (running is None or running.done()):
                run = self._optimiser.submit(optimise, collection, self._settings.tuning)
                self._optimising[name] = run
                _watch(run, f"optimise {name}")

    def close(self) -> None:
        """Finish what is under way, sync all to the disk and give the data folder up."""
        self._clerk.shutdown()
        for collection in self._open.values():
            collection.stopping.set()
        for collection in self._open.values():
            collection.close()
        self._optimiser.shutdown(cancel_futures=True)
        self._readers.shutdown()
        self._lock.close()

    def _load(self, folder: Path) -> None:
        if folder.name.startswith("."):  # half created or half deleted
            shutil.rmtree(folder)
        else:
            self._open[folder.name] = Collection(Home(folder), self._settings)

    def _create(self, request: pb.CreateCollection) -> None:
        name = request.collection_name
        if not _NAME.fullmatch(name):
            raise WrongInput(f"collection name {name!r}: must match {_NAME.pattern}")
        if name in self._open:
            raise CollectionTaken(name)
        definition, folder = Definition(request), self._settings.data / name
        config = engine_config(definition, self._settings.tuning)
        Home.create(folder, definition, lambda first: Generation.create(first, config))
        self._open[name] = Collection(Home(folder), self._settings)

    def _drop(self, name: str) -> bool:
        collection = self._open.pop(name, None)
        if collection is None:
            return False
        collection.close()
        running = self._optimising.pop(name, None)
        if running is not None and not running.cancel():
            running.exception()
        doomed = collection.home.folder.rename(self._settings.data / f".{name}")
        shutil.rmtree(doomed)
        return True


async def _room(collection: Collection) -> None:
    deadline = time.monotonic() + _PATIENCE
    while collection.crowded:
        if time.monotonic() > deadline:
            raise JournalFull
        await asyncio.sleep(_LOOK_AGAIN)


def _watch(work: Future[None], what: str) -> None:
    work.add_done_callback(functools.partial(_report, what))


def _report(what: str, work: Future[None]) -> None:
    if work.cancelled():
        return
    error = work.exception()
    if error is not None and not isinstance(error, (Abandoned, CollectionMissing)):
        log.error("%s failed", what, exc_info=error)
