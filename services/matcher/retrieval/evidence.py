"""Skills and occupations as sparse vectors, so that the index finds people by what they are.

The dot product of a person's vector and a job's is near to what the exact score gives for the
same criteria: evidence weighs what it does there, a job's skills weigh what its rubric says,
and what is related to them weighs as much less as the taxonomy's table says. Near, not the
same: a sum here is a maximum there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from zlib import crc32

import numpy as np

from services.matcher.retrieval.bm25 import SparseVector
from services.matcher.retrieval.wording import ways_of
from services.matcher.scoring.facts import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from services.matcher.scoring.facts import Criterion, Facts, Rubric, Skill
    from taxonomy.work import Lexicon, LinesOfWork, Told

FULL_SKILL = 36  # months
FULL_OCCUPATION = 24
MOST_WORDS = 1_000  # of 9,000; they find all but one in 200 of whom all would find
NOTHING = SparseVector((), ())
RECENT = 12
LATELY = 36


class Closeness(Protocol):
    """The taxonomy's table of what is related to what, in hundredths."""

    def related(self, skill_id: str) -> tuple[tuple[str, int], ...]:
        """Return the skills related to one, with their closeness."""
        ...

    def related_occupations(self, occupation_id: str) -> tuple[tuple[str, int], ...]:
        """Return the occupations related to one, with their closeness."""
        ...


def skills_of(facts: Facts) -> SparseVector:
    """Return a person's skills, each by how long and how lately it was used."""
    return _vector({skill_id: _used(skill) for skill_id, skill in facts.skills.items()})


def occupations_of(facts: Facts) -> SparseVector:
    """Return a person's occupations, each by the months in it and how lately they ended."""
    months: dict[str, int] = {}
    since: dict[str, int] = {}
    for each in facts.positions:
        if each.occupation_id:
            months[each.occupation_id] = months.get(each.occupation_id, 0) + each.months
            ended = since.get(each.occupation_id, each.months_since_end)
            since[each.occupation_id] = min(ended, each.months_since_end)
    return _vector(
        {
            each: 0.5 + 0.35 * _share(held, FULL_OCCUPATION) + _recency(since[each])
            for each, held in months.items()
        }
    )


def skills_asked(rubric: Rubric, table: Closeness) -> SparseVector:
    """Return what a job asks for, by weight, and what is related to it.

    Of a criterion's alternatives, and what is near them, the nearest counts.
    """
    asked: list[tuple[Criterion, list[str]]] = []
    for each in rubric.criteria:
        ids = [way.skill_id for way in ways_of(each) if way.kind is Kind.SKILL and way.skill_id]
        if ids:
            asked.append((each, ids))
    most = max((each.weight for each, _ in asked), default=0)
    weights: dict[str, float] = {}
    for each, ids in asked:
        weight = each.weight / most if most else 1.0
        for skill_id, share in _spread(ids, table.related).items():
            weights[skill_id] = weights.get(skill_id, 0.0) + weight * share
    return _vector(weights)


def occupation_asked(rubric: Rubric, table: Closeness) -> SparseVector:
    """Return the occupation of a job, and those related to it."""
    ids = [each.occupation_id for each in rubric.criteria if each.occupation_id]
    return _vector(_spread(ids, table.related_occupations))


def skills_named(skill_ids: Iterable[str], table: Closeness) -> SparseVector:
    """Return skills that weigh the same, and what is related to them."""
    return _vector(_spread(skill_ids, table.related))


def occupation_named(occupation_id: str, table: Closeness) -> SparseVector:
    """Return an occupation, and those related to it; nothing of ""."""
    return _vector(_spread([occupation_id] if occupation_id else [], table.related_occupations))


def work_of(told: Told | None, work: LinesOfWork) -> SparseVector:
    """Return what a person's words say of lines of work."""
    if told is None or not told.length:
        return NOTHING
    said = (told.weights / told.length).tolist()
    return _vector(dict(zip(work.words_in(told.rows.tolist()), said, strict=True)))


def work_sought(lexicon: Lexicon, work: LinesOfWork) -> SparseVector:
    """Return what words say for a line of work, those that say most.

    With all of them the product with a person's words would be the cosine that is scored.
    """
    if not lexicon.length:
        return NOTHING
    rows = np.argsort(-lexicon.weights, kind="stable")[:MOST_WORDS]
    said = (lexicon.weights[rows] / lexicon.length).tolist()
    return _vector(dict(zip(work.words_in(rows.tolist()), said, strict=True)))


def number(key: str) -> int:
    """Return the place of a skill, an occupation or a word in sparse vectors, for ever the same.

    32 bits of its hash: one pair in twenty sets of 20,000 keys shares a number, and is then
    found together.
    """
    return crc32(key.encode())


def _used(skill: Skill) -> float:
    return 0.6 + 0.25 * _share(skill.months, FULL_SKILL) + _recency(skill.months_since_use)


def _recency(since: int) -> float:
    return 0.0 if since < 0 else 0.15 if since <= RECENT else 0.075 if since <= LATELY else 0.0


def _share(have: int, full: int) -> float:
    return min(have, full) / full


def _spread(
    keys: Iterable[str], related: Callable[[str], tuple[tuple[str, int], ...]]
) -> dict[str, float]:
    """Return 1 for each key, and of what is near some of them the closeness to the nearest."""
    spread: dict[str, float] = {}
    for key in keys:
        for near, closeness in ((key, 100), *related(key)):
            spread[near] = max(spread.get(near, 0.0), closeness / 100)
    return spread


def _vector(weights: Mapping[str, float]) -> SparseVector:
    numbered: dict[int, float] = {}
    for key, weight in weights.items():
        if weight > 0:
            place = number(key)
            numbered[place] = max(weight, numbered.get(place, 0.0))
    entries = sorted(numbered.items())
    return SparseVector(tuple(place for place, _ in entries), tuple(held for _, held in entries))
