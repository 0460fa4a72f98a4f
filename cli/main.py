"""`candor`: what a person at a terminal does, by the public API only."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from cli import (
    connection,
    demo,
    explaining,
    exporting,
    local,
    narrowing,
    people,
    promising,
    receipts,
    rubrics,
    showing,
    uploading,
    watching,
)
from cli.calling import (
    HERE,
    TENANT,
    Data,
    Gateway,
    Session,
    Tenant,
    Token,
    a_console,
    call,
    calls,
    failures_named,
    pointed,
)
from cli.chatting import Conversation
from cli.hiring import Hiring

if TYPE_CHECKING:
    from collections.abc import Generator

    from rich.console import Console

app = typer.Typer(
    help="Hiring software that ranks people for jobs and can prove how.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
jobs_app = typer.Typer(help="Jobs to fill.", no_args_is_help=True)
app.add_typer(jobs_app, name="job")
app.add_typer(rubrics.app, name="rubric")
app.add_typer(people.app)
app.add_typer(promising.app, name="promise")
app.command()(promising.reach)
app.command()(explaining.apply)
app.command()(explaining.explain)

SAMPLES = Path(__file__).parents[1] / "samples"


@app.command()
def up(
    data: Data = HERE,
    port: Annotated[int | None, typer.Option(help="Port of the gateway; free if absent.")] = None,
    telemetry: Annotated[  # noqa: FBT002  # a flag
        bool, typer.Option(help="Receive traces and metrics into DATA/telemetry.")
    ] = False,
    cors_origin: Annotated[
        list[str] | None,
        typer.Option(help="Origin of web pages that may call, e.g. http://127.0.0.1:8000."),
    ] = None,
) -> None:
    """Run the whole stack until Ctrl-C; print one line of JSON when it serves."""
    local.become(
        local.command(data, port=port, telemetry=telemetry, cors_origins=cors_origin or [])
    )


@app.command()
def token(  # the claims of a token
    tenant: Annotated[str, typer.Option(help="Tenant that the token is for.")],
    role: Annotated[str, typer.Option(help="admin, hr, recruiter, employee, candidate, ...")],
    data: Data = HERE,
    subject: Annotated[str, typer.Option(help="Who it names.")] = connection.SUBJECT,
    kind: Annotated[str, typer.Option(help="person or service")] = "person",
    hours: Annotated[int, typer.Option(help="How long it is good.")] = 24,
) -> None:
    """Print a token that the local stack accepts."""
    issued = connection.issued(
        data, tenant=tenant, role=role, subject=subject, kind=kind, seconds=hours * 3600
    )
    typer.echo(issued)


@app.command("import")
@app.command()
@calls("recruiter")
async def ingest(  # what a person may say
    session: Session,
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of PDF, DOCX, ODT, RTF.")],
    notice: Annotated[
        str, typer.Option(help="Version of the notice that these people agreed to.")
    ] = "cli",
    batch: Annotated[
        str, typer.Option(help="Batch to go on with; else the one of the same paths.")
    ] = "",
) -> None:
    """Take in resumes as a batch until searches find them. You confirm their consent.

    Begun again, it goes on: what is there is not taken in twice.
    """
    files = uploading.found(paths)
    importing = uploading.Import(session.channel, session.where)
    batch_id = batch or await importing.begin(paths, notice=notice)
    session.console.print(f"Batch {batch_id}")
    with demo.progress_bar(session.console, len(files)) as progress:
        outcome = await importing.run(batch_id, files, progress)
    showing.failures(session.console, outcome.failed)
    session.console.print(f"{outcome.done} searchable, {len(outcome.failed)} failed.")
    if outcome.failed or not files:
        raise typer.Exit(1)


@app.command()
@calls("recruiter")
async def receipt(
    session: Session,
    candidate: Annotated[str, typer.Argument(help="Id of a candidate, or a file to take in.")],
    notice: Annotated[
        str, typer.Option(help="Version of the notice that the person of a file agreed to.")
    ] = "cli",
) -> None:
    """Print what was understood from a resume, fact by fact beside its source."""
    file, who = Path(candidate), candidate
    if await asyncio.to_thread(file.is_file):
        importing = uploading.Import(session.channel, session.where)
        batch_id = await importing.begin([file], notice=notice)
        outcome = await importing.run(batch_id, [file], lambda _: None)
        showing.failures(session.console, outcome.failed)
        if outcome.failed:
            raise typer.Exit(1)
        who = await importing.candidate(batch_id)
    receipts.show(session.console, await receipts.fetched(session.channel, session.where, who))


@jobs_app.command("add")
@calls("recruiter")
async def add_job(
    session: Session,
    file: Annotated[Path, typer.Argument(help="The job text.", exists=True, dir_okay=False)],
    title: Annotated[str, typer.Option(help="Title; else the text's.")] = "",
) -> None:
    """Post a job and print what is understood of it."""
    job = await Hiring(session.channel, session.where).add_job(file, title)
    session.console.print(f"[bold]{escape(job.title)}[/bold]  {job.job_id}")
    for each in job.requirements.items:
        session.console.print(f"  {'must  ' if each.must else 'should'}  {escape(each.label)}")


@jobs_app.command("lint")
@calls("recruiter")
async def lint_job(
    session: Session,
    file: Annotated[
        Path, typer.Argument(help="Text, HTML or JobPosting.", exists=True, dir_okay=False)
    ],
) -> None:
    """Print what in a job text shuts people out, cannot be met, or is missing."""
    found = await Hiring(session.channel, session.where).lint(file)
    session.console.print(showing.lint(found))


@jobs_app.command("list")
@calls("recruiter")
async def list_jobs(
    session: Session,
) -> None:
    """Print the jobs."""
    table = Table("Job", "Title", "Asks for")
    for job in await Hiring(session.channel, session.where).jobs():
        table.add_row(job.job_id, escape(job.title), str(len(job.requirements.items)))
    session.console.print(table)


@app.command()
@calls("recruiter")
async def match(  # what a person may say
    session: Session,
    job: Annotated[str, typer.Argument(help="A job's id, or words of its title.")],
    count: Annotated[int, typer.Option(help="How many matches to show.")] = 10,
    place: narrowing.Places = None,
    remote: narrowing.Remote = False,  # noqa: FBT002  # a flag
    language: narrowing.Languages = None,
    available_by: narrowing.AvailableBy = "",
    applicants: narrowing.Applicants = False,  # noqa: FBT002  # a flag
) -> None:
    """Rank the candidates for a job, all of them or those that the options let through."""
    filters = narrowing.filters(
        places=place,
        remote=remote,
        languages=language,
        available_by=available_by,
        applicants=applicants,
    )
    hiring = Hiring(session.channel, session.where)
    found = await hiring.job(job)
    run = await hiring.match(found.job_id, count, filters)
    names = await hiring.names([each.candidate_id for each in run.matches])
    showing.ranking(session.console, found, run, names)


@app.command()
@calls("recruiter")
async def watch(
    session: Session,
    job: Annotated[str, typer.Argument(help="A job's id, or words of its title.")],
    count: Annotated[int, typer.Option(help="How many matches the shortlist has.")] = 10,
    changes: Annotated[int, typer.Option(help="Stop after so many changes; 0 for never.")] = 0,
) -> None:
    """Follow the shortlist of a job: who enters, leaves and moves, and why, until Ctrl-C."""
    found = await Hiring(session.channel, session.where).job(job)
    await watching.watch(
        session.channel, session.where, session.console, found, count=count, changes=changes
    )


@app.command()
def chat(  # what a person may say
    question: Annotated[str, typer.Argument(help="A question; without one, a conversation.")] = "",
    role: Annotated[str, typer.Option(help="Role to ask as, with a local token.")] = "recruiter",
    gateway: Gateway = "",
    token: Token = "",
    data: Data = HERE,
    tenant: Tenant = TENANT,
) -> None:
    """Ask the assistant about the hiring."""

    async def work(session: Session) -> None:
        conversation = Conversation(session.channel, session.where, session.console)
        if question:
            await conversation.ask(question)
            return
        while text := await asyncio.to_thread(_line, session.console):
            await conversation.ask(text)

    call(pointed(role, gateway=gateway, token=token, data=data, tenant=tenant), work)


@app.command()
def verify(  # what a person may say
    file: Annotated[
        Path | None, typer.Argument(help="An export to check offline; without one, export now.")
    ] = None,
    key: Annotated[str, typer.Option(help="The verifier key that you hold.")] = "",
    out: Annotated[Path, typer.Option(help="Where to keep a new export.")] = Path("ledger.ndjson"),
    gateway: Gateway = "",
    token: Token = "",
    data: Data = HERE,
    tenant: Tenant = TENANT,
) -> None:
    """Check a whole ledger: every entry, every hash, the root and its signature."""

    async def work(session: Session) -> None:
        await exporting.export(session.channel, session.where, out)

    if file is None:
        call(pointed("auditor", gateway=gateway, token=token, data=data, tenant=tenant), work)
    verdict = exporting.check(file or out, verifier_key=key)
    typer.echo(str(verdict))
    if not verdict.ok:
        raise typer.Exit(1)


@app.command("demo")
def run_demo(
    resumes: Annotated[
        list[Path] | None, typer.Option(help="Folders or files of resumes; else the samples.")
    ] = None,
    job: Annotated[
        list[Path] | None, typer.Option(help="Job texts; else the three samples.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Data folder to keep; else one that is removed.")
    ] = None,
) -> None:
    """Start a stack, take in resumes, rank them, ask, verify, and stop."""
    console = a_console()
    with _folder(data) as folder:
        console.print("Starting PostgreSQL, NATS, Qdrant, Envoy and four services ...")
        with local.running(folder) as gateway:
            console.print(f"Serving at {gateway}\n")
            with failures_named(console):
                asyncio.run(
                    demo.run(
                        console,
                        gateway,
                        folder,
                        resumes=resumes or [SAMPLES / "resumes"],
                        jobs=job or sorted((SAMPLES / "jobs").glob("*.txt")),
                    )
                )
    console.rule("[bold]What next")
    console.print(
        "make up                               the stack, until Ctrl-C; in another terminal:\n"
        "  . .venv/bin/activate\n"
        "  candor ingest samples/resumes       or a folder of your own\n"
        "  candor job add samples/jobs/icu-nurse.txt\n"
        "  candor match nurse                  the ranking, and then why:\n"
        "  candor explain nurse 1\n"
        "  candor chat                         questions in your words\n"
        "  candor verify                       the ledger, offline\n"
        "make demo RESUMES=dir JOB=file        this, on your own files"
    )


@contextmanager
def _folder(data: Path | None) -> Generator[Path]:
    if data is not None:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="candor-demo-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL, under another account when we are root, must get through
        yield folder


def _line(console: Console) -> str:
    try:
        return console.input("[bold]> [/bold]").strip()
    except EOFError:
        return ""


if __name__ == "__main__":
    app()
