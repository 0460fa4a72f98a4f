"""The data folder of a stack: whose it is, who runs there now, and what they logged."""

from __future__ import annotations

import fcntl
import json
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil

from deploy.local import StackFault

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

LOG_BYTES = 8 * 2**20
"""Size at which a log is moved aside; one older log is kept."""

_LOOK_AGAIN = 0.05


class FolderInUse(StackFault):
    """Another stack runs on this data folder."""


@contextmanager
def claimed(data: Path, *, within: float = 20.0) -> Generator[int]:
    """Hold `data` for one stack while the block lasts, yielding the lock's descriptor.

    A stack that was killed is waited for, up to `within` seconds: its guard holds the
    lock until its processes are gone.

    Raises:
        FolderInUse: a live stack holds it, or what is left of one does not end.
    """
    data.mkdir(mode=0o711, parents=True, exist_ok=True)
    lock = os.open(data / "stack.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        deadline = time.monotonic() + within
        while not _locked(lock):
            if _owner_lives(data):
                raise FolderInUse(f"a stack is running on {data}: stop it, or use another folder")
            if time.monotonic() > deadline:
                raise FolderInUse(f"processes of a killed stack on {data} do not end")
            time.sleep(_LOOK_AGAIN)
        yield lock
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner_lives(data: Path) -> bool:
    """Tell a running stack from the last moments of a killed one, by its record."""
    try:
        owner = json.loads((data / "stack.json").read_text())["supervisor"]
        return psutil.Process(owner["pid"]).create_time() == owner["started"]
    except (FileNotFoundError, psutil.NoSuchProcess):
        return False


def record(data: Path, processes: Mapping[str, Mapping[str, object]]) -> None:
    """Write DATA/stack.json: our pid and, by name, what is known of each process."""
    owner = {"pid": os.getpid(), "started": psutil.Process().create_time()}
    text = json.dumps({"supervisor": owner, "processes": processes}, indent=2)
    draft = data / "stack.json.new"
    draft.write_text(text + "\n")
    draft.replace(data / "stack.json")


@contextmanager
def log(data: Path, name: str) -> Generator[int]:
    """Yield a descriptor that appends to DATA/logs/NAME.log, moved aside first when full."""
    path = log_path(data, name)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def log_path(data: Path, name: str) -> Path:
    """Return where the process `name` logs to."""
    return data / "logs" / f"{name}.log"


def tail(data: Path, name: str, *, lines: int = 8) -> str:
    """Return the last lines that `name` logged, for a message to the operator."""
    path = log_path(data, name)
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


def trim_logs(data: Path) -> None:
    """Move aside the logs that are full though their processes still write.

    They append, so they go on at the start of the emptied file; what they write between
    the copy and the cut is lost.
    """
    for path in (data / "logs").glob("*.log"):
        if path.stat().st_size > LOG_BYTES:
            path.with_suffix(".log.1").write_bytes(path.read_bytes())
            os.truncate(path, 0)
