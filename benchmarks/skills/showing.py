"""Showing: the figures as a table that names the taxonomy they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from benchmarks.figures import Figure


def show(console: Console, digest: str, figures: Sequence[Figure]) -> None:
    """Print the figures; shares with three digits, the rest with one."""
    table = Table("Figure", "Value", "Floor", "Note", title=f"taxonomy {digest}")
    for each in figures:
        value = f"{each.value:,.1f} {each.unit}" if each.unit else f"{each.value:.3f}"
        table.add_row(each.name, value, each.floor, each.note)
    console.print(table)
