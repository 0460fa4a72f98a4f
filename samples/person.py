"""The invented people, as written down in `people/*.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from pathlib import Path

Fit = Literal["strong", "middling", "weak"]
Producer = Literal[
    "typst",
    "weasyprint",
    "chromium",
    "reportlab",
    "libreoffice",
    "python-docx",
    "text",
]


class Entry(BaseModel):
    """What every piece of a person's file has in common: it is closed and does not change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Position(Entry):
    """A job held; `start` and `end` are "YYYY-MM", no `end` is until today."""

    title: str
    employer: str
    place: str
    start: str
    end: str | None = None
    bullets: tuple[str, ...]


class Study(Entry):
    """A degree or course, by the years that a person prints."""

    degree: str
    institution: str
    place: str = ""
    start: int | None = None
    end: int
    notes: tuple[str, ...] = ()


class SkillGroup(Entry):
    """Skills under the heading that the person gave them."""

    group: str
    items: tuple[str, ...]


class Tongue(Entry):
    """A language and how well, in the person's words."""

    name: str
    level: str


class Person(Entry):
    """One invented person, and how their resume is made."""

    slug: str
    name: str
    headline: str
    email: str
    phone: str
    location: str
    links: tuple[str, ...] = ()
    family: str
    language: str = "en"
    producer: Producer
    layout: str
    wording: str
    fit: dict[str, Fit]
    summary: str
    experience: tuple[Position, ...]
    education: tuple[Study, ...]
    skills: tuple[SkillGroup, ...]
    languages: tuple[Tongue, ...]
    certifications: tuple[str, ...] = ()
    publications: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()


def read(path: Path) -> Person:
    """Return the person in `path`. Raises pydantic.ValidationError naming what is wrong."""
    return Person.model_validate({"slug": path.stem, **yaml.safe_load(path.read_text("utf-8"))})
