"""The endpoint's process: `python -m deploy.local.qdrant.main --data DIR --port N [--host]`.

Writes one line of JSON to standard output once it serves: `{"ready": true, "address": ...}`.
SIGTERM and SIGINT stop it; it exits with 0 when all that it answered is on the disk.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from typing import TYPE_CHECKING

from deploy.local.qdrant.settings import parse
from deploy.local.qdrant.stubs import without_client

if TYPE_CHECKING:
    from deploy.local.qdrant.settings import Settings


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT."""
    from deploy.local.qdrant import app  # noqa: PLC0415  # only after without_client()

    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with app.running(settings) as address:
        sys.stdout.write(json.dumps({"ready": True, "address": address}) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Run the process."""
    settings = parse(sys.argv[1:])
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    without_client()
    asyncio.run(serve(settings))


if __name__ == "__main__":
    main()
