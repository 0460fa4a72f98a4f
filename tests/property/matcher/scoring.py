"""Any facts, any rubric and any tables that scoring may be given."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from services.matcher.scoring.adverts import Telling
from services.matcher.scoring.facts import (
    AdvertWord,
    Certificate,
    Criterion,
    Facts,
    Kind,
    Level,
    Line,
    Position,
    Rubric,
    Skill,
    Span,
    Step,
)
from services.matcher.scoring.proposing import Asked, propose
from services.matcher.scoring.tables import Tables
from taxonomy import compiled
from taxonomy.taxonomy import Taxonomy
from taxonomy.work import LinesOfWork

if TYPE_CHECKING:
    from collections.abc import Iterable

SKILLS = ("go", "python", "rust")
OCCUPATIONS = ("", "engineer", "nurse")
TONGUES = ("en", "de")
TERMS = ("python", "c++", "c", "ledger", "north wind", "straße")
SPOKEN = ("audit", "code", "ledger", "nurse", "patient", "python")
WRITTEN = (*TERMS, *SPOKEN, "the", "a-b", "PYTHON3", "C#", "Straße", "North", "Ledger,")
TITLES = ("Senior Engineer", "Nurse", "Backend Engineer II", "Head of the Ledger", "m/f")
V1_KINDS = tuple(kind for kind in Kind if kind <= Kind.OCCUPATION)
BY_MONTHS = frozenset({Kind.SKILL, Kind.EXPERIENCE, Kind.OCCUPATION})
BY_LEVEL = frozenset({Kind.EDUCATION, Kind.LANGUAGE})
MONTHS = st.integers(0, 600)
SPANS = MONTHS.map(lambda start: Span(1, start, start + 30))
DESCRIBED = (
    compiled.DescribedRow("audit", 410, ((0, 300), (2, 50))),
    compiled.DescribedRow("code", 350, ((1, 400),)),
    compiled.DescribedRow("ledger", 600, ((0, 500),)),
    compiled.DescribedRow("nurse", 500, ((2, 600),)),
    compiled.DescribedRow("patient", 450, ((1, 10), (2, 400))),
    compiled.DescribedRow("python", 550, ((1, 300),)),
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of what is close to what."""

    skills: dict[str, tuple[tuple[str, int], ...]] = field(
        default_factory=dict[str, tuple[tuple[str, int], ...]]
    )
    occupations: dict[str, tuple[tuple[str, int], ...]] = field(
        default_factory=dict[str, tuple[tuple[str, int], ...]]
    )

    def related(self, skill_id: str) -> tuple[tuple[str, int], ...]:
        return self.skills.get(skill_id, ())

    def related_occupations(self, occupation_id: str) -> tuple[tuple[str, int], ...]:
        return self.occupations.get(occupation_id, ())


@cache
def tables_of(near: tuple[tuple[int, int, int], ...] = (), occupations: int = 0) -> Tables:
    """Return tables of a small taxonomy: skills by row with their closeness, 0 for none."""
    content = compiled.Compiled(
        skills=[compiled.SkillRow(each, each.title(), tool=True) for each in SKILLS],
        surfaces=(),
        related=[compiled.CloseRow(*each, compiled.Why.WRITTEN) for each in near],
        occupations=[compiled.OccupationRow(each, each.title()) for each in OCCUPATIONS[1:]],
        titles=(),
        related_occupations=[
            compiled.CloseRow(0, 1, closeness, compiled.Why.USE)
            for closeness in (occupations,)
            if closeness
        ],
        described=DESCRIBED,
    )
    data = compiled.write(content)
    return Tables(Taxonomy(data), LinesOfWork(data))


def facts_of(
    *,
    total_months: int = 0,
    skills: dict[str, Skill] | None = None,
    positions: Iterable[Position] = (),
    education: Iterable[Level] = (),
    languages: dict[str, tuple[Level, ...]] | None = None,
    lines: Iterable[Line] = (),
    certificates: Iterable[Certificate] = (),
) -> Facts:
    """Return facts, their lines folded as the wire folds them."""
    kept = tuple(lines)
    return Facts(
        text_digest="0" * 64,
        total_months=total_months,
        skills=skills or {},
        positions=tuple(positions),
        education=tuple(education),
        languages=languages or {},
        lines=kept,
        folded="".join(f"{line.text.casefold()}\n" for line in kept),
        certificates=tuple(certificates),
    )


def with_line(facts: Facts, line: Line) -> Facts:
    """Return the facts with one more line of text."""
    return replace(
        facts, lines=(*facts.lines, line), folded=f"{facts.folded}{line.text.casefold()}\n"
    )


def certified(label: str, span: Span) -> Certificate:
    """Return a certificate as the wire folds it."""
    return Certificate(label, label.casefold(), span)


def _closest(ids: tuple[str, ...]) -> st.SearchStrategy[dict[str, tuple[tuple[str, int], ...]]]:
    pairs = st.dictionaries(st.sampled_from(ids), st.integers(1, 99), max_size=3)
    return st.dictionaries(st.sampled_from(ids), pairs.map(lambda near: tuple(near.items())))


near = st.builds(Table, _closest(SKILLS), _closest(OCCUPATIONS[1:]))


