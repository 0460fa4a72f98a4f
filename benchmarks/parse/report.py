"""Scores of several parsers over the same files, as tables and as JSON."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from rich.table import Table

from benchmarks.parse import folder
from benchmarks.parse.scoring import FIELDS, Counts, score

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from benchmarks.parse.folder import Case
    from benchmarks.parse.parsers import Readings


class Row(TypedDict):
    """One field's figures in the JSON."""

    precision: float
    recall: float
    f1: float
    found: int
    missed: int
    wrong: int


class ByProducer(TypedDict):
    """One producer's figures in the JSON."""

    field_f1: float
    files: int
    by_field: dict[str, Row]


class Figures(TypedDict):
    """One parser's figures in the JSON."""

    field_f1: float
    by_field: dict[str, Row]
    by_producer: dict[str, ByProducer]
    files: int
    refused: dict[str, int]
    skills_in_prose: int
    seconds: float


@dataclass(slots=True)
class Sheet:
    """What one parser got right over some files."""

    parser: str
    seconds: float
    files: int = 0
    refused: dict[str, int] = field(default_factory=dict[str, int])
    in_prose: int = 0
    fields: dict[str, Counts] = field(default_factory=dict[str, Counts])
    producers: dict[str, dict[str, Counts]] = field(default_factory=dict[str, dict[str, Counts]])
    made: Counter[str] = field(default_factory=Counter[str])
    """Files by producer."""
    misses: list[tuple[str, str, str, str]] = field(default_factory=list[tuple[str, str, str, str]])


def sheet(parser: str, cases: Sequence[Case], readings: Readings) -> Sheet:
    """Return how what `parser` read agrees with the truths."""
    result = Sheet(parser, readings.seconds)
    for case in cases:
        told = score(case.truth, readings.of(case.file), folder.printed(case.file))
        result.files += 1
        result.made[case.producer] += 1
        result.in_prose += told.in_prose
        if case.file in readings.refused:
            reason = readings.refused[case.file]
            result.refused[reason] = result.refused.get(reason, 0) + 1
        for name, counts in told.counts.items():
            producer = result.producers.setdefault(case.producer, {})
            for table in (result.fields, producer):
                table.setdefault(name, Counts()).add(counts)
        result.misses += [
            (str(case.file), miss.field, miss.wanted, miss.got) for miss in told.misses
        ]
    return result


def mean(fields: Mapping[str, Counts]) -> float:
    """Return the mean F1 of the fields that the files have."""
    scores = [each.f1 for each in fields.values() if each.found + each.missed]
    return sum(scores) / len(scores) if scores else 0.0


def figures(result: Sheet) -> Figures:
    """Return a sheet as the JSON has it."""
    return Figures(
        field_f1=round(mean(result.fields), 4),
        by_field=_rows(result.fields),
        by_producer={
            name: ByProducer(
                field_f1=round(mean(fields), 4), files=result.made[name], by_field=_rows(fields)
            )
            for name, fields in sorted(result.producers.items())
        },
        files=result.files,
        refused=dict(sorted(result.refused.items())),
        skills_in_prose=result.in_prose,
        seconds=round(result.seconds, 1),
    )


def _rows(fields: Mapping[str, Counts]) -> dict[str, Row]:
    return {
        name: Row(
            precision=round(fields[name].precision, 4),
            recall=round(fields[name].recall, 4),
            f1=round(fields[name].f1, 4),
            found=fields[name].found,
            missed=fields[name].missed,
            wrong=fields[name].wrong,
        )
        for name in FIELDS
        if name in fields and fields[name].found + fields[name].missed + fields[name].wrong
    }


def show(console: Console, title: str, sheets: Sequence[Sheet]) -> None:
    """Print precision, recall and F1 of each parser by field and by producer."""
    heads = [f"{each.parser}: P R F1" for each in sheets]
    table = Table("Field", "Values", *heads, title=title)
    for name in FIELDS:
        counts = [each.fields.get(name, Counts()) for each in sheets]
        wanted = counts[0].found + counts[0].missed
        if wanted or any(each.wrong for each in counts):
            table.add_row(name, str(wanted), *(_cell({name: each}) for each in counts))
    table.add_section()
    table.add_row("mean of fields", "", *(_cell(each.fields) for each in sheets))
    table.add_row("seconds", "", *(f"{each.seconds:.0f}" for each in sheets))
    refusals = (f"{sum(each.refused.values())} of {each.files}" for each in sheets)
    table.add_row("files refused", "", *refusals)
    console.print(table)
    table = Table("Producer", *heads, title=title)
    for producer in sorted(sheets[0].producers):
        table.add_row(producer, *(_cell(each.producers.get(producer, {})) for each in sheets))
    console.print(table)


def _cell(fields: Mapping[str, Counts]) -> str:
    """Return the means of precision, recall and F1 over the fields that the files have."""
    asked = [each for each in fields.values() if each.found + each.missed] or [Counts()]
    precision = sum(each.precision for each in asked) / len(asked)
    recall = sum(each.recall for each in asked) / len(asked)
    return f"{precision:.2f} {recall:.2f} {sum(each.f1 for each in asked) / len(asked):.3f}"


def list_misses(file: Path, sheets: Sequence[Sheet]) -> None:
    """Write every miss: parser, file, field, what was wanted and what was read."""
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, delimiter="\t")
        writer.writerow(["parser", "file", "field", "wanted", "got"])
        for each in sheets:
            writer.writerows((each.parser, *miss) for miss in each.misses)
