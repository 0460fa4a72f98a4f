"""Figures: percentiles, memory, and how they are shown."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import Console


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number; `floor` is what it is held against, with its direction."""

    name: str
    value: float
    unit: str
    floor: str = ""
    note: str = ""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered) + 0.5) - 1))]


def memory(data: Path) -> Mapping[str, float]:
    """Return the proportional set size, in MB, of each process of the stack on `data`.

    Children count with their parent; the supervisor is "supervisor".
    """
    stack = json.loads((data / "stack.json").read_text())
    pids = {name: each["pid"] for name, each in stack["processes"].items()}
    supervisor = psutil.Process(stack["supervisor"]["pid"])
    known = set(pids.values())
    sizes = {name: sum(map(_pss, _family(psutil.Process(pid)))) for name, pid in pids.items()}
    own = [each for each in _family(supervisor) if not _belongs(each, known)]
    return {**sizes, "supervisor": sum(map(_pss, own))}


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _belongs(process: psutil.Process, known: set[int]) -> bool:
    return process.pid in known or any(parent.pid in known for parent in process.parents())


def _pss(process: psutil.Process) -> float:
    return process.memory_full_info().pss / 1e6


def show(console: Console, figures: Sequence[Figure]) -> None:
    """Print the figures as a table."""
    table = Table("Figure", "Value", "Floor", "Note")
    for each in figures:
        table.add_row(each.name, f"{each.value:,.1f} {each.unit}", each.floor, each.note)
    console.print(table)


def write(file: Path, figures: Sequence[Figure]) -> None:
    """Write the figures as JSON by name."""
    tree = {
        each.name: {"value": round(each.value, 3), "unit": each.unit, "note": each.note}
        for each in figures
    }
    file.write_text(json.dumps(tree, indent=2) + "\n")
