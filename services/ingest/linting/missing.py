"""What a job text should say and does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.ingest.extraction.places import may_name_place
from services.ingest.linting.findings import Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.ingest.extraction.facts import Requirements

_BY_TABLE = re.compile(
    r"\b(?:pay (?:grade|band|scale)|salary (?:grade|band|scale)|grade [A-Z0-9]{1,4}\b|GS-\d+"
    r"|TV-?L|TVöD|E\s?1?\d TV|collective (?:\w+ )?agreements?|current (?:public )?agreements?"
    r"|tarifvertrag|convenio"
    r"|agreements? ?(?:between|with) .{0,80}(?:union|confederation|ministry|association)"
    r"|(?:accordance with|according to|consistent with|as agreed|regulated by"
    r"|determined by) .{0,40}"
    r"(?:agreements?|rules|between)|salary depends on seniority"
    r"|convention collective)",
    re.IGNORECASE,
)


def missing(asked: Requirements, text: str) -> Iterator[Finding]:
    """Yield what is missing: pay, and where the work is."""
    if asked.pay is None and _BY_TABLE.search(text) is None:
        yield Finding(
            Category.PAY_MISSING,
            Severity.CHANGE,
            None,
            "",
            'Name the range: "50,000 to 60,000 EUR a year".',
            "Without a range people who were underpaid stay underpaid, and many do not apply.",
            "Directive (EU) 2023/970 art. 5; Colorado C.R.S. 8-5-201; NYC Admin. Code 8-107(32)",
        )
    if not asked.places and asked.remote is None and not may_name_place(text):
        yield Finding(
            Category.PLACE_MISSING,
            Severity.CHANGE,
            None,
            "",
            "Name the town, or say that the work is remote.",
            "People cannot tell whether they could do this job from where they live.",
            "",
        )
