"""`python -m benchmarks.match`: Candor's ranking and what is used today, on judged sets."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from benchmarks.gateway import stack
from benchmarks.match import baselines, candor, folder, report
from benchmarks.match.report import Compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.gateway import Stack
    from benchmarks.match.folder import JudgedSet

_WIDTH = 200  # of tables that go to a file


def compared(
    console: Console, running: Stack, sets: Sequence[JudgedSet], *, judged_only: bool = False
) -> list[Compared]:
    """Return what Candor and the baselines make of each set, saying which it is at."""
    minilm = baselines.MiniLM()
    found: list[Compared] = []
    for judged in sets:
        console.print(f"{judged.name}: {len(judged.queries)} jobs, {len(judged.corpus)} resumes")
        ours = asyncio.run(candor.rank(running, judged, judged_only=judged_only))
        systems = {
            **{name: ours.systems.get(name, {}) for name in ("ours", "shortlist", "fused")},
            "bm25": baselines.bm25(judged),
            "tfidf": baselines.tfidf(judged),
            "minilm": minilm.scores(judged),
            **{name: told for name, told in ours.systems.items() if name.startswith("arm ")},
        }
        found.append(Compared(judged, judged_only, systems, ours))
    return found


def main() -> None:
    """Do what the command line says."""
    given, sets = _arguments()
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    with tempfile.TemporaryDirectory(prefix="candor-match-") as name:
        data = Path(name)
        data.chmod(0o711)
        with stack(data) as running:
            found = compared(console, running, sets, judged_only=given.judged)
    told = report.result(found)
    report.show(console, told)
    given.out.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _arguments() -> tuple[argparse.Namespace, list[JudgedSet]]:
    """Return the command line and the sets it names, or end with what is wrong about it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.match",
        epilog=folder.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="a set, or a folder of sets")
    parser.add_argument("--out", type=Path, default=Path("result.json"))
    parser.add_argument(
        "--judged", action="store_true", help="rank only what is judged for a query"
    )
    given = parser.parse_args()
    if not given.data.is_dir():
        parser.error(f"there is no folder {given.data}")
    try:
        return given, folder.found(given.data)
    except folder.NotASet as problem:
        parser.error(str(problem))


if __name__ == "__main__":
    main()
