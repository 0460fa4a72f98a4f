"""Searching the sets of one person's additions.

Either every set is scored, or they are searched by size with cuts that are sound for a
scorer by which more evidence never brings less: what cannot reach the points with all that
is left is not followed, what no set can do without is in every set, and what takes more
effort than enough others of its size is not among the first.
"""

from __future__ import annotations

import sys
from itertools import product
from math import prod
from typing import TYPE_CHECKING, TypeAlias

from services.matcher.scoring.applying import applied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from services.matcher.scoring.additions import Addition
    from services.matcher.scoring.facts import Facts
    from services.matcher.scoring.offering import Ladder
    from services.matcher.scoring.reckoning import Score

EXHAUSTIVE = 4096  # the sets of 12 things with one step each
MOST_SCORED = 200_000  # criteria, that is: about half a second of scoring
LOOKS = 5  # sets that are looked at for one that is scored
Reckon: TypeAlias = "Callable[[Facts], Score]"
Choice: TypeAlias = tuple[int, ...]
"""How far each ladder is taken; 0 is not at all."""


class TooMany(Exception):
    """More sets were scored than there is time for."""


class Search:
    """Scores sets of one person's additions, each once."""

    def __init__(
        self, facts: Facts, reckon: Reckon, steps: Sequence[Ladder], *, criteria: int
    ) -> None:
        self._facts = facts
        self._reckon = reckon
        self._steps = steps
        self._efforts = [[0, *(each.effort for each in ladder)] for ladder in steps]
        self._looked = 0
        self._known: dict[Choice, Score] = {}
        self._most = MOST_SCORED // max(20, criteria)
        self.nothing: Choice = (0,) * len(steps)
        self.everything: Choice = tuple(len(each) for each in steps)
        self.size = prod(top + 1 for top in self.everything)

    def additions(self, choice: Choice) -> tuple[Addition, ...]:
        """Return the steps that are taken, in the order of the ladders."""
        return tuple(
            ladder[step - 1] for ladder, step in zip(self._steps, choice, strict=True) if step
        )

    def score(self, choice: Choice) -> Score:
        """Return the score with the steps taken."""
        if choice not in self._known:
            self._known[choice] = self._reckon(applied(self._facts, self.additions(choice)))
        return self._known[choice]

    def exhaust(self, target: Score, most: int) -> list[Choice]:
        """Return the first minimal sets of all that reach the points, having scored every set."""
        every = product(*(range(top + 1) for top in self.everything))
        reaching = sorted((each for each in every if self.score(each) >= target), key=self._order)
        found: list[Choice] = []
        for each in reaching:
            # What is below it is smaller or takes less, so it came before.
            if not _above(each, found):
                found.append(each)
            if len(found) == most:
                break
        return found

    def bounded(self, target: Score, most: int) -> tuple[list[Choice], bool]:
        """Return minimal sets, and whether they are surely the first; at least one if any is."""
        found: list[Choice] = []
        try:
            needed = self._needed(target)
            for size in range(len(needed), len(self._steps) + 1):
                for taken in self._of_size(size, needed, target):
                    self._lowest(taken, target, found, most)
                if len(found) >= most:
                    break
        except TooMany:
            return sorted(found or [self._lowered(target)], key=self._order)[:most], False
        return sorted(found, key=self._order)[:most], True

    def _order(self, choice: Choice) -> tuple[int, int, list[tuple[int, int]]]:
        taken = [(index, step) for index, step in enumerate(choice) if step]
        return len(taken), self._effort(choice), taken

    def _needed(self, target: Score) -> list[int]:
        """Return the ladders without which all others do not reach the points."""
        return [
            index
            for index in range(len(self._steps))
            if self._counted(self._tops(set(range(len(self._steps))) - {index})) < target
        ]

    def _of_size(self, size: int, needed: list[int], target: Score) -> Iterator[set[int]]:
        """Yield the sets of so many ladders that may reach the points."""
        rest = [each for each in range(len(self._steps)) if each not in needed]
        rest.sort(key=lambda at: self._counted(self._tops({at})), reverse=True)
        yield from self._combinations(rest, set(needed), size - len(needed), target)

    def _combinations(
        self, rest: list[int], taken: set[int], more: int, target: Score
    ) -> Iterator[set[int]]:
        if not more:
            yield taken
            return
        for at in range(len(rest) - more + 1):
            if more > 1 and self._counted(self._tops(taken | set(rest[at:]))) < target:
                return  # and less with what is left after it
            yield from self._combinations(rest[at + 1 :], taken | {rest[at]}, more - 1, target)

    def _lowest(self, taken: set[int], target: Score, found: list[Choice], most: int) -> None:
        """Add the minimal choices of steps on these ladders that may be among the first `most`.

        Those that were found before are smaller, or as large and on other ladders.
        """
        limit = self._limit(len(taken), found, most)
        lowest = tuple(int(index in taken) for index in range(len(self._steps)))
        self._look()
        if self._effort(lowest) > limit or _above(lowest, found):
            return
        if self._counted(self._tops(taken)) < target:
            return
        for choice in self._by_effort(taken):
            self._look()
            if self._effort(choice) > limit:
                return
            if not _above(choice, found) and self._counted(choice) >= target:
                found.append(choice)

    def _limit(self, size: int, found: list[Choice], most: int) -> int:
        """Return the effort beyond which sets of this size are not among the first `most`."""
        alike = sorted(self._effort(each) for each in found if _size(each) == size)
        enough = most - (len(found) - len(alike))
        return alike[enough - 1] if len(alike) >= enough else sys.maxsize

    def _by_effort(self, taken: set[int]) -> list[Choice]:
        ranges = [
            range(1, top + 1) if index in taken else (0,)
            for index, top in enumerate(self.everything)
        ]
        if prod(map(len, ranges)) > EXHAUSTIVE:
            raise TooMany
        return sorted(product(*ranges), key=self._effort)

    def _effort(self, choice: Choice) -> int:
        return sum(self._efforts[index][step] for index, step in enumerate(choice) if step)

    def _lowered(self, target: Score) -> Choice:
        """Return one minimal set: what raises the score most, less all that can be taken back."""
        taken: set[int] = set()
        while self.score(self._tops(taken)) < target:
            rest = [each for each in range(len(self._steps)) if each not in taken]
            taken.add(max(rest, key=lambda each: self.score(self._tops({*taken, each}))))
        choice = self._tops(taken)
        for index in sorted(range(len(choice)), key=lambda each: -self._steps[each][-1].effort):
            for step in range(choice[index]):
                lower = (*choice[:index], step, *choice[index + 1 :])
                if self.score(lower) >= target:
                    choice = lower
                    break
        return choice

    def _tops(self, taken: set[int]) -> Choice:
        return tuple(top if index in taken else 0 for index, top in enumerate(self.everything))

    def _look(self) -> None:
        """Count a set that is looked at, which costs little beside one that is scored."""
        self._looked += 1
        if self._looked > LOOKS * self._most:
            raise TooMany

    def _counted(self, choice: Choice) -> Score:
        if len(self._known) >= self._most:
            raise TooMany
        return self.score(choice)


def _size(choice: Choice) -> int:
    return len(choice) - choice.count(0)


def _above(choice: Choice, others: Sequence[Choice]) -> bool:
    """Return whether `choice` takes all that one of the others does."""
    return any(all(map(int.__ge__, choice, other)) for other in others)
