"""The whole of Candor once over: resumes in, rankings out, one question, the ledger checked."""

from __future__ import annotations

import asyncio
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.markup import escape
from rich.progress import Progress

from cli import exporting, showing, uploading
from cli.calling import TENANT
from cli.chatting import Conversation
from cli.connection import Target, connected, issued
from cli.explaining import Explaining
from cli.hiring import Hiring

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from pathlib import Path

    import grpc.aio
    from rich.console import Console

SHOWN = 5
LEDGER_SECONDS = 20.0
EVENTS_A_RESUME = 4  # candidate created, resume received, parsed, indexed


async def run(
    console: Console, gateway: str, data: Path, *, resumes: Sequence[Path], jobs: Sequence[Path]
) -> None:
    """Take in the resumes, rank them for each job, and show all that is known of why."""
    recruiter = Target(gateway, issued(data, tenant=TENANT, role="recruiter"))
    async with connected(recruiter) as channel:
        taken = await _take_in(console, channel, recruiter, resumes)
        hiring = Hiring(channel, recruiter)
        for file in jobs:
            await _rank(console, hiring, Explaining(channel, recruiter), file)
        await _ask(console, channel, recruiter, hiring)
        auditor = Target(gateway, issued(data, tenant=TENANT, role="auditor"))
        await _check(console, channel, auditor, data, at_least=taken)


async def _take_in(
    console: Console, channel: grpc.aio.Channel, where: Target, resumes: Sequence[Path]
) -> int:
    files = uploading.found(resumes)
    if not files:
        raise typer.BadParameter("there are no PDF, DOCX, ODT, RTF or TXT files there")
    console.rule(f"[bold]1. {len(files)} resumes in")
    began = time.monotonic()
    with progress_bar(console, len(files)) as progress:
        importing = uploading.Import(channel, where)
        batch_id = await importing.begin(resumes, notice="demo")
        outcome = await importing.run(batch_id, files, progress)
    seconds = time.monotonic() - began
    showing.failures(console, outcome.failed)
    done = outcome.done
    showing.note(
        console,
        f"{done} read, understood and searchable in {seconds:.1f} s"
        f" ({60 * done / seconds:.0f} a minute); {len(outcome.failed)} failed.",
    )
    return done


async def _rank(console: Console, hiring: Hiring, explaining: Explaining, file: Path) -> None:
    job = await hiring.add_job(file)
    console.rule(f"[bold]2. {escape(job.title)}")
    began = time.monotonic()
    run = await hiring.match(job.job_id, SHOWN)
    milliseconds = 1000 * (time.monotonic() - began)
    names = await hiring.names([match.candidate_id for match in run.matches])
    showing.ranking(console, job, run, names)
    if run.matches:
        best = run.matches[0]
        await explaining.page(console, job, best.candidate_id)
    showing.note(console, f"Ranked and explained in {milliseconds:.0f} ms.")


async def _ask(console: Console, channel: grpc.aio.Channel, where: Target, hiring: Hiring) -> None:
    job = (await hiring.jobs())[0]
    question = f"Who are the best three candidates for the {job.title} job, and why?"
    console.rule("[bold]3. A question")
    console.print(f"[bold]{escape(question)}[/bold]")
    await Conversation(channel, where, console).ask(question)
    console.print()


async def _check(
    console: Console, channel: grpc.aio.Channel, where: Target, data: Path, *, at_least: int
) -> None:
    console.rule("[bold]4. The ledger")
    await _settled(channel, where, at_least * EVENTS_A_RESUME)
    file = data / "ledger.ndjson"
    await exporting.export(channel, where, file)
    verdict = exporting.check(file, verifier_key="")
    showing.note(console, escape(str(verdict)))
    if not verdict.ok:
        raise typer.Exit(1)


async def _settled(channel: grpc.aio.Channel, where: Target, at_least: int) -> None:
    """Wait until the ledger, which follows the events, has caught up."""
    async with asyncio.timeout(LEDGER_SECONDS):
        while await exporting.size(channel, where) < at_least:
            await asyncio.sleep(0.1)


@contextmanager
def progress_bar(console: Console, count: int) -> Generator[uploading.Progress]:
    """Show a bar while the block lasts, yielding what sets how many files are done."""
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Reading", total=count)
        yield lambda done: bar.update(task, completed=done)
