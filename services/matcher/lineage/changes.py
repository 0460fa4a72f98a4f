"""What differs between two runs of a job: why, and who stands elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.runs import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from services.matcher.runs import Lineage, Run, Scored

    Places = Mapping[str, tuple[int, int]]
    """Rank and points by candidate."""


def of_lineages(before: Lineage, after: Lineage) -> set[Reason]:
    """Return in which of what scores come from the two differ."""
    differing = {
        Reason.RUBRIC_CHANGED: before.rubric_digest != after.rubric_digest,
        Reason.TAXONOMY_CHANGED: before.taxonomy_digest != after.taxonomy_digest,
        Reason.SCORER_CHANGED: before.scorer != after.scorer,
        Reason.MODEL_CHANGED: before.model_digest != after.model_digest,
    }
    return {reason for reason, differs in differing.items() if differs}


def of_people(before: Iterable[Scored], after: Iterable[Scored]) -> set[Reason]:
    """Return in what the facts that were scored differ."""
    old = {each.candidate_id: each.facts_digest for each in before}
    found: set[Reason] = set()
    for each in after:
        digest = old.pop(each.candidate_id, None)
        if digest is None:
            found.add(Reason.NEW_FACTS)
        elif digest != each.facts_digest:
            found.add(Reason.CORRECTED_FACTS)
    return found | ({Reason.CANDIDATE_GONE} if old else set())


def between(before: Run, after: Run) -> list[Reason]:
    """Return all in which two runs differ, the weightiest first; REQUESTED for nothing."""
    found = of_lineages(before.lineage, after.lineage)
    return ordered(found | of_people(before.scored, after.scored))


def ordered(found: Iterable[Reason]) -> list[Reason]:
    """Return the reasons, the weightiest first; REQUESTED when there is none."""
    return sorted(set(found)) or [Reason.REQUESTED]


@dataclass(frozen=True, slots=True)
class Move:
    """Where a candidate stood and stands; 0 when not scored."""

    candidate_id: str
    old_rank: int
    new_rank: int
    old_points: int
    new_points: int


@dataclass(frozen=True, slots=True)
class Difference:
    """How one shortlist became another."""

    entered: tuple[Move, ...]
    left: tuple[Move, ...]
    moved: tuple[Move, ...]


def difference(
    before: Sequence[tuple[int, Scored]], after: Sequence[tuple[int, Scored]], *, size: int
) -> Difference:
    """Compare the best `size` of two rankings, each of all that were scored, best first."""
    old, new = _places(before), _places(after)
    was = [each.candidate_id for _, each in before[:size]]
    now = [each.candidate_id for _, each in after[:size]]
    both = set(was) & set(now)
    return Difference(
        entered=tuple(_move(each, old, new) for each in now if each not in both),
        left=tuple(_move(each, old, new) for each in was if each not in both),
        moved=tuple(
            _move(each, old, new) for each in now if each in both and old[each] != new[each]
        ),
    )


def _places(ranking: Sequence[tuple[int, Scored]]) -> Places:
    return {each.candidate_id: (place, each.points) for place, each in ranking}


def _move(candidate_id: str, old: Places, new: Places) -> Move:
    (old_rank, old_points), (new_rank, new_points) = (
        places.get(candidate_id, (0, 0)) for places in (old, new)
    )
    return Move(candidate_id, old_rank, new_rank, old_points, new_points)
