"""What an edited rubric would do: two runs that nobody stores, compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from candor.matcher.v1 import rubric_pb2, rubric_service_pb2

from services.matcher import wire
from services.matcher.rubrics.diffing import diff, touched
from services.matcher.rubrics.moves import moves, standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from services.matcher.facets.admission import Limits
    from services.matcher.matching import Matching
    from services.matcher.repository import PreparedJob
    from services.matcher.retrieval.selecting import Selection
    from services.matcher.rubrics.moves import Move, Standing
    from services.matcher.scoring.facts import Rubric


@dataclass(frozen=True, slots=True)
class Side:
    """A job as one of the rubrics has it, and whom retrieval selects for that."""

    job: PreparedJob
    limits: Limits
    selection: Selection | None
    """None where the rubric gives no points."""


class Preview:
    """Compares a job's present rubric with an edited one, by the runs that they give now."""

    def __init__(self, matching: Matching, current: Side, edited: Side) -> None:
        self._matching = matching
        self._sides = (current, edited)
        self._current = current.job
        self._edited = edited.job

    async def made(self) -> rubric_service_pb2.PreviewRubricResponse:
        """Return whose place would change, and why. Nothing is stored."""
        before, after = [await self._standings(side) for side in self._sides]
        told = diff(wire.rubric(self._current.rubric), wire.rubric(self._edited.rubric))
        moved = moves(before, after)
        kept = before.keys() & after.keys() - {each.candidate_id for each in moved}
        return rubric_service_pb2.PreviewRubricResponse(
            rubric_digest=self._edited.rubric_digest,
            current_rubric_digest=self._current.rubric_digest,
            diff=told,
            changes=await self._changes(moved, touched(told)),
            unchanged_count=len(kept),
            other_points_count=sum(before[each].points != after[each].points for each in kept),
            max_points_before=self._current.rubric.max_points,
            max_points_after=self._edited.rubric.max_points,
        )

    async def _standings(self, side: Side) -> Mapping[str, Standing]:
        if side.selection is None:
            return {}
        return standings(await self._matching.run(side.job, side.selection, side.limits, shown=0))

    async def _changes(
        self, moved: Sequence[Move], ids: AbstractSet[str]
    ) -> Sequence[rubric_pb2.RankChange]:
        """Render moves with what criteria of these ids bring; no other brings other points."""
        slots = [(each.candidate_id, each.facts_digest) for each in moved]
        before = await self._matching.parts(_only(self._current.rubric, ids), slots)
        after = await self._matching.parts(_only(self._edited.rubric, ids), slots)
        return [
            rubric_pb2.RankChange(
                candidate_id=each.candidate_id,
                before=_standing(each.before),
                after=_standing(each.after),
                cause=rubric_pb2.RankCause.ValueType(each.cause),
                points=_points(before.get(slot, {}), after.get(slot, {})),
            )
            for each, slot in zip(moved, slots, strict=True)
        ]


def _only(rubric: Rubric, ids: AbstractSet[str]) -> Rubric:
    kept = [each for each in rubric.criteria if each.criterion_id in ids]
    return replace(rubric, criteria=tuple(kept))


def _points(
    before: Mapping[str, int], after: Mapping[str, int]
) -> Sequence[rubric_pb2.PointsChange]:
    ids = [*after, *(each for each in before if each not in after)]
    pairs = [(each, before.get(each, 0), after.get(each, 0)) for each in ids]
    return [
        rubric_pb2.PointsChange(criterion_id=each, before=old, after=new)
        for each, old, new in pairs
        if old != new
    ]


def _standing(value: Standing | None) -> rubric_pb2.Standing | None:
    if value is None:
        return None
    return rubric_pb2.Standing(
        rank=value.rank,
        points=value.points,
        below_line=value.below_line,
        knocked_out=value.knocked_out,
    )
