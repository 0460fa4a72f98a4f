"""From a job text to what it asks for, each thing with the line that asks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction import asked
from services.ingest.extraction.advertised import GENDERS, headline
from services.ingest.extraction.alternatives import alternatives, groups
from services.ingest.extraction.degrees import degrees_in
from services.ingest.extraction.demands import Demand, demands_of
from services.ingest.extraction.facts import Requirement, RequirementKind, Requirements
from services.ingest.extraction.folding import fold
from services.ingest.extraction.licences import licences, licences_in
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.pay import pay_of
from services.ingest.extraction.places import places_of, remote_of
from services.ingest.extraction.terms import Term, TermFinder
from services.ingest.extraction.tongues import is_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from services.ingest.extraction.lines import TextLine
    from taxonomy.taxonomy import Mention, Taxonomy

_DOMAIN = re.compile(r",\s|\s[-\u2013—|]\s")


def requirements(text: str, *, taxonomy: Taxonomy, title: str = "") -> Requirements:
    """Return what a job text asks for, in its order; nothing twice, and a must before a should.

    A `title` given beside the text is the job's where it reads as one.

    Spans are of page 1 and point into `text`. A text that asks for nothing has no items;
    one that only names skills asks for them as shoulds.
    """
    lines = lines_of(text)
    plain = GENDERS.sub(lambda match: " " * len(match[0]), text)
    mentions = [m for m in taxonomy.recognise(plain) if not is_language(text[m.start : m.end])]
    named = headline(lines, taxonomy, given=title)
    found = list(_asked(text, lines, mentions, taxonomy))
    if not found:
        found = [
            _skill(mention, line, must=False, taxonomy=taxonomy)
            for line in lines
            for mention in _within(mentions, line.start, line.end)
        ]
    if named.line is not None:
        found = [*_titled(named.line, mentions, taxonomy), *found]
    occupation = taxonomy.occupation_of(named.title) or taxonomy.occupation_of(named.known_as)
    return Requirements(
        title=named.title,
        occupation_id=occupation.occupation_id if occupation is not None else "",
        items=_once(found),
        places=places_of(lines),
        remote=remote_of(lines),
        pay=pay_of(lines),
    )


def _titled(
    line: TextLine, mentions: Sequence[Mention], taxonomy: Taxonomy
) -> Iterator[Requirement]:
    """Yield the skills in a title; behind a comma or dash stands a domain, which is no must."""
    domain = _DOMAIN.search(line.text)
    end = line.end if domain is None else line.start + domain.start()
    named = _within(mentions, line.start, line.end)
    either = alternatives(line.text, [(m.start - line.start, m.end - line.start) for m in named])
    for at, mention in enumerate(named):
        must = mention.end <= end and at not in either
        yield _skill(mention, line, must=must, taxonomy=taxonomy)


def _asked(
    text: str, lines: Sequence[TextLine], mentions: Sequence[Mention], taxonomy: Taxonomy
) -> Iterator[Requirement]:
    """Yield what each demand of the text asks for."""
    finder = TermFinder.of(text)
    for demand in demands_of(lines):
        named = _within(mentions, demand.start, demand.start + len(demand.text))
        taken = [(m.start - demand.start, m.end - demand.start) for m in named]
        held = licences_in(demand.text)
        papers = [(licence.start, licence.end) for licence in held]
        terms = list(_terms(finder, demand, taken, papers))
        either = _either(demand, [*taken, *((term.start, term.end) for term in terms)])
        fields = asked.degree_fields(demand.text)
        for mention, (at, until) in zip(named, taken, strict=True):
            studied = any(start <= at < end for start, end in fields)
            skill = _skill(
                mention, demand.line, must=demand.must and not studied, taxonomy=taxonomy
            )
            yield _offered(skill, either.get((at, until)))
        yield from asked.schooled_or_worked(demand)
        yield from asked.languages(demand)
        yield from licences(demand, held)
        for term in terms:
            literal = _literal(term, demand.line, must=demand.must)
            yield _offered(literal, either.get((term.start, term.end)))


def _either(demand: Demand, spans: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return those of `spans` that a sentence offers as alternatives, with a mark of the group.

    The mark is where in the job text the group begins, from 1; 0 of a group of one.
    """
    ordered = sorted(set(spans))
    found = groups(demand.text, ordered)
    sizes = Counter(found.values())
    return {
        ordered[at]: demand.start + ordered[first][0] + 1 if sizes[first] > 1 else 0
        for at, first in found.items()
    }


def _offered(item: Requirement, group: int | None) -> Requirement:
    """Return an item as one of a group of alternatives: no must by itself."""
    if group is None:
        return item
    return replace(item, must=False, alternative=group, one_is_must=item.must and group > 0)


def _terms(
    finder: TermFinder,
    demand: Demand,
    taken: Sequence[tuple[int, int]],
    papers: Sequence[tuple[int, int]],
) -> Iterator[Term]:
    """Yield the terms of a sentence that say something of their own.

    Beside "gRPC" there is no "RPC", and letters for a degree are asked for as education.
    """
    known = [fold(demand.text[start:end]) for start, end in taken]
    for term in finder.terms_in(demand.text, [*taken, *papers]):
        is_nested = any(term.folded in name for name in known)
        if not is_nested and not degrees_in(term.text, short_forms=True):
            yield term


def _within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    return [mention for mention in mentions if start <= mention.start and mention.end <= end]


def _skill(mention: Mention, line: TextLine, *, must: bool, taxonomy: Taxonomy) -> Requirement:
    skill = taxonomy.skill(mention.skill_id)
    return Requirement(
        kind=RequirementKind.SKILL,
        must=must,
        label=skill.label if skill is not None else mention.skill_id,
        span=Span(1, line.start, line.end),
        skill_id=mention.skill_id,
    )


def _literal(term: Term, line: TextLine, *, must: bool) -> Requirement:
    return Requirement(
        kind=RequirementKind.TERM,
        must=must,
        label=term.text,
        span=Span(1, line.start, line.end),
        term=term.folded,
    )


def _once(found: Iterable[Requirement]) -> tuple[Requirement, ...]:
    """Return each requirement once, where it first stands as a must, else where it first stands."""
    kept: dict[tuple[object, ...], Requirement] = {}
    for each in found:
        key = (each.kind, each.skill_id, each.term, each.months, each.level, each.language)
        held = kept.get(key)
        if held is None or (each.must and not held.must):
            kept[key] = each
    return _numbered(list(kept.values()))


def _numbered(items: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """Return items whose groups of alternatives are numbered from 1; a group of one is none."""
    sizes = Counter(each.alternative for each in items)
    marks = dict.fromkeys(each.alternative for each in items if sizes[each.alternative] > 1)
    marks.pop(0, None)
    numbers = {mark: number for number, mark in enumerate(marks, 1)}
    return tuple(
        replace(
            each,
            alternative=numbers.get(each.alternative, 0),
            one_is_must=each.one_is_must and each.alternative in numbers,
        )
        for each in items
    )
