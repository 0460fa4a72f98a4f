"""What a lint of a job text finds, and the rules on wording that find it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.ingest.documents.document import Span


class Category(IntEnum):
    """The kind of a finding, as candor.ingest.v1.LintCategory numbers it."""

    GENDER_CODED = 1
    GENDERED_TERM = 2
    AGE = 3
    ORIGIN = 4
    DISABILITY = 5
    RELIGION = 6
    FAMILY = 7
    APPEARANCE = 8
    CRIMINAL_RECORD = 9
    JARGON = 10
    PRESSURE = 11
    CREDENTIALS = 12
    IMPOSSIBLE = 13
    PAY_MISSING = 14
    PLACE_MISSING = 15


class Severity(IntEnum):
    """What a finding asks of its reader, as candor.ingest.v1.LintSeverity numbers it."""

    CHECK = 1  # lawful where the work needs it
    CHANGE = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; `span` is none of what is missing."""

    category: Category
    severity: Severity
    span: Span | None
    text: str
    suggestion: str
    explanation: str
    reference: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why wording of a kind is a finding, and the law or study that says so."""

    explanation: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Wording that is a finding wherever it stands as whole words."""

    category: Category
    severity: Severity
    pattern: re.Pattern[str]
    suggestion: str
    why: Why
    unless: re.Pattern[str] | None = None
    """What spares the sentence that has it."""


def rule(
    category: Category,
    words: str,
    suggestion: str,
    why: Why,
    *,
    severity: Severity = Severity.CHANGE,
    unless: str = "",
) -> Rule:
    """Return a rule from regular expressions of words, case-blind and between word ends."""
    return Rule(
        category,
        severity,
        re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE),
        suggestion,
        why,
        re.compile(rf"(?<!\w)(?:{unless})(?!\w)", re.IGNORECASE) if unless else None,
    )
