"""How every command calls: the options that say where and as whom, and what a failure prints."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Concatenate

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
_NAMED = Parameter.POSITIONAL_OR_KEYWORD


@dataclass(frozen=True, slots=True)
class Session:
    """What a command works with: a channel to where it was pointed, and where to print."""

    channel: grpc.aio.Channel
    where: connection.Target
    console: Console


Work = Callable[Concatenate[Session, ...], Awaitable[None]]


def pointed(
    role: str,
    *,
    gateway: Gateway = "",
    token: Token = "",
    data: Data = HERE,
    tenant: Tenant = TENANT,
) -> connection.Target:
    """Return where the options of a command point; as `role` with a local token."""
    return connection.target(gateway=gateway, token=token, data=data, tenant=tenant, role=role)


def calls(role: str) -> Callable[[Work], Callable[..., None]]:
    """Make a command of what works in a session, as `role` with a local token.

    It has the options that say where and as whom, after its own.
    """
    options = list(signature(pointed, eval_str=True).parameters.values())[1:]

    def made(work: Work) -> Callable[..., None]:
        @wraps(work)
        def command(**given: Any) -> None:  # noqa: ANN401  # as Typer reads them
            where = pointed(role, **{each.name: given.pop(each.name) for each in options})
            call(where, lambda session: work(session, **given))

        # Typer reads what a command takes from its signature.
        own = list(signature(work, eval_str=True).parameters.values())[1:]
        shown = Signature([*own, *(each.replace(kind=_NAMED) for each in options)])
        setattr(command, "__signature__", shown)  # noqa: B010  # no attribute of its type
        command.__annotations__ = {each.name: each.annotation for each in [*own, *options]}
        return command

    return made


def call(where: connection.Target, work: Callable[[Session], Awaitable[None]]) -> None:
    """Do `work` in a session with where it points."""
    console = a_console()

    async def connected() -> None:
        async with connection.connected(where) as channel:
            await work(Session(channel, where, console))

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
