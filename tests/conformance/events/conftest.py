"""A NATS that can be killed, and connections to it."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nats
import pytest
import pytest_asyncio

from deploy.local import nats as server
from deploy.local import ports
from servicekit import events
from tests.harness.standing import data_folder, standing

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from nats.js import JetStreamContext

    from deploy.local.supervisor import Stack
    from servicekit.events import Events


@dataclass(frozen=True, slots=True)
class Node:
    """A running server, started again on the same folder and port whenever it dies."""

    url: str
    stack: Stack

    def kill(self) -> None:
        """End the server with SIGKILL."""
        os.kill(self.stack.pid("nats"), signal.SIGKILL)


@pytest.fixture
def node() -> Iterator[Node]:
    """A NATS for one test."""
    with (
        data_folder() as data,
        ports.held(nats=None) as held,
        standing(server.process(data, port=held["nats"]), data=data) as stack,
    ):
        yield Node(server.url(data, port=held["nats"]), stack)


@pytest_asyncio.fixture
async def bus(node: Node) -> AsyncGenerator[Events]:
    """The connection of a service."""
    async with events.connected(node.url, "tests") as connected:
        yield connected


@pytest_asyncio.fixture
async def js(node: Node) -> AsyncGenerator[JetStreamContext]:
    """A view of the server from outside."""
    client = await nats.connect(node.url)
    try:
        yield client.jetstream()
    finally:
        await client.close()
