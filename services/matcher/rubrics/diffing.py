"""What changed from one rubric to another, complete: applied to the one it gives the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.facts.v1 import requirements_pb2
from candor.matcher.v1 import rubric_pb2 as pb

if TYPE_CHECKING:
    from candor.matcher.v1 import match_pb2


def diff(before: match_pb2.Rubric, after: match_pb2.Rubric) -> pb.RubricDiff:
    """Return what changed between two rubrics of a job, whose criteria have ids of their own."""
    earlier = {each.criterion_id: each for each in before.criteria}
    later = {each.criterion_id: each for each in after.criteria}
    pairs = [(earlier[key], each) for key, each in later.items() if key in earlier]
    told = pb.RubricDiff(
        added=[each for key, each in later.items() if key not in earlier],
        removed=[each for key, each in earlier.items() if key not in later],
        changed=[_change(old, new) for old, new in pairs if old != new],
        max_points=_number(before.max_points, after.max_points),
    )
    usual = [key for key in earlier if key in later] + [key for key in later if key not in earlier]
    if usual != list(later):
        told.order.extend(later)
    return told


def touched(told: pb.RubricDiff) -> frozenset[str]:
    """Return the ids of the criteria that were added, removed or changed."""
    whole = (*told.added, *told.removed)
    return frozenset(each.criterion_id for each in (*whole, *told.changed))


def _change(before: match_pb2.Criterion, after: match_pb2.Criterion) -> pb.CriterionChange:
    change = pb.CriterionChange(
        criterion_id=before.criterion_id,
        label=before.requirement.label,
        weight=_number(before.weight, after.weight),
        must=_flag(before=before.requirement.must, after=after.requirement.must),
        knock_out=_flag(before=before.knock_out, after=after.knock_out),
    )
    if before.levels != after.levels:
        change.levels.CopyFrom(pb.LevelsChange(before=before.levels, after=after.levels))
    if before.alternatives != after.alternatives:
        change.alternatives.CopyFrom(
            pb.AlternativesChange(before=before.alternatives, after=after.alternatives)
        )
    if _but_for_must(before.requirement) != _but_for_must(after.requirement):
        change.requirement.CopyFrom(
            pb.RequirementChange(before=before.requirement, after=after.requirement)
        )
    return change


def _number(before: int, after: int) -> pb.NumberChange | None:
    return None if before == after else pb.NumberChange(before=before, after=after)


def _flag(*, before: bool, after: bool) -> pb.FlagChange | None:
    return None if before == after else pb.FlagChange(before=before, after=after)


def _but_for_must(requirement: requirements_pb2.Requirement) -> requirements_pb2.Requirement:
    left = requirements_pb2.Requirement()
    left.CopyFrom(requirement)
    left.must = False
    return left
