"""`candor export`, `erase` and `prefer`: what is done about one person."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli import narrowing, persons
from cli.calling import HERE, TENANT, Data, Gateway, Tenant, Token, call

if TYPE_CHECKING:
    import grpc.aio
    from rich.console import Console

    from cli import connection

app = typer.Typer()

Out = Annotated[Path | None, typer.Option(help="File to write; else standard output.")]


@app.command()
def export(  # what a person may say
    candidate: Annotated[str, typer.Argument(help="Id of the candidate.")],
    out: Out = None,
    gateway: Gateway = "",
    token: Token = "",
    data: Data = HERE,
    tenant: Tenant = TENANT,
) -> None:
    """Write all that is held of a person as JSON: a JSON Resume first, then everything else."""

    async def work(channel: grpc.aio.Channel, where: connection.Target, console: Console) -> None:
        held = await persons.export(channel, where, candidate)
        text = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
        if out is None:
            typer.echo(text, nl=False)
            return
        await asyncio.to_thread(out.write_text, text, "utf-8")
        console.print(f"{escape(str(out))}: {len(text):,} characters")

    call(work, gateway, token, data, tenant, "hr")


@app.command()
def erase(  # what a person may say
    candidate: Annotated[str, typer.Argument(help="Id of the candidate.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002  # a flag
    gateway: Gateway = "",
    token: Token = "",
    data: Data = HERE,
    tenant: Tenant = TENANT,
) -> None:
    """Erase a person who asked for it, everywhere; it cannot be undone."""
    if not yes:
        typer.confirm(f"Erase {candidate} for good?", abort=True)

    async def work(channel: grpc.aio.Channel, where: connection.Target, console: Console) -> None:
        erasure = await persons.erase(channel, where, candidate)
        table = Table("Service", "Deleted")
        for each in erasure.confirmations:
            what = ", ".join(f"{deleted.count} {deleted.kind}" for deleted in each.deleted)
            table.add_row(each.service, escape(what or "held nothing"))
        console.print(table)
        if not erasure.HasField("finish_time"):
            console.print(f"Erasure {erasure.erasure_id} goes on: not every service has confirmed.")
            raise typer.Exit(1)
        console.print(f"Erasure {erasure.erasure_id}: every service has confirmed.")

    call(work, gateway, token, data, tenant, "hr")


@app.command()
def prefer(  # what a person may say
    candidate: Annotated[str, typer.Argument(help="Id of the candidate.")],
    place: Annotated[
        list[str] | None, typer.Option(help="Where they would work; instead of those before.")
    ] = None,
    remote: Annotated[
        list[narrowing.Mode] | None, typer.Option(help="How they would work; the same.")
    ] = None,
    available_from: Annotated[
        str | None, typer.Option(help="First day, as YYYY-MM-DD; empty for at once.")
    ] = None,
    is_open: Annotated[
        bool | None,
        typer.Option("--open/--closed", help="May jobs find them that they did not apply to?"),
    ] = None,
    gateway: Gateway = "",
    token: Token = "",
    data: Data = HERE,
    tenant: Tenant = TENANT,
) -> None:
    """Set where, how and when a person would work, and print what holds now."""
    said, mask = narrowing.preferences(
        places=place, remote=remote, available_from=available_from, is_open=is_open
    )

    async def work(channel: grpc.aio.Channel, where: connection.Target, console: Console) -> None:
        holds = await persons.prefer(channel, where, candidate, said, mask)
        table = Table("Would work", "")
        for name, value in narrowing.told(holds):
            table.add_row(name, escape(value))
        console.print(table)

    call(work, gateway, token, data, tenant, "recruiter")
