"""Names, addresses and pronouns planted by lot into texts that tell nothing of the kind."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.residual.labels import Question
from benchmarks.residual.people import Resume

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from random import Random

NAMED, SWAPPED = "-named", "-swapped"
PRONOUNS = {"f": ("She/Her", "Pronouns: she/her/hers"), "m": ("He/Him", "Pronouns: he/him/his")}
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class _Somebody:
    first: str
    last: str
    race: str
    gender: str


@dataclass(frozen=True, slots=True)
class Planted:
    """Copies of texts with a name on top, and the same once more with another's name."""

    named: tuple[Resume, ...]
    swapped: tuple[Resume, ...]
    questions: tuple[Question, ...]
    """What the names of the first tell."""


def planted(people: Sequence[Resume], data: Path, dice: Random) -> Planted:
    """Return copies with names planted by lot; the two of one text differ in who it is alone.

    Given names are those of Bertrand and Mullainathan 2004, surnames those of the 2010 census
    that say most of a group.
    """
    somebody = _somebodies(data)
    named: list[Resume] = []
    swapped: list[Resume] = []
    women: dict[str, bool] = {}
    black: dict[str, bool] = {}
    for each in people:
        one, other = somebody(dice), somebody(dice)
        shape = (dice.choice((None, 0, 1)), dice.random() < 0.5)
        named.append(Resume(f"{each.key}{NAMED}", f"{_head(one, *shape)}\n{each.text}"))
        swapped.append(Resume(f"{each.key}{SWAPPED}", f"{_head(other, *shape)}\n{each.text}"))
        women[named[-1].key], black[named[-1].key] = one.gender == "f", one.race == "black"
    questions = (
        Question("planted gender", "a woman's name and pronouns", women, _NOTHING),
        Question("planted race", "a name more common among Black Americans", black, _NOTHING),
    )
    return Planted(tuple(named), tuple(swapped), questions)


def _head(who: _Somebody, pronouns: int | None, linked: bool) -> str:  # noqa: FBT001  # drawn
    lines = [f"{who.first} {who.last}", f"{who.first}.{who.last}@example.com".lower()]
    lines.append("(555) 010-4477")
    lines += [PRONOUNS[who.gender][pronouns]] if pronouns is not None else []
    lines += [f"linkedin.com/in/{who.first}-{who.last}".lower()] if linked else []
    return "\n".join(lines)


def _somebodies(data: Path) -> Callable[[Random], _Somebody]:
    """Return what draws somebody: genders and races alike often."""
    given = _rows(data / "fairness" / "bertrand_mullainathan" / "names.csv")
    surnames = _rows(data / "fairness" / "names_by_group" / "counterfactual_names.csv")

    def drawn(dice: Random) -> _Somebody:
        gender, race = dice.choice("fm"), dice.choice(("black", "white"))
        firsts = [
            row["firstname"] for row in given if (row["race"], row["gender"]) == (race, gender)
        ]
        lasts = [row["name"] for row in surnames if row["kind"] == "last" and row["group"] == race]
        return _Somebody(dice.choice(firsts), dice.choice(lasts), race, gender)

    return drawn


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))
