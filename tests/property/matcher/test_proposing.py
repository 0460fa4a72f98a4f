"""What holds of every rubric that is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from services.matcher.scoring.facts import Kind
from services.matcher.scoring.proposing import MAX_POINTS, NOWHERE, propose
from tests.property.matcher.scoring import asked, said

if TYPE_CHECKING:
    from services.matcher.scoring.adverts import Telling
    from services.matcher.scoring.proposing import Asked


@given(asked, said)
def test_a_proposed_rubric_gives_1000_points_and_names_its_criteria_in_order(
    job: Asked, telling: Telling
) -> None:
    rubric = propose("job", "digest", job, telling)
    count = len(job.items) + bool(job.title) + bool(telling.spoken) + bool(telling.words)
    assert [each.criterion_id for each in rubric.criteria] == [
        f"c{number}" for number in range(1, count + 1)
    ]
    assert rubric.max_points == (MAX_POINTS if count else 0)
    assert all(each.weight >= 0 for each in rubric.criteria)


@given(asked, said)
def test_a_must_never_weighs_less_than_the_same_as_a_should(job: Asked, telling: Telling) -> None:
    heaviest: dict[tuple[Kind, bool], int] = {}
    lightest: dict[tuple[Kind, bool], int] = {}
    for each in propose("job", "digest", job, telling).criteria:
        if each.job_span == NOWHERE:  # of the whole text, not of an item
            continue
        slot = (each.kind, each.must)
        heaviest[slot] = max(heaviest.get(slot, 0), each.weight)
        lightest[slot] = min(lightest.get(slot, MAX_POINTS), each.weight)
    for kind in Kind:
        if (kind, True) in lightest and (kind, False) in heaviest:
            assert lightest[kind, True] >= heaviest[kind, False]
    for slot, weight in heaviest.items():
        assert weight - lightest[slot] <= 1
