"""Facts and rubrics of every kind that any scorer knows, and tables to score by."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, cast

from hypothesis import strategies as st

from services.matcher.scoring.facts import AdvertWord, Certificate, Criterion, Kind, Rubric, Step
from services.matcher.scoring.tables import Tables
from taxonomy import work
from tests.property.matcher.plain import (
    MONTHS,
    SPANS,
    TITLES,
    WORDS,
    criteria_of,
    everything,
    tables,
)

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Facts, Span
    from taxonomy.taxonomy import Taxonomy
    from taxonomy.work import LinesOfWork
    from tests.property.matcher.plain import Table

SCORERS = ("v1", "v2")
SCALES = {Kind.SKILL, Kind.EXPERIENCE, Kind.EDUCATION, Kind.LANGUAGE, Kind.OCCUPATION}


@cache
def lines_of_work() -> LinesOfWork:
    """Return those of the taxonomy; read once."""
    return work.load()


def tables_of(table: Table) -> Tables:
    """Return tables in which what is related is as said."""
    return Tables(cast("Taxonomy", table), lines_of_work())


all_tables = tables.map(tables_of)


def _certificate(label: str, span: Span) -> Certificate:
    return Certificate(label, label.casefold(), span)


def _with(facts: Facts, held: list[Certificate]) -> Facts:
    return replace(facts, certificates=tuple(held))


certificates = st.builds(_certificate, st.sampled_from(WORDS), SPANS)
people = st.builds(_with, everything, st.lists(certificates, max_size=2))
advert_words = st.builds(
    AdvertWord, st.sampled_from(("python", "ledger", "wind")), st.integers(1, 50), SPANS
)
steps = st.builds(Step, st.just(""), MONTHS, st.integers(0, 7), st.integers(1, 100))


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    """Return a criterion, of which others may be alternatives."""
    ways = [draw(_way()) for _ in range(draw(st.sampled_from((1, 1, 2, 3))))]
    levels = draw(st.lists(steps, max_size=2)) if ways[0].kind in SCALES else []
    return replace(
        ways[0],
        knock_out=draw(st.booleans()),
        alternatives=tuple(ways[1:]),
        levels=tuple(levels),
    )


@st.composite
def _way(draw: st.DrawFn) -> Criterion:
    kind = draw(st.sampled_from(Kind))
    way = draw(criteria_of(kind))
    if kind in (Kind.WORDS, Kind.LINE_OF_WORK):
        words = tuple(draw(st.lists(advert_words, max_size=3, unique_by=lambda each: each.word)))
        return replace(way, words=words, term=draw(st.sampled_from(TITLES)))
    return way if kind is not Kind.CERTIFICATE or draw(st.booleans()) else replace(way, skill_id="")


rubrics = st.builds(
    Rubric, st.just("job"), st.just("digest"), st.lists(criteria(), max_size=5).map(tuple)
)
