"""Skills against the list of them, and names that may have an issuer and a date after them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.parse import folding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.parse.resume import Named, Resume, Truth


@dataclass(frozen=True, slots=True)
class Listed:
    """Which items of the list were found and missed, and what was read that is none."""

    found: tuple[str, ...]
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    in_prose: int


def compare(truth: Truth, reading: Resume) -> Listed:
    """Return how the skills read agree with the list of the truth."""
    wanted = {folding.skill(name): name for names in truth.resume.skills for name in names}
    listed = "\n".join(wanted.values())
    found: set[str] = set()
    wrong: dict[str, None] = {}
    in_prose = 0
    for names in reading.skills:
        hits = {folding.skill(name) for name in names} & set(wanted)
        found |= hits
        if hits or _within(names, "\n".join(truth.groups)):
            continue
        if _within(names, truth.prose) and not _within(names, listed):
            in_prose += 1
        else:
            wrong["/".join(sorted(names))] = None
    missed = tuple(name for key, name in wanted.items() if key not in found)
    return Listed(tuple(wanted[key] for key in found), missed, tuple(wrong), in_prose)


def _within(names: Iterable[str], text: str) -> bool:
    """Tell whether one of `names` is in `text` as whole words."""
    return any(f" {_signed(name)} " in f" {_signed(text)} " for name in names if _signed(name))


def _signed(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"[^\W_]+[+#]*", folded))


def same_name(wanted: Named, got: Named) -> bool:
    """Tell whether the names are equal but for issuer, months and figures after them."""
    name, read = folding.words(wanted.name), folding.words(got.name)
    if not name or read[: len(name)] != name:
        return False
    beside = {*folding.words(wanted.rest), *_MONTHS}
    return all(word in beside or word.isdecimal() for word in read[len(name) :])


_MONTHS = frozenset(
    (
        *("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov"),
        *("dec", "january", "february", "march", "april", "june", "july", "august", "september"),
        *("october", "november", "december", "present", "ene", "abr", "ago", "dic", "enero"),
        *("febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"),
        *("octubre", "noviembre", "diciembre", "januar", "februar", "märz", "mai", "juni", "juli"),
        *("oktober", "dezember", "okt", "dez", "janvier", "février", "mars", "avril", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    )
)
