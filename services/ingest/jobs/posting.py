"""schema.org JobPosting (https://schema.org/JobPosting) as JSON-LD, to plain text.

What it says in fields becomes lines that a person would write, so that everything read from
a job has its line in the text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from services.ingest.jobs.jobs import LONGEST_TITLE, Draft, JobFormat
from services.ingest.jobs.markup import JobTextMissing, text_of, tree_of
from services.ingest.jobs.posting_fields import (
    Fields,
    JobPostingMalformed,
    JobPostingMissing,
    day,
    employment,
    experience,
    named,
    places,
    salary,
    tree,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.html import HtmlElement

_DEEPEST = 8
_HOLDING = ("@graph", "mainEntity", "itemListElement", "item")
_SECTIONS = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("experienceRequirements", "Experience"),
    ("educationRequirements", "Education"),
    ("skills", "Skills"),
    ("jobBenefits", "Benefits"),
)


def parsed(source: str) -> object:
    """Return JSON, or raise JobPostingMalformed."""
    try:
        return json.loads(source.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise JobPostingMalformed("want JSON", field="", problem="not JSON") from error


def embedded(page: HtmlElement) -> object:
    """Return the JSON of the page's JobPosting.

    Raises JobPostingMissing, or JobPostingMalformed when the only scripts with one are broken.
    """
    broken: JobPostingMalformed | None = None
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            value = parsed(script.text or "")
        except JobPostingMalformed as error:
            broken = broken or error
            continue
        if _found(value, 0) is not None:
            return value
    raise broken or JobPostingMissing("the page has no JobPosting")


def drafted(value: object, title: str) -> Draft:
    """Return the draft of the first JobPosting in JSON-LD; a `title` given wins.

    Raises JobPostingMissing or JobPostingMalformed.
    """
    fields = _found(value, 0)
    if fields is None:
        raise JobPostingMissing("the JSON has no JobPosting")
    own = fields.text("title")
    if not own and not title:
        raise JobPostingMalformed("want a title", field="title", problem="missing")
    valid_through = day(fields, "validThrough")
    head = "\n".join(line for line in _head(fields, own or title, valid_through) if line)
    body = "\n\n".join(_body(fields))
    if not body:
        raise JobPostingMalformed("want a description", field="description", problem="missing")
    return Draft(
        title or own[:LONGEST_TITLE],
        f"{head}\n\n{body}\n",
        JobFormat.JOB_POSTING,
        hiring_organization=named(fields, "hiringOrganization"),
        employment_types=employment(fields),
        valid_through=valid_through,
    )


def _found(value: object, depth: int) -> Fields | None:
    """Return the first JobPosting in `value`: itself, in a list or in a graph."""
    each = tree(value)
    if depth > _DEEPEST:
        return None
    if isinstance(each, list):
        return next(filter(None, (_found(item, depth + 1) for item in each)), None)
    if not isinstance(each, dict):
        return None
    fields = Fields(each)
    if "JobPosting" in fields.types():
        return fields
    return _found([each[name] for name in _HOLDING if name in each], depth)


def _head(fields: Fields, title: str, valid_through: datetime | None) -> Iterator[str]:
    """Yield the lines before the description."""
    yield title
    yield _labelled("Company", named(fields, "hiringOrganization"))
    remote = "TELECOMMUTE" in fields.text("jobLocationType").upper()
    where = list(places(fields, "jobLocation"))
    for place in where:
        yield _labelled("Location", place)
    if remote:
        allowed = " / ".join(places(fields, "applicantLocationRequirements"))
        yield "Fully remote" + (f", from: {allowed}" if allowed else "")
    types = [each.replace("_", " ").capitalize() for each in employment(fields)]
    yield _labelled("Employment type", ", ".join(types))
    yield _labelled("Salary", salary(fields))
    yield _labelled("Apply until", valid_through.date().isoformat() if valid_through else "")


def _labelled(label: str, value: str) -> str:
    return f"{label}: {value}" if value else ""


def _body(fields: Fields) -> Iterator[str]:
    """Yield the description and the sections after it."""
    described = _rendered(fields.text("description"))
    said = {line.strip("• ") for line in described.split("\n")}
    if described:
        yield described
    for name, heading in _SECTIONS:
        lines = experience(fields) if name == "experienceRequirements" else fields.texts(name)
        shown = [line for each in lines for line in _rendered(each).split("\n") if line.strip("• ")]
        fresh = [each for each in shown if each.strip("• ") not in said]
        if fresh:
            bulleted = [each if each.startswith("•") else f"• {each}" for each in fresh]
            yield "\n".join((heading, *bulleted))


def _rendered(text: str) -> str:
    """Return what a field shows, whether it holds HTML or plain text."""
    if not text.strip():
        return ""
    # A field without tags may still have entities, and its newlines are line ends.
    markup = text if "<" in text else text.replace("\n", "<br>")
    if "<" not in text and "&lt;" in text:
        markup = tree_of(text).text_content()
    try:
        return text_of(tree_of(markup)).strip("\n")
    except JobTextMissing:
        return ""
