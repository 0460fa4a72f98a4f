"""Where Candor is, and who we are there."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import grpc
import grpc.aio
import typer
from google.rpc import error_details_pb2
from grpc_status import rpc_status

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

MAX_MESSAGE_BYTES = 16 << 20
HOST = "127.0.0.1"
SUBJECT = "candor-cli"


@dataclass(frozen=True, slots=True)
class Target:
    """A gateway, and the token that calls to it carry."""

    gateway: str
    token: str

    @property
    def metadata(self) -> tuple[tuple[str, str], ...]:
        """Call metadata with the token."""
        return (("authorization", f"Bearer {self.token}"),)


def target(*, gateway: str, token: str, data: Path, tenant: str, role: str) -> Target:
    """Return what was named, or the local stack on `data` with a token for `role` there."""
    where = gateway or _local_gateway(data)
    return Target(where, token or issued(data, tenant=tenant, role=role))


def _local_gateway(data: Path) -> str:
    try:
        processes = json.loads((data / "stack.json").read_text())["processes"]
        return f"http://{HOST}:{processes['envoy']['ports']['gateway']}"
    except (OSError, KeyError, ValueError) as error:
        raise typer.BadParameter(
            f"no stack runs on {data}: start one with `candor up --data {data}`,"
            " or name another with --gateway and --token"
        ) from error


def issued(
    data: Path,
    *,
    tenant: str,
    role: str,
    subject: str = SUBJECT,
    kind: str = "person",
    seconds: int = 86_400,
) -> str:
    """Return a token signed with the keys of the local stack on `data`."""
    done = subprocess.run(  # noqa: S603  # our own module
        [
            *(sys.executable, "-m", "deploy.local", "token", "--data", str(data)),
            *("--tenant", tenant, "--role", role, "--subject", subject),
            *("--kind", kind, "--seconds", str(seconds)),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise typer.BadParameter(done.stderr.strip())
    return done.stdout.strip()


@asynccontextmanager
async def connected(where: Target) -> AsyncGenerator[grpc.aio.Channel]:
    """Open a channel to the gateway; TLS for an https address."""
    parts = urlsplit(where.gateway)
    secure = parts.scheme == "https"
    address = f"{parts.hostname}:{parts.port or (443 if secure else 80)}"
    options = [("grpc.max_receive_message_length", MAX_MESSAGE_BYTES)]
    opened = (
        grpc.aio.secure_channel(address, grpc.ssl_channel_credentials(), options=options)
        if secure
        else grpc.aio.insecure_channel(address, options=options)
    )
    async with opened as channel:
        yield channel


def reason(error: grpc.aio.AioRpcError) -> str:
    """Return why a call failed, for a person: the message and the reason."""
    status = rpc_status.from_call(error)  # pyright: ignore[reportArgumentType]  # typed for sync calls
    info = error_details_pb2.ErrorInfo()
    known = [info.reason for detail in (status.details if status else ()) if detail.Unpack(info)]
    return f"{error.details()} ({known[0] if known else error.code().name})"
