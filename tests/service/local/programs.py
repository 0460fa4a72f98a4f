"""Small real programs to supervise, and processes to look at."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import psutil

from deploy.local import folder, probes
from deploy.local.process import Process, Restart, leashed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

    from deploy.local.process import Identity

QUICK = Restart(first=0.01, cap=0.05, attempts=4, at_first=2, steady=60)

_WEB = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *_): pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""

# Ignores SIGTERM, and has a child that does: only SIGKILL of the group ends them.
_FAMILY = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child:
    with open(sys.argv[1] + ".new", "w") as file:
        file.write(f"{os.getpid()} {child}")
    os.rename(sys.argv[1] + ".new", sys.argv[1])
while True:
    time.sleep(60)
"""

# Writes a line when it starts and one when it is told to stop.
_DIARIST = """
import signal, sys, time
def note(word):
    with open(sys.argv[1], "a") as file:
        file.write(f"{word} {sys.argv[2]}\\n")
def stop(*_):
    time.sleep(float(sys.argv[3])); note("-"); sys.exit(0)
signal.signal(signal.SIGTERM, stop)
note("+")
while True:
    time.sleep(60)
"""


def web(name: str, port: int) -> Process:
    """Return an HTTP server."""
    return Process(
        name=name,
        argv=(sys.executable, "-c", _WEB, str(port)),
        ports={"http": port},
        ready=partial(probes.http_ok, port, "/"),
        restart=QUICK,
    )


def family(data: Path) -> Process:
    """Return a parent and child that ignore SIGTERM; their pids are in `data`/family."""
    mark = data / "family"

    async def written() -> bool:
        return mark.exists()

    async def fresh() -> None:
        mark.unlink(missing_ok=True)

    return Process(
        name="family",
        argv=(sys.executable, "-c", _FAMILY, str(mark)),
        before=fresh,
        ready=written,
        restart=QUICK,
        stop_within=0.3,
    )


def diarist(diary: Path, name: str, *, needs: tuple[str, ...] = (), lingers: float = 0) -> Process:
    """Return a program that writes `+ name` and, `lingers` seconds after a stop, `- name`."""

    async def noted() -> bool:
        return f"+ {name}\n" in read(diary)

    argv = (sys.executable, "-c", _DIARIST, str(diary), name, str(lingers))
    return Process(name=name, argv=argv, needs=needs, ready=noted, restart=QUICK)


def read(path: Path) -> str:
    """Return what is in `path`, nothing if it does not exist."""
    return path.read_text() if path.exists() else ""


def failing(words: str) -> Process:
    """Return a program that says `words` and fails."""

    async def never() -> bool:
        return False

    argv = (sys.executable, "-c", f"import sys; sys.exit({words!r})")
    return replace(web("failing", 1), argv=argv, ready=never)


def alive(*pids: int) -> list[int]:
    """Return which of `pids` run still; zombies do not."""
    found: list[int] = []
    for pid in pids:
        try:
            if psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
        except psutil.NoSuchProcess:
            continue
    return found


async def until(condition: Callable[[], bool], *, within: float = 10.0) -> None:
    """Wait until `condition` holds; fail if it does not in time."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110  # the condition is another process's
            await asyncio.sleep(0.01)


@contextmanager
def quicker_than(seconds: float) -> Generator[None]:
    """Check that the block takes less than `seconds`."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < seconds


def guard_of(pid: int) -> psutil.Process | None:
    """Return the guard of the supervisor `pid`, if one runs."""
    for child in psutil.Process(pid).children():
        if any(word.endswith("guard.py") for word in child.cmdline()):
            return child
    return None


@asynccontextmanager
async def up(
    data: Path, what: str, *, identity: Identity = None
) -> AsyncGenerator[asyncio.subprocess.Process]:
    """Run a stack in a process of its own, as `identity`; it is killed after the block.

    Its output goes on after the line that says it is up.
    """
    argv = (sys.executable, "-m", "tests.service.local.up", str(data), what)
    other = await asyncio.create_subprocess_exec(
        *leashed(argv, identity=identity),
        cwd=Path(__file__).parents[3],
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield other
    finally:
        if other.returncode is None:
            other.kill()
        await other.communicate()
        await until(partial(_lock_is_free, data))


async def said(other: asyncio.subprocess.Process) -> dict[str, int]:
    """Return what a stack says once it is up: its `uid`, the `pid` and `port` of its process."""
    assert other.stdout is not None
    line = await asyncio.wait_for(other.stdout.readline(), 20)
    return cast("dict[str, int]", json.loads(line))


def _lock_is_free(data: Path) -> bool:
    with folder.claimed(data, within=10):
        return True
