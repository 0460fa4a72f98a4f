"""Names, addresses and pronouns planted by lot into texts that tell nothing of the kind."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.residual.labels import Question
from benchmarks.residual.people import Resume

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

NAMED = "-named"
PRONOUNS = {"f": ("She/Her", "Pronouns: she/her/hers"), "m": ("He/Him", "Pronouns: he/him/his")}
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class _Given:
    name: str
    race: str
    gender: str


def planted(
    people: Sequence[Resume], data: Path, dice: Random
) -> tuple[list[Resume], tuple[Question, ...]]:
    """Return a copy of each with somebody's name on top, and what the name tells.

    Given names are those of Bertrand and Mullainathan 2004, surnames those of the 2010 census
    that say most of a group.
    """
    given, surnames = _given(data), _surnames(data)
    copies: list[Resume] = []
    women: dict[str, bool] = {}
    black: dict[str, bool] = {}
    for each in people:
        gender, race = dice.choice("fm"), dice.choice(("black", "white"))
        first = dice.choice([one.name for one in given if (one.race, one.gender) == (race, gender)])
        last = dice.choice(surnames[race])
        copy = Resume(f"{each.key}{NAMED}", f"{_head(first, last, gender, dice)}\n{each.text}")
        copies.append(copy)
        women[copy.key], black[copy.key] = gender == "f", race == "black"
    return copies, (
        Question("planted gender", "a woman's name and pronouns", women, _NOTHING),
        Question("planted race", "a name more common among Black Americans", black, _NOTHING),
    )


def _head(first: str, last: str, gender: str, dice: Random) -> str:
    lines = [f"{first} {last}", f"{first}.{last}@example.com".lower(), "(555) 010-4477"]
    if dice.random() < 0.5:
        lines.append(dice.choice(PRONOUNS[gender]))
    if dice.random() < 0.5:
        lines.append(f"linkedin.com/in/{first}-{last}".lower())
    return "\n".join(lines)


def _given(data: Path) -> list[_Given]:
    file = data / "fairness" / "bertrand_mullainathan" / "names.csv"
    rows = csv.DictReader(file.read_text("utf-8").splitlines())
    return [_Given(row["firstname"], row["race"], row["gender"]) for row in rows]


def _surnames(data: Path) -> dict[str, list[str]]:
    file = data / "fairness" / "names_by_group" / "counterfactual_names.csv"
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    return {
        group: [row["name"] for row in rows if row["kind"] == "last" and row["group"] == group]
        for group in ("black", "white")
    }
