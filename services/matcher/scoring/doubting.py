"""What a score would be if one of the facts behind it were not true.

A fact is a skill, a job with its months, a degree, something said of a language, a certificate,
or a line that shows what is asked for literally. What is not true is taken away, and that never
raises a score, since more such evidence never brings less. One fact that is wrong takes nothing
else with it: the months of a skill stay when the job that they came from goes, as facts do not
say which job that was; and how the whole text is worded (the words that the advert turns on,
the line of work) is no single fact, and stays.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from services.matcher.scoring.facts import Kind
from services.matcher.scoring.scorers import FULL, scorer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.matcher.scoring.facts import Criterion, Facts, Rubric
    from services.matcher.scoring.scorers import Scorer
    from services.matcher.scoring.tables import Tables

T = TypeVar("T")
ONE_AT_MOST = frozenset({Kind.SKILL, Kind.EDUCATION, Kind.LANGUAGE})
"""What the best fact alone meets: without any other it is met as far."""
WORDING = frozenset({Kind.WORDS, Kind.LINE_OF_WORK})
"""What no single fact shows."""


class Fact(NamedTuple):  # a tuple: thousands are looked up for a page of matches
    """One of the facts, by its id or code, or where it stands."""

    what: Literal["skill", "job", "degree", "language", "certificate", "line"]
    name: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a score; whether a knock-out criterion is not met any more."""

    points: int
    below: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    """A criterion by itself, and with each way to meet it the skills that count."""

    criterion: Criterion
    alone: Scorer | None  # None of what no fact shows
    ways: tuple[tuple[Criterion, tuple[str, ...]], ...]
    one_at_most: bool

    def points(self, degree: int) -> int:
        return self.criterion.weight * degree // FULL

    def degree(self, facts: Facts) -> int:
        return self.alone.degrees(facts)[0] if self.alone else 0


class Doubts:
    """Takes facts away, under one rubric. Made once for all candidates."""

    def __init__(self, name: str, rubric: Rubric, tables: Tables) -> None:
        self._asked: list[_Asked] = []
        for each in rubric.criteria:
            ways = (each, *each.alternatives)
            shown = not all(way.kind in WORDING for way in ways)
            alone = scorer(name, replace(rubric, criteria=(each,)), tables) if shown else None
            one_at_most = all(way.kind in ONE_AT_MOST for way in ways)
            skills = tuple((way, _skills(way, tables)) for way in ways)
            self._asked.append(_Asked(each, alone, skills, one_at_most))

    def least(self, facts: Facts, degrees: Sequence[int]) -> Left:
        """Return what is left, at the worst, when one fact, whichever, is taken away.

        `degrees` are those of the rubric's criteria, in their order.
        """
        met = [(asked, degree) for asked, degree in zip(self._asked, degrees, strict=True)]
        points = sum(asked.points(degree) for asked, degree in met)
        below = any(asked.criterion.knock_out and not degree for asked, degree in met)
        worst = Left(points, below)
        settled: set[int] = set()
        for fact, shown in _by_worth(facts, met):
            may = [number for number in shown if number not in settled]
            most = sum(met[number][0].points(met[number][1]) for number in may)
            fatal = any(met[number][0].criterion.knock_out for number in may)
            if points - most >= worst.points and not fatal:
                continue
            left, lost, fallen = without(facts, fact), 0, below
            for number in may:
                asked, degree = met[number]
                still = asked.degree(left)
                lost += asked.points(degree) - asked.points(still)
                fallen |= asked.criterion.knock_out and not still
                if still < degree and asked.one_at_most:
                    settled.add(number)  # no other fact lowers it
            worst = min(worst, Left(points - lost, fallen), key=lambda e: (not e.below, e.points))
        return worst


def _by_worth(facts: Facts, met: Sequence[tuple[_Asked, int]]) -> list[tuple[Fact, list[int]]]:
    """Return the facts with the criteria that they may show, those worth most first."""
    shown: defaultdict[Fact, list[int]] = defaultdict(list)
    worth: defaultdict[Fact, int] = defaultdict(int)
    for number, (asked, degree) in enumerate(met):
        if degree and asked.alone:
            points = asked.points(degree)
            for fact in {each for way in asked.ways for each in _behind(facts, *way)}:
                shown[fact].append(number)
                worth[fact] += points
    return sorted(shown.items(), key=lambda each: -worth[each[0]])


def _behind(facts: Facts, way: Criterion, skills: Sequence[str]) -> Iterator[Fact]:
    """Yield all facts without which a criterion may be met less."""
    known = facts.skills
    yield from [Fact("skill", skill_id) for skill_id in skills if skill_id in known]
    match way.kind:
        case Kind.TERM | Kind.CERTIFICATE:
            yield from _saying(facts, way.term)
        case Kind.EXPERIENCE | Kind.OCCUPATION:  # months of several jobs count
            for index in range(len(facts.positions)):
                yield Fact("job", at=index)
        case Kind.EDUCATION:
            for index in range(len(facts.education)):
                yield Fact("degree", at=index)
        case Kind.LANGUAGE:
            for index in range(len(facts.languages.get(way.language, ()))):
                yield Fact("language", way.language, index)
        case Kind.SKILL | Kind.WORDS | Kind.LINE_OF_WORK:
            pass


def _skills(way: Criterion, tables: Tables) -> tuple[str, ...]:
    match way.kind:
        case Kind.SKILL:
            return (way.skill_id, *(other for other, _ in tables.related(way.skill_id)))
        case Kind.CERTIFICATE:
            return (way.skill_id,)
        case _:
            return ()


def _saying(facts: Facts, term: str) -> Iterator[Fact]:
    """Yield the certificates and lines that have the words, be it within longer ones."""
    for index, each in enumerate(facts.certificates):
        if term in each.folded:
            yield Fact("certificate", at=index)
    if term in facts.folded:
        for index, line in enumerate(facts.folded.split("\n")[:-1]):
            if term in line:
                yield Fact("line", at=index)


def without(facts: Facts, fact: Fact) -> Facts:
    """Return the facts with one of them taken away."""
    match fact.what:
        case "skill":
            kept = {name: each for name, each in facts.skills.items() if name != fact.name}
            return replace(facts, skills=kept)
        case "degree":
            return replace(facts, education=_but(facts.education, fact.at))
        case "language":
            said = _but(facts.languages[fact.name], fact.at)
            return replace(facts, languages={**facts.languages, fact.name: said})
        case "certificate":
            return replace(facts, certificates=_but(facts.certificates, fact.at))
        case "job":
            months = max(0, facts.total_months - facts.positions[fact.at].months)
            positions = _but(facts.positions, fact.at)
            return replace(facts, positions=positions, total_months=months)
        case "line":
            folded = facts.folded.split("\n")  # as many as lines, and nothing after the last
            folded.pop(fact.at)
            lines = _but(facts.lines, fact.at)
            return replace(facts, lines=lines, folded="\n".join(folded))


def _but(values: tuple[T, ...], index: int) -> tuple[T, ...]:
    return values[:index] + values[index + 1 :]
