"""Skills with the evidence for them: where they stand, and in which jobs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.ingest.extraction.facts import SkillEvidence
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.intervals import months
from services.ingest.extraction.tongues import is_language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.documents.document import Document
    from services.ingest.extraction.employment import Job
    from services.ingest.extraction.facts import YearMonth
    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Mention, Taxonomy

MAX_MENTIONS = 8
_IN_JOB, _LISTED, _ELSEWHERE = 85, 70, 60
_REPEATED = 5
_SURE = 95


def skills_of(
    document: Document,
    text: str,
    sections: Sequence[Section],
    jobs: Sequence[Job],
    *,
    as_of: YearMonth,
    taxonomy: Taxonomy,
) -> tuple[SkillEvidence, ...]:
    """Return the skills that `text` mentions, by id; languages are facts of their own.

    `text` is the document's with everything that identifies blanked out, so that nobody has
    a skill for being called Ruby or for having worked at Oracle.
    """
    mentions: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in taxonomy.recognise(text):
        if not is_language(text[mention.start : mention.end]):
            mentions[mention.skill_id].append(mention)
    return tuple(
        _evidence(document, skill_id, mentions[skill_id], sections, jobs, as_of, taxonomy)
        for skill_id in sorted(mentions)
    )


def _evidence(
    document: Document,
    skill_id: str,
    mentions: Sequence[Mention],
    sections: Sequence[Section],
    jobs: Sequence[Job],
    as_of: YearMonth,
    taxonomy: Taxonomy,
) -> SkillEvidence:
    """Return the evidence for one skill."""
    skill = taxonomy.skill(skill_id)
    used = [
        job for job in jobs if any(job.start <= mention.start < job.end for mention in mentions)
    ]
    latest = max((job.interval.end for job in used), default=None)
    return SkillEvidence(
        skill_id=skill_id,
        label=skill.label if skill is not None else skill_id,
        months=months(job.interval for job in used),
        months_since_use=-1 if latest is None else as_of.index + 1 - latest,
        mentions=tuple(document.span(m.start, m.end) for m in mentions[:MAX_MENTIONS]),
        confidence=_confidence(mentions, sections, used),
    )


def _confidence(
    mentions: Sequence[Mention], sections: Sequence[Section], used: Sequence[Job]
) -> int:
    """Return how sure the skill is: more in a job than in a list, more when said again."""
    if used:
        base = _IN_JOB
    elif any(_is_listed(mention, sections) for mention in mentions):
        base = _LISTED
    else:
        base = _ELSEWHERE
    return min(_SURE, base + _REPEATED * (len(mentions) - 1))


def _is_listed(mention: Mention, sections: Sequence[Section]) -> bool:
    return any(
        section.kind in (SectionKind.SKILLS, SectionKind.CERTIFICATES)
        and section.start <= mention.start < section.end
        for section in sections
    )
