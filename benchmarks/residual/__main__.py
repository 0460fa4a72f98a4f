"""`make eval-residual`: what can be told of who somebody is, from text and from blind facts."""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypedDict

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.gateway import stack
from benchmarks.lint.postings import postings
from benchmarks.residual import asking, labels, people, planting
from benchmarks.residual.measures import FEWEST, folds, with_interval
from benchmarks.residual.views import Person, views

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.residual.labels import Question

JOBS = 20
NAMED = 400
_WIDTH = 120  # of tables that go to a file


class Row(TypedDict):
    """What one view tells."""

    view: str
    auc: float
    low: float
    high: float


class Answer(TypedDict):
    """What can be told of one question."""

    question: str
    group: str
    inside: int
    outside: int
    rows: list[Row]


class Result(TypedDict):
    """The JSON."""

    seed: int
    people: int
    refused: int
    jobs: int
    swapped: int
    same_facts: int
    same_as_without: int
    answers: list[Answer]


def answered(question: Question, known: Mapping[str, Person], *, seed: int) -> Answer:
    """Return how well each view answers the question; no rows where too few are labelled."""
    keys = [key for key in question.truth if key in known]
    truth = np.array([question.truth[key] for key in keys], bool)
    shown = [known[key] for key in keys]
    answer = Answer(
        question=question.name,
        group=question.group,
        inside=int(truth.sum()),
        outside=int((~truth).sum()),
        rows=[],
    )
    if min(answer["inside"], answer["outside"]) < FEWEST:
        return answer
    for view in views(question.tells):
        area = with_interval(folds(view, shown, truth, seed=seed), seed=seed)
        answer["rows"].append(
            Row(
                view=view.name,
                auc=round(area.value, 4),
                low=round(area.low, 4),
                high=round(area.high, 4),
            )
        )
    return answer


def measured(data: Path, *, count: int, named: int, seed: int) -> Result:
    """Upload everybody to a new stack, and answer every question."""
    dice = Random(seed)
    found = people.resumes(data)
    found = dice.sample(found, min(count, len(found)))
    names = planting.planted(dice.sample(found, min(named, len(found))), data, dice)
    jobs = [each.text for each in dice.sample(list(postings(data)), JOBS)]
    everybody = [*found, *names.named]
    with tempfile.TemporaryDirectory(prefix="candor-residual-") as place, stack(Path(place)) as up:
        known = asyncio.run(asking.known(up, everybody, jobs))
        others = asyncio.run(asking.known(up, names.swapped, []))
    persons = {
        each.key: Person(each.text, known[each.key]) for each in everybody if each.key in known
    }
    pairs = [
        (known[one.key].facts, others[other.key].facts)
        for one, other in zip(names.named, names.swapped, strict=True)
        if one.key in known and other.key in others
    ]
    originals = [known.get(one.key.removesuffix(planting.NAMED)) for one in names.named]
    without = [
        (known[one.key].facts, original.facts)
        for one, original in zip(names.named, originals, strict=True)
        if one.key in known and original is not None
    ]
    questions = (*labels.questions(found), *names.questions)
    return Result(
        seed=seed,
        people=len(found),
        refused=len(everybody) - len(persons),
        jobs=JOBS,
        swapped=len(pairs),
        same_facts=sum(one == other for one, other in pairs),
        same_as_without=sum(one == other for one, other in without),
        answers=[answered(each, persons, seed=seed) for each in questions],
    )


def show(console: Console, answers: Sequence[Answer]) -> None:
    """Print what can be told."""
    for each in answers:
        sides = f"{each['inside']} of {each['inside'] + each['outside']}"
        table = Table("View", "AUC", "95%", title=f"{each['question']}: {each['group']}, {sides}")
        for row in each["rows"]:
            table.add_row(
                row["view"], f"{row['auc']:.3f}", f"{row['low']:.3f} to {row['high']:.3f}"
            )
        console.print(table)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.residual")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--people", type=int, default=2000, help="at most as many resumes")
    parser.add_argument("--named", type=int, default=NAMED, help="copies with a name planted")
    parser.add_argument("--seed", type=int)
    given = parser.parse_args()
    seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    result = measured(given.data, count=given.people, named=given.named, seed=seed)
    given.out.write_text(json.dumps(result, indent=2) + "\n")
    show(Console(width=None if sys.stdout.isatty() else _WIDTH), result["answers"])


if __name__ == "__main__":
    main()
