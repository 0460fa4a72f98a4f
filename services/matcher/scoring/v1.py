"""Scoring, version 1.

Each criterion is met to a degree in basis points (0 to 10,000) by the best evidence there
is, and brings `weight * degree // 10_000` points. Integers only. More evidence never
brings less: every degree is a maximum over evidence, and rises with months and recency.

| criterion  | degree |
|------------|--------|
| skill      | 6,000 when it shows at all; up to 2,500 more for months of use (36 are full); 1,500 more if used within a year, 750 within three |
| related    | the same of a related skill, times their closeness in the taxonomy's table (1 to 99 hundredths) |
| term       | 7,000 when a line has the words, 10,000 when two have |
| experience | months of work over months asked for |
| education  | full at the level asked for, half one level below |
| language   | full at the level asked for, a quarter less for each level below, half when the level is not said |
| occupation | 6,000 for the occupation, 4,000 more for months in it (24 are full); a related one times its closeness; else words shared with the title, at most 5,000 |
"""  # noqa: E501  # a table

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from services.matcher.scoring.facts import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.scoring.facts import Criterion, Facts, Level, Position, Rubric, Skill

FULL = 10_000
WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
FILLER = frozenset(
    {"and", "of", "the", "for", "in", "senior", "junior", "lead", "m", "f", "d", "w"}
)


class Closeness(Protocol):
    """The taxonomy's table of what is related to what, in hundredths."""

    def related(self, skill_id: str) -> tuple[tuple[str, int], ...]:
        """Return the skills related to one, with their closeness."""
        ...

    def related_occupations(self, occupation_id: str) -> tuple[tuple[str, int], ...]:
        """Return the occupations related to one, with their closeness."""
        ...


@dataclass(frozen=True, slots=True)
class Degree:
    """How far a criterion is met, by what."""

    basis_points: int
    related: bool = False
    skill_id: str = ""  # of the skill that shows it
    position: int = -1  # index of the job that shows it
    education: int = -1  # index of the degree that shows it
    language: int = -1  # index among what is said of the language


NONE = Degree(0)


def points(facts: Facts, rubric: Rubric, table: Closeness) -> int:
    """Return the score: the sum of what each criterion brings."""
    return sum(
        criterion.weight * degree(facts, criterion, table).basis_points // FULL
        for criterion in rubric.criteria
    )


def degree(facts: Facts, criterion: Criterion, table: Closeness) -> Degree:
    """Return how far `facts` meet `criterion`, and by which of them."""
    match criterion.kind:
        case Kind.SKILL:
            return _skill(facts, criterion.skill_id, table)
        case Kind.TERM:
            return (
                Degree(min(FULL, _term_lines(facts.folded, criterion.term) * 3000 + 4000))
                if (_term_lines(facts.folded, criterion.term))
                else NONE
            )
        case Kind.EXPERIENCE:
            worked = facts.total_months
            return Degree(_share(worked, criterion.months, FULL)) if worked else NONE
        case Kind.EDUCATION:
            return _education(facts.education, criterion.level)
        case Kind.LANGUAGE:
            return _language(facts.languages.get(criterion.language, ()), criterion)
        case Kind.OCCUPATION:
            return _occupation(facts.positions, criterion, table)
        case _:
            return NONE  # kinds that came later: no rubric of its time has them


def _share(have: int, want: int, full: int) -> int:
    return full if want <= 0 else full * min(have, want) // want


def _used(skill: Skill) -> int:
    since = skill.months_since_use
    recency = 0 if since < 0 else 1500 if since <= 12 else 750 if since <= 36 else 0
    return 6000 + _share(skill.months, 36, 2500) + recency


def _skill(facts: Facts, skill_id: str, table: Closeness) -> Degree:
    direct = facts.skills.get(skill_id)
    best = NONE if direct is None else Degree(_used(direct), skill_id=skill_id)
    for other, closeness in table.related(skill_id):
        known = facts.skills.get(other)
        if known is not None and _used(known) * closeness // 100 > best.basis_points:
            best = Degree(_used(known) * closeness // 100, related=True, skill_id=other)
    return best


def _term_lines(folded: str, term: str) -> int:
    """Return in how many lines `term` stands as whole words, counting no further than two."""
    found, at = 0, -1
    while found < 2 and (at := folded.find(term, at + 1)) >= 0:
        if _whole(folded, at, at + len(term)):
            found += 1
            at = folded.find("\n", at)
            if at < 0:
                break
    return found


def _whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not before.isalnum() and not after.isalnum()


def term_lines(facts: Facts, term: str) -> list[int]:
    """Return the indices of the first two lines in which `term` stands as whole words."""
    lines = facts.folded.split("\n")
    return [index for index, line in enumerate(lines) if _term_lines(line, term)][:2]


def _education(degrees: Sequence[Level], wanted: int) -> Degree:
    best = NONE
    for index, each in enumerate(degrees):
        full = FULL if each.level >= wanted else FULL // 2 if each.level == wanted - 1 else 0
        if each.level and full > best.basis_points:
            best = Degree(full, education=index)
    return best


def _language(said: Sequence[Level], criterion: Criterion) -> Degree:
    best = NONE
    for index, each in enumerate(said):
        reached = _reached(each.level, criterion.language_level)
        if reached > best.basis_points:
            best = Degree(reached, language=index)
    return best


def _reached(level: int, wanted: int) -> int:
    if not wanted:
        return FULL
    if not level:
        return FULL // 2
    return max(FULL // 4, FULL - max(0, wanted - level) * FULL // 4)


def _occupation(positions: Sequence[Position], criterion: Criterion, table: Closeness) -> Degree:
    closeness = dict(table.related_occupations(criterion.occupation_id))
    wanted = _words(criterion.label)
    months: dict[str, int] = {}
    for each in positions:
        months[each.occupation_id] = months.get(each.occupation_id, 0) + each.months
    best = NONE
    for index, each in enumerate(positions):
        held = 6000 + _share(months[each.occupation_id], 24, 4000)
        if each.occupation_id and each.occupation_id == criterion.occupation_id:
            found = Degree(held, position=index)
        elif each.occupation_id in closeness:
            near = held * closeness[each.occupation_id] // 100
            found = Degree(max(near, _shared(wanted, each.title)), related=True, position=index)
        else:
            found = Degree(_shared(wanted, each.title), related=True, position=index)
        best = max(best, found, key=lambda degree: degree.basis_points)
    return best if best.basis_points else NONE


def _shared(wanted: frozenset[str], title: str) -> int:
    return _share(len(wanted & _words(title)), len(wanted), 5000) if wanted else 0


@lru_cache(maxsize=4096)  # titles recur; what they are made of never changes
def _words(title: str) -> frozenset[str]:
    return frozenset(WORD.findall(title.casefold())) - FILLER
