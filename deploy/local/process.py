"""One row of the table that a stack is: what to run, when it is ready, how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Check = Callable[[], Awaitable[bool]]
"""Answers whether a server is ready. Raises StackFault when it never will be."""

Step = Callable[[], Awaitable[None]]
"""Work beside a process. Raises StackFault when it cannot be done."""

# What a child gets of our own environment: the rest (keys of providers, say) is passed on
# only to the process whose `env` names it.
_PASSED_ON = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "TMPDIR", "TZ")

_LEASH = Path(__file__).with_name("leash.py")


async def nothing() -> None:
    """Do nothing: the Step of a process that needs none."""


@dataclass(frozen=True, slots=True)
class Account:
    """The user and group that a program runs as instead of ours."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Namespace:
    """A user namespace in which our own user is named nobody and has no powers."""


Identity = Account | Namespace | None
"""None is our own user, with all its powers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """When a process that died is started again, and when it is given up."""

    first: float = 0.1
    """Seconds before the first new start; doubled for each further one in a row."""
    cap: float = 5.0
    """The most seconds between two starts."""
    attempts: int = 8
    """Starts in a row that may end before the process counts as failed."""
    at_first: int = 3
    """The same for a process that has never been ready: a bad setting fails soon."""
    steady: float = 10.0
    """Seconds of being ready after which the row begins anew."""

    def delay(self, failures: int) -> float:
        """Return the seconds to wait after `failures` (1 or more) ends in a row."""
        return min(self.cap, self.first * 2 ** (failures - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A program of the stack, run in a session and process group of its own."""

    name: str
    argv: tuple[str, ...]
    """The command; its first word is the path of an executable."""
    ready: Check
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    needs: tuple[str, ...] = ()
    """Names of processes that must be ready before this one starts, and stop after it."""
    ports: Mapping[str, int] = field(default_factory=dict[str, int])
    """What it listens on, for DATA/stack.json."""
    identity: Identity = None
    before: Step = nothing
    """Done before each start: folders, stale files."""
    after: Step = nothing
    """Done each time it became ready, before those that need it start. Idempotent."""
    restart: Restart = field(default_factory=Restart)
    ready_within: float = 30.0
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 10.0
    """Seconds between the stop signal and SIGKILL."""


def leashed(
    argv: tuple[str, ...],
    *,
    identity: Identity = None,
    death_signal: signal.Signals = signal.SIGTERM,
) -> tuple[str, ...]:
    """Return the command that becomes `argv` as `identity`, and dies with this process.

    The kernel ties it to the thread that starts it: start it from one that stays.
    """
    parent, number = str(os.getpid()), str(int(death_signal))
    return (*_PYTHON, "run", parent, number, who(identity), *argv)


def reaches(identity: Identity, *paths: Path) -> bool:
    """Return whether `identity` may be taken here and can enter or execute all `paths`."""
    probe = subprocess.run(  # noqa: S603  # our own script
        [*_PYTHON, "reach", who(identity), *map(str, paths)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return probe.returncode == 0


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process whose `env` is `own`."""
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed_on, "PYTHONUNBUFFERED": "1", **own}


def who(identity: Identity) -> str:
    """Return `identity` in the words of leash.py."""
    match identity:
        case Account(uid, gid):
            return f"{uid}:{gid}"
        case Namespace():
            return "namespace"
        case None:
            return "self"


_PYTHON = (sys.executable, "-I", "-S", str(_LEASH))


async def started(process: Process, log: int) -> asyncio.subprocess.Process:
    """Start `process` once, its output going to the descriptor `log`."""
    return await asyncio.create_subprocess_exec(
        *leashed(process.argv, identity=process.identity, death_signal=process.stop_signal),
        env=environment(process.env),
        cwd="/",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def end_group(group: int) -> None:
    """Kill what is left of a process group that we started."""
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
