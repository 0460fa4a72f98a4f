"""The default rubric: what a job's requirements are worth when nobody has said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.matcher.scoring.facts import Criterion, Kind, Rubric, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_POINTS = 1000
MUST_SHARE = 3  # a must counts as much as three that would be nice
SHARES = {
    Kind.SKILL: 4,
    Kind.TERM: 2,
    Kind.EXPERIENCE: 6,
    Kind.EDUCATION: 3,
    Kind.LANGUAGE: 3,
    Kind.OCCUPATION: 8,
}
NOWHERE = Span(1, 0, 0)
LONGEST_LABEL = 200


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


def propose(job_id: str, requirements_digest: str, asked: Asked) -> Rubric:
    """Return the rubric whose weights follow from kind and must, and sum to MAX_POINTS.

    The fit of titles comes first. A job that asks for nothing and has no title gets an
    empty rubric, by which nobody can be ranked until a person adds criteria to it.
    """
    criteria = list(asked.items)
    if asked.title:
        title = Criterion(
            criterion_id="",
            kind=Kind.OCCUPATION,
            must=True,
            label=asked.title,
            weight=0,
            job_span=NOWHERE,
            occupation_id=asked.occupation_id,
        )
        criteria.insert(0, title)
    weights = _weights([SHARES[each.kind] * (MUST_SHARE if each.must else 1) for each in criteria])
    return Rubric(
        job_id=job_id,
        requirements_digest=requirements_digest,
        criteria=tuple(
            replace(each, criterion_id=f"c{number}", weight=weight)
            for number, (each, weight) in enumerate(zip(criteria, weights, strict=True), 1)
        ),
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
