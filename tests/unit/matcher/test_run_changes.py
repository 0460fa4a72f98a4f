"""Why one ranking differs from the one before it, and who stands elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matcher.lineage import changes
from services.matcher.lineage.changes import Move
from services.matcher.runs import Lineage, Reason, Scored, ranked

LINEAGE = Lineage("q", "r", "t", "m", "v1")
NONE: set[Reason] = set()
A, B, C = Scored("a", "1", 30), Scored("b", "2", 20), Scored("c", "3", 10)


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        ("rubric_digest", Reason.RUBRIC_CHANGED),
        ("taxonomy_digest", Reason.TAXONOMY_CHANGED),
        ("model_digest", Reason.MODEL_CHANGED),
        ("scorer", Reason.SCORER_CHANGED),
    ],
)
def test_a_lineage_says_what_is_another(field: str, reason: Reason) -> None:
    assert changes.of_lineages(LINEAGE, replace(LINEAGE, **{field: "x"})) == {reason}
    assert changes.of_lineages(LINEAGE, replace(LINEAGE)) == set()


@pytest.mark.parametrize(
    ("after", "reasons"),
    [
        ([A, B], NONE),
        ([B, A], NONE),
        ([A, B, C], {Reason.NEW_FACTS}),
        ([A], {Reason.CANDIDATE_GONE}),
        ([A, replace(B, facts_digest="9")], {Reason.CORRECTED_FACTS}),
        ([A, C], {Reason.NEW_FACTS, Reason.CANDIDATE_GONE}),
        ([A, replace(B, points=1)], NONE),  # by another rubric: the lineage says so
    ],
)
def test_people_differ_by_their_facts(after: list[Scored], reasons: set[Reason]) -> None:
    assert changes.of_people([A, B], after) == reasons


def test_the_weightiest_reason_comes_first_and_no_reason_is_that_somebody_asked() -> None:
    assert changes.ordered({Reason.NEW_FACTS, Reason.RUBRIC_CHANGED}) == [
        Reason.RUBRIC_CHANGED,
        Reason.NEW_FACTS,
    ]
    assert changes.ordered(set()) == [Reason.REQUESTED]


def test_a_shortlist_differs_by_who_enters_leaves_and_moves() -> None:
    best = Scored("c", "4", 40)
    found = changes.difference(ranked([A, B, C]), ranked([A, B, best]), size=2)
    assert found.entered == (Move("c", 3, 1, 10, 40),)
    assert found.left == (Move("b", 2, 3, 20, 20),)
    assert found.moved == (Move("a", 1, 2, 30, 30),)


def test_who_was_not_scored_has_no_place() -> None:
    found = changes.difference(ranked([A, B]), ranked([A, C]), size=10)
    assert found.entered == (Move("c", 0, 2, 0, 10),)
    assert found.left == (Move("b", 2, 0, 20, 0),)
    assert found.moved == ()


def test_other_points_at_the_same_place_are_a_move() -> None:
    found = changes.difference(ranked([A, B]), ranked([A, replace(B, points=25)]), size=2)
    assert found.moved == (Move("b", 2, 2, 20, 25),)
