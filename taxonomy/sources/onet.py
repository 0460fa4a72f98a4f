"""O*NET: technology skills of the US occupations, as the tab-separated file it is published in."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_GENERIC: Final = re.compile(r"\b(?:software|systems?|databases?|programs?|tools|applications)$")
_SMALL_WORDS: Final = frozenset({"and", "of", "for", "in", "the", "to"})
_LIST: Final = re.compile(r", and |, | and ")
_SINGLE_PLURAL: Final = re.compile(r"[A-Z][a-z]+s")
_COMMON_FIRST_WORD: Final = 5
_WIDELY_USED: Final = 3


@dataclass(frozen=True, slots=True)
class Technology:
    """A technology, the occupations that use it, and its class in the UNSPSC."""

    label: str
    occupations: frozenset[str]
    commodities: frozenset[str]
    known: bool
    """Whether the name is one that a text may be searched for: used widely, marked as hot or
    in demand, or shaped like a product's name."""

    def names(self) -> tuple[str, ...]:
        """Return the label and, where it ends in its own acronym, the words and the acronym."""
        found = [self.label]
        words = self.label.removesuffix(" software").split()
        acronym, spelled = words[-1].strip("()"), words[:-1]
        if acronym.isupper() and len(acronym) > 2 and _initials(spelled).endswith(acronym):
            found.append(" ".join(spelled))
            if len(self.occupations) >= _WIDELY_USED:
                found.append(acronym)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Job:
    """An occupation of O*NET: its code in the SOC, its title, and the technologies it uses."""

    soc: str
    label: str
    technologies: frozenset[str]

    def titles(self) -> tuple[str, ...]:
        """Return the title and, where it lists single words, each of them."""
        parts = [part for part in _LIST.split(self.label) if part]
        if len(parts) > 1 and all(_SINGLE_PLURAL.fullmatch(part) for part in parts):
            return (self.label, *parts)
        return (self.label,)


def jobs(folder: Path) -> list[Job]:
    """Return the occupations, by code, without those that gather "all other" workers."""
    used: dict[str, set[str]] = {}
    for row in _rows(folder / "Technology Skills.txt"):
        used.setdefault(row["O*NET-SOC Code"], set()).add(row["Example"])
    return [
        Job(row["O*NET-SOC Code"], row["Title"], frozenset(used.get(row["O*NET-SOC Code"], ())))
        for row in sorted(
            _rows(folder / "Occupation Data.txt"), key=lambda row: row["O*NET-SOC Code"]
        )
        if not row["Title"].endswith("All Other")
    ]


def descriptions(folder: Path) -> dict[str, str]:
    """Return the title, twice for its weight, and the description of each occupation, by code."""
    rows = sorted(_rows(folder / "Occupation Data.txt"), key=lambda row: row["O*NET-SOC Code"])
    return {
        f"onet:{row['O*NET-SOC Code']}": f"{row['Title']} {row['Title']} {row['Description']}"
        for row in rows
    }


def technologies(folder: Path) -> list[Technology]:
    """Return the technologies, by label."""
    rows = _rows(folder / "Technology Skills.txt")
    users: dict[str, set[str]] = {}
    classes: dict[str, set[str]] = {}
    marked: set[str] = set()
    for row in rows:
        label = row["Example"]
        users.setdefault(label, set()).add(row["O*NET-SOC Code"])
        classes.setdefault(label, set()).add(row["Commodity Code"])
        if "Y" in (row["Hot Technology"], row["In Demand"]):
            marked.add(label)
    makers = _common_first_words(users)
    return [
        Technology(
            label,
            frozenset(users[label]),
            frozenset(classes[label]),
            label in marked or _searchable(label, len(users[label]), makers),
        )
        for label in sorted(users)
    ]


def is_generic(label: str) -> bool:
    """Say whether a technology is named for what it does and not for who makes it."""
    return _GENERIC.search(label) is not None


def _searchable(label: str, users: int, makers: frozenset[str]) -> bool:
    words = label.split()
    if is_generic(label):
        return users >= _WIDELY_USED
    product_like = len(words) == 1 or words[0] in makers or any(map(_odd_case, words))
    return users >= _WIDELY_USED or (product_like and len(words) <= 4)


def _odd_case(word: str) -> bool:
    return word[1:] != word[1:].lower() or any(char.isdigit() for char in word)


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words if word.lower() not in _SMALL_WORDS).upper()


def _common_first_words(labels: dict[str, set[str]]) -> frozenset[str]:
    counts: dict[str, int] = {}
    for label in labels:
        first = label.split()[0]
        counts[first] = counts.get(first, 0) + 1
    return frozenset(word for word, count in counts.items() if count >= _COMMON_FIRST_WORD)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
