"""Skills with the evidence for them: where they stand, and in which jobs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.listed import listed_skills_of
from services.ingest.extraction.reading import Fact, Skill
from services.ingest.extraction.tongues import is_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from services.ingest.documents.document import Span
    from services.ingest.extraction.blind import Blinded
    from services.ingest.extraction.employment import Job
    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Taxonomy

_IN_JOB, _LISTED, _ELSEWHERE = 85, 70, 60
_REPEATED = 5
_SURE = 95


def skills_of(
    blind: Blinded,
    others: Iterable[tuple[str, int, int]],
    sections: Sequence[Section],
    jobs: Sequence[Job],
    *,
    taxonomy: Taxonomy,
) -> tuple[Fact, ...]:
    """Return the skills that the stripped text mentions, by id, then what else is listed as one.

    Languages are facts of their own.

    `others` are employers and institutions, each with where its entry starts and ends in the
    document: nobody has a skill for having worked at Oracle.
    """
    found = _known(blind, others, sections, jobs, taxonomy)
    return (*found, *_unknown(blind, sections, found))


def _unknown(blind: Blinded, sections: Sequence[Section], found: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the listed skills that the taxonomy does not know, as they are written."""
    taken = {
        at
        for fact in found
        if isinstance(fact.value, Skill)
        for mention in fact.value.mentions
        for at in range(mention.start, mention.end)
    }
    listed = (each for each in listed_skills_of(sections) if not is_language(each.name))
    text = blind.document.text
    unknown = (
        each
        for each in listed
        if any(text[at].isalnum() and at not in taken for at in range(each.start, each.end))
    )
    for number, each in enumerate(unknown, start=1):
        span = blind.document.span(each.start, each.end)
        yield Fact(f"listed-{number}", Skill("", each.name, (span,)), span, each.confidence)


def _known(
    blind: Blinded,
    others: Iterable[tuple[str, int, int]],
    sections: Sequence[Section],
    jobs: Sequence[Job],
    taxonomy: Taxonomy,
) -> tuple[Fact, ...]:
    text = _without(blind, others)
    headings = {s.heading.start: s.heading.end for s in sections if s.heading is not None}
    mentions: defaultdict[str, list[Span]] = defaultdict(list)
    for mention in taxonomy.recognise(text):
        if is_language(text[mention.start : mention.end]):
            continue
        place = blind.original(mention.start, mention.end)
        if not any(start <= place.start < end for start, end in headings.items()):
            mentions[mention.skill_id].append(place)
    return tuple(
        _fact(skill_id, mentions[skill_id], sections, jobs, taxonomy)
        for skill_id in sorted(mentions)
    )


def _without(blind: Blinded, others: Iterable[tuple[str, int, int]]) -> str:
    """Return the stripped text with spaces for the names of employers and institutions."""
    text = blind.text
    for name, start, end in others:
        there = blind.of(blind.document.span(start, end), name) if name else None
        if there is not None and text[there.start : there.end] == name:
            text = f"{text[: there.start]}{' ' * len(name)}{text[there.end :]}"
    return text


def _fact(
    skill_id: str,
    mentions: Sequence[Span],
    sections: Sequence[Section],
    jobs: Sequence[Job],
    taxonomy: Taxonomy,
) -> Fact:
    skill = taxonomy.skill(skill_id)
    used = [job for job in jobs if any(job.start <= m.start < job.end for m in mentions)]
    return Fact(
        f"skill-{skill_id}",
        Skill(skill_id, skill.label if skill is not None else skill_id, tuple(mentions)),
        mentions[0],
        _confidence(mentions, sections, used),
    )


def _confidence(mentions: Sequence[Span], sections: Sequence[Section], used: Sequence[Job]) -> int:
    """Return how sure the skill is: more in a job than in a list, more when said again."""
    if used:
        base = _IN_JOB
    elif any(_is_listed(mention, sections) for mention in mentions):
        base = _LISTED
    else:
        base = _ELSEWHERE
    return min(_SURE, base + _REPEATED * (len(mentions) - 1))


def _is_listed(mention: Span, sections: Sequence[Section]) -> bool:
    return any(
        section.kind in (SectionKind.SKILLS, SectionKind.CERTIFICATES)
        and section.start <= mention.start < section.end
        for section in sections
    )
