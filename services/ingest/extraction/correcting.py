"""What people say about a reading: facts changed, removed and added, and what follows from that.

What somebody adds stands nowhere in their file. It becomes a line of a last page of its own,
so that it has a place like any other fact, can be quoted, and is stripped by the same rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError
from services.ingest.documents.document import Document, Page
from services.ingest.extraction.blind import blinded
from services.ingest.extraction.contact import owner_of
from services.ingest.extraction.deriving import scorable
from services.ingest.extraction.extract import Extraction
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.impersonal import impersonal
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.names import parts_of
from services.ingest.extraction.reading import (
    Certification,
    Contact,
    ContactKind,
    Employment,
    Fact,
    Language,
    Project,
    Reading,
    Schooling,
    Skill,
    Summary,
    Value,
)
from services.ingest.extraction.sections import Section, sections_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.documents.document import Span
    from services.ingest.extraction.facts import YearMonth
    from taxonomy.taxonomy import Taxonomy

_STATED = 100  # what a person says of a fact is what is held for true
_MARK = "added-"


class FactNotFound(ServiceError):
    """The reading has no fact of this id; metadata `fact_id`."""

    code = Code.NOT_FOUND
    reason = "FACT_NOT_FOUND"


class FactKindDiffers(ServiceError):
    """The change would make another kind of thing of the fact; metadata `fact_id`."""

    code = Code.INVALID_ARGUMENT
    reason = "FACT_KIND_DIFFERS"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact as it should be."""

    fact_id: str  # "" adds one
    value: Value | None  # None removes it


@dataclass(frozen=True, slots=True)
class Corrected:
    """A document and its reading after some changes."""

    document: Document  # with a last page for what was added
    reading: Reading
    added: str  # the text of that page


def corrected(
    document: Document, reading: Reading, changes: Sequence[Change], *, taxonomy: Taxonomy
) -> Corrected:
    """Return what is held for true after `changes`, in order.

    Facts that are added are called "added-1" and so on, in the order of all changes. Raises
    FactNotFound, or FactKindDiffers for a change to another kind of thing.
    """
    facts = {fact.fact_id: fact for fact in reading.facts}
    lines: list[str] = []
    start = len(document.text)
    for number, change in enumerate(changes, start=1):
        value = _looked_up(change.value, taxonomy)
        if change.fact_id:
            _apply(facts, change.fact_id, value)
        elif value is not None:
            line = _worded(value) + "\n"
            page = len(document.pages) + 1
            span = replace(document.span(0, 0), page=page, start=start, end=start + len(line) - 1)
            fact_id = f"{_MARK}{number}"
            facts[fact_id] = Fact(fact_id, _tied(value, span), span, _STATED)
            lines.append(line)
            start += len(line)
    added = "".join(lines)
    return Corrected(_extended(document, added), Reading(tuple(facts.values())), added)


def rederived(after: Corrected, *, as_of: YearMonth, taxonomy: Taxonomy) -> Extraction:
    """Return the reading with the blind facts that follow from it."""
    document = after.document.readable()
    start = len(document.text) - len(after.added)
    sections = sections_of(lines_of(document.text[:start]))
    stated = tuple(
        replace(line, start=line.start + start, end=line.end + start)
        for line in lines_of(after.added)
    )
    owner = owner_of(sections, taxonomy=taxonomy)
    name = parts_of(after.reading.contact(ContactKind.NAME))
    owner = replace(owner, names=tuple(dict.fromkeys((*name, *owner.names))))
    sections = impersonal(sections, owner)
    if stated:
        sections = (*sections, Section(SectionKind.OTHER, None, stated))
    blind = blinded(document, sections, owner, taxonomy=taxonomy)
    return Extraction(after.reading, scorable(after.reading, blind, as_of=as_of, taxonomy=taxonomy))


def _apply(facts: dict[str, Fact], fact_id: str, value: Value | None) -> None:
    held = facts.get(fact_id)
    if held is None:
        raise FactNotFound("the reading has no such fact", fact_id=fact_id)
    if value is None:
        del facts[fact_id]
        return
    if _kind(value) != _kind(held.value):
        raise FactKindDiffers("want a fact of the same kind as before", fact_id=fact_id)
    facts[fact_id] = replace(held, value=_kept(value, held.value), confidence=_STATED)


def _kind(value: Value) -> tuple[type[Value], ContactKind | None]:
    return type(value), value.kind if isinstance(value, Contact) else None


def _kept(value: Value, before: Value) -> Value:
    """Return `value` with the places that the corrected fact has in the document."""
    if isinstance(value, Skill) and isinstance(before, Skill):
        return replace(value, mentions=before.mentions)
    if isinstance(value, Employment) and isinstance(before, Employment):
        return replace(value, bullets=before.bullets)
    return value


def _tied(value: Value, span: Span) -> Value:
    return replace(value, mentions=(span,)) if isinstance(value, Skill) else value


def _looked_up(value: Value | None, taxonomy: Taxonomy) -> Value | None:
    """Return a skill with its id and preferred label, if the taxonomy knows it."""
    if not isinstance(value, Skill):
        return value
    skill_id = value.skill_id
    if not skill_id:
        whole = (m for m in taxonomy.recognise(value.label) if m.end - m.start == len(value.label))
        skill_id = next((mention.skill_id for mention in whole), "")
    skill = taxonomy.skill(skill_id)
    if skill is None:
        return replace(value, skill_id="")
    return replace(value, skill_id=skill.skill_id, label=skill.label)


def _worded(value: Value) -> str:
    """Return the line that says what somebody added; it has no line ends of its own."""
    match value:
        case Contact(_, text) | Summary(text):
            words = text
        case Employment(title, employer):
            words = f"{title}, {employer}" if employer else title
        case Schooling(_, degree, field, institution):
            words = ", ".join(part for part in (degree, field, institution) if part)
        case Skill(_, label):
            words = label
        case Language(code):
            words = f"Language: {code}"
        case Certification(name) | Project(name):
            words = name
    return " ".join(words.split())


def _extended(document: Document, added: str) -> Document:
    if not added:
        return document
    start = len(document.text)
    page = Page(len(document.pages) + 1, start, start + len(added))
    return replace(document, text=document.text + added, pages=(*document.pages, page))
