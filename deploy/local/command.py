"""Programs that are run to their end: initdb, Envoy's check of a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deploy.local.process import environment, leashed

if TYPE_CHECKING:
    from deploy.local.process import Identity


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended, and all that it wrote."""

    status: int
    said: str


async def finished(
    argv: tuple[str, ...], *, identity: Identity = None, within: float = 60.0
) -> Outcome:
    """Run `argv` to its end and return how it ended; it is killed if we are cancelled.

    Raises:
        TimeoutError: it did not end `within` seconds, and was killed.
    """
    child = await asyncio.create_subprocess_exec(
        *leashed(argv, identity=identity),
        env=environment({}),
        cwd="/",
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(within):
            said, _ = await child.communicate()
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return Outcome(child.returncode or 0, said.decode(errors="replace").strip())
