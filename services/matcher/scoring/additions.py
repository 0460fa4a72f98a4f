"""What a person can add to their facts: each kind is something to do, and then to show.

There is no kind for age, dates, gaps between jobs or who somebody is, so none can be asked
for. A degree is one: it is earned, at any age, and its evidence is a level without field,
school or date. To leave it out would call a job out of reach that is not; it is offered at
the level asked for only, and its effort puts it behind what takes less.

Each addition says the least that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

LISTED_EFFORT = 1
CERTIFICATE_EFFORT = 3
LANGUAGE_EFFORT = 6
DEGREE_EFFORT = 24
"""Months for a mention, a certificate, a level of a language, a level of education: roughly
the least that people take. They order sets that are equally small; no point depends on them.
"""


@dataclass(frozen=True, slots=True)
class SkillAddition:
    """A skill that shows at all, or in jobs of `months` of which the last is recent."""

    skill_id: str
    label: str
    months: int
    more_months: int
    used_within_months: int

    @property
    def effort(self) -> int:
        """Months that it takes at the least, roughly."""
        return self.more_months or LISTED_EFFORT


@dataclass(frozen=True, slots=True)
class TermAddition:
    """A line that has words which the taxonomy does not know."""

    term: str
    label: str

    @property
    def effort(self) -> int:
        """Months that it takes at the least, roughly."""
        return LISTED_EFFORT


@dataclass(frozen=True, slots=True)
class CertificateAddition:
    """A line that names a certificate or a licence."""

    term: str
    label: str

    @property
    def effort(self) -> int:
        """Months that it takes at the least, roughly."""
        return CERTIFICATE_EFFORT


@dataclass(frozen=True, slots=True)
class LanguageAddition:
    """A language at a level, 0 when any will do."""

    code: str
    label: str
    level: int
    shown_level: int

    @property
    def effort(self) -> int:
        """Months that it takes at the least, roughly."""
        if not self.level:
            return LANGUAGE_EFFORT // 2
        return max(1, self.level - self.shown_level) * LANGUAGE_EFFORT


@dataclass(frozen=True, slots=True)
class WorkAddition:
    """Months of work in all."""

    months: int
    more_months: int

    @property
    def effort(self) -> int:
        """Months that it takes at the least, roughly."""
        return self.more_months


@dataclass(frozen=True, slots=True)
class RoleAddition:
    """Months of work in an occupation, all its jobs together."""

    occupation_id: str
    label: str
    months: int
    more_months: int

    @property
    def effort(self) -> int:
        """Months that it takes at the least, roughly."""
        return self.more_months


@dataclass(frozen=True, slots=True)
class DegreeAddition:
    """A degree at a level."""

    level: int
    shown_level: int

    @property
    def effort(self) -> int:
        """Months that it takes at the least, roughly."""
        return max(1, self.level - self.shown_level) * DEGREE_EFFORT


Addition: TypeAlias = (
    SkillAddition
    | TermAddition
    | CertificateAddition
    | LanguageAddition
    | WorkAddition
    | RoleAddition
    | DegreeAddition
)
