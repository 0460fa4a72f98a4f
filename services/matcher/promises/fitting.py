"""candor.matcher.v1.FitService."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from candor.matcher.v1 import fit_service_pb2 as pb
from candor.matcher.v1.fit_service_pb2_grpc import FitServiceServicer

from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import parse_id
from services.matcher import wire as matcher_wire
from services.matcher.promises import wire
from services.matcher.promises.pairs import Pair, Pairs
from services.matcher.scoring.applying import applied
from services.matcher.scoring.offering import ladders

if TYPE_CHECKING:
    from servicekit.server import Context
    from services.matcher.owners import Owners
    from services.matcher.preparing import Preparer
    from services.matcher.scoring.additions import Addition
    from services.matcher.scoring.offering import Ladder
    from services.matcher.scoring.reckoning import Score
    from services.matcher.stores import Stores

MOST_GAINS = 20


class FitServicer(FitServiceServicer):
    """Shows one candidate's score. See the proto for the contract."""

    def __init__(self, stores: Stores, preparer: Preparer, owners: Owners) -> None:
        self._stores = stores
        self._preparer = preparer
        self._owners = owners

    async def GetFit(  # noqa: N802  # named by the proto
        self,
        request: pb.GetFitRequest,
        context: Context,  # noqa: ARG002
    ) -> pb.GetFitResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        await self._owners.admit(who, candidate_id)
        async with transaction(self._stores.pool, who.tenant) as conn:
            pairs = Pairs(self._stores, self._preparer, conn, who)
            pair = await pairs.present(job_id, candidate_id)
        gains = await asyncio.to_thread(_gains, pair)
        contributions = pair.scoring.explain(pair.facts)
        match = matcher_wire.match(
            pair.facts,
            contributions,
            candidate_id=str(candidate_id),
            facts_digest=pair.facts_digest,
        )
        return pb.GetFitResponse(match=match, lineage=pair.told_lineage, gains=gains)


def _gains(pair: Pair) -> list[pb.Gain]:
    """Return the best step of each thing that can be added, the most useful first."""
    now = pair.reckon(pair.facts)
    found = [_best(pair, ladder) for ladder in ladders(pair.facts, pair.job.rubric)]
    useful = sorted((each for each in found if each[0] > now), key=_order)[:MOST_GAINS]
    return [pb.Gain(offer=wire.offer(step), points=score.points) for score, step in useful]


def _best(pair: Pair, ladder: Ladder) -> tuple[Score, Addition]:
    """Return the lowest step that brings as much as any of the ladder, and the score with it."""
    scored = [(pair.reckon(applied(pair.facts, [step])), step) for step in ladder]
    most = max(score for score, _ in scored)
    return next(each for each in scored if each[0] == most)


def _order(gain: tuple[Score, Addition]) -> tuple[bool, int, int]:
    score, step = gain
    return not score.above, -score.points, step.effort
