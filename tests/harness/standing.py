"""Real servers beside synchronous fixtures: the stack's own supervisor, in a thread."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from anyio.from_thread import start_blocking_portal

from deploy.local import supervisor

if TYPE_CHECKING:
    from collections.abc import Generator

    from deploy.local.process import Process
    from deploy.local.supervisor import Stack


@contextmanager
def data_folder() -> Generator[Path]:
    """Yield a new data folder under a short path; it is gone after the block."""
    with tempfile.TemporaryDirectory(prefix="candor-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # so that root's tests run PostgreSQL the usual way
        yield folder


@contextmanager
def standing(*processes: Process, data: Path) -> Generator[Stack]:
    """Run `processes` on `data` while the block lasts, in a loop and thread of their own."""
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(supervisor.running(processes, data=data)) as stack,
    ):
        yield stack
