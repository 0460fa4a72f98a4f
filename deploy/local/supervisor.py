"""Runs a table of processes as one stack: all up in order, kept up, all down in order."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from deploy.local import StackFault, folder
from deploy.local.beside import beside
from deploy.local.guardian import guarding
from deploy.local.keeper import Keeper

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence
    from pathlib import Path

    from deploy.local.guardian import Guardian
    from deploy.local.process import Process

_LOG_ROUND = 15.0


class TableInvalid(StackFault):
    """The table names a process twice, needs one that it lacks, or goes in a circle."""


class GivenUp(StackFault):
    """A process could not be brought or kept up; the message ends with its last words."""


class Stack:
    """What runs: the processes of one table, each kept up while the stack lasts."""

    def __init__(self, processes: Sequence[Process], *, data: Path, guardian: Guardian) -> None:
        self.failed = asyncio.Event()
        """Set once some process has been given up; `failure` says which and why."""
        self._data = data
        self._change = asyncio.Event()
        self._keepers = {
            each.name: Keeper(each, data=data, guardian=guardian, changed=self._note)
            for each in processes
        }
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._broken: BaseException | None = None

    @property
    def failure(self) -> str | None:
        """Why a process was given up, if one was."""
        reasons = (keeper.failure for keeper in self._keepers.values())
        return next((reason for reason in reasons if reason), None) or (
            f"the supervisor broke: {self._broken!r}" if self._broken else None
        )

    def pid(self, name: str) -> int:
        """Return the pid of `name`, which is also its process group.

        Raises:
            ProcessLookupError: it is not running at this moment.
        """
        pid = self._keepers[name].pid
        if pid is None:
            raise ProcessLookupError(f"{name} is not running")
        return pid

    def restarts(self, name: str) -> int:
        """Return how often `name` was started again."""
        return max(0, self._keepers[name].starts - 1)

    async def wait_ready(self, name: str, *, restarts: int = 0) -> None:
        """Wait until `name` is ready, having been started again `restarts` times or more.

        Raises:
            GivenUp: some process of the stack cannot be kept up.
        """
        keeper = self._keepers[name]
        while not (keeper.is_ready and self.restarts(name) >= restarts):
            if self.failed.is_set():
                raise GivenUp(self.failure) from self._broken
            await self._change.wait()

    @asynccontextmanager
    async def kept(self) -> AsyncGenerator[None]:
        """Keep every process up while the block lasts, and have them all down after it."""
        keeping = (
            keeper.keep(partial(self._needed_by, name), partial(self._free_of, name))
            for name, keeper in self._keepers.items()
        )
        async with beside(*keeping, self._trim_logs()) as tasks:
            self._tasks.update(zip(self._keepers, tasks, strict=False))
            for task in tasks:
                task.add_done_callback(self._mark)
            yield
        self._note()

    async def _needed_by(self, name: str) -> None:
        for need in self._keepers[name].process.needs:
            while not self._keepers[need].is_ready:
                await self._change.wait()

    async def _free_of(self, name: str) -> None:
        users = {
            self._tasks[other]
            for other, keeper in self._keepers.items()
            if name in keeper.process.needs
        }
        if users:
            await asyncio.wait(users)

    def _mark(self, ended: asyncio.Task[None]) -> None:
        """Count a keeper that ended by itself as a failure: it gave up, or has a bug."""
        if not ended.cancelled():
            self._broken = ended.exception()
            self.failed.set()
            self._announce()

    def _announce(self) -> None:
        self._change.set()
        self._change = asyncio.Event()

    def _note(self) -> None:
        folder.record(
            self._data,
            {
                name: {
                    "pid": keeper.pid,
                    "ports": dict(keeper.process.ports),
                    "ready": keeper.is_ready,
                    "restarts": self.restarts(name),
                }
                for name, keeper in self._keepers.items()
            },
        )
        self._announce()

    async def _trim_logs(self) -> None:
        while True:
            await asyncio.sleep(_LOG_ROUND)
            folder.trim_logs(self._data)


@asynccontextmanager
async def running(processes: Sequence[Process], *, data: Path) -> AsyncGenerator[Stack]:
    """Run `processes` on the folder `data` while the block lasts.

    The block begins when all are ready. A process that dies is started again, those that
    need it are not: they are expected to ride it out. At the end each gets its stop
    signal, when those that need it are gone, and SIGKILL if it does not obey in its time.
    Should this process be killed, all of them are ended by guard.py. Enter it from a
    thread that stays: the kernel ties the children to it.

    Raises:
        TableInvalid: the table cannot be put in an order.
        FolderInUse: another stack runs on `data`.
        GivenUp: a process does not become ready.
    """
    check_order(processes)
    with folder.claimed(data) as lock:
        async with guarding(lock) as guardian:
            stack = Stack(processes, data=data, guardian=guardian)
            async with stack.kept():
                for process in processes:
                    await stack.wait_ready(process.name)
                yield stack


def check_order(processes: Sequence[Process]) -> None:
    """Check that `processes` can be started, each after those that it needs.

    Raises:
        TableInvalid: they cannot.
    """
    table = {each.name: each.needs for each in processes}
    if len(table) != len(processes):
        raise TableInvalid("a name stands twice in the table")
    missing = {need for needs in table.values() for need in needs} - table.keys()
    if missing:
        raise TableInvalid(f"needed but not in the table: {', '.join(sorted(missing))}")
    try:
        TopologicalSorter(table).prepare()
    except CycleError as error:
        raise TableInvalid(f"in a circle: {' -> '.join(error.args[1])}") from error
