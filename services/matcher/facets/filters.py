"""What a caller narrows a selection by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from servicekit.errors import Code, FieldInvalid, ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping

Tree: TypeAlias = "Mapping[str, str | int | bool | list[str] | list[list[str | int]]]"

MOST_PLACES = 20
LONGEST_PLACE = 100
MOST_LANGUAGES = 10
EPOCH = date(1970, 1, 1)


class Pool(IntEnum):
    """Whom to select from, as candor.matcher.v1.Pool numbers it."""

    EVERYONE = 1
    APPLICANTS = 2


@dataclass(frozen=True, slots=True)
class Filters:
    """What must hold of a person to be selected; the empty ones let everybody through."""

    places: tuple[str, ...] = ()
    remote_ok: bool = False
    languages: tuple[tuple[str, int], ...] = ()  # code, least LanguageLevel
    available_by: date | None = None
    pool: Pool = Pool.EVERYONE

    def __post_init__(self) -> None:
        if len(self.places) > MOST_PLACES:
            raise FieldInvalid("filters.places", f"want at most {MOST_PLACES}")
        if not all(0 < len(each) <= LONGEST_PLACE for each in self.places):
            raise FieldInvalid("filters.places", f"want 1 to {LONGEST_PLACE} characters each")
        if len(self.languages) > MOST_LANGUAGES:
            raise FieldInvalid("filters.languages", f"want at most {MOST_LANGUAGES}")
        if not all(_is_code(code) for code, _ in self.languages):
            raise FieldInvalid("filters.languages", "want codes of ISO 639-1, such as de")
        if self.available_by and self.available_by < EPOCH:
            raise FieldInvalid("filters.available_by", f"want a day from {EPOCH} on")

    @property
    def tree(self) -> Tree:
        """What is set, for the digest of a run; in it only then, so that older ones stay."""
        tree = {
            "available_by": self.available_by.isoformat() if self.available_by else "",
            "languages": sorted([code, least] for code, least in self.languages),
            "places": sorted(self.places),
            "pool": 0 if self.pool is Pool.EVERYONE else int(self.pool),
            "remote_ok": self.remote_ok,
        }
        return {name: value for name, value in tree.items() if value}


UNFILTERED: Final = Filters()
"""Lets everybody through who may be found."""


def _is_code(code: str) -> bool:
    return len(code) == len("de") and code.isascii() and code.isalpha() and code.islower()


class ConsentExpired(ServiceError):
    """The candidate no longer agrees to be found for jobs."""

    code = Code.FAILED_PRECONDITION
    reason = "CONSENT_EXPIRED"
