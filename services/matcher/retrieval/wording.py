"""The texts that stand for people and jobs in retrieval, made from blind facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.matcher.scoring.facts import Kind

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Criterion, Facts, Rubric

MOST_TITLES = 4
MOST_LABELS = 24
MOST_CHARACTERS = 400
TELLING = 5  # words: what has fewer is a heading, a name of something, or a date


def titles_of(facts: Facts) -> str:
    """Return the titles that a person has held, latest first."""
    return "; ".join(list(dict.fromkeys(each.title for each in facts.positions))[:MOST_TITLES])


def labels_of(facts: Facts) -> str:
    """Return the skills that a person shows, those used longest first."""
    skills = sorted(facts.skills.values(), key=lambda skill: (-skill.months, skill.label))
    return ", ".join([skill.label for skill in skills][:MOST_LABELS])


def summary_of(facts: Facts) -> str:
    """Return what a person says of themselves, or else the first lines that say something."""
    telling = facts.summary or " ".join(
        line.text for line in facts.lines if len(line.text.split()) >= TELLING
    )
    return telling[:MOST_CHARACTERS]


def words_of(facts: Facts) -> str:
    """Return what is searched by words: every blind line, and every skill by its label."""
    labels = [skill.label for skill in facts.skills.values()]
    return "\n".join([*(line.text for line in facts.lines), *labels])


def title_of(rubric: Rubric) -> str:
    """Return the title of the job."""
    return "; ".join(each.label for each in rubric.criteria if each.kind is Kind.OCCUPATION)


def asked_of(rubric: Rubric) -> str:
    """Return the skills, terms and certificates that the job asks for, musts first."""
    return ", ".join(_labels(rubric, Kind.SKILL, Kind.TERM, Kind.CERTIFICATE)[:MOST_LABELS])


def query_of(rubric: Rubric) -> str:
    """Return all that is searched for: the title and what the job asks for, musts first."""
    kinds = (Kind.OCCUPATION, Kind.SKILL, Kind.TERM, Kind.CERTIFICATE)
    return ", ".join(_labels(rubric, *kinds))


def ways_of(criterion: Criterion) -> tuple[Criterion, ...]:
    """Return what meets a criterion: its alternatives, or itself where it has none."""
    return criterion.alternatives or (criterion,)


def _labels(rubric: Rubric, *kinds: Kind) -> list[str]:
    def order(criterion: Criterion) -> tuple[bool, bool]:
        return criterion.kind is not Kind.OCCUPATION, not criterion.must

    asked = [way for each in sorted(rubric.criteria, key=order) for way in ways_of(each)]
    return list(dict.fromkeys(way.label for way in asked if way.kind in kinds))
