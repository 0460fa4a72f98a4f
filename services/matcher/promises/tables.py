"""What of a taxonomy's table a rubric needs, kept so that a promise outlives the taxonomy.

What words say of lines of work is not kept: it is megabytes, and what a promise holds of it is
in the promise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from services.matcher.scoring.facts import Kind
from services.matcher.scoring.tables import Tables
from services.matcher.scoring.words import keys_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.matcher.scoring.facts import Facts, Rubric

Near: TypeAlias = "Mapping[str, tuple[tuple[str, int], ...]]"
Told: TypeAlias = "dict[str, dict[str, list[tuple[str, int]]]]"
"""How a table is stored: by "skills" and "occupations", then by id."""


@dataclass(frozen=True, slots=True)
class KeptTable:
    """What is close to the skills and occupations of one rubric."""

    skills: Near
    occupations: Near


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTables(Tables):
    """Tables of the moment, but for closeness, which is what was kept."""

    near: KeptTable

    def read(self, facts: Facts) -> Facts:
        """Return facts with their words; what these say of lines of work was not kept."""
        return replace(facts, words=keys_of(facts.folded))

    def related(self, skill_id: str) -> tuple[tuple[str, int], ...]:
        """Return the skills related to one, with their closeness."""
        return self.near.skills.get(skill_id, ())

    def related_occupations(self, occupation_id: str) -> tuple[tuple[str, int], ...]:
        """Return the occupations related to one, with their closeness."""
        return self.near.occupations.get(occupation_id, ())


def kept(rubric: Rubric, table: Tables) -> KeptTable:
    """Return what the rubric needs of the table."""
    ways = [way for each in rubric.criteria for way in (each, *each.alternatives)]
    skills = {each.skill_id for each in ways if each.kind is Kind.SKILL}
    roles = {each.occupation_id for each in ways if each.kind is Kind.OCCUPATION}
    return KeptTable(
        {each: table.related(each) for each in sorted(skills)},
        {each: table.related_occupations(each) for each in sorted(roles)},
    )


def told(table: KeptTable) -> Told:
    """Return the table as it is stored."""
    return {"skills": _told(table.skills), "occupations": _told(table.occupations)}


def parsed(stored: Told) -> KeptTable:
    """Return the table that was stored."""
    return KeptTable(_parsed(stored["skills"]), _parsed(stored["occupations"]))


def _told(near: Near) -> dict[str, list[tuple[str, int]]]:
    return {name: list(others) for name, others in near.items()}


def _parsed(near: Mapping[str, Sequence[tuple[str, int]]]) -> Near:
    return {
        name: tuple((other, closeness) for other, closeness in others)
        for name, others in near.items()
    }
