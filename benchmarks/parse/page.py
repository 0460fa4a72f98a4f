"""`python -m benchmarks.parse.page RESULT`: the figures of a run as docs/parsing.md."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import benchmarks.parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.parse.__main__ import Result
    from benchmarks.parse.report import Figures, Row

Columns: TypeAlias = "Mapping[str, Figures]"

_INTRODUCTION = """# Parsing, measured

Written by `python -m benchmarks.parse.page` from the result of `make eval-parse DATA=dir`.
Cells are precision, recall and F1. Each parser is given the same files; a file that it does not
read has nothing right. leverparser and zero-resume-parser are of the package registry, and what
they return is mapped as well for them as it can be.
"""
_INVENTED = """Each is rendered by two of the programs. The two halves of the generator, `tune` and
`report`, have different people: extraction was improved on the first and is measured on the second,
which has four layouts more (typst-banner, docx-rows, chromium-margin, rendercv-moderncv).
The two share the generator's words and its ways to write dates.
"""


def text(result: Result) -> str:
    """Return the page for a result."""
    parts = [_INTRODUCTION, "## The folder\n", _tables({"candor": result, **result["baselines"]})]
    rate, unordered = result["ocr_cer"], result["ocr_cer_any_order"]
    if rate is not None and unordered is not None:
        parts.append(
            f"Character error of the scans: {rate:.2%}, and {unordered:.2%} when the order of the"
            " words does not count: the truth's columns follow one another.\n"
        )
    made = result["synthetic"]
    if made is not None:
        parts.append(f"## {made['people']} made-up people (seed {made['seed']})\n\n{_INVENTED}")
        parts.append(_tables({"candor": made["candor"], **made["baselines"]}))
    definitions = (benchmarks.parse.__doc__ or "").partition("\n\n")[2]
    return "\n".join([*parts, "## When a value is right\n", definitions])


def _tables(columns: Columns) -> str:
    first = next(iter(columns.values()))
    fields = [
        [name, str(row["found"] + row["missed"])]
        + [_cell(each["by_field"].get(name)) for each in columns.values()]
        for name, row in first["by_field"].items()
    ]
    fields.append(["mean of fields", "", *(f"{each['field_f1']:.3f}" for each in columns.values())])
    producers = [
        [name, str(row["files"])]
        + [
            f"{each['by_producer'][name]['field_f1']:.3f}" if name in each["by_producer"] else ""
            for each in columns.values()
        ]
        for name, row in first["by_producer"].items()
    ]
    return "\n".join(
        (
            _table(["Field", "Values", *columns], fields),
            _table(["Producer", "Files", *columns], producers),
        )
    )


def _cell(row: Row | None) -> str:
    return f"{row['precision']:.2f} {row['recall']:.2f} {row['f1']:.3f}" if row else ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.parse.page")
    parser.add_argument("result", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/parsing.md"))
    given = parser.parse_args()
    given.out.write_text(text(json.loads(given.result.read_text())), encoding="utf-8")


if __name__ == "__main__":
    main()
