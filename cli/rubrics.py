"""`candor rubric`: how a job is scored, as a file that a person edits, looks at and approves."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer
from candor.matcher.v1 import rubric_pb2, rubric_service_pb2, rubric_service_pb2_grpc
from rich.markup import escape

from cli import rubric_documents, rubric_showing
from cli.calling import Session, calls
from cli.hiring import Hiring

if TYPE_CHECKING:
    import grpc.aio
    from candor.ingest.v1 import job_service_pb2

    from cli.connection import Target

TIMEOUT = 60.0
app = typer.Typer(help="How jobs are scored.", no_args_is_help=True)
Job = Annotated[str, typer.Argument(help="A job's id, or words of its title.")]
File = Annotated[
    Path, typer.Argument(help="The edited rubric, as YAML.", exists=True, dir_okay=False)
]


class Rubrics:
    """The calls about the rubric of one job."""

    def __init__(self, channel: grpc.aio.Channel, where: Target, job: job_service_pb2.Job) -> None:
        self._where = where
        self._job_id = job.job_id
        self._rubrics = rubric_service_pb2_grpc.RubricServiceStub(channel)

    async def get(self, version: str) -> rubric_service_pb2.GetRubricVersionResponse:
        """Return a version by number or digest; the present one for ""."""
        return await self._rubrics.GetRubricVersion(
            rubric_service_pb2.GetRubricVersionRequest(job_id=self._job_id, version=version),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )

    async def history(self) -> list[rubric_pb2.RubricVersion]:
        """Return all versions, newest first."""
        found: list[rubric_pb2.RubricVersion] = []
        token = ""
        while True:
            page = await self._rubrics.ListRubrics(
                rubric_service_pb2.ListRubricsRequest(
                    job_id=self._job_id, page_size=200, page_token=token
                ),
                metadata=self._where.metadata,
                timeout=TIMEOUT,
            )
            found += page.versions
            token = page.next_page_token
            if not token:
                return found

    async def diff(self, before: str, after: str) -> rubric_pb2.RubricDiff:
        """Return what changed from one version to another."""
        response = await self._rubrics.DiffRubrics(
            rubric_service_pb2.DiffRubricsRequest(
                job_id=self._job_id, from_version=before, to_version=after
            ),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        return response.diff

    async def preview(
        self, document: rubric_pb2.RubricDocument
    ) -> rubric_service_pb2.PreviewRubricResponse:
        """Return what a document would do."""
        return await self._rubrics.PreviewRubric(
            rubric_service_pb2.PreviewRubricRequest(job_id=self._job_id, document=document),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )

    async def approve(
        self, document: rubric_pb2.RubricDocument, reason: str
    ) -> rubric_pb2.RubricVersion:
        """Approve a document in place of the version it was edited from."""
        response = await self._rubrics.ApproveRubric(
            rubric_service_pb2.ApproveRubricRequest(
                request_id=str(uuid4()),
                job_id=self._job_id,
                document=document,
                expected_rubric_digest=document.edited_from,
                reason=reason,
            ),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        return response.version


def _document(file: Path) -> rubric_pb2.RubricDocument:
    try:
        return rubric_documents.read(file.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise typer.BadParameter(f"{file} is no text in UTF-8") from error


@app.command()
@calls("recruiter")
async def show(
    session: Session,
    job: Job,
    version: Annotated[str, typer.Option(help="Number or digest; else the present one.")] = "",
) -> None:
    """Print a job's rubric as YAML to edit."""
    found = await Hiring(session.channel, session.where).job(job)
    response = await Rubrics(session.channel, session.where, found).get(version)
    told, rubric = response.version, response.rubric
    document = rubric_pb2.RubricDocument(
        job_id=rubric.job_id,
        requirements_digest=rubric.requirements_digest,
        edited_from=told.rubric_digest,
        criteria=rubric.criteria,
    )
    title = " ".join(found.title.split())
    present = "the present one" if told.current else "not the present one"
    text = rubric_documents.written(
        document,
        f"How {title} is scored: version {told.number}, {present}.",
        "Edit a copy, look with `candor rubric preview`, then `candor rubric approve`.",
        "What the fields mean: docs/rubrics.md",
    )
    typer.echo(text, nl=False)


@app.command()
@calls("recruiter")
async def history(
    session: Session,
    job: Job,
) -> None:
    """Print the versions of a job's rubric: who approved what, when and why."""
    found = await Hiring(session.channel, session.where).job(job)
    session.console.print(
        rubric_showing.versions(await Rubrics(session.channel, session.where, found).history())
    )


@app.command()
@calls("recruiter")
async def diff(
    session: Session,
    job: Job,
    before: Annotated[str, typer.Argument(help="Number or digest of the earlier.")],
    after: Annotated[str, typer.Argument(help="Of the later; else the present one.")] = "",
) -> None:
    """Print what changed from one version to another."""
    found = await Hiring(session.channel, session.where).job(job)
    changed = await Rubrics(session.channel, session.where, found).diff(before, after)
    rubric_showing.difference(session.console, changed)


@app.command()
@calls("recruiter")
async def preview(
    session: Session,
    job: Job,
    file: File,
) -> None:
    """Print whose rank an edited rubric would change, and why. Nothing is stored."""
    document = await asyncio.to_thread(_document, file)
    hiring = Hiring(session.channel, session.where)
    found = await Rubrics(session.channel, session.where, await hiring.job(job)).preview(document)
    if document.edited_from not in ("", found.current_rubric_digest):
        session.console.print("[yellow]Edited from another version than the present one.[/yellow]")
    names = await hiring.names([each.candidate_id for each in found.changes])
    rubric_showing.preview(session.console, found, names)


@app.command()
@calls("recruiter")
async def approve(
    session: Session,
    job: Job,
    file: File,
    reason: Annotated[str, typer.Option(help="Why, for the history.")],
) -> None:
    """Score the job by an edited rubric from now on."""
    document = await asyncio.to_thread(_document, file)
    if not document.edited_from:
        raise typer.BadParameter("the file does not say what it was `edited_from`")
    found = await Hiring(session.channel, session.where).job(job)
    version = await Rubrics(session.channel, session.where, found).approve(document, reason)
    digest = version.rubric_digest
    session.console.print(f"{escape(found.title)}: version {version.number}, {digest}")
