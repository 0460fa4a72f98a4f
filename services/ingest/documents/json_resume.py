"""A JSON Resume as the text of a resume: jsonresume.org's schema, versions 1.0 and 1.3.

Fields that the schema does not know are left alone, as it says; those that it knows must be of
their type. Null is taken for absence, because programs write it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from services.ingest.documents.errors import FileDamaged, JsonResumeInvalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DATE = re.compile(r"([12]\d{3})(?:-([01]\d)(?:-[0-3]\d)?)?(?:T.*)?", re.DOTALL)


def _dated(text: str) -> str:
    """Return a date of the schema as "Jun 2014" or "2014"; ValueError for anything else."""
    if not text:
        return ""
    found = _DATE.fullmatch(text)
    if found is None or (found[2] is not None and not 1 <= int(found[2]) <= len(_MONTHS)):
        raise ValueError("is not a date")
    return f"{_MONTHS[int(found[2]) - 1]} {found[1]}" if found[2] else found[1]


def _text(value: object) -> object:
    return "" if value is None else value


def _list(value: object) -> object:
    return () if value is None else value


Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_list)]
Date = Annotated[str, BeforeValidator(_text), AfterValidator(_dated)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=False, extra="ignore")


class _Location(_Part):
    address: Text = ""
    postalCode: Text = ""  # noqa: N815  # as the schema has it, here and below
    city: Text = ""
    region: Text = ""
    countryCode: Text = ""  # noqa: N815


class _Account(_Part):
    network: Text = ""
    username: Text = ""
    url: Text = ""


class _Basics(_Part):
    name: Text = ""
    label: Text = ""
    email: Text = ""
    phone: Text = ""
    url: Text = ""
    website: Text = ""  # of version 0
    summary: Text = ""
    location: Annotated[_Location, BeforeValidator(lambda value: value or {})] = _Location()
    profiles: Annotated[tuple[_Account, ...], BeforeValidator(_list)] = ()


class _Entry(_Part):
    """An entry of any section: each has some of these."""

    name: Text = ""
    company: Text = ""  # of version 0, as `name`
    organization: Text = ""
    entity: Text = ""
    institution: Text = ""
    location: Annotated[str, BeforeValidator(lambda v: v if isinstance(v, str) else "")] = ""
    description: Text = ""
    position: Text = ""
    title: Text = ""
    roles: Texts = ()
    area: Text = ""
    studyType: Text = ""  # noqa: N815
    score: Text = ""
    courses: Texts = ()
    startDate: Date = ""  # noqa: N815
    endDate: Date = ""  # noqa: N815
    date: Date = ""
    releaseDate: Date = ""  # noqa: N815
    awarder: Text = ""
    issuer: Text = ""
    publisher: Text = ""
    url: Text = ""
    summary: Text = ""
    highlights: Texts = ()
    level: Text = ""
    keywords: Texts = ()
    language: Text = ""
    fluency: Text = ""
    reference: Text = ""


Entries = Annotated[tuple[_Entry, ...], BeforeValidator(_list)]


class _Resume(_Part):
    basics: Annotated[_Basics, BeforeValidator(lambda value: value or {})] = _Basics()
    work: Entries = ()
    volunteer: Entries = ()
    education: Entries = ()
    awards: Entries = ()
    certificates: Entries = ()
    publications: Entries = ()
    skills: Entries = ()
    languages: Entries = ()
    interests: Entries = ()
    references: Entries = ()
    projects: Entries = ()


_SECTIONS = frozenset(("work", "education", "skills", "projects", "volunteer", "languages"))


def read(text: str) -> list[str] | None:
    """Return the lines of the resume that `text` is, or None when it is some other JSON.

    Raises JsonResumeInvalid where a field is not as the schema says, FileDamaged for what is no
    JSON although it begins as it.
    """
    try:
        content: object = json.loads(text)
    except ValueError as error:
        raise FileDamaged("the JSON is malformed", part="JSON") from error
    except RecursionError as error:
        raise FileDamaged("the JSON is nested too deeply", part="nesting") from error
    if not _is_resume(content):
        return None
    try:
        resume = _Resume.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise JsonResumeInvalid("a field is not as the schema says", field=place[:100]) from error
    return [line for line in _lines(resume) if line.strip()]


def _is_resume(content: object) -> bool:
    if not isinstance(content, dict):
        return False
    fields = cast("dict[str, object]", content)
    return "basics" in fields and (
        isinstance(fields["basics"], dict) or not _SECTIONS.isdisjoint(fields)
    )


def _lines(resume: _Resume) -> Iterator[str]:
    yield from _who(resume.basics)
    if resume.basics.summary:
        yield from ("Summary", *_paragraphs(resume.basics.summary))
    yield from _section("Experience", resume.work, _job)
    yield from _section("Volunteering", resume.volunteer, _job)
    yield from _section("Projects", resume.projects, _project)
    yield from _section("Education", resume.education, _study)
    yield from _section("Certificates", resume.certificates, _award)
    yield from _section("Skills", resume.skills, _skill)
    yield from _section("Languages", resume.languages, _tongue)
    yield from _section("Awards", resume.awards, _award)
    yield from _section("Publications", resume.publications, _award)
    yield from _section("Interests", resume.interests, _skill)
    yield from _section("References", resume.references, _reference)


def _who(basics: _Basics) -> Iterator[str]:
    yield from (basics.name, basics.label)
    place = basics.location
    yield place.address.replace("\n", ", ")
    city = " ".join(part for part in (place.postalCode, place.city) if part)
    yield _joined(city, place.region, place.countryCode)
    yield from (basics.email, basics.phone, basics.url or basics.website)
    for account in basics.profiles:
        yield account.url or _joined(account.network, account.username, by=": ")


def _section(
    heading: str, entries: tuple[_Entry, ...], lines: Callable[[_Entry], Iterator[str]]
) -> Iterator[str]:
    if entries:
        yield heading
    for entry in entries:
        yield from lines(entry)


def _job(entry: _Entry) -> Iterator[str]:
    yield entry.position
    yield _joined(entry.name or entry.company or entry.organization, entry.location)
    yield _period(entry)
    yield from _told(entry)


def _project(entry: _Entry) -> Iterator[str]:
    yield _joined(entry.name, *entry.roles, entry.entity)
    yield _period(entry)
    yield from _told(entry)
    yield ", ".join(entry.keywords)


def _study(entry: _Entry) -> Iterator[str]:
    yield _joined(entry.studyType, entry.area)
    yield entry.institution
    yield _period(entry)
    if entry.score:
        yield f"• Grade: {entry.score}"
    if entry.courses:
        yield f"• Courses: {', '.join(entry.courses)}"


def _award(entry: _Entry) -> Iterator[str]:
    by = entry.awarder or entry.issuer or entry.publisher
    yield _joined(entry.title or entry.name, by, entry.date or entry.releaseDate)
    yield from _paragraphs(entry.summary)


def _skill(entry: _Entry) -> Iterator[str]:
    yield _joined(entry.name, ", ".join(entry.keywords), by=": ")


def _tongue(entry: _Entry) -> Iterator[str]:
    yield _joined(entry.language, entry.fluency, by=": ")


def _reference(entry: _Entry) -> Iterator[str]:
    yield _joined(entry.name, " ".join(entry.reference.split()), by=": ")


def _told(entry: _Entry) -> Iterator[str]:
    yield from _paragraphs(entry.description)
    yield from _paragraphs(entry.summary)
    for highlight in entry.highlights:
        yield f"• {' '.join(highlight.split())}"


def _period(entry: _Entry) -> str:
    if not entry.startDate:
        return entry.endDate
    return f"{entry.startDate} \u2013 {entry.endDate or 'Present'}"


def _paragraphs(text: str) -> list[str]:
    return text.splitlines()


def _joined(*parts: str, by: str = ", ") -> str:
    return by.join(part for part in parts if part)
