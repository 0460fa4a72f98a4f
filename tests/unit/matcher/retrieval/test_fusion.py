"""One order from several."""

from __future__ import annotations

from itertools import permutations

from services.matcher.retrieval.arms import RRF_K, SCALE, WEIGHTS, Arm
from services.matcher.retrieval.fusion import Hit, fuse


def hits(*scores: tuple[str, float]) -> list[Hit]:
    return [Hit(*each) for each in scores]


def test_points_are_the_weighted_sum_of_what_places_are_worth() -> None:
    found = {Arm.ROLES: hits(("a", 0.9), ("b", 0.5)), Arm.SKILLS: hits(("b", 7.0))}
    selected = {each.point_id: each for each in fuse(found, limit=9)}
    assert selected["a"].places == {Arm.ROLES: 1}
    assert selected["b"].places == {Arm.ROLES: 2, Arm.SKILLS: 1}
    assert selected["a"].points == WEIGHTS[Arm.ROLES] * SCALE // (RRF_K + 1)
    assert selected["b"].points == (
        WEIGHTS[Arm.ROLES] * SCALE // (RRF_K + 2) + WEIGHTS[Arm.SKILLS] * SCALE // (RRF_K + 1)
    )


def test_who_is_found_by_more_arms_comes_first() -> None:
    found = {arm: hits(("both", 0.5)) for arm in (Arm.WORDS, Arm.ROLES)}
    found[Arm.WORDS] = [*found[Arm.WORDS], *hits(("alone", 0.4))]
    assert [each.point_id for each in fuse(found, limit=9)] == ["both", "alone"]


def test_equal_scores_share_a_place_and_the_next_counts_them() -> None:
    selected = fuse({Arm.WORDS: hits(("a", 2.0), ("b", 2.0), ("c", 1.0))}, limit=9)
    assert [each.places[Arm.WORDS] for each in selected] == [1, 1, 3]


def test_the_order_does_not_depend_on_how_lists_and_equals_came() -> None:
    scores = (("a", 1.0), ("b", 1.0), ("c", 0.5))
    for order in permutations(scores):
        for arms in permutations((Arm.WORDS, Arm.SKILLS)):
            found = {arm: hits(*order) for arm in arms}
            assert fuse(found, limit=2) == fuse(
                {Arm.WORDS: hits(*scores), Arm.SKILLS: hits(*scores)}, limit=2
            )


def test_nothing_found_is_nothing_selected() -> None:
    assert fuse({}, limit=5) == ()
    assert fuse({Arm.ROLES: []}, limit=5) == ()


def test_every_arm_has_a_weight() -> None:
    assert set(WEIGHTS) == set(Arm)
    assert min(WEIGHTS.values()) > 0
