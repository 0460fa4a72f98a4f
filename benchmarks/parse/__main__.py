"""`python -m benchmarks.parse`: score Candor and two other parsers on a folder of resumes."""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
from pathlib import Path

from rich.console import Console

from benchmarks.gateway import stack
from benchmarks.parse import candor, folder, report


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parse")
    parser.add_argument("--data", type=Path, required=True, help="folder of resumes and truths")
    parser.add_argument("--out", type=Path, default=Path("result.json"))
    parser.add_argument("--failures", type=Path, help="list every miss in this file, as TSV")
    given = parser.parse_args()
    if not given.data.is_dir():
        parser.error(f"--data: no folder {given.data}")
    found = folder.walk(given.data)
    if not found.cases and not found.scans:
        parser.error(f"--data: no file with its truth under {given.data}; {folder.__doc__}")
    console = Console()
    console.print(
        f"{len(found.cases)} files with their truths, {len(found.scans)} scans with their text,"
        f" {len(found.without)} files without truth, which are not read"
    )
    with tempfile.TemporaryDirectory(prefix="candor-parse-") as name:
        data = Path(name)
        data.chmod(0o711)
        with stack(data) as running:
            files = [case.file for case in found.cases]
            readings = asyncio.run(candor.read(running, files))
    sheets = [report.sheet("candor", found.cases, readings)]
    report.show(console, str(given.data), sheets)
    given.out.write_text(json.dumps(report.figures(sheets[0]), indent=2) + "\n")
    if given.failures:
        report.list_misses(given.failures, sheets)


if __name__ == "__main__":
    main()
