"""A stack in a process of its own, to be killed, or run as someone else.

    python -m tests.service.local.up DATA postgres|family

Prints one line of JSON when all is up, then waits for SIGTERM.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local import StackFault, ports, postgres, supervisor
from tests.service.local.programs import family

if TYPE_CHECKING:
    from deploy.local.process import Process


async def main(data: Path, what: str) -> None:
    """Run the stack `what` on `data` until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with ports.held(port=None) as held:
        process = _process(data, what, held["port"])
        async with supervisor.running([process], data=data) as stack:
            line = {"uid": os.geteuid(), "pid": stack.pid(process.name), "port": held["port"]}
            sys.stdout.write(json.dumps(line) + "\n")
            sys.stdout.flush()
            await stop.wait()


def _process(data: Path, what: str, port: int) -> Process:
    if what == "family":
        return family(data)
    cluster = postgres.cluster(data, port=port, services=("ingest",))
    return postgres.process(cluster, durable=False)


if __name__ == "__main__":
    try:
        asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
    except StackFault as fault:
        sys.exit(f"{type(fault).__name__}: {fault}")
