"""The local stack as a process beside the command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

STOP_SECONDS = 60


def command(
    data: Path, *, port: int | None, telemetry: bool = False, cors_origins: Sequence[str] = ()
) -> list[str]:
    """Return the command that runs the stack on `data`."""
    words = [sys.executable, "-m", "deploy.local", "up", "--data", str(data)]
    words += ["--port", str(port)] if port else []
    for origin in cors_origins:
        words += ["--cors-origin", origin]
    return [*words, "--telemetry"] if telemetry else words


def become(words: list[str]) -> None:
    """Let the stack take this process's place: signals and output are its own."""
    os.execv(words[0], words)  # noqa: S606  # no shell is meant


def _leave(*_: object) -> None:
    """Unwind when told to end, so that the stack ends too."""
    raise SystemExit(128 + signal.SIGTERM)


@contextmanager
def running(data: Path, *, port: int | None = None) -> Generator[str]:
    """Run the stack while the block lasts, yielding the gateway's address."""
    process = subprocess.Popen(  # noqa: S603  # our own module
        command(data, port=port), stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    before = signal.signal(signal.SIGTERM, _leave)
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise typer.Exit(process.wait() or 1)
        yield json.loads(line)["gateway"]
    finally:
        signal.signal(signal.SIGTERM, before)
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)
