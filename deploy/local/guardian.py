"""The supervisor's side of guard.py."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local.beside import beside

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from deploy.local.process import Process

_GUARD = Path(__file__).with_name("guard.py")


class Guardian:
    """Tells the guard which process groups are ours, and keeps a guard running."""

    def __init__(self, lock: int) -> None:
        self._lock = lock
        self._groups: dict[int, str] = {}
        self._guard: asyncio.subprocess.Process | None = None

    def follow(self, group: int, process: Process) -> None:
        """Have `group` ended should we die."""
        self._groups[group] = f"{int(process.stop_signal)} {process.stop_within}"
        self._tell(f"+ {group} {self._groups[group]}\n")

    def forget(self, group: int) -> None:
        """Leave `group` alone from now on: it has ended."""
        self._groups.pop(group, None)
        self._tell(f"- {group}\n")

    def _tell(self, line: str) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.write(line.encode())

    async def stay(self) -> None:
        """Keep a guard running until cancelled; then let it end and wait for it."""
        while True:
            guard = await self._post()
            try:
                await guard.wait()
            finally:
                self._guard = None
                if guard.stdin is not None:
                    guard.stdin.close()
                await guard.wait()

    async def _post(self) -> asyncio.subprocess.Process:
        known = dict(self._groups)
        guard = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(_GUARD)),
            # Not as input: should we die now, it knows them from its first moment.
            *(f"+ {group} {terms}" for group, terms in known.items()),
            stdin=asyncio.subprocess.PIPE,
            cwd="/",
            pass_fds=[self._lock],
            start_new_session=True,
        )
        self._guard = guard
        for group in known.keys() - self._groups.keys():
            self._tell(f"- {group}\n")
        for group in self._groups.keys() - known.keys():
            self._tell(f"+ {group} {self._groups[group]}\n")
        return guard


@asynccontextmanager
async def guarding(lock: int) -> AsyncGenerator[Guardian]:
    """Have a guard follow us while the block lasts; it holds the lock `lock` with us."""
    guardian = Guardian(lock)
    async with beside(guardian.stay()):
        yield guardian
