"""Places, and what names a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

from services.matcher.runs import Lineage, Run, Scored, ranked

LINEAGE = Lineage("requirements", "rubric", "taxonomy", "model", "v1")
POINTS = {"a": 5, "b": 9, "c": 5, "d": 0, "e": 9}
SCORED = tuple(Scored(name, f"facts-{name}", points) for name, points in POINTS.items())
RUN = Run("run", "job", LINEAGE, SCORED, 10, datetime(2026, 11, 21, tzinfo=UTC))


def test_equal_scores_share_a_place_and_the_next_place_is_skipped() -> None:
    places = [(place, each.candidate_id) for place, each in ranked(SCORED)]
    assert places == [(1, "b"), (1, "e"), (3, "a"), (3, "c"), (5, "d")]


def test_the_order_of_retrieval_does_not_matter_to_places() -> None:
    expected = ranked(SCORED)
    assert all(ranked(order) == expected for order in permutations(SCORED))
    assert ranked(()) == []


def test_a_runs_digest_names_what_was_scored_from_what_and_nothing_else() -> None:
    same = replace(RUN, run_id="other", job_id="other", shown=1, created_at=datetime.now(UTC))
    assert same.digest == RUN.digest
    assert replace(RUN, scored=SCORED[::-1]).digest == RUN.digest
    others = [
        replace(RUN, scored=SCORED[:-1]),
        replace(RUN, scored=(replace(SCORED[0], points=6), *SCORED[1:])),
        replace(RUN, scored=(replace(SCORED[0], facts_digest="x"), *SCORED[1:])),
        *(
            replace(RUN, lineage=replace(LINEAGE, **{name: "x"}))
            for name in Lineage.__dataclass_fields__
        ),
    ]
    assert len({each.digest for each in others} | {RUN.digest}) == len(others) + 1
