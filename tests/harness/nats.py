"""A NATS with JetStream for tests: the stack's own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from deploy.local import nats, ports
from tests.harness.standing import data_folder, standing

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def server() -> Generator[str]:
    """Run a server without streams, yielding its address with the login in it."""
    with (
        data_folder() as data,
        ports.held(nats=None) as held,
        standing(nats.process(data, port=held["nats"]), data=data),
    ):
        yield nats.url(data, port=held["nats"])
