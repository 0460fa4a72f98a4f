"""Score many pairs in a process of its own and print what names all of it: a SHA-256.

`python -m tests.unit.matcher.scoring.pairs FOLDER SEED [blocked]`: facts and rubrics of the folder,
everything that has no order shuffled by the seed; `blocked` makes a language model unimportable.
"""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import astuple, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeVar

from candor.facts.v1 import facts_pb2
from candor.matcher.v1 import match_pb2

from services.matcher import wire
from services.matcher.scoring.scorers import CURRENT, scorer
from services.matcher.scoring.tables import Tables
from taxonomy import taxonomy, work

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.machinery import ModuleSpec

    from services.matcher.scoring.contributions import Contribution
    from services.matcher.scoring.facts import Facts, Rubric

T = TypeVar("T")
MODELS = ("onnxruntime", "openai", "tokenizers", "anthropic", "transformers", "torch")


class Blocked:
    """Refuses to import what runs a model."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Raise ImportError for a model's package; leave others alone."""
        del path, target
        if name.partition(".")[0] in MODELS:
            raise ImportError(f"{name} is blocked")
        return None


def digest(folder: Path, dice: Random) -> str:
    """Return the digest of all points, degrees and contributions of the folder's pairs."""
    known = taxonomy.load()
    tables = Tables(known, work.load())
    people = {each.name: _facts(each) for each in folder.glob("*.facts")}
    anyhow = {name: tables.read(_in_any_order(dice, each)) for name, each in people.items()}
    cited = {name: tables.read(_maps_in_any_order(dice, each)) for name, each in people.items()}
    rubrics = {each.name: _rubric(each) for each in folder.glob("*.rubric")}
    found: dict[str, object] = {}
    for job in _shuffled(dice, rubrics):
        criteria = tuple(_shuffled(dice, rubrics[job].criteria))
        scoring = scorer(CURRENT, replace(rubrics[job], criteria=criteria), tables)
        for person in _shuffled(dice, people):
            reached = zip(criteria, scoring.degrees(anyhow[person]), strict=True)
            parts = scoring.explain(cited[person])
            found[f"{job} {person}"] = {
                "points": scoring.points(anyhow[person]),
                "degrees": {each.criterion_id: degree for each, degree in reached},
                "parts": {each.criterion.criterion_id: _said(each) for each in parts},
            }
    content = json.dumps(found, sort_keys=True, separators=(",", ":")).encode()
    return f"{len(found)} {hashlib.sha256(content).hexdigest()}"


def _said(part: Contribution) -> list[object]:
    """Return all of a contribution but its criterion, which the rubric has."""
    places = [[*astuple(each.span), each.quote] for each in part.evidence]
    return [part.points, part.degree, part.related, part.reason, part.met_by, places]


def _facts(file: Path) -> Facts:
    return wire.to_facts(facts_pb2.ScorableFacts.FromString(file.read_bytes()))


def _rubric(file: Path) -> Rubric:
    return wire.to_rubric(match_pb2.Rubric.FromString(file.read_bytes()))


def _shuffled(dice: Random, values: Iterable[T]) -> list[T]:
    found = list(values)
    dice.shuffle(found)
    return found


def _maps_in_any_order(dice: Random, facts: Facts) -> Facts:
    return replace(
        facts,
        skills=dict(_shuffled(dice, facts.skills.items())),
        languages=dict(_shuffled(dice, facts.languages.items())),
    )


def _in_any_order(dice: Random, facts: Facts) -> Facts:
    lines = tuple(_shuffled(dice, facts.lines))
    return replace(
        _maps_in_any_order(dice, facts),
        positions=tuple(_shuffled(dice, facts.positions)),
        education=tuple(_shuffled(dice, facts.education)),
        certificates=tuple(_shuffled(dice, facts.certificates)),
        lines=lines,
        folded="".join(f"{line.text.casefold()}\n" for line in lines),
    )


if __name__ == "__main__":
    place, number, *rest = sys.argv[1:]
    if rest:
        sys.meta_path.insert(0, Blocked())
    sys.stdout.write(digest(Path(place), Random(int(number))))  # noqa: S311  # an order is no secret
    loaded = [name for name in MODELS if name in sys.modules]
    if loaded:
        sys.exit(f"scoring has loaded {loaded}")
