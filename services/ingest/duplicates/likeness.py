"""Whether two candidates who share marks are one person, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from services.ingest.duplicates import names
from services.ingest.duplicates.duplicates import Ground, Likeness
from services.ingest.duplicates.marks import Kind
from services.ingest.duplicates.shingles import jaccard, shingles
from services.ingest.extraction.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

SAME_TEXT = 0.8  # Jaccard index of shingles
SAME_WORDS = 88  # of 100: an employer or school, written twice
MORE = 3  # points that each further ground adds
SCORES = {Ground.FILE: 100, Ground.EMAIL: 95, Ground.TEXT: 90, Ground.PHONE: 85}
APART_SCORES = {Ground.FILE: 90, Ground.EMAIL: 60, Ground.PHONE: 50}
"""Where the names are of different people: a family's address, or an agency's."""


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a career; `start` counts months since year 0, None if not known."""

    title: str
    employer: str
    start: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """A candidate as likeness looks at one. `text` may be left out unless texts are compared."""

    name: str
    jobs: tuple[Job, ...] = ()
    schools: tuple[str, ...] = ()
    text: str = ""


def likeness(one: Person, other: Person, shared: Iterable[Kind]) -> Likeness | None:
    """Return how alike two are who share marks of these kinds; None if they seem to be two."""
    kinds, alike = set(shared), names.likeness(one.name, other.name)
    apart = alike is not None and alike < names.APART
    known = {Kind.FILE: Ground.FILE, Kind.EMAIL: Ground.EMAIL, Kind.PHONE: Ground.PHONE}
    grounds = {ground for kind, ground in known.items() if kind in kinds}
    scores = [(APART_SCORES if apart else SCORES)[each] for each in grounds]
    if Kind.TEXT in kinds and not apart and _same_text(one, other):
        grounds.add(Ground.TEXT)
        scores.append(SCORES[Ground.TEXT])
    if alike is not None and alike >= names.ALIKE and (career := _career(one, other)):
        grounds.add(Ground.CAREER)
        scores.append(career)
    if not scores:
        return None
    return Likeness(tuple(sorted(grounds)), min(100, max(scores) + MORE * (len(scores) - 1)))


def _same_text(one: Person, other: Person) -> bool:
    return jaccard(shingles(one.text), shingles(other.text)) >= SAME_TEXT


def _career(one: Person, other: Person) -> int:
    """Return how sure the same jobs make it, 60 to 90; 0 if they are not the same.

    Half of the shorter career has to be in the other: a namesake may have had one of the
    employers, at another time.
    """
    fewest = min(len(one.jobs), len(other.jobs))
    left, same = list(other.jobs), 0
    for job in one.jobs:
        found = next((each for each in left if _same_job(job, each)), None)
        if found is not None:
            left.remove(found)
            same += 1
    if not same or 2 * same < fewest:
        return 0
    school = any(_alike(mine, theirs) for mine in one.schools for theirs in other.schools)
    if same == 1 and not school and fewest > 1:
        return 0
    return min(90, 60 + 25 * same // fewest + (5 if school else 0))


def _same_job(one: Job, other: Job) -> bool:
    """The same employer from the same time on, or the same title where a time is missing."""
    if not _alike(one.employer, other.employer):
        return False
    if one.start is None or other.start is None:
        return _alike(one.title, other.title)
    return abs(one.start - other.start) <= 1


def _alike(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return fuzz.token_sort_ratio(fold(one), fold(other)) >= SAME_WORDS
