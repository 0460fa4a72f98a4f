"""The default rubric: what a job's requirements are worth when nobody has said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.matcher.scoring.facts import Criterion, Kind, Rubric, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.scoring.adverts import Telling

MAX_POINTS = 1000
MUST_SHARE = 3  # a must counts as much as three that would be nice
SHARES = {
    Kind.SKILL: 4,
    Kind.TERM: 2,
    Kind.EXPERIENCE: 6,
    Kind.EDUCATION: 3,
    Kind.LANGUAGE: 3,
    Kind.OCCUPATION: 8,
    Kind.CERTIFICATE: 4,
    Kind.WORDS: 2,
    Kind.LINE_OF_WORK: 8,
}
"""Of what the text asks for, among each other."""
ITEMS, TITLE, WORK, WORDS = 250, 200, 500, 50
"""Of the whole, in thousandths: what the text asks for in all, the fit of titles, the line of work,
and the advert's own words. Chosen on halves of judged sets: benchmarks/match/tried.md."""
OTHER_WORDS = 500
"""In place of the last two, for an advert that lines of work do not know the language of."""
ENOUGH_ITEMS = 8
"""Fewer weigh less in all: one skill that happens to be named is not a third of a job."""
NOWHERE = Span(1, 0, 0)
LONGEST_LABEL = 200
LONGEST_TITLE = 6  # words; more are a sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """What a job asks for, as Ingest read it; criteria without ids and weights."""

    title: str
    occupation_id: str
    items: Sequence[Criterion]


def either(items: Sequence[Criterion], *, must: bool) -> Criterion:
    """Return one criterion for items that are alternatives, in the place of the first.

    Whoever meets one of them meets it: it weighs what the heaviest kind among them does.
    """
    first = max(items, key=lambda each: SHARES[each.kind])
    names = list(dict.fromkeys(each.label for each in items))
    label = " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    if len(label) > LONGEST_LABEL:
        label = f"{names[0]} or another of {len(names)}"
    return replace(first, must=must, label=label, alternatives=tuple(items))


def propose(job_id: str, requirements_digest: str, asked: Asked, said: Telling) -> Rubric:
    """Return the rubric whose weights follow from kind and must, and sum to MAX_POINTS.

    The fit of titles comes first, then the line of work, then what the text asks for in its
    order, then its own words. A job without a word that tells gets an empty rubric, by which
    nobody can be ranked until a person adds criteria to it.
    """
    items = [(each, SHARES[each.kind] * (MUST_SHARE if each.must else 1)) for each in asked.items]
    whole = sum(share for _, share in items) or 1
    full = min(len(items), ENOUGH_ITEMS)
    shared = [
        *((each, share * whole * ENOUGH_ITEMS) for each, share in _titled(asked)),
        *((each, share * whole * ENOUGH_ITEMS) for each, share in _worked(asked, said)),
        *((each, share * ITEMS * full) for each, share in items),
        *((each, share * whole * ENOUGH_ITEMS) for each, share in _worded(said)),
    ]
    weights = _weights([share for _, share in shared])
    return Rubric(
        job_id=job_id,
        requirements_digest=requirements_digest,
        criteria=tuple(
            replace(each, criterion_id=f"c{number}", weight=weight)
            for number, ((each, _), weight) in enumerate(zip(shared, weights, strict=True), 1)
        ),
    )


def _titled(asked: Asked) -> list[tuple[Criterion, int]]:
    if not asked.title:
        return []
    occupation = replace(_whole(Kind.OCCUPATION, asked.title), must=True)
    return [(replace(occupation, occupation_id=asked.occupation_id), TITLE)]


def _worked(asked: Asked, said: Telling) -> list[tuple[Criterion, int]]:
    if not said.spoken:
        return []
    is_title = asked.occupation_id or len(asked.title.split()) <= LONGEST_TITLE
    title = asked.title if is_title else ""
    label = f"Work as {title}" if title else "Work as the advert describes it"
    return [(replace(_whole(Kind.LINE_OF_WORK, label), term=title, words=said.spoken), WORK)]


def _worded(said: Telling) -> list[tuple[Criterion, int]]:
    if not said.words:
        return []
    words = replace(_whole(Kind.WORDS, "The advert's own words"), words=said.words)
    return [(words, WORDS if said.spoken else OTHER_WORDS)]


def _whole(kind: Kind, label: str) -> Criterion:
    """Return a criterion that is of the whole text, and of no line."""
    return Criterion(
        criterion_id="", kind=kind, must=False, label=label, weight=0, job_span=NOWHERE
    )


def _weights(shares: Sequence[int]) -> list[int]:
    """Divide MAX_POINTS by the shares, the largest remainders rounded up (Hamilton's method)."""
    total = sum(shares)
    if not total:
        return []
    floors = [MAX_POINTS * share // total for share in shares]
    by_remainder = sorted(
        range(len(shares)), key=lambda index: (-(MAX_POINTS * shares[index] % total), index)
    )
    for index in by_remainder[: MAX_POINTS - sum(floors)]:
        floors[index] += 1
    return floors