def _near(close: tuple[int, int, int], occupations: int) -> Tables:
    rows = zip(((0, 1), (0, 2), (1, 2)), close, strict=True)
    return tables_of(tuple((*pair, each) for pair, each in rows if each), occupations)


_closeness = ((0, 0, 0), (99, 0, 1), (40, 75, 0), (75, 40, 99), (1, 99, 40))
tables = st.builds(_near, st.sampled_from(_closeness), st.sampled_from((0, 40, 99)))
"""Few, and so made once each: the promises draw theirs from any."""
skills = st.builds(
    Skill,
    label=st.just("label"),
    months=MONTHS,
    months_since_use=st.integers(-1, 120),
    mentions=st.lists(SPANS, min_size=1, max_size=3).map(tuple),
)
positions = st.builds(
    Position,
    title=st.sampled_from(TITLES),
    occupation_id=st.sampled_from(OCCUPATIONS),
    months=MONTHS,
    span=SPANS,
)
degrees = st.builds(Level, st.integers(0, 5), SPANS)
tongues = st.builds(Level, st.integers(0, 7), SPANS)
texts = st.lists(st.sampled_from(WRITTEN), max_size=4).map(" ".join)
lines = st.builds(Line, texts, SPANS)
certificates = st.builds(certified, texts, SPANS)
everything = st.builds(
    facts_of,
    total_months=MONTHS,
    skills=st.dictionaries(st.sampled_from(SKILLS), skills),
    positions=st.lists(positions, max_size=4),
    education=st.lists(degrees, max_size=3),
    languages=st.dictionaries(
        st.sampled_from(TONGUES), st.lists(tongues, min_size=1, max_size=2).map(tuple)
    ),
    lines=st.lists(lines, max_size=5),
    certificates=st.lists(certificates, max_size=2),
)
_advert_words = st.lists(
    st.builds(
        AdvertWord, st.sampled_from((*SPOKEN, "north", "strasse")), st.integers(1, 99), SPANS
    ),
    max_size=5,
    unique_by=lambda each: each.word,
).map(tuple)


def criteria_of(*kinds: Kind) -> st.SearchStrategy[Criterion]:
    """Return criteria of these kinds, without scales, alternatives and knock-outs."""
    return st.builds(
        Criterion,
        criterion_id=st.just("c1"),
        kind=st.sampled_from(kinds),
        must=st.booleans(),
        label=st.sampled_from(TITLES),
        weight=st.integers(0, 1000),
        job_span=SPANS,
        skill_id=st.sampled_from(SKILLS),
        term=st.sampled_from(TERMS).map(str.casefold),
        months=st.integers(0, 240),
        level=st.integers(0, 5),
        language=st.sampled_from(TONGUES),
        language_level=st.integers(0, 7),
        occupation_id=st.sampled_from(OCCUPATIONS),
        words=_advert_words,
    )


@st.composite
def scales(draw: st.DrawFn, kind: Kind) -> tuple[Step, ...]:
    """Return a criterion's own scale: rising in what it takes and in what it brings."""
    if kind not in BY_MONTHS | BY_LEVEL:
        return ()
    size = draw(st.integers(0, 3))
    percents = sorted(draw(st.sets(st.integers(1, 100), min_size=size, max_size=size)))
    most = 60 if kind in BY_MONTHS else 6
    takes = sorted(draw(st.sets(st.integers(0, most), min_size=size, max_size=size)))
    by_months = kind in BY_MONTHS
    return tuple(
        Step("", months=take * by_months, least=take * (not by_months), percent=percent)
        for take, percent in zip(takes, percents, strict=True)
    )


@st.composite
def edited(draw: st.DrawFn, *kinds: Kind) -> Criterion:
    """Return a criterion as a person may have edited it."""
    made = draw(criteria_of(*kinds))
    levels = draw(scales(made.kind))
    others = criteria_of(made.kind) if levels else criteria_of(*kinds)
    return replace(
        made,
        levels=levels,
        knock_out=draw(st.booleans()),
        alternatives=tuple(draw(st.lists(others, max_size=2))),
    )


def all_asked_by(*kinds: Kind) -> st.SearchStrategy[Rubric]:
    """Return rubrics that ask for several things of these kinds, each for many points."""
    heavy = edited(*kinds).map(lambda each: replace(each, weight=10_000))
    several = st.lists(heavy, min_size=3, max_size=6).map(tuple)
    return st.builds(Rubric, st.just("job"), st.just("digest"), several)


def rubrics_of(*kinds: Kind) -> st.SearchStrategy[Rubric]:
    """Return rubrics of these kinds, as people edit them."""
    return st.builds(
        Rubric, st.just("job"), st.just("digest"), st.lists(edited(*kinds), max_size=5).map(tuple)
    )


asked = st.builds(
    Asked,
    title=st.sampled_from(("", *TITLES)),
    occupation_id=st.sampled_from(OCCUPATIONS),
    items=st.lists(criteria_of(*Kind), max_size=12),
)
english = st.builds(Telling, _advert_words, _advert_words, st.just(value=True))
other = st.builds(Telling, _advert_words, st.just(()), st.just(value=False))
said = st.one_of(english, other)
proposed = st.builds(propose, st.just("job"), st.just("digest"), asked, said)
criteria = edited(*Kind)
rubrics = st.one_of(rubrics_of(*Kind), proposed)
