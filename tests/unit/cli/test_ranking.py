"""A ranking as a terminal shows it: places that nobody can be sure of are shown as ties."""

from __future__ import annotations

import io

from candor.ingest.v1.job_service_pb2 import Job
from candor.matcher.v1 import match_pb2
from rich.console import Console

from cli import showing

PEOPLE = ("Ada", "Bela", "Chen", "Dana")


def shown(*ranges: tuple[int, int], ties: tuple[tuple[int, ...], ...] = ()) -> list[str]:
    """Return the lines of a ranking whose places may be those of `ranges`."""
    run = match_pb2.MatchRun(scored_count=9)
    for place, (best, worst) in enumerate(ranges, 1):
        match = run.matches.add(candidate_id=f"c{place}", rank=place, points=10, max_points=20)
        match.by_weights.CopyFrom(match_pb2.PlaceRange(best_place=best, worst_place=worst))
    for tie in ties:
        ids = [f"c{place}" for place in tie]
        run.ties.add(candidate_ids=ids, reason=match_pb2.TIE_REASON_WEIGHTS)
    out = io.StringIO()
    names = {f"c{place}": name for place, name in enumerate(PEOPLE, 1)}
    showing.ranking(Console(file=out, width=140), Job(title="Job"), run, names)
    return out.getvalue().splitlines()


def row(lines: list[str], name: str) -> str:
    (found,) = [line for line in lines if name in line]
    return found.split("│")[1].strip()


def test_a_tie_shows_the_places_that_each_may_have() -> None:
    lines = shown((1, 1), (2, 3), (2, 4), ties=((2, 3),))
    assert [row(lines, name) for name in PEOPLE[:3]] == ["1", "2 =2-3", "3 =2-4"]
    assert any("too close" in line for line in lines)


def test_equals_that_nothing_moves_are_a_tie_too() -> None:
    lines = shown((1, 1), (2, 2), ties=((1, 2),))
    assert [row(lines, name) for name in PEOPLE[:2]] == ["1 =", "2 ="]


def test_sure_places_stand_alone() -> None:
    lines = shown((1, 1), (2, 2))
    assert [row(lines, name) for name in PEOPLE[:2]] == ["1", "2"]
    assert not any("too close" in line for line in lines)


def test_what_one_wrong_fact_does_stands_below() -> None:
    run = match_pb2.MatchRun(scored_count=9)
    match = run.matches.add(candidate_id="c1", rank=2, points=10, max_points=20)
    match.by_one_fact.CopyFrom(match_pb2.PlaceRange(best_place=1, worst_place=7))
    out = io.StringIO()
    showing.ranking(Console(file=out, width=140), Job(title="Job"), run, {"c1": "Ada"})
    assert "1 fact: 1-7" in out.getvalue()
