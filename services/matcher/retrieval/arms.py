"""The arms of retrieval, and every constant by which they are fused."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class Arm(IntEnum):
    """One way to find somebody, as candor.matcher.v1.Arm numbers it."""

    ROLES = 1
    SKILLS_MEANING = 2
    SUMMARY = 3
    WORDS = 4
    SKILLS = 5
    OCCUPATION = 6
    LINE_OF_WORK = 7

    @property
    def vector(self) -> str:
        """What the arm's vector is called in the index."""
        return self.name.lower()


DENSE: Final = (Arm.ROLES, Arm.SKILLS_MEANING, Arm.SUMMARY)
SPARSE: Final = (Arm.WORDS, Arm.SKILLS, Arm.OCCUPATION, Arm.LINE_OF_WORK)

RRF_K: Final = 60  # Cormack, Clarke, Buettcher 2009
SCALE: Final = 1_000_000
WEIGHTS: Final[Mapping[Arm, int]] = MappingProxyType(
    {
        Arm.ROLES: 2,
        Arm.SKILLS_MEANING: 1,
        Arm.SUMMARY: 1,
        Arm.WORDS: 2,
        Arm.SKILLS: 4,
        Arm.OCCUPATION: 4,
        Arm.LINE_OF_WORK: 4,
    }
)
"""How much a place in each arm counts: what the exact score counts by tables counts most.

Chosen on half of 198 postings over 1,004 resumes by how many of the ten that score best are
among the 20, 50, 100 or 200 selected; it changes little from half to twice of any of them.
"""

VERSION: Final = "seven arms 4"
"""To be changed with whatever changes whom retrieval selects: stored runs then answer no more."""

USUAL_POOL: Final = 200
LARGEST_POOL: Final = 2_000
