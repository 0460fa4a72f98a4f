"""ESCO: the European classification of skills and occupations, as CSV exports in English."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_QUALIFIER: Final = re.compile(r"\s*\([^)]*\)")
_OF_A_TOOL: Final = re.compile(
    r"The (?:computer (?:program|language|software)|techniques and principles of software)|"
    r"(?:software|tool|language|framework|platform) (?:is|for|program)"
)
_DESCRIPTION: Final = re.compile(r"(?:^| )[A-Z][\w'-]*,? [a-z(]")
_COLLECTIONS: Final = ("transversal", "language", "ict")
_LANGUAGE: Final = "language"
_MOST_SIBLINGS: Final = 12


@dataclass(frozen=True, slots=True)
class Concept:
    """A skill of ESCO; its label without a qualifier, which `qualified` says there was."""

    skill_id: str
    label: str
    qualified: bool
    tool: bool
    names: tuple[str, ...]
    """Alternative labels, where the export keeps them apart."""
    published: str
    """The label as published, with its qualifier."""
    other_words: str
    """Alternative labels, run together as this export has them, without the description."""


@dataclass(frozen=True, slots=True)
class Siblings:
    """Skills under one broader concept, and how close that makes them."""

    closeness: int
    skill_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """An occupation of ESCO, its titles and its ISCO-08 unit group."""

    occupation_id: str
    label: str
    titles: tuple[str, ...]
    unit_group: str


def concepts(folder: Path) -> list[Concept]:
    """Return the skills that have a label, by id."""
    alternatives = {
        _short_id(row["conceptUri"]): tuple(filter(None, row["altLabels"].split(" | ")))
        for _, row in _collected(folder)
    }
    found: dict[str, Concept] = {}
    for row in _rows(folder / "skills_en_labels_desc.csv"):
        label = row["preferred_label"]
        if not label:
            continue
        skill_id = _short_id(row["uri"])
        if skill_id in found:
            raise ValueError(f"two ESCO skills shorten to {skill_id}")
        plain = _QUALIFIER.sub("", label)
        tool = _OF_A_TOOL.search(row["labels_and_description"]) is not None
        names = alternatives.get(skill_id, ())
        other = _alternatives(row["labels_and_description"].removeprefix(label))
        found[skill_id] = Concept(skill_id, plain, plain != label, tool, names, label, other)
    return [found[skill_id] for skill_id in sorted(found)]


def siblings(folder: Path) -> list[Siblings]:
    """Return the groups under one broader concept that the collections name.

    Concepts with more than 12 narrower ones ("languages") are too broad to say anything.
    """
    groups: dict[tuple[str, str], set[str]] = {}
    for collection, row in _collected(folder):
        for broader in filter(None, row["broaderConceptUri"].split(" | ")):
            groups.setdefault((collection, broader), set()).add(_short_id(row["conceptUri"]))
    found: list[Siblings] = []
    for (collection, broader), members in sorted(groups.items()):
        if len(members) > _MOST_SIBLINGS:
            continue
        if collection == _LANGUAGE:
            found.append(Siblings(60, tuple(sorted({*members, _short_id(broader)}))))
        else:
            found.append(Siblings(40, tuple(sorted(members))))
    return found


def works(folder: Path) -> list[Work]:
    """Return the occupations, by id."""
    found = [
        Work(
            _short_id(row["conceptUri"]),
            row["preferredLabel"],
            tuple(filter(None, row["altLabels"].split("\n"))),
            row["iscoGroup"],
        )
        for row in _rows(folder / "occupations_en.csv")
    ]
    return sorted(found, key=lambda work: work.occupation_id)


def descriptions(folder: Path) -> dict[str, str]:
    """Return the labels and the description of each occupation, run together, by id."""
    rows = sorted(_rows(folder / "occupations_v12_labels_desc.csv"), key=lambda row: row["id"])
    return {_short_id(row["id"]): row["description"] for row in rows}


def _alternatives(labels_and_description: str) -> str:
    """Return what stands before the description: it starts with a capital, labels seldom do."""
    start = _DESCRIPTION.search(labels_and_description)
    return labels_and_description if start is None else labels_and_description[: start.start()]


def _collected(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for collection in _COLLECTIONS:
        for row in _rows(folder / f"{collection}SkillsCollection_en.csv"):
            yield collection, row


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _short_id(uri: str) -> str:
    return f"esco:{uri.rsplit('/', 1)[1][:8]}"
