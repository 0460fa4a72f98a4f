"""What a selection is narrowed by: refused when it makes no sense, in a digest when set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from candor.matcher.v1 import filters_pb2 as pb

from servicekit.errors import FieldInvalid
from services.matcher.facets import wire
from services.matcher.facets.facets import PlaceMarks, spoken
from services.matcher.facets.filters import UNFILTERED, Filters, Pool
from services.matcher.runs import Lineage, Run, Scored
from services.matcher.scoring.facts import Facts, Level, Span

SPAN = Span(1, 0, 1)
EMPTY = Facts(
    text_digest="",
    total_months=0,
    skills={},
    positions=(),
    education=(),
    languages={},
    lines=(),
    folded="",
)
RUN = Run(
    run_id="r",
    job_id="j",
    lineage=Lineage("a", "b", "c", "d", "v1"),
    scored=(Scored("x", "y", 3),),
    shown=1,
    created_at=datetime(2026, 11, 1, tzinfo=UTC),
)
SET = [
    Filters(places=("Berlin",)),
    Filters(remote_ok=True),
    Filters(languages=(("de", 0),)),
    Filters(languages=(("de", 4),)),
    Filters(available_by=date(2027, 1, 1)),
    Filters(pool=Pool.APPLICANTS),
]


@pytest.mark.parametrize(
    "message",
    [
        pb.Filters(places=[" "]),
        pb.Filters(places=["x" * 101]),
        pb.Filters(places=[f"Town {'x' * number}" for number in range(21)]),
        pb.Filters(languages=[pb.LanguageFilter(code="deu")]),
        pb.Filters(languages=[pb.LanguageFilter(code="DE")]),
        pb.Filters(languages=[pb.LanguageFilter(code="d1")]),
        pb.Filters(languages=[pb.LanguageFilter(code=f"a{chr(97 + i)}") for i in range(11)]),
        pb.Filters(available_by="01/02/2027"),
        pb.Filters(available_by="2027-02-30"),
        pb.Filters(available_by="1969-12-31"),
    ],
)
def test_what_makes_no_sense_is_refused(message: pb.Filters) -> None:
    with pytest.raises(FieldInvalid):
        wire.to_filters(message)


@pytest.mark.parametrize("message", [pb.Filters(), pb.Filters(pool=pb.POOL_EVERYONE)])
def test_filters_that_ask_nothing_are_none(message: pb.Filters) -> None:
    assert wire.to_filters(message) == UNFILTERED
    assert not UNFILTERED.tree, "the digests of runs without filters stay what they were"
    assert wire.stored(UNFILTERED) is None
    assert replace(RUN, filters=UNFILTERED).digest == RUN.digest


def test_each_filter_gives_a_run_another_digest() -> None:
    digests = {replace(RUN, filters=each).digest for each in SET}
    assert len(digests | {RUN.digest}) == len(SET) + 1


@pytest.mark.parametrize("value", SET)
def test_what_a_run_keeps_is_read_back(value: Filters) -> None:
    assert wire.to_stored(wire.stored(value)) == value
    assert wire.to_filters(wire.filters(value)) == value


def test_the_order_and_number_of_words_change_nothing() -> None:
    one = wire.to_filters(pb.Filters(places=["Rome", "Berlin "]))
    assert one == wire.to_filters(pb.Filters(places=["Berlin", "Rome", "Berlin"]))


def test_a_language_is_kept_for_every_level_up_to_the_best_that_is_told() -> None:
    facts = replace(
        EMPTY, languages={"de": (Level(2, SPAN), Level(3, SPAN)), "fr": (Level(0, SPAN),)}
    )
    assert spoken(facts) == ["de>=0", "de>=1", "de>=2", "de>=3", "fr>=0"]


def test_marks_of_places_differ_by_tenant_and_tell_no_place() -> None:
    one, other = PlaceMarks(b"1" * 32), PlaceMarks(b"2" * 32)
    assert one.of(["berlin"]) == one.of(["berlin"]) != other.of(["berlin"])
    assert "berlin" not in str(one.of(["berlin", "rome"]))
