"""What scoring may know, from what was read: without names, dates of birth and of graduation.

Only the reading and the stripped text go in, so that a corrected reading gives its facts by
the same arithmetic as one that was read from a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from services.ingest.extraction.facts import (
    Certificate,
    Education,
    LanguageFact,
    Position,
    ScorableFacts,
    SkillEvidence,
)
from services.ingest.extraction.intervals import Interval, months
from services.ingest.extraction.reading import (
    Certification,
    Employment,
    Fact,
    Language,
    Reading,
    Schooling,
    Skill,
    Summary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.blind import Blinded
    from services.ingest.extraction.facts import YearMonth
    from taxonomy.taxonomy import Taxonomy

MAX_MENTIONS = 8
_UNTIED = -1
V = TypeVar("V")


def scorable(
    reading: Reading, blind: Blinded, *, as_of: YearMonth, taxonomy: Taxonomy
) -> ScorableFacts:
    """Return the blind facts of a reading; jobs that go on end at `as_of`.

    `blind` is the stripped text of the document that the reading's spans point into.
    """
    jobs = [
        (fact, interval)
        for fact, job in _told(reading, Employment)
        if (interval := interval_of(job, as_of)) is not None
    ]
    return ScorableFacts(
        as_of=as_of,
        total_months=months(interval for _, interval in jobs),
        positions=tuple(
            _position(fact, job, blind, as_of, taxonomy)
            for fact, job in _told(reading, Employment)
            if job.title
        ),
        education=tuple(
            Education(study.level, blind.title(study.field), blind.of(fact.span), fact.confidence)
            for fact, study in _told(reading, Schooling)
        ),
        skills=tuple(
            _evidence(fact, skill, jobs, blind, as_of)
            for fact, skill in _told(reading, Skill)
            if skill.skill_id
        ),
        languages=tuple(
            LanguageFact(language.code, language.level, blind.of(fact.span), fact.confidence)
            for fact, language in _told(reading, Language)
        ),
        certificates=tuple(
            Certificate(blind.title(held.name), blind.of(fact.span), fact.confidence)
            for fact, held in _told(reading, Certification)
        ),
        summary=" ".join(blind.text_of(fact.span) for fact, _ in _told(reading, Summary)),
        lines=tuple(each.line for each in blind.lines),
    )


def _told(reading: Reading, kind: type[V]) -> Iterator[tuple[Fact, V]]:
    """Yield the facts of a kind with what they say."""
    for fact in reading.facts:
        if isinstance(fact.value, kind):
            yield fact, fact.value


def interval_of(job: Employment, as_of: YearMonth) -> Interval | None:
    """Return the months of a job up to `as_of`, and nothing for one without dates.

    A lone date counts as its one month. A range whose end is before its start has none.
    """
    first = job.start or job.end
    if first is None:
        return None
    now = as_of.index + 1
    start = min(first.index, now)
    if job.current:
        return Interval(start, now)
    end = min((job.end or first).index + 1, now)
    return Interval(start, max(start, end))


def _position(
    fact: Fact, job: Employment, blind: Blinded, as_of: YearMonth, taxonomy: Taxonomy
) -> Position:
    title = blind.title(job.title)
    occupation = taxonomy.occupation_of(title)
    interval = interval_of(job, as_of)
    return Position(
        title=title,
        occupation_id=occupation.occupation_id if occupation is not None else "",
        months=0 if interval is None else months((interval,)),
        months_since_end=0 if interval is None else as_of.index + 1 - interval.end,
        span=blind.of(fact.span, title),
        confidence=fact.confidence,
    )


def _evidence(
    fact: Fact,
    skill: Skill,
    jobs: Sequence[tuple[Fact, Interval]],
    blind: Blinded,
    as_of: YearMonth,
) -> SkillEvidence:
    used = [
        interval
        for job, interval in jobs
        if any(job.span.start <= mention.start < job.span.end for mention in skill.mentions)
    ]
    latest = max((interval.end for interval in used), default=None)
    return SkillEvidence(
        skill_id=skill.skill_id,
        label=skill.label,
        months=months(used),
        months_since_use=_UNTIED if latest is None else as_of.index + 1 - latest,
        mentions=tuple(blind.of(mention) for mention in skill.mentions[:MAX_MENTIONS]),
        confidence=fact.confidence,
    )
