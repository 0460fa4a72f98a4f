"""The default rubric."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matcher.scoring.facts import Criterion, Kind, Span
from services.matcher.scoring.proposing import MAX_POINTS, Asked, either, propose

SAME = (Kind.EDUCATION, Kind.LANGUAGE)
HERE = Span(1, 0, 9)


def asks(kind: Kind, *, must: bool = False) -> Criterion:
    return Criterion("", kind, must=must, label=kind.name, weight=0, job_span=HERE)


def weights(title: str, *items: Criterion) -> list[int]:
    rubric = propose("job", "digest", Asked(title, "", items))
    return [each.weight for each in rubric.criteria]


@pytest.mark.parametrize(
    ("title", "items", "expected"),
    [
        ("", [], []),
        ("Cook", [], [1000]),
        ("", [asks(Kind.TERM)], [1000]),
        ("", [asks(Kind.SKILL), asks(Kind.SKILL, must=True)], [250, 750]),
        ("", [asks(Kind.TERM)] * 3, [334, 333, 333]),
        ("Cook", [asks(Kind.SKILL, must=True), asks(Kind.TERM)], [631, 316, 53]),
        (
            "",
            [asks(kind) for kind in (Kind.SKILL, Kind.TERM, Kind.EXPERIENCE, *SAME)],
            [222, 111, 333, 167, 167],
        ),
    ],
)
def test_weights_follow_from_kind_and_must_and_sum_to_1000(
    title: str, items: list[Criterion], expected: list[int]
) -> None:
    assert weights(title, *items) == expected
    assert sum(expected) in (0, MAX_POINTS)


def test_the_fit_of_titles_comes_first_and_names_the_occupation() -> None:
    rubric = propose("job", "digest", Asked("Cook", "chef", [asks(Kind.SKILL)]))
    first, second = rubric.criteria
    assert (first.criterion_id, first.kind, first.label) == ("c1", Kind.OCCUPATION, "Cook")
    assert (first.occupation_id, first.must) == ("chef", True)
    assert (second.criterion_id, second.kind) == ("c2", Kind.SKILL)
    assert (rubric.job_id, rubric.requirements_digest) == ("job", "digest")


def test_more_criteria_than_points_are_weighed_in_order_until_no_point_is_left() -> None:
    made = weights("", *[asks(Kind.TERM)] * 1500)
    assert made == [1] * 1000 + [0] * 500


def test_alternatives_are_one_criterion_that_weighs_what_the_heaviest_kind_does() -> None:
    degree, years = asks(Kind.EDUCATION), asks(Kind.EXPERIENCE)
    group = either([degree, years], must=True)
    assert (group.label, group.must) == ("EDUCATION or EXPERIENCE", True)
    assert group.alternatives == (degree, years)
    assert weights("", group, years) == weights("", asks(Kind.EXPERIENCE, must=True), years)


def test_the_label_of_many_alternatives_stays_short() -> None:
    items = [replace(asks(Kind.TERM), label=f"{number} " + "x" * 30) for number in range(9)]
    assert either(items, must=False).label == f"{items[0].label} or another of 9"
    assert either(items[:3], must=False).label == " or ".join(
        [f"{items[0].label}, {items[1].label}", items[2].label]
    )
