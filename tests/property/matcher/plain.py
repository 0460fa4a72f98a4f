"""Any facts and any rubric of the kinds that every scorer knows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from services.matcher.scoring.facts import (
    Criterion,
    Facts,
    Kind,
    Level,
    Line,
    Position,
    Rubric,
    Skill,
    Span,
)
from services.matcher.scoring.proposing import Asked, propose

if TYPE_CHECKING:
    from collections.abc import Iterable

SKILLS = ("python", "go", "rust")
OCCUPATIONS = ("", "engineer", "nurse")
TONGUES = ("en", "de")
WORDS = ("python", "c++", "ledger", "north wind", "straße")
TITLES = ("Senior Engineer", "Nurse", "Backend Engineer II", "Head of the Ledger", "m/f")
MONTHS = st.integers(0, 600)
SPANS = MONTHS.map(lambda start: Span(1, start, start + 30))


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


def facts_of(
    *,
    total_months: int = 0,
    skills: dict[str, Skill] | None = None,
    positions: Iterable[Position] = (),
    education: Iterable[Level] = (),
    languages: dict[str, tuple[Level, ...]] | None = None,
    lines: Iterable[Line] = (),
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
    )


def with_line(facts: Facts, line: Line) -> Facts:
    """Return the facts with one more line of text."""
    return replace(
        facts, lines=(*facts.lines, line), folded=f"{facts.folded}{line.text.casefold()}\n"
    )


def _near(ids: tuple[str, ...]) -> st.SearchStrategy[dict[str, tuple[tuple[str, int], ...]]]:
    pairs = st.dictionaries(st.sampled_from(ids), st.integers(1, 99), max_size=3)
    return st.dictionaries(st.sampled_from(ids), pairs.map(lambda near: tuple(near.items())))


tables = st.builds(Table, _near(SKILLS), _near(OCCUPATIONS[1:]))
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
lines = st.builds(
    Line,
    st.lists(st.sampled_from((*WORDS, "the", "a-b", "PYTHON3")), max_size=4).map(" ".join),
    SPANS,
)
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
)


def criteria_of(*kinds: Kind) -> st.SearchStrategy[Criterion]:
    """Return criteria of these kinds."""
    return st.builds(
        Criterion,
        criterion_id=st.just("c1"),
        kind=st.sampled_from(kinds),
        must=st.booleans(),
        label=st.sampled_from(TITLES),
        weight=st.integers(0, 1000),
        job_span=SPANS,
        skill_id=st.sampled_from(SKILLS),
        term=st.sampled_from(WORDS).map(str.casefold),
        months=st.integers(0, 240),
        level=st.integers(0, 5),
        language=st.sampled_from(TONGUES),
        language_level=st.integers(0, 7),
        occupation_id=st.sampled_from(OCCUPATIONS),
    )


def all_asked_by(*kinds: Kind) -> st.SearchStrategy[Rubric]:
    """Return rubrics that ask for several things of these kinds, each for many points."""
    heavy = criteria_of(*kinds).map(lambda each: replace(each, weight=10_000))
    several = st.lists(heavy, min_size=3, max_size=6).map(tuple)
    return st.builds(Rubric, st.just("job"), st.just("digest"), several)


criteria = criteria_of(*Kind)
asked = st.builds(
    Asked,
    title=st.sampled_from(("", *TITLES)),
    occupation_id=st.sampled_from(OCCUPATIONS),
    items=st.lists(criteria, max_size=12),
)
rubrics = st.one_of(
    st.builds(Rubric, st.just("job"), st.just("digest"), st.lists(criteria).map(tuple)),
    asked.map(lambda each: propose("job", "digest", each)),
)
