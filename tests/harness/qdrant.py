"""The Qdrant endpoint as a process, and the client that production uses."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qdrant_client import AsyncQdrantClient

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator
    from pathlib import Path

_STOPPING = 20.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A running endpoint."""

    address: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End the process with SIGKILL."""
        self.process.kill()
        self.process.wait(_STOPPING)

    def stop(self) -> int:
        """End the process with SIGTERM; return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(_STOPPING)


@contextmanager
def endpoint(data: Path, *options: str) -> Generator[Endpoint]:
    """Run an endpoint on `data` and a free port while the block lasts."""
    command = [sys.executable, "-m", "deploy.local.qdrant.main"]
    command += ["--data", str(data), "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                raise RuntimeError(f"the endpoint exited with {process.wait(_STOPPING)}")
            yield Endpoint(json.loads(line)["address"], process)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(_STOPPING)


@asynccontextmanager
async def connected(address: str) -> AsyncGenerator[AsyncQdrantClient]:
    """Yield a client of the server at `address`, which is a host and its gRPC port."""
    host, _, port = address.rpartition(":")
    client = AsyncQdrantClient(
        host=host,
        grpc_port=int(port),
        prefer_grpc=True,
        https=False,
        check_compatibility=False,
    )
    try:
        yield client
    finally:
        await client.close()
