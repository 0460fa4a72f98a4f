"""Whose place differs between two rankings, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.matcher.runs import Run


class Cause(IntEnum):
    """Why somebody is in another place, as candor.matcher.v1.RankCause numbers it."""

    OWN_POINTS = 1
    OTHERS_POINTS = 2
    BELOW_LINE = 3
    ABOVE_LINE = 4
    SELECTED = 5
    NOT_SELECTED = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a ranking, scored by which facts."""

    facts_digest: str
    rank: int
    points: int
    below_line: bool = False
    knocked_out: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[bool, int]:
        """What a change of place is judged by."""
        return self.below_line, self.rank


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody in another place; without a standing where no search found them."""

    candidate_id: str
    before: Standing | None
    after: Standing | None
    cause: Cause

    @property
    def facts_digest(self) -> str:
        """Digest of the facts that they are scored by."""
        known = self.after or self.before
        return known.facts_digest if known else ""


def standings(run: Run) -> Mapping[str, Standing]:
    """Return where everybody stands in a run, best first."""
    return {
        each.candidate_id: Standing(each.facts_digest, rank, each.points, each.below)
        for rank, each in run.ranked()
    }


def moves(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> Sequence[Move]:
    """Return everybody whose place differs: by the later places, then who has none there."""
    found: list[Move] = []
    for candidate_id in (*after, *(each for each in before if each not in after)):
        old, new = before.get(candidate_id), after.get(candidate_id)
        if old is None or new is None or old.place != new.place:
            found.append(Move(candidate_id, old, new, _cause(old, new)))
    return found


def _cause(before: Standing | None, after: Standing | None) -> Cause:
    if before is None:
        return Cause.SELECTED
    if after is None:
        return Cause.NOT_SELECTED
    if before.below_line != after.below_line:
        return Cause.BELOW_LINE if after.below_line else Cause.ABOVE_LINE
    return Cause.OTHERS_POINTS if before.points == after.points else Cause.OWN_POINTS
