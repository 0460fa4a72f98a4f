"""What a contribution cites is what it comes from: without those places it is nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matcher.scoring.facts import Facts, Kind, Level, Line, Position, Rubric, Skill, Span
from services.matcher.scoring.scorers import scorer
from tests.property.matcher.scoring import (
    OCCUPATIONS,
    SKILLS,
    TITLES,
    TONGUES,
    certified,
    edited,
    facts_of,
    tables,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.scoring.contributions import Contribution
    from services.matcher.scoring.facts import Certificate, Criterion
    from services.matcher.scoring.tables import Tables


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a resume, and what it shows."""

    text: str
    skill: tuple[str, int] | None = None  # its id, and months of use
    position: tuple[str, str, int] | None = None
    degree: int | None = None
    tongue: tuple[str, int] | None = None
    is_certificate: bool = False


_written = st.builds(
    Written,
    text=texts,
    skill=st.none() | st.tuples(st.sampled_from(SKILLS), st.integers(0, 60)),
    position=st.none()
    | st.tuples(st.sampled_from(TITLES), st.sampled_from(OCCUPATIONS), st.integers(0, 60)),
    degree=st.none() | st.integers(0, 5),
    tongue=st.none() | st.tuples(st.sampled_from(TONGUES), st.integers(0, 7)),
    is_certificate=st.booleans(),
)
resumes = st.lists(_written, min_size=1, max_size=8)


def derived(written: Sequence[Written]) -> Facts:
    """Return the facts of a resume that has these lines."""
    lines: list[Line] = []
    at = 0
    for each in written:
        lines.append(Line(each.text, Span(1, at, at + len(each.text))))
        at += len(each.text) + 1
    shown = list(zip(written, lines, strict=True))
    held = [
        Position(*each.position, line.span) for each, line in shown if each.position is not None
    ]
    return facts_of(
        total_months=sum(each.months for each in held),
        skills=_skills(shown),
        positions=held,
        education=[Level(each.degree, line.span) for each, line in shown if each.degree],
        languages=_languages(shown),
        lines=lines,
        certificates=_certificates(shown),
    )


def _skills(shown: Sequence[tuple[Written, Line]]) -> dict[str, Skill]:
    found: dict[str, Skill] = {}
    for each, line in shown:
        if each.skill is not None:
            skill_id, months = each.skill
            known = found.get(skill_id, Skill(skill_id, 0, -1, ()))
            mentions = (*known.mentions, line.span)
            found[skill_id] = replace(known, months=known.months + months, mentions=mentions)
    return found


def _languages(shown: Sequence[tuple[Written, Line]]) -> dict[str, tuple[Level, ...]]:
    found: dict[str, tuple[Level, ...]] = {}
    for each, line in shown:
        if each.tongue is not None:
            code, level = each.tongue
            found[code] = (*found.get(code, ()), Level(level, line.span))
    return found


def _certificates(shown: Sequence[tuple[Written, Line]]) -> list[Certificate]:
    return [certified(each.text, line.span) for each, line in shown if each.is_certificate]


def without(
    written: Sequence[Written], lines: Sequence[Line], cited: Contribution
) -> list[Written]:
    """Return the resume without the lines that a contribution cites."""
    spans = [evidence.span for evidence in cited.evidence]
    return [
        each
        for each, line in zip(written, lines, strict=True)
        if not any(span.start <= line.span.start and line.span.end <= span.end for span in spans)
    ]


@settings(deadline=None)
@given(resumes, edited(*Kind), tables)
def test_a_contribution_is_nothing_once_all_that_it_cites_is_gone(
    written: list[Written], asked: Criterion, near: Tables
) -> None:
    scoring = scorer("v2", Rubric("job", "digest", (asked,)), near)
    while True:
        facts = near.read(derived(written))
        (part,) = scoring.explain(facts)
        if not part.degree:
            assert not part.evidence
            break
        assert part.evidence, part
        left = without(written, facts.lines, part)
        assert len(left) < len(written)
        written = left


@settings(deadline=None)
@given(
    resumes, edited(Kind.SKILL, Kind.TERM, Kind.WORDS, Kind.LINE_OF_WORK, Kind.EXPERIENCE), tables
)
def test_all_places_that_show_a_thing_are_cited_at_once(
    written: list[Written], asked: Criterion, near: Tables
) -> None:
    """A skill, words and the line of work need no second look: nothing of them is left."""
    alone = replace(asked, alternatives=())
    scoring = scorer("v2", Rubric("job", "digest", (alone,)), near)
    facts = near.read(derived(written))
    (part,) = scoring.explain(facts)
    if part.degree and not part.related and not _is_certified(facts, part):
        left = without(written, facts.lines, part)
        (after,) = scoring.explain(near.read(derived(left)))
        assert not after.degree or after.related


def _is_certified(facts: Facts, part: Contribution) -> bool:
    # A term that a certificate has is shown by it alone; lines may still have the words.
    return part.reason.startswith("Certificate: ") and bool(facts.certificates)
