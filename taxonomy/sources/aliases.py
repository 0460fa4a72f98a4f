"""Aliases: our own names of skills and occupations, from `aliases.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, TypedDict, cast

import yaml

from taxonomy.compiled import Guard
from taxonomy.words import key

if TYPE_CHECKING:
    from pathlib import Path

_MARKS: Final = {"=": Guard.CASED, "~": Guard.LISTED}


class _File(TypedDict):
    tools: dict[str, dict[str, list[str]]]
    abilities: dict[str, dict[str, list[str]]]
    languages: list[str]
    protected: list[str]
    ignore: list[list[str]]
    silent: list[str]
    occupations: dict[str, list[str]]
    generic_titles: list[str]
    close: list[list[int | str]]
    close_occupations: list[list[int | str]]


@dataclass(frozen=True, slots=True)
class Alias:
    """A skill of ours; `names` has the label first, each name once, with its guard or None."""

    label: str
    tool: bool
    names: tuple[tuple[str, Guard | None], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Labels of which each is this close to each other."""

    closeness: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aliases:
    """The alias file."""

    skills: tuple[Alias, ...]
    languages: frozenset[str]
    protected: frozenset[str]
    """Keys of labels of protected characteristics, which are no skills at all."""
    ignored: frozenset[str]
    """Keys of names that are not looked for; the protected ones are among them."""
    silent: tuple[str, ...]
    """Phrases that are read over, with the names inside them."""
    occupations: tuple[tuple[str, tuple[str, ...]], ...]
    generic_titles: tuple[str, ...]
    """Words that are in many titles and name no occupation alone."""
    close: tuple[Group, ...]
    close_occupations: tuple[Group, ...]


def read(path: Path) -> Aliases:
    """Read the alias file.

    Raises:
        ValueError: a closeness group names a label that is not defined, or is not 1 to 99.
    """
    file = cast("_File", yaml.safe_load(path.read_text(encoding="utf-8")))
    skills = (*_skills(file["tools"], tool=True), *_skills(file["abilities"], tool=False))
    labels = {skill.label for skill in skills}
    return Aliases(
        skills=skills,
        languages=frozenset(map(key, file["languages"])),
        protected=frozenset(map(key, file["protected"])),
        ignored=frozenset(map(key, chain(file["protected"], *file["ignore"]))),
        silent=tuple(file["silent"]),
        occupations=tuple((label, tuple(names)) for label, names in file["occupations"].items()),
        generic_titles=tuple(file["generic_titles"]),
        close=_groups(file["close"], labels),
        close_occupations=_groups(file["close_occupations"], set(file["occupations"])),
    )


def _skills(subjects: dict[str, dict[str, list[str]]], *, tool: bool) -> list[Alias]:
    return [
        Alias(label.lstrip("=~"), tool, _names(label, names))
        for subject in subjects.values()
        for label, names in subject.items()
    ]


def _names(label: str, names: list[str]) -> tuple[tuple[str, Guard | None], ...]:
    """Return label and names without their marks; a name that comes again takes that mark."""
    guards: dict[str, tuple[str, Guard | None]] = {}
    for marked in (label, *names):
        if marked.startswith("-"):
            guards[key(marked[1:])] = (marked[1:], None)
        else:
            name = marked.lstrip("=~")
            guards[key(name)] = (name, _MARKS.get(marked[0], Guard.FREE))
    return tuple(guards.values())


def _groups(rows: list[list[int | str]], labels: set[str]) -> tuple[Group, ...]:
    groups: list[Group] = []
    for closeness, *members in rows:
        if unknown := set(members) - labels:
            raise ValueError(f"closeness group names unknown labels: {sorted(map(str, unknown))}")
        if not isinstance(closeness, int) or not 1 <= closeness <= 99:
            raise ValueError(f"closeness {closeness!r} is not from 1 to 99")
        groups.append(Group(closeness, tuple(map(str, members))))
    return tuple(groups)
