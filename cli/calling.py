"""How every command calls: the options that say where and as whom, and what a failure prints."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import grpc.aio
import typer
from rich.console import Console
from rich.markup import escape

from cli import connection

if TYPE_CHECKING:
    from collections.abc import Generator

Gateway = Annotated[
    str, typer.Option(envvar="CANDOR_GATEWAY", help="Address of the gateway; else the local one.")
]
Token = Annotated[
    str, typer.Option(envvar="CANDOR_TOKEN", help="Token to call with; else one signed locally.")
]
Data = Annotated[Path, typer.Option(envvar="CANDOR_DATA", help="Data folder of the local stack.")]
Tenant = Annotated[str, typer.Option(envvar="CANDOR_TENANT", help="Tenant to act in.")]
HERE = Path("data")
TENANT = "demo"
Work = Callable[[grpc.aio.Channel, connection.Target, Console], Awaitable[None]]


def call(  # what every command takes
    work: Work, gateway: str, token: str, data: Path, tenant: str, role: str
) -> None:
    """Do `work` on a channel to where these options point, as `role` with a local token."""
    console = a_console()
    where = connection.target(gateway=gateway, token=token, data=data, tenant=tenant, role=role)

    async def connected() -> None:
        async with connection.connected(where) as channel:
            await work(channel, where, console)

    with failures_named(console):
        asyncio.run(connected())


@contextmanager
def failures_named(console: Console) -> Generator[None]:
    """Print why a call failed, and exit, instead of a traceback."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        console.print(f"[red]{escape(connection.reason(error))}[/red]")
        raise typer.Exit(1) from error


def a_console() -> Console:
    """Return where to print."""
    console = Console()
    # Where nobody watches (a pipe, CI), Rich assumes 80 columns: too few for the tables.
    return console if console.is_terminal else Console(width=120)
