"""Places as people write them, made comparable: folded words, regions and countries by code.

Countries and regions are those of ISO 3166-1 and 3166-2 as pycountry carries them, countries
also by their German, Spanish and French names. Cities are in no list: they are words.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

import pycountry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TONGUES = ("de", "es", "fr")
SHORT = ("US", "CA", "AU")
"""Countries whose regions are written by code alone, as in "Austin, TX"."""
LONGEST = 4  # words of a name
ALIASES = {
    "AE": ("uae", "vae", "emirates"),
    "CD": ("dr congo", "congo kinshasa"),
    "CI": ("ivory coast",),
    "CZ": ("czech republic", "tschechische republik"),
    "GB": ("uk", "u.k.", "great britain", "britain", "grossbritannien", "gran bretana"),
    "IR": ("iran",),
    "KR": ("korea",),
    "MD": ("moldova", "moldawien", "moldavie", "moldavia"),
    "MK": ("macedonia",),
    "NL": ("holland", "the netherlands", "holanda", "hollande"),
    "PS": ("palestine",),
    "RU": ("russia", "russland", "rusia", "russie"),
    "TR": ("turkey",),
    "US": ("u.s.", "u.s.a.", "united states of america", "america", "ee.uu.", "eeuu"),
}
_PARTS = re.compile(r"\s*[,;/|()\n]\s*|\s+[-\u2013]\s+")
_WORDS = re.compile(r"[^\W_]+")
_NUMBERS = re.compile(r"\b\d\S*")  # of houses and of the post


class Gazetteer:
    """Knows countries and regions by name and code. Immutable, so threads may share it."""

    def __init__(self) -> None:
        self._countries = dict(_countries())
        self._codes = {
            code: each.alpha_2
            for each in pycountry.countries
            for code in (each.alpha_2, each.alpha_3)
        }
        regions: defaultdict[str, set[str]] = defaultdict(set)
        known = cast("list[Any]", list(pycountry.subdivisions))
        for each in known:
            regions[_name(each.name)].add(each.code)
        self._regions = {name: frozenset(codes) for name, codes in regions.items()}
        self._short = {each.code for each in known if each.country_code in SHORT}

    def words(self, text: str) -> frozenset[str]:
        """Return what somebody at the place that `text` tells is found by.

        Runs of up to four words of each part, and `region:us-tx` and `country:us` where they
        are told or follow; all that may be meant where that is not clear.
        """
        parts = _parts(text)
        told = [self._told(part, alone=len(parts) == 1) for part in parts]
        countries = {_country(code) for codes in told for code in codes}
        codes = set[str]().union(*told)
        for part, named in zip(parts, told, strict=True):
            for region in self._implied(part):
                if not countries or named or _country(region) in countries:
                    codes.add(region)
        codes |= {_country(code) for code in codes}
        runs = {" ".join(run) for part in parts for run in _runs(_folded(part))}
        return frozenset(runs | _labels(codes))

    def asked(self, text: str) -> list[frozenset[str]]:
        """Return what a place is looked for by: of each part, words of which one is enough.

        Empty when `text` has no words.
        """
        parts = _parts(text)
        return [self._alternatives(part, alone=len(parts) == 1) for part in parts]

    def _alternatives(self, part: str, *, alone: bool) -> frozenset[str]:
        told = self._told(part, alone=alone)
        word = set[str]() if told else {" ".join(_folded(part)[:LONGEST])}
        return frozenset(word | _labels(told | self._implied(part)))

    def _told(self, part: str, *, alone: bool) -> set[str]:
        """Return the countries that a part names, and the countries and regions of its code."""
        country = self._countries.get(_name(part))
        found = {country} if country else set[str]()
        bare = part.strip(" .")
        if bare.isupper() or alone:
            code = bare.upper()
            found |= {self._codes[code]} if code in self._codes else set()
            found |= {f"{each}-{code}" for each in SHORT} & self._short
        return found

    def _implied(self, part: str) -> frozenset[str]:
        """Return the region of a part's name, if regions of one country only have the name."""
        codes = self._regions.get(_name(part), frozenset[str]())
        return codes if len({_country(each) for each in codes}) == 1 else frozenset()


def _countries() -> Iterator[tuple[str, str]]:
    catalogues = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[each])
        for each in TONGUES
    ]
    for each in pycountry.countries:
        told = [getattr(each, key, "") for key in ("name", "common_name", "official_name")]
        known = [name for name in told if name]
        known += [catalogue.gettext(name) for catalogue in catalogues for name in known[:3]]
        for name in (*known, *ALIASES.get(each.alpha_2, ())):
            yield _name(name), each.alpha_2


def _country(code: str) -> str:
    return code.partition("-")[0]


def _labels(codes: Iterable[str]) -> set[str]:
    return {f"{'region' if '-' in code else 'country'}:{code.lower()}" for code in codes}


def _parts(text: str) -> list[str]:
    parts = [_NUMBERS.sub("", part) for part in _PARTS.split(text)]
    return [part for part in parts if _folded(part)]


def _name(text: str) -> str:
    return " ".join(_folded(text))


def _folded(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    return _WORDS.findall(kept)


def _runs(words: list[str]) -> Iterator[list[str]]:
    for start in range(len(words)):
        for size in range(1, min(LONGEST, len(words) - start) + 1):
            yield words[start : start + size]
