"""All that a lint finds in a job text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction.lines import lines_of
from services.ingest.linting import age, body, culture, gender, origin, private
from services.ingest.linting.coded import balance_of
from services.ingest.linting.findings import Category, Finding
from services.ingest.linting.impossible import impossible
from services.ingest.linting.missing import missing
from services.ingest.linting.pronouns import PRONOUN, means_anybody
from services.ingest.linting.sentences import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from services.ingest.extraction.facts import Requirements
    from services.ingest.linting.coded import Balance
    from services.ingest.linting.findings import Rule
    from services.ingest.linting.sentences import Sentence

_RULES = (
    *gender.RULES,
    *age.RULES,
    *origin.RULES,
    *body.RULES,
    *private.RULES,
    *culture.RULES,
)
_END = 1 << 30


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in the order of the text, what is missing last, and how the text leans."""

    findings: tuple[Finding, ...]
    balance: Balance


def lint(text: str, asked: Requirements, *, year: int) -> Report:
    """Return the report on a job text, whose requirements are `asked`, in `year`."""
    sentences = list(sentences_of(lines_of(text)))
    worded = [each for sentence in sentences for each in _worded(text, sentence)]
    found = _apart([*worded, *impossible(asked, sentences, text, year=year)])
    return Report((*found, *missing(asked, text)), balance_of(text))


def _worded(text: str, sentence: Sentence) -> Iterator[Finding]:
    """Yield what the rules on wording find in a sentence."""
    for rule in _RULES:
        for match in rule.pattern.finditer(sentence.text):
            if rule.unless is not None and rule.unless.search(sentence.text) is not None:
                break
            if not sentence.is_quoted(match.start(), match.end()):
                yield _finding(rule, sentence, match.start(), match.end())
    for match in PRONOUN.pattern.finditer(sentence.text):
        if means_anybody(text, sentence, match.start(), match.end()):
            yield _finding(PRONOUN, sentence, match.start(), match.end())


def _finding(rule: Rule, sentence: Sentence, start: int, end: int) -> Finding:
    return Finding(
        category=rule.category,
        severity=rule.severity,
        span=Span(1, sentence.start + start, sentence.start + end),
        text=sentence.text[start:end],
        suggestion=rule.suggestion,
        explanation=rule.why.explanation,
        reference=rule.why.reference,
    )


def _apart(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in the order of the text; of those of a kind that overlap the longest."""
    kept: dict[Category, list[Finding]] = {}
    for each in sorted(found, key=_place):
        own = kept.setdefault(each.category, [])
        if not own or _bounds(own[-1])[1] <= _bounds(each)[0]:
            own.append(each)
        elif len(each.text) > len(own[-1].text):
            own[-1] = each
    return tuple(sorted((each for own in kept.values() for each in own), key=_place))


def _place(finding: Finding) -> tuple[int, int, int]:
    start, end = _bounds(finding)
    return start, -end, finding.category


def _bounds(finding: Finding) -> tuple[int, int]:
    # What is of the whole text comes last.
    return (finding.span.start, finding.span.end) if finding.span else (_END, _END)
