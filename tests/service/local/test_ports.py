"""Ports that are given out once."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import ports


def test_every_name_gets_a_port_of_its_own_that_a_server_can_bind() -> None:
    with ports.held(**dict.fromkeys("abcdefgh")) as held:
        assert len(set(held.values())) == 8
        for port in held.values():
            with socket.create_server(("127.0.0.1", port)):
                pass


def test_a_port_that_is_wanted_is_the_one_given() -> None:
    with ports.held(any=None) as held:
        port = held["any"]
    with ports.held(wanted=port) as held:
        assert held == {"wanted": port}


def test_a_port_in_use_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        with (
            pytest.raises(ports.PortTaken, match=f"port {port} is in use"),
            ports.held(wanted=port),
        ):
            pytest.fail("it is in use")


def test_a_port_held_by_another_process_is_refused_until_it_ends() -> None:
    program = (
        "import sys; from deploy.local import ports\n"
        "with ports.held(a=None) as held:\n"
        "    print(held['a'], flush=True); sys.stdin.read()\n"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        port = int(holder.stdout.readline())
        with pytest.raises(ports.PortTaken), ports.held(wanted=port):
            pytest.fail("it is held")
        holder.kill()
        holder.wait()
        with ports.held(wanted=port):
            pass
