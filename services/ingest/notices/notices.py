"""What a notice is, and how its template becomes the text that somebody reads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from servicekit.errors import Code, FieldInvalid, ServiceError
from services.ingest.candidates.candidates import NOTICE

if TYPE_CHECKING:
    from datetime import datetime

TEMPLATES = Path(__file__).with_name("templates")
LANGUAGES = ("en", "es", "de", "fr")
"""Those that Candor's own notice is in; the first is the one to fall back to."""
OWN_VERSION = "candor-1"
OWN_PREFIX = "candor-"
LANGUAGE = re.compile(r"[a-z]{2}")
PLACEHOLDERS = frozenset({"organisation", "contact", "months"})
LONGEST_TEXT = 20_000
LONGEST_ORGANISATION = 200
LONGEST_CONTACT = 500


class NoticeExists(ServiceError):
    """The version has another text already."""

    code = Code.ALREADY_EXISTS
    reason = "NOTICE_EXISTS"


class NoticeNotFound(ServiceError):
    """The tenant has set no such version."""

    code = Code.NOT_FOUND
    reason = "NOTICE_NOT_FOUND"


@dataclass(frozen=True, slots=True)
class Template:
    """A version of a notice in one language, with placeholders."""

    language: str
    version: str
    body: str
    organisation: str
    contact: str
    created_at: datetime | None = None

    def text(self, months: int) -> str:
        """Return the text as it is read."""
        return self.body.format(organisation=self.organisation, contact=self.contact, months=months)


@dataclass(frozen=True, slots=True)
class Shown:
    """That somebody was shown a text."""

    shown_id: str
    candidate_id: str  # "" when the person is not a candidate yet
    subject: str
    language: str
    version: str
    digest: str
    shown_at: datetime


def digest(text: str) -> str:
    """Return the SHA-256 of a text, hex."""
    return sha256(text.encode()).hexdigest()


def own(language: str, tenant: str) -> Template:
    """Return Candor's own notice in the language, or in English, for a tenant."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    return Template(chosen, OWN_VERSION, own_body(chosen), tenant, tenant)


@cache
def own_body(language: str) -> str:
    """Return Candor's own text in one of LANGUAGES."""
    return (TEMPLATES / f"{language}.txt").read_text()


def to_language(value: str) -> str:
    """Parse a language, or raise FieldInvalid."""
    if not LANGUAGE.fullmatch(value):
        raise FieldInvalid("language", "want two lower-case letters of ISO 639-1")
    return value


def to_version(value: str) -> str:
    """Parse a version that a tenant may set, or raise FieldInvalid."""
    if not NOTICE.fullmatch(value) or value.startswith(OWN_PREFIX):
        raise FieldInvalid("version", f"want 1 to 64 of [A-Za-z0-9._-], not {OWN_PREFIX}...")
    return value


def to_body(text: str, language: str) -> str:
    """Parse a template, or take Candor's own for no text; FieldInvalid for what cannot be."""
    if not text.strip():
        if language not in LANGUAGES:
            raise FieldInvalid("text", f"there is none of Candor's own in {language!r}")
        return own_body(language)
    if len(text) > LONGEST_TEXT:
        raise FieldInvalid("text", f"want at most {LONGEST_TEXT} characters")
    try:
        pieces = list(Formatter().parse(text))
    except ValueError as error:
        raise FieldInvalid("text", "a brace stands alone: write it twice") from error
    for _, name, form, conversion in pieces:
        if name is not None and (name not in PLACEHOLDERS or form or conversion):
            raise FieldInvalid("text", f"only {', '.join(sorted(PLACEHOLDERS))} are filled in")
    return text


def to_line(value: str, field: str, longest: int) -> str:
    """Parse a short text that may not be empty, or raise FieldInvalid."""
    line = " ".join(value.split())
    if not 0 < len(line) <= longest:
        raise FieldInvalid(field, f"want 1 to {longest} characters")
    return line
