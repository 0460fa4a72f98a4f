"""Additions in words, made from their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.matcher.scoring.additions import (
    CertificateAddition,
    DegreeAddition,
    LanguageAddition,
    RoleAddition,
    SkillAddition,
    TermAddition,
    WorkAddition,
)
from services.matcher.scoring.v2.explaining import CEFR, LEVELS

if TYPE_CHECKING:
    from services.matcher.scoring.additions import Addition


def words(addition: Addition) -> str:
    """Return what to show, as one says it: "12 more months of Python at work (24 in all)"."""
    match addition:
        case SkillAddition():
            return _skill(addition)
        case TermAddition():
            return f"“{addition.label}” in the resume"
        case CertificateAddition():
            return f"the certificate “{addition.label}”"
        case LanguageAddition():
            level = f"at {CEFR[addition.level]}" if addition.level else "at any level"
            return f"{addition.label} {level}"
        case WorkAddition():
            return f"{_more(addition.more_months, addition.months)} of work"
        case RoleAddition():
            return f"{_more(addition.more_months, addition.months)} as {addition.label}"
        case DegreeAddition():
            return f"a degree: {LEVELS[addition.level]}"


def _skill(addition: SkillAddition) -> str:
    if not addition.months:
        return f"{addition.label}, listed as a skill"
    used = f"used within {addition.used_within_months} months"
    return f"{_more(addition.more_months, addition.months)} of {addition.label} at work, {used}"


def _more(more: int, months: int) -> str:
    unit = "month" if more == 1 else "months"
    return f"{more} {unit}" if more == months else f"{more} more {unit} ({months} in all)"
