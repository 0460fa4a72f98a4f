"""The texts that stand for people and jobs in retrieval, made from blind facts alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.matcher.scoring.facts import Kind

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Facts, Rubric

MOST_TITLES = 4
MOST_SKILLS = 40


def meaning_of(facts: Facts) -> str:
    """Return what is embedded for a person: titles, then the best shown skills."""
    titles = list(dict.fromkeys(position.title for position in facts.positions))[:MOST_TITLES]
    skills = sorted(facts.skills.values(), key=lambda skill: (-skill.months, skill.label))
    labels = [skill.label for skill in skills][:MOST_SKILLS]
    if not titles and not labels:
        return " ".join(line.text for line in facts.lines)
    return f"{'; '.join(titles)}. {', '.join(labels)}"


def words_of(facts: Facts) -> str:
    """Return what is searched by words: every blind line, and every skill by its label."""
    labels = [skill.label for skill in facts.skills.values()]
    return "\n".join([*(line.text for line in facts.lines), *labels])


def query_of(rubric: Rubric) -> str:
    """Return what is searched for: the title and what the job asks for, musts first."""
    asked = [
        criterion
        for criterion in rubric.criteria
        if criterion.kind in (Kind.SKILL, Kind.TERM, Kind.OCCUPATION)
    ]
    ordered = sorted(asked, key=lambda criterion: not criterion.must)
    return ", ".join(criterion.label for criterion in ordered)
