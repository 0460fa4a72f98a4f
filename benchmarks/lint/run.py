"""`make eval-lint`: precision of LintJob on real postings, recall on planted sentences.

Everything goes through the gateway as REST calls.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeAlias

from rich.console import Console
from rich.table import Table

from benchmarks.gateway import Client, Stack, stack
from benchmarks.lint.labels import Found, keyed, verdicts
from benchmarks.lint.planting import LISTS, Planted, planted
from benchmarks.lint.postings import Posting, postings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Figures: TypeAlias = dict[str, dict[str, dict[str, float]]]
Answers: TypeAlias = tuple[list[Found], list[tuple[Planted, bool]]]

MISSING = frozenset(("PAY_MISSING", "PLACE_MISSING"))


async def found_in(client: Client, posting: Posting) -> list[Found]:
    """Return what the API finds in a posting."""
    answer = await client.post("/v1/jobs:lint", {"text": posting.text})
    findings = answer.get("findings", [])
    return list(keyed(posting.posting_id, posting.split, findings, answer["text"]))


async def is_found(client: Client, each: Planted) -> bool:
    """Say whether the API finds a planted sentence, in its category."""
    answer = await client.post("/v1/jobs:lint", {"text": each.text})
    return any(
        finding["category"] == f"LINT_CATEGORY_{each.category}"
        and any(
            finding["span"].get("start", 0) < end and start < finding["span"]["end"]
            for start, end in each.spans
        )
        for finding in answer.get("findings", [])
        if "span" in finding
    )


async def measured(client: Client, read: Sequence[Posting], dice: Random) -> Answers:
    """Return all findings on the postings, and whether each planted sentence was found."""
    found = [finding for posting in read for finding in await found_in(client, posting)]
    sentences = planted(read, dice, year=datetime.now(UTC).year)
    return found, [(each, await is_found(client, each)) for each in sentences]


def precision(found: Iterable[Found], known: Mapping[str, bool]) -> dict[str, int]:
    """Count findings right, wrong and not labelled."""
    words = {True: "right", False: "wrong", None: "unlabelled"}
    counted = Counter(words[known.get(each.key)] for each in found)
    return {word: counted[word] for word in words.values()}


def figures(found: Sequence[Found], hits: Sequence[tuple[Planted, bool]]) -> Figures:
    """Return what is printed, as JSON has it."""
    known = verdicts()
    parts = {
        "all": found,
        "wording": [each for each in found if each.category not in MISSING],
        "missing": [each for each in found if each.category in MISSING],
        "wording, dev postings": [
            each for each in found if each.category not in MISSING and each.split == "dev"
        ],
    }
    parts |= {
        category: [each for each in found if each.category == category]
        for category in sorted({each.category for each in found})
    }
    return {
        "precision": {name: _precise(precision(part, known)) for name, part in parts.items()},
        **{f"recall, {origin}": _recall(hits, origin) for origin in LISTS},
    }


def _recall(hits: Sequence[tuple[Planted, bool]], origin: str) -> dict[str, dict[str, float]]:
    """Return the recall on one list: of all, and by category and language."""
    own = [(each, hit) for each, hit in hits if each.origin == origin]
    kinds = sorted({kind for each, _ in own for kind in _kinds(each)})
    return {
        name: _recalled([hit for each, hit in own if name in ("all", *_kinds(each))])
        for name in ("all", *kinds)
    }


def _kinds(each: Planted) -> tuple[str, str]:
    return each.category, each.language


def _precise(counted: dict[str, int]) -> dict[str, float]:
    judged = counted["right"] + counted["wrong"]
    return {**counted, "precision": round(counted["right"] / judged, 4) if judged else 0.0}


def _recalled(hits: Sequence[bool]) -> dict[str, float]:
    return {"found": sum(hits), "planted": len(hits), "recall": round(sum(hits) / len(hits), 4)}


def show(console: Console, tree: Figures, missed: Iterable[Planted]) -> None:
    """Print the figures as two tables, and what was planted and not found."""
    for title, part in tree.items():
        columns = list(next(iter(part.values())))
        table = Table(title, *columns)
        for name, row in part.items():
            table.add_row(name, *(str(row[column]) for column in columns))
        console.print(table)
    for each in missed:
        console.print(
            f"not found: {each.origin} {each.category} {each.language} {each.sentence}",
            markup=False,
        )


def show_all(
    read: Sequence[Posting],
    found: Sequence[Found],
    hits: Sequence[tuple[Planted, bool]],
    *,
    seed: int,
) -> dict[str, object]:
    """Print what was measured and return it."""
    tree = figures(found, hits)
    console = Console()
    show(console, tree, [each for each, hit in hits if not hit])
    console.print(f"{len(read)} postings, seed {seed}")
    return {**tree, "postings": len(read), "seed": seed}


async def asked(running: Stack, read: Sequence[Posting], seed: int) -> Answers:
    """Measure a running stack."""
    client = Client(running)
    try:
        return await measured(client, read, Random(seed))
    finally:
        await client.close()


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lint.run")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("lint.json"))
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--list", type=Path, help="write every finding there, to label it")
    given = parser.parse_args()
    read = list(postings(given.data))
    with tempfile.TemporaryDirectory(prefix="candor-lint-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        with stack(folder) as running:
            found, hits = asyncio.run(asked(running, read, given.seed))
    tree = show_all(read, found, hits, seed=given.seed)
    given.out.write_text(json.dumps(tree, indent=2) + "\n", "utf-8")
    if given.list is not None:
        rows = [[e.key, e.posting_id, e.category, e.words, e.around] for e in found]
        given.list.write_text("\n".join("\t".join(row) for row in rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
