"""`candor export`, `erase` and `prefer`: what is done about one person."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli import narrowing, persons
from cli.calling import Session, calls

app = typer.Typer()

Out = Annotated[Path | None, typer.Option(help="File to write; else standard output.")]


@app.command()
@calls("hr")
async def export(
    session: Session,
    candidate: Annotated[str, typer.Argument(help="Id of the candidate.")],
    out: Out = None,
) -> None:
    """Write all that is held of a person as JSON: a JSON Resume first, then everything else."""
    held = await persons.export(session.channel, session.where, candidate)
    text = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    await asyncio.to_thread(out.write_text, text, "utf-8")
    session.console.print(f"{escape(str(out))}: {len(text):,} characters")


@app.command()
@calls("hr")
async def erase(
    session: Session,
    candidate: Annotated[str, typer.Argument(help="Id of the candidate.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002  # a flag
) -> None:
    """Erase a person who asked for it, everywhere; it cannot be undone."""
    if not yes:
        typer.confirm(f"Erase {candidate} for good?", abort=True)
    erasure = await persons.erase(session.channel, session.where, candidate)
    table = Table("Service", "Deleted")
    for each in erasure.confirmations:
        what = ", ".join(f"{deleted.count} {deleted.kind}" for deleted in each.deleted)
        table.add_row(each.service, escape(what or "held nothing"))
    session.console.print(table)
    if not erasure.HasField("finish_time"):
        session.console.print(
            f"Erasure {erasure.erasure_id} goes on: not every service has confirmed."
        )
        raise typer.Exit(1)
    session.console.print(f"Erasure {erasure.erasure_id}: every service has confirmed.")


@app.command()
@calls("recruiter")
async def prefer(  # what a person may say
    session: Session,
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
) -> None:
    """Set where, how and when a person would work, and print what holds now."""
    said, mask = narrowing.preferences(
        places=place, remote=remote, available_from=available_from, is_open=is_open
    )
    holds = await persons.prefer(session.channel, session.where, candidate, said, mask)
    table = Table("Would work", "")
    for name, value in narrowing.told(holds):
        table.add_row(name, escape(value))
    session.console.print(table)
