"""`candor reach` and `candor promise`: what would bring somebody to a score, for certain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer
from candor.matcher.v1 import promise_service_pb2 as pb
from candor.matcher.v1.promise_service_pb2_grpc import PromiseServiceStub
from rich.markup import escape
from rich.table import Table

from cli.calling import Session, calls
from cli.hiring import Hiring

if TYPE_CHECKING:
    from collections.abc import Iterable

    import grpc.aio
    from candor.matcher.v1 import promise_pb2
    from rich.console import Console

    from cli.connection import Target

TIMEOUT = 30.0
app = typer.Typer(help="Promises of points.", no_args_is_help=True)


class Promising:
    """The calls of somebody who asks what is missing."""

    def __init__(self, channel: grpc.aio.Channel, where: Target) -> None:
        self._where = where
        self._promises = PromiseServiceStub(channel)

    async def reach(
        self, job_id: str, candidate_id: str, *, points: int = 0, rank: int = 0
    ) -> pb.ListCounterfactualsResponse:
        """Return the smallest sets that reach points, or a place if points are 0."""
        request = pb.ListCounterfactualsRequest(job_id=job_id, candidate_id=candidate_id)
        if points:
            request.target_points = points
        else:
            request.target_rank = rank
        return await self._promises.ListCounterfactuals(
            request, metadata=self._where.metadata, timeout=TIMEOUT
        )

    async def issue(
        self,
        job_id: str,
        candidate_id: str,
        *,
        points: int,
        additions: Iterable[promise_pb2.Addition],
    ) -> pb.IssuePromiseResponse:
        """Have a set of additions promised."""
        request = pb.IssuePromiseRequest(
            request_id=str(uuid4()),
            job_id=job_id,
            candidate_id=candidate_id,
            points=points,
            additions=additions,
        )
        return await self._promises.IssuePromise(
            request, metadata=self._where.metadata, timeout=TIMEOUT
        )

    async def redeem(self, text: str) -> pb.RedeemPromiseResponse:
        """Come back with a promise."""
        return await self._promises.RedeemPromise(
            pb.RedeemPromiseRequest(request_id=str(uuid4()), text=text),
            metadata=self._where.metadata,
            timeout=TIMEOUT,
        )


def show_sets(console: Console, found: pb.ListCounterfactualsResponse) -> None:
    """Print the sets that reach the points, each with what it brings."""
    console.print(f"{found.points} points now, {found.target_points} to reach.")
    if not found.counterfactuals:
        console.print(f"Out of reach: with everything that can be added, {found.reachable_points}.")
        return
    if not found.counterfactuals[0].offers:
        console.print("Reached already.")
        return
    table = Table("Set", "Show all of these", "Points", "Months")
    for number, each in enumerate(found.counterfactuals, 1):
        words = "\n".join(escape(offer.words) for offer in each.offers)
        table.add_row(str(number), words, str(each.points), str(each.effort_months))
    console.print(table)
    if not found.complete:
        console.print(
            "[dim]There are too many sets to try them all: a smaller one may exist.[/dim]"
        )


def show_redeemed(console: Console, outcome: pb.RedeemPromiseResponse) -> None:
    """Print how a promise stands, and what of it the resume shows."""
    table = Table("Shown", "What was to be shown", "Where")
    for each in outcome.additions:
        where = "\n".join(f"“{evidence.quote}”" for evidence in each.evidence if evidence.quote)
        table.add_row("yes" if each.shown else "no", escape(each.offer.words), escape(where))
    console.print(table)
    verdict = "Kept" if outcome.kept else "Not yet"
    console.print(f"{verdict}: {outcome.points} points, {outcome.promise.points} promised.")


@calls("recruiter")
async def reach(
    session: Session,
    job: Annotated[str, typer.Argument(help="A job's id, or words of its title.")],
    candidate: Annotated[str, typer.Argument(help="A candidate's id.")],
    points: Annotated[int, typer.Option(help="Points to reach.", min=0)] = 0,
    rank: Annotated[int, typer.Option(help="Place to reach in the newest ranking.", min=0)] = 0,
) -> None:
    """Print the smallest sets of things to add that reach some points, or a place."""
    if bool(points) == bool(rank):
        raise typer.BadParameter("want --points or --rank")
    found = await Hiring(session.channel, session.where).job(job)
    promising = Promising(session.channel, session.where)
    sets = await promising.reach(found.job_id, candidate, points=points, rank=rank)
    show_sets(session.console, sets)


@app.command("issue")
@calls("recruiter")
async def issue_promise(  # what a person may say
    session: Session,
    job: Annotated[str, typer.Argument(help="A job's id, or words of its title.")],
    candidate: Annotated[str, typer.Argument(help="A candidate's id.")],
    points: Annotated[int, typer.Option(help="Points to promise.", min=1)],
    number: Annotated[
        int, typer.Option("--set", help="Which set of `candor reach`.", min=1, max=5)
    ] = 1,
) -> None:
    """Print a signed promise: who shows this set reaches these points, under the rubric of now."""
    found = await Hiring(session.channel, session.where).job(job)
    calls = Promising(session.channel, session.where)
    sets = (await calls.reach(found.job_id, candidate, points=points)).counterfactuals
    if number > len(sets) or not sets[number - 1].offers:
        raise typer.BadParameter("no such set: see `candor reach`")
    additions = [each.addition for each in sets[number - 1].offers]
    given = await calls.issue(found.job_id, candidate, points=points, additions=additions)
    typer.echo(given.text)


@app.command("redeem")
@calls("recruiter")
async def redeem_promise(
    session: Session,
    promise: Annotated[str, typer.Argument(help="The text, or a file that holds it.")],
) -> None:
    """Print whether a promise is kept by what the candidate's resume shows now."""
    # A promise has dots, and is longer than file systems let a name be.
    text = promise if promise.count(".") == 2 and len(promise) > 255 else _read(promise)
    outcome = await Promising(session.channel, session.where).redeem(text)
    show_redeemed(session.console, outcome)
    if not outcome.kept:
        raise typer.Exit(1)


def _read(file: str) -> str:
    try:
        return Path(file).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter("want a promise, or a file that holds one") from error
