"""`python -m benchmarks.parse`: Candor and two other parsers on resumes whose content is known."""

from __future__ import annotations

import argparse
import asyncio
import json
import secrets
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from rich.console import Console
from rich.table import Table

from benchmarks.gateway import stack
from benchmarks.parse import baselines, candor, folder, generate, report, scans
from benchmarks.parse.report import Figures, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.gateway import Stack

TARGET_CER = 0.02
_WIDTH = 120  # of tables that go to a file


class Result(Figures):
    """The JSON: Candor's figures on the folder, then the rest, each apart from the others."""

    ocr_cer: float | None
    ocr_cer_any_order: float | None
    baselines: dict[str, Figures]
    synthetic: Synthetic | None


class Synthetic(TypedDict):
    """The figures on made-up people."""

    people: int
    seed: int
    candor: Figures
    baselines: dict[str, Figures]


def compared(running: Stack, cases: Sequence[folder.Case]) -> list[Sheet]:
    """Return the scores of Candor and of the other parsers, in this order."""
    files = [case.file for case in cases]
    readings = {
        "candor": asyncio.run(candor.read(running, files)).readings(),
        "leverparser": baselines.read(baselines.leverparser, files),
        "zero-resume-parser": baselines.read(baselines.zero_resume_parser, files),
    }
    return [report.sheet(name, cases, each) for name, each in readings.items()]


def show_scans(console: Console, results: Sequence[scans.ScanRead]) -> None:
    """Print the character error of each scan and of all."""
    heads = ("Scan", "Characters", "Error", "Error in any order", "Refused")
    table = Table(*heads, title="Character error of scans")
    for each in results:
        rates = (each.errors / max(1, each.characters), each.unordered / max(1, each.characters))
        told = (f"{rate:.2%}" for rate in rates)
        table.add_row(each.name, str(each.characters), *told, each.refused)
    rates = scans.error_rates(results)
    if rates is not None:
        table.add_section()
        table.add_row("all", "", f"{rates[0]:.2%} (target {TARGET_CER:.0%})", f"{rates[1]:.2%}", "")
        console.print(table)


def _synthetic(sheets: Sequence[Sheet], *, people: int, seed: int) -> Synthetic:
    others = {each.parser: report.figures(each) for each in sheets[1:]}
    return Synthetic(people=people, seed=seed, candor=report.figures(sheets[0]), baselines=others)


def main() -> None:
    """Do what the command line says."""
    given, found = arguments()
    console = Console(width=None if sys.stdout.isatty() else _WIDTH)
    console.print(
        f"{len(found.cases)} files with their truths, {len(found.scans)} scans with their text,"
        f" {len(found.without)} files without truth, which are not read"
    )
    seed = secrets.randbelow(2**31) if given.seed is None else given.seed
    with ExitStack() as held:
        made = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="candor-people-")))
        data = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="candor-parse-")))
        data.chmod(0o711)
        if given.people:
            for name in generate.generate(made, people=given.people, seed=seed, split=given.split):
                console.print(f"{name} is not on this machine: no resumes by it")
        running = held.enter_context(stack(data))
        sheets = compared(running, found.cases)
        receipts = asyncio.run(candor.read(running, [scan.file for scan in found.scans]))
        looked = scans.compare(found.scans, receipts)
        invented = compared(running, folder.walk(made).cases) if given.people else []
    report.show(console, f"{given.data}", sheets)
    show_scans(console, looked)
    rates = scans.error_rates(looked)
    if invented:
        report.show(console, f"{given.people} made-up people, {given.split} {seed}", invented)
    result = Result(
        **report.figures(sheets[0]),
        ocr_cer=None if rates is None else round(rates[0], 4),
        ocr_cer_any_order=None if rates is None else round(rates[1], 4),
        baselines={each.parser: report.figures(each) for each in sheets[1:]},
        synthetic=_synthetic(invented, people=given.people, seed=seed) if invented else None,
    )
    given.out.write_text(json.dumps(result, indent=2) + "\n")
    if given.failures:
        report.list_misses(given.failures, [sheets[0], *invented[:1]])


def arguments() -> tuple[argparse.Namespace, folder.Folder]:
    """Return the command line and the folder it names, or end with what is wrong about it."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.parse",
        epilog=folder.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="folder of resumes and truths")
    parser.add_argument("--out", type=Path, default=Path("result.json"))
    parser.add_argument("--failures", type=Path, help="list Candor's misses in this file, as TSV")
    parser.add_argument("--people", type=int, default=300, help="made-up people; 0 for none")
    parser.add_argument("--seed", type=int, help="of the made-up people; fresh when not given")
    parser.add_argument("--split", choices=generate.SPLITS, default="report")
    given = parser.parse_args()
    if not given.data.is_dir():
        parser.error(f"there is no folder {given.data}")
    found = folder.walk(given.data)
    if not found.cases and not found.scans:
        parser.error(f"no file under {given.data} has its truth beside it; see --help")
    return given, found


if __name__ == "__main__":
    main()
