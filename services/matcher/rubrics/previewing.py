"""What an edited rubric would do: two runs that nobody stores, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import rubric_pb2, rubric_service_pb2

from services.matcher import wire
from services.matcher.rubrics.diffing import diff
from services.matcher.rubrics.moves import moves, standings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.matcher.matching import Matching
    from services.matcher.repository import PreparedJob
    from services.matcher.rubrics.moves import Move, Standing


class Preview:
    """Compares a job's present rubric with an edited one, by the runs that they give now."""

    def __init__(self, matching: Matching, current: PreparedJob, edited: PreparedJob) -> None:
        self._matching = matching
        self._current = current
        self._edited = edited

    async def made(self) -> rubric_service_pb2.PreviewRubricResponse:
        """Return whose place would change, and why. Nothing is stored."""
        before = await self._standings(self._current)
        after = await self._standings(self._edited)
        moved = moves(before, after)
        changes = [await self._change(each) for each in moved]
        kept = before.keys() & after.keys() - {each.candidate_id for each in moved}
        return rubric_service_pb2.PreviewRubricResponse(
            rubric_digest=self._edited.rubric_digest,
            current_rubric_digest=self._current.rubric_digest,
            diff=diff(wire.rubric(self._current.rubric), wire.rubric(self._edited.rubric)),
            changes=changes,
            unchanged_count=len(kept),
            other_points_count=sum(before[each].points != after[each].points for each in kept),
            max_points_before=self._current.rubric.max_points,
            max_points_after=self._edited.rubric.max_points,
        )

    async def _standings(self, job: PreparedJob) -> Mapping[str, Standing]:
        if not job.rubric.max_points:  # such a rubric has no order
            return {}
        return standings(await self._matching.run(job, shown=0))

    async def _change(self, move: Move) -> rubric_pb2.RankChange:
        before = await self._points(self._current, move)
        after = await self._points(self._edited, move)
        ids = [*after, *(each for each in before if each not in after)]
        pairs = [(each, before.get(each, 0), after.get(each, 0)) for each in ids]
        return rubric_pb2.RankChange(
            candidate_id=move.candidate_id,
            before=_standing(move.before),
            after=_standing(move.after),
            cause=rubric_pb2.RankCause.ValueType(move.cause),
            points=[
                rubric_pb2.PointsChange(criterion_id=each, before=old, after=new)
                for each, old, new in pairs
                if old != new
            ],
        )

    async def _points(self, job: PreparedJob, move: Move) -> Mapping[str, int]:
        known = move.after or move.before
        digest = known.facts_digest if known else ""
        match = await self._matching.pair(job, move.candidate_id, digest)
        contributions = match.contributions if match is not None else ()  # None: erased since
        return {each.criterion_id: each.points for each in contributions}


def _standing(value: Standing | None) -> rubric_pb2.Standing | None:
    if value is None:
        return None
    return rubric_pb2.Standing(
        rank=value.rank,
        points=value.points,
        below_line=value.below_line,
        knocked_out=value.knocked_out,
    )
