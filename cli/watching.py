"""Following the shortlist of a job at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import match_pb2, ranking_service_pb2_grpc
from candor.matcher.v1 import ranking_service_pb2 as pb
from rich.markup import escape

from cli import showing
from cli.hiring import Hiring

if TYPE_CHECKING:
    from collections.abc import Mapping

    import grpc.aio
    from candor.ingest.v1 import job_service_pb2
    from rich.console import Console

    from cli.connection import Target

REASONS: Mapping[match_pb2.RunReason.ValueType, str] = {
    match_pb2.RUN_REASON_RUBRIC_CHANGED: "another rubric",
    match_pb2.RUN_REASON_TAXONOMY_CHANGED: "another taxonomy",
    match_pb2.RUN_REASON_SCORER_CHANGED: "another scorer",
    match_pb2.RUN_REASON_CORRECTED_FACTS: "other facts about somebody",
    match_pb2.RUN_REASON_NEW_FACTS: "somebody new",
    match_pb2.RUN_REASON_CANDIDATE_GONE: "somebody gone",
    match_pb2.RUN_REASON_MODEL_CHANGED: "another embedding model",
    match_pb2.RUN_REASON_REQUESTED: "somebody asked",
}


async def watch(
    channel: grpc.aio.Channel,
    where: Target,
    console: Console,
    job: job_service_pb2.Job,
    *,
    count: int,
    changes: int,
) -> None:
    """Print the shortlist of a job and each change of it; with `changes`, that many."""
    hiring = Hiring(channel, where)
    service = ranking_service_pb2_grpc.RankingServiceStub(channel)
    told = 0
    async for update in service.WatchMatches(
        pb.WatchMatchesRequest(job_id=job.job_id, page_size=count), metadata=where.metadata
    ):
        match update.WhichOneof("update"):
            case "shortlist":
                names = await hiring.names([each.candidate_id for each in update.shortlist.matches])
                showing.ranking(console, job, update.shortlist, names)
            case "change":
                await _show(console, hiring, update.change)
                told += 1
            case "end":
                console.print("The server stopped. Watch again.")
            case _:
                continue
        if changes and told >= changes:
            return


async def _show(console: Console, hiring: Hiring, change: pb.RankingChange) -> None:
    moves = [*change.entered, *change.moved, *change.left]
    names = await hiring.names([each.candidate_id for each in moves if each.new_rank])
    why = ", ".join(REASONS.get(each, "unknown") for each in change.reasons)
    console.print(f"[bold]{change.run.create_time.ToDatetime():%H:%M:%S}[/bold] UTC: {why}")
    for title, some in (
        ("in", change.entered),
        ("moved", change.moved),
        ("out", change.left),
    ):
        for each in some:
            name = escape(names.get(each.candidate_id, each.candidate_id))
            console.print(f"  {title:<6}{_place(each)}  {name}")


def _place(move: pb.Move) -> str:
    old, new = (str(rank) if rank else "-" for rank in (move.old_rank, move.new_rank))
    return f"{old:>4} → {new:<4}{move.old_points:>5} → {move.new_points:<5}"
