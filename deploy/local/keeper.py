"""Keeps one process of the stack up: starts it, watches it, starts it again, stops it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from deploy.local import StackFault, folder
from deploy.local.process import end_group, started

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from deploy.local.guardian import Guardian
    from deploy.local.process import Process

_FIRST_LOOK, _SLOWEST_LOOK = 0.01, 0.25


class Keeper:
    """The life of one process, over all its starts."""

    def __init__(
        self,
        process: Process,
        *,
        data: Path,
        guardian: Guardian,
        changed: Callable[[], None],
    ) -> None:
        self.process = process
        self.pid: int | None = None
        self.starts = 0
        self.is_ready = False
        self.failure: str | None = None
        """Why the process was given up, if it was."""
        self._data = data
        self._guardian = guardian
        self._changed = changed
        self._problem = ""
        self._first_ready: float | None = None

    async def keep(
        self, needed: Callable[[], Awaitable[None]], released: Callable[[], Awaitable[None]]
    ) -> None:
        """Keep the process up until cancelled or given up.

        Waits for `needed` before the first start, and for `released` before stopping it:
        those who need it must be gone by then.
        """
        await needed()
        failures = 0
        while True:
            steady = await self._live(released)
            failures = 1 if steady else failures + 1
            policy = self.process.restart
            limit = policy.attempts if self._first_ready else policy.at_first
            if failures >= limit:
                self.failure = self._account_of(failures)
                self._changed()
                return
            await asyncio.sleep(policy.delay(failures))

    async def _live(self, released: Callable[[], Awaitable[None]]) -> bool:
        """Run the process once to its end; return whether it had been ready for long."""
        try:
            await self.process.before()
        except (StackFault, OSError) as fault:  # a full disk is an operator's, too
            self._problem = str(fault) or repr(fault)
            return False
        with folder.log(self._data, self.process.name) as log:
            child = await started(self.process, log)
        self._guardian.follow(child.pid, self.process)
        self.pid, self.starts = child.pid, self.starts + 1
        ready_since: float | None = None
        try:
            ready_since = await self._until_ready(child)
            self._changed()
            await child.wait()
        finally:
            self.is_ready = False
            await self._end(child, released)
        self._problem = self._problem or f"ended with status {child.returncode}"
        self._changed()
        return (
            ready_since is not None
            and time.monotonic() - ready_since >= self.process.restart.steady
        )

    async def _until_ready(self, child: asyncio.subprocess.Process) -> float | None:
        """Return when the process became ready; None, and it is dead, if it did not."""
        self._problem = ""
        async with asyncio.TaskGroup() as group:
            dead = group.create_task(child.wait())
            try:
                async with asyncio.timeout(self.process.ready_within):
                    await self._ready_or(dead)
            except TimeoutError:
                self._problem = f"was not ready within {self.process.ready_within:g} s"
            except (StackFault, OSError) as fault:
                self._problem = str(fault) or repr(fault)
            if not self.is_ready:
                end_group(child.pid)
                return None
            dead.cancel()
        self._first_ready = self._first_ready or time.monotonic()
        return time.monotonic()

    async def _ready_or(self, dead: asyncio.Task[int]) -> None:
        pause = _FIRST_LOOK
        while not await self.process.ready():
            await asyncio.wait({dead}, timeout=pause)
            if dead.done():
                return
            pause = min(_SLOWEST_LOOK, pause * 1.5)
        await self.process.after()
        self.is_ready = True

    async def _end(
        self, child: asyncio.subprocess.Process, released: Callable[[], Awaitable[None]]
    ) -> None:
        if child.returncode is None:
            await released()
            if child.returncode is None:
                child.send_signal(self.process.stop_signal)
            try:
                async with asyncio.timeout(self.process.stop_within):
                    await child.wait()
            except TimeoutError:
                end_group(child.pid)
                await child.wait()
        end_group(child.pid)  # its children, if it left any
        self._guardian.forget(child.pid)
        self.pid = None

    def _account_of(self, failures: int) -> str:
        name = self.process.name
        last = folder.tail(self._data, name)
        log = folder.log_path(self._data, name)
        return f"{name} {self._problem} ({failures} starts in a row); the end of {log}:\n{last}"
