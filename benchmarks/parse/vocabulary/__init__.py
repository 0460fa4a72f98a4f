"""The words that made-up people use, by the language of their resumes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, get_args

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Language = Literal["en", "de", "es", "fr"]
Part = Literal["summary", "work", "education", "skills", "languages", "certificates", "projects"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Sector(TypedDict):
    """What people of one line of work do, know and are certified for."""

    titles: Sequence[str]
    employers: Sequence[str]
    fields: Sequence[str]
    skills: Mapping[str, Sequence[str]]
    did: Sequence[str]
    certificates: Sequence[tuple[str, str]]
    projects: Sequence[str]


class Words(TypedDict):
    """The lists of one language."""

    locales: Sequence[str]
    cities: Sequence[str]
    universities: Sequence[str]
    headings: Mapping[Part, Sequence[str]]
    months: Sequence[str]
    short: Sequence[str]
    ranges: Sequence[str]
    now: Sequence[str]
    since: Sequence[str]
    tongues: Mapping[str, str]
    levels: Mapping[str, Sequence[str]]
    degrees: Mapping[int, Sequence[tuple[str, str]]]
    summaries: Sequence[str]
    built: Sequence[str]
    at: Sequence[str]
    joints: Sequence[str]
    sectors: Mapping[str, Sector]


def read(language: Language) -> Words:
    """Return the words of a language."""
    file = Path(__file__).parent / f"{language}.yaml"
    return yaml.safe_load(file.read_text(encoding="utf-8"))
