"""Free ports that stay free until their servers have bound them."""

from __future__ import annotations

import random
import socket
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from deploy.local import StackFault

if TYPE_CHECKING:
    from collections.abc import Generator

LOOPBACK = "127.0.0.1"

# Below Linux's ephemeral range (32768 and up), so that no outgoing connection of any
# process takes a port between our look at it and the server's bind.
_FIRST, _LAST = 20_000, 32_000


class PortTaken(StackFault):
    """A port that was asked for is in use, or no free one was found."""


@contextmanager
def held(**wanted: int | None) -> Generator[dict[str, int]]:
    """Yield a port for each name, the one wanted or, for None, a free one.

    While the block lasts no other holder on this machine is given the same ports. The
    holds are names of abstract unix sockets: the kernel drops them with the process, and
    scopes them to the network namespace, as it does ports. They do not keep strangers
    out: a server that then finds its port taken says so and is started again.

    Raises:
        PortTaken: a wanted port is in use, or held by another stack.
    """
    with ExitStack() as holds:
        yield {name: _hold(holds, port) for name, port in wanted.items()}


def _hold(holds: ExitStack, wanted: int | None) -> int:
    candidates = [wanted] if wanted else random.sample(range(_FIRST, _LAST), 200)
    for port in candidates:
        claim = _claimed(port)
        if claim is None:
            continue
        holds.enter_context(claim)
        if is_free(port):
            return port
    if wanted:
        raise PortTaken(f"port {wanted} is in use: stop what listens there or choose another")
    raise PortTaken(f"no free port between {_FIRST} and {_LAST}")


def _claimed(port: int) -> socket.socket | None:
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if sys.platform == "linux":
            claim.bind(f"\0candor-port-{port}")
    except OSError:
        claim.close()
        return None
    return claim


def is_free(port: int) -> bool:
    """Return whether a server could bind `port` on the loopback now."""
    with socket.socket() as probe:
        # As servers do: connections that linger in TIME_WAIT do not keep the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True
