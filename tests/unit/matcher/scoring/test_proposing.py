"""The default rubric."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matcher.scoring.adverts import Telling
from services.matcher.scoring.facts import AdvertWord, Criterion, Kind, Span
from services.matcher.scoring.proposing import MAX_POINTS, Asked, either, propose

SAME = (Kind.EDUCATION, Kind.LANGUAGE)
HERE = Span(1, 0, 9)
SAID = (AdvertWord("ledger", 40, HERE), AdvertWord("audit", 30, HERE))
NOTHING = Telling((), (), english=True)
ENGLISH = Telling(SAID, SAID, english=True)
ROMANIAN = Telling(SAID, (), english=False)


def asks(kind: Kind, *, must: bool = False) -> Criterion:
    return Criterion("", kind, must=must, label=kind.name, weight=0, job_span=HERE)


def weights(title: str, *items: Criterion, said: Telling = NOTHING) -> list[int]:
    rubric = propose("job", "digest", Asked(title, "", items), said)
    return [each.weight for each in rubric.criteria]


@pytest.mark.parametrize(
    ("title", "items", "expected"),
    [
        ("", [], []),
        ("Cook", [], [1000]),
        ("", [asks(Kind.TERM)], [1000]),
        ("", [asks(Kind.SKILL), asks(Kind.SKILL, must=True)], [250, 750]),
        ("", [asks(Kind.TERM)] * 3, [334, 333, 333]),
        ("Cook", [asks(Kind.SKILL, must=True), asks(Kind.TERM)], [762, 204, 34]),
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
    rubric = propose("job", "digest", Asked("Cook", "chef", [asks(Kind.SKILL)]), NOTHING)
    first, second = rubric.criteria
    assert (first.criterion_id, first.kind, first.label) == ("c1", Kind.OCCUPATION, "Cook")
    assert (first.occupation_id, first.must) == ("chef", True)
    assert (second.criterion_id, second.kind) == ("c2", Kind.SKILL)
    assert (rubric.job_id, rubric.requirements_digest) == ("job", "digest")


@pytest.mark.parametrize(
    ("said", "items", "expected"),
    [
        # 200 for the title, 500 for the line of work, 250 for all that is asked for, 50 for words.
        (ENGLISH, 8, [200, 500, *[32] * 2, *[31] * 6, 50]),
        (ENGLISH, 16, [200, 500, *[16] * 10, *[15] * 6, 50]),
        # One of eight items is an eighth of 250: of 781.25 in all.
        (ENGLISH, 1, [256, 640, 40, 64]),
        (ENGLISH, 0, [267, 667, 66]),
        # Without lines of work the advert's own words have 500 in place of both.
        (ROMANIAN, 8, [210, *[33] * 8, 526]),
        (ROMANIAN, 0, [286, 714]),
    ],
)
def test_few_items_weigh_less_and_another_language_leans_on_words(
    said: Telling, items: int, expected: list[int]
) -> None:
    made = weights("Cook", *[asks(Kind.SKILL)] * items, said=said)
    assert made == expected
    assert sum(made) == MAX_POINTS


def test_what_is_of_the_whole_text_points_at_no_line_and_carries_its_words() -> None:
    rubric = propose("job", "digest", Asked("Cook", "chef", [asks(Kind.SKILL)]), ENGLISH)
    kinds = [each.kind for each in rubric.criteria]
    assert kinds == [Kind.OCCUPATION, Kind.LINE_OF_WORK, Kind.SKILL, Kind.WORDS]
    work, words = rubric.criteria[1], rubric.criteria[3]
    assert (work.label, work.term, work.words) == ("Work as Cook", "Cook", SAID)
    assert (words.label, words.term, words.words) == ("The advert's own words", "", SAID)
    for each in (rubric.criteria[0], work, words):
        assert each.job_span == Span(1, 0, 0)
    assert not work.must
    assert not words.must


def test_a_title_that_is_a_sentence_does_not_name_the_line_of_work() -> None:
    title = "We are looking for a cook in our kitchen"
    rubric = propose("job", "digest", Asked(title, "", []), ENGLISH)
    assert (rubric.criteria[1].label, rubric.criteria[1].term) == (
        "Work as the advert describes it",
        "",
    )
    known = propose("job", "digest", Asked(title, "chef", []), ENGLISH)
    assert known.criteria[1].term == title


def test_an_advert_that_says_nothing_has_an_empty_rubric() -> None:
    rubric = propose("job", "digest", Asked("", "", []), NOTHING)
    assert (rubric.criteria, rubric.max_points) == ((), 0)


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
