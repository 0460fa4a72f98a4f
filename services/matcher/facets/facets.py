"""What a selection may be narrowed by, and what the index holds of a person for it.

Apart from `scoring.facts.Facts`, which scorers and the embedder take: nothing of this
reaches either.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from services.matcher.scoring.facts import Facts, Level

Payload: TypeAlias = "Mapping[str, list[str] | list[int] | int | bool]"

PLACES, REMOTE, AVAILABLE = "places", "remote", "available_day"
OPEN, CONSENT, LANGUAGES = "open", "consent_until", "languages"
MARK_BYTES = 12


@dataclass(frozen=True, slots=True)
class Facets:
    """Where, when and whether a person would work, and until when they may be found."""

    place_words: tuple[str, ...]
    remote: tuple[int, ...]  # candor.facts.v1.RemoteMode
    available_day: int  # since 1970; 0 when not said
    is_open: bool
    consent_until: int  # seconds since 1970


NOWHERE = Facets((), (), 0, is_open=False, consent_until=0)
"""Of whom nothing is known: in no selection."""


class PlaceMarks:
    """Keyed hashes that stand for the words of places in the index of one tenant.

    The index is not sealed by anybody's key, and where somebody lives is not to stand in it.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def of(self, words: Iterable[str]) -> list[str]:
        """Return the marks of words (HMAC-SHA-256, RFC 2104, cut to 96 bits), in order."""
        return sorted(
            hmac.digest(self._key, word.encode(), "sha256")[:MARK_BYTES].hex() for word in words
        )


def payload_of(facets: Facets, marks: PlaceMarks) -> Payload:
    """Return what the index holds of these facets."""
    return {
        PLACES: marks.of(facets.place_words),
        REMOTE: list(facets.remote),
        AVAILABLE: facets.available_day,
        OPEN: facets.is_open,
        CONSENT: facets.consent_until,
    }


def spoken(facts: Facts) -> list[str]:
    """Return the languages of a person as keywords: `de>=4` for each level up to theirs.

    Levels are those of candor.facts.v1.LanguageLevel; `de>=0` also where none is told.
    """
    return [
        language_mark(code, least)
        for code, said in sorted(facts.languages.items())
        for least in range(_best(said) + 1)
    ]


def language_mark(code: str, least: int) -> str:
    """Return the keyword of whoever knows a language at least so well."""
    return f"{code}>={least}"


def _best(said: Sequence[Level]) -> int:
    return max((each.level for each in said), default=0)
