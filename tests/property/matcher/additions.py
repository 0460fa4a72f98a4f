"""Any facts with jobs that bear out their months, what they may grow into, and rubrics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st

from services.matcher.scoring.additions import (
    CertificateAddition,
    DegreeAddition,
    LanguageAddition,
    RoleAddition,
    SkillAddition,
    TermAddition,
    WorkAddition,
)
from services.matcher.scoring.facts import (
    AdvertWord,
    Certificate,
    Criterion,
    Kind,
    Level,
    Line,
    Position,
    Rubric,
    Skill,
    Span,
    Step,
)
from services.matcher.scoring.words import keys_of
from taxonomy.work import Lexicon, Told
from tests.property.matcher.scoring import (
    SKILLS,
    TERMS,
    TONGUES,
    Table,
    criteria_of,
    degrees,
    everything,
    lines,
    near,
    positions,
    skills,
    tongues,
    with_line,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.scoring.additions import Addition
    from services.matcher.scoring.facts import Facts

SPAN = Span(1, 0, 30)
ROWS = 4  # words that lines of work know


@dataclass(frozen=True, slots=True)
class Tables:
    """What is related to what, and what a few words say for any line of work."""

    near: Table
    said: tuple[int, ...]

    def related(self, skill_id: str) -> tuple[tuple[str, int], ...]:
        return self.near.related(skill_id)

    def related_occupations(self, occupation_id: str) -> tuple[tuple[str, int], ...]:
        return self.near.related_occupations(occupation_id)

    def lexicon(self, _: Criterion) -> Lexicon:
        return Lexicon(np.array(self.said, np.int64), 1_000)


all_tables = st.builds(Tables, near, st.tuples(*[st.integers(0, 20_000) for _ in range(ROWS)]))


@st.composite
def _levelled(draw: st.DrawFn, criterion: Criterion) -> Criterion:
    """Return the criterion with a scale of its own, for kinds that may have one."""
    in_months = criterion.kind in (Kind.SKILL, Kind.EXPERIENCE, Kind.OCCUPATION)
    if not in_months and criterion.kind not in (Kind.EDUCATION, Kind.LANGUAGE):
        return criterion
    least = st.integers(0, 60) if in_months else st.integers(1, 5)
    steps = sorted(draw(st.sets(least, min_size=1, max_size=3)))
    percents = sorted(draw(st.sets(st.integers(1, 100), min_size=len(steps), max_size=len(steps))))
    levels = tuple(
        Step("", step if in_months else 0, 0 if in_months else step, percent)
        for step, percent in zip(steps, percents, strict=True)
    )
    return replace(criterion, levels=levels)


@st.composite
def _criteria(draw: st.DrawFn) -> Criterion:
    one = draw(criteria_of(*Kind))
    if draw(st.integers(0, 3)) == 0:
        one = draw(_levelled(one))
    if draw(st.integers(0, 3)) == 0:
        others = st.lists(criteria_of(*Kind), min_size=1, max_size=2)
        one = replace(one, alternatives=tuple(draw(others)))
    words = draw(st.lists(st.sampled_from(TERMS), max_size=2, unique=True))
    return replace(
        one,
        words=tuple(AdvertWord(word, 10, SPAN) for word in words),
        knock_out=draw(st.integers(0, 5)) == 0,
        weight=draw(st.integers(1, 200)),
    )


def _rubric(criteria: Sequence[Criterion]) -> Rubric:
    named = (replace(each, criterion_id=f"c{at}") for at, each in enumerate(criteria))
    return Rubric("job", "digest", tuple(named))


small_rubrics = st.lists(_criteria(), min_size=1, max_size=5).map(_rubric)
large_rubrics = st.lists(_criteria(), min_size=1, max_size=14).map(_rubric)


def _told_anew(draw: st.DrawFn, facts: Facts) -> Facts:
    """Return the facts with the words of their lines, which may speak of any line of work."""
    rows = sorted(draw(st.sets(st.integers(0, ROWS - 1))))
    weights = [draw(st.integers(1, 20_000)) for _ in rows]
    told = Told(np.array(rows, np.int64), np.array(weights, np.int64), draw(st.integers(1, 3_000)))
    return replace(facts, words=keys_of(facts.folded), told=told)


@st.composite
def _true(draw: st.DrawFn) -> Facts:
    facts = _borne_out(draw(everything))
    names = draw(st.lists(st.sampled_from(TERMS), max_size=2))
    held = tuple(Certificate(each, each.casefold(), SPAN) for each in names)
    return _told_anew(draw, replace(facts, certificates=held))


def _borne_out(facts: Facts) -> Facts:
    """Return the facts with as much work in all as any skill was used, as jobs give them."""
    used = max((each.months for each in facts.skills.values()), default=0)
    return replace(facts, total_months=max(facts.total_months, used))


true_facts = _true()


def _showing(draw: st.DrawFn, facts: Facts, addition: Addition) -> Facts:
    """Return the facts with evidence of an addition as somebody may come to have it.

    Made without `applied`, whose claims it is to check.
    """
    more = draw(st.integers(0, 24) | st.just(0))
    match addition:
        case SkillAddition():
            known = facts.skills.get(addition.skill_id, Skill("", 0, -1, ()))
            since = known.months_since_use
            if addition.months:
                used = draw(st.integers(0, addition.used_within_months))
                since = used if since < 0 else min(since, used)
            months = max(known.months, addition.months) + (more if addition.months else 0)
            skill = Skill(known.label, months, since, ())
            return replace(facts, skills={**facts.skills, addition.skill_id: skill})
        case CertificateAddition():
            named = draw(st.sampled_from(["{}", "{} (renewed)"])).format(addition.term)
            held = Certificate(named.title(), named, SPAN)
            return replace(facts, certificates=(held, *facts.certificates))
        case TermAddition():
            words = draw(st.sampled_from(["{}", "the {}, of course", "{} and more"]))
            return with_line(facts, Line(words.format(addition.term), SPAN))
        case LanguageAddition():
            level = draw(st.integers(addition.level, 7))
            said = (Level(level, SPAN), *facts.languages.get(addition.code, ()))
            return replace(facts, languages={**facts.languages, addition.code: said})
        case WorkAddition():
            return replace(facts, total_months=max(facts.total_months, addition.months) + more)
        case RoleAddition():
            job = Position("Other", addition.occupation_id, addition.more_months + more, SPAN)
            return replace(facts, positions=(job, *facts.positions))
        case DegreeAddition():
            degree = Level(draw(st.integers(addition.level, 5)), SPAN)
            return replace(facts, education=(degree, *facts.education))


@st.composite
def grown(draw: st.DrawFn, facts: Facts, additions: Sequence[Addition]) -> Facts:
    """Return facts that show at least the additions, and maybe whatever else has come."""
    for each in additions:
        facts = _showing(draw, facts, each)
    facts = _borne_out(facts)
    return _more(draw, facts) if draw(st.booleans()) else _told_anew(draw, facts)


def _more(draw: st.DrawFn, facts: Facts) -> Facts:
    for skill_id in draw(st.lists(st.sampled_from(SKILLS), unique=True)):
        more, known = draw(skills), facts.skills.get(skill_id)
        if known is not None:
            recent = [each for each in (known.months_since_use, more.months_since_use) if each >= 0]
            months = known.months + more.months
            more = replace(more, months=months, months_since_use=min(recent, default=-1))
        facts = replace(facts, skills={**facts.skills, skill_id: more})
    for code in draw(st.lists(st.sampled_from(TONGUES), unique=True)):
        said = (draw(tongues), *facts.languages.get(code, ()))
        facts = replace(facts, languages={**facts.languages, code: said})
    for line in draw(st.lists(lines, max_size=2)):
        facts = with_line(facts, line)
    facts = replace(
        facts,
        total_months=facts.total_months + draw(st.integers(0, 60)),
        positions=(*draw(st.lists(positions, max_size=2)), *facts.positions),
        education=(*draw(st.lists(degrees, max_size=2)), *facts.education),
    )
    return _told_anew(draw, _borne_out(facts))
