"""`candor apply` and `candor explain`: one score, for whoever decides and whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import NAMESPACE_URL, uuid5

import typer
from candor.facts.v1 import requirements_pb2
from candor.ingest.v1 import application_service_pb2, application_service_pb2_grpc
from candor.matcher.v1 import fit_service_pb2, match_pb2
from candor.matcher.v1.fit_service_pb2_grpc import FitServiceStub
from candor.matcher.v1.match_service_pb2 import GetRubricRequest
from candor.matcher.v1.match_service_pb2_grpc import MatchServiceStub
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from cli import showing
from cli.calling import Session, calls
from cli.hiring import Hiring

if TYPE_CHECKING:
    from collections.abc import Sequence

    import grpc.aio
    from candor.ingest.v1.job_service_pb2 import Job
    from rich.console import Console

    from cli.connection import Target

TIMEOUT = 30.0
MOST_GAINS = 5
MOST_PLACES = 3
HOW = (
    "The score is arithmetic: each line gives at most its points, by what the resume shows and by"
    " nothing else. Name, age, gender, address and photo are not known to what counts it, and no"
    " model guesses any of it. The same resume gets the same score on every machine. A person"
    " decides. What was read wrongly can be corrected, and the score is counted anew."
)


class Explaining:
    """The calls that a page about one score needs."""

    def __init__(self, channel: grpc.aio.Channel, where: Target) -> None:
        self._where = where
        self._hiring = Hiring(channel, where)
        self._applications = application_service_pb2_grpc.ApplicationServiceStub(channel)
        self._fits = FitServiceStub(channel)
        self._matches = MatchServiceStub(channel)

    async def apply(self, job: str, candidate: str) -> str:
        """Let a candidate apply for a job, once, and return the application's id."""
        found = await self._hiring.job(job)
        candidate_id = await self._candidate(found, candidate)
        mark = f"{found.job_id}/{candidate_id}"
        response = await self._applications.CreateApplication(
            application_service_pb2.CreateApplicationRequest(
                request_id=str(uuid5(NAMESPACE_URL, mark)),
                job_id=found.job_id,
                candidate_id=candidate_id,
            ),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        return response.application.application_id

    async def of_application(self, application_id: str) -> tuple[Job, str]:
        """Return the job and the candidate of an application."""
        response = await self._applications.GetApplication(
            application_service_pb2.GetApplicationRequest(application_id=application_id),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        application = response.application
        return await self._hiring.job(application.job_id), application.candidate_id

    async def of_ranking(self, job: str, candidate: str) -> tuple[Job, str]:
        """Return the job of this name and the candidate of this place or name."""
        found = await self._hiring.job(job)
        return found, await self._candidate(found, candidate)

    async def page(self, console: Console, job: Job, candidate_id: str) -> None:
        """Print the score of a candidate for a job."""
        fit = await self._fits.GetFit(
            fit_service_pb2.GetFitRequest(job_id=job.job_id, candidate_id=candidate_id),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )
        held = await self._matches.GetRubric(
            GetRubricRequest(job_id=job.job_id), metadata=self._where.metadata, timeout=TIMEOUT
        )
        names = await self._hiring.names([candidate_id])
        who = names.get(candidate_id, "This candidate")
        show(console, f"{who} for {job.title}", fit, job.text, held.rubric)

    async def _candidate(self, job: Job, candidate: str) -> str:
        run = await self._hiring.match(job.job_id, 100)
        return await self._hiring.candidate_named(run, candidate)


def show(
    console: Console,
    title: str,
    fit: fit_service_pb2.GetFitResponse,
    job_text: str,
    rubric: match_pb2.Rubric,
) -> None:
    """Print a score: the sum, why, each line with its places, what is missing, what would help."""
    match = fit.match
    console.print(f"\n[bold]{escape(title)}[/bold]")
    console.print(f"{showing.bar(match.points, match.max_points)} points\n")
    if match.below_line:
        named = ", ".join(match.knocked_out)
        console.print(f"[red]Below the line: the job cannot do without {escape(named)}.[/red]\n")
    _listed(console, "Mostly because", match.top_reasons)
    console.print(_lines(match, job_text, rubric))
    _listed(console, "Not shown by the resume, and a must", match.missing)
    _listed(console, "What would add points", [_gain(each, match) for each in fit.gains])
    console.print(f"[dim]{HOW}[/dim]")
    lineage = fit.lineage
    console.print(
        f"[dim]Facts {match.facts_digest[:12]}, rubric {lineage.rubric_digest[:12]}, taxonomy"
        f" {lineage.taxonomy_digest[:12]}, scorer {lineage.scorer}: who has these can count it"
        " again.[/dim]"
    )


def _listed(console: Console, head: str, sentences: Sequence[str]) -> None:
    if not sentences:
        return
    console.print(f"[bold]{head}[/bold]")
    for each in list(sentences)[:MOST_GAINS]:
        console.print(f"  • {escape(each)}")
    console.print()


def _gain(gain: fit_service_pb2.Gain, match: match_pb2.Match) -> str:
    return f"{gain.offer.words}: {gain.points - match.points} points more"


def _lines(match: match_pb2.Match, job_text: str, rubric: match_pb2.Rubric) -> Table:
    asked = {each.criterion_id: each.requirement for each in rubric.criteria}
    table = Table(expand=True, title="Every point", title_justify="left", title_style="bold")
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("What counts", ratio=2)
    table.add_column("What the resume shows", ratio=3)
    for each in match.contributions:
        requirement = asked.get(each.criterion_id, requirements_pb2.Requirement())
        table.add_row(
            f"{each.points} of {each.max_points}",
            _asked(each, requirement, job_text),
            _shown(each),
        )
    table.add_section()
    table.add_row(f"[bold]{match.points} of {match.max_points}[/bold]", "[bold]the sum[/bold]", "")
    return table


def _asked(
    each: match_pb2.Contribution, requirement: requirements_pb2.Requirement, job_text: str
) -> Text:
    text = Text(each.label)
    text.append(" (must)" if each.must else "", style="bold")
    span = each.job_span if each.job_span.end else None
    line = job_text[span.start : span.end] if span else ""
    if not line and requirement.words:
        line = ", ".join(word.word for word in requirement.words[:8])
        text.append(f"\nthe advert says: {line}, …", style="dim")
    elif line.strip() and line.strip() != each.label:
        text.append(f"\nthe advert asks: “{showing.short(line)}”", style="dim")
    return text


def _shown(each: match_pb2.Contribution) -> Text:
    text = Text(each.reason, style="" if each.points else "red")
    text.append(f" (as {each.met_by})" if each.met_by else "")
    quotes = [evidence for evidence in each.evidence if evidence.quote]
    for evidence in quotes[:MOST_PLACES]:
        text.append(f"\np. {evidence.span.page}: “{showing.short(evidence.quote)}”", style="dim")
    if len(quotes) > MOST_PLACES:
        text.append(f"\nand {len(quotes) - MOST_PLACES} other places", style="dim")
    return text


@calls("recruiter")
async def apply(
    session: Session,
    job: Annotated[str, typer.Argument(help="A job's id, or words of its title.")],
    candidate: Annotated[str, typer.Argument(help="A candidate's id, or place or name.")],
) -> None:
    """Note that a candidate applies for a job; print the application's id."""
    explaining = Explaining(session.channel, session.where)
    session.console.print(await explaining.apply(job, candidate), soft_wrap=True)


@calls("recruiter")
async def explain(
    session: Session,
    what: Annotated[
        str, typer.Argument(help="An application's id; or a job's id or words of its title.")
    ],
    candidate: Annotated[
        str, typer.Argument(help="With a job: a candidate's id, or place or name in the ranking.")
    ] = "",
) -> None:
    """Print one score on a page: every point with its evidence, and what would add to it."""
    explaining = Explaining(session.channel, session.where)
    if candidate:
        job, candidate_id = await explaining.of_ranking(what, candidate)
    else:
        job, candidate_id = await explaining.of_application(what)
    await explaining.page(session.console, job, candidate_id)
