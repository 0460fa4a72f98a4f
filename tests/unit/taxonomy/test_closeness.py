"""What is kept when much is close to one thing."""

from __future__ import annotations

from taxonomy.closeness import Closeness
from taxonomy.compiled import CloseRow, Why
from taxonomy.sources.aliases import Group
from taxonomy.taxonomy import NEAREST


def test_only_the_nearest_of_a_hub_stay() -> None:
    close = Closeness()
    rows = {str(row): row for row in range(40)}
    close.add_groups([Group(90 - row, (str(row), "39")) for row in range(39)], rows)
    assert close.rows() == [CloseRow(row, 39, 90 - row, Why.WRITTEN) for row in range(NEAREST)]


def test_the_greatest_figure_of_a_pair_counts() -> None:
    close = Closeness()
    rows = {"a": 0, "b": 1}
    close.add_groups([Group(40, ("a", "b")), Group(70, ("b", "a")), Group(50, ("a", "b"))], rows)
    assert close.rows() == [CloseRow(0, 1, 70, Why.WRITTEN)]


def test_a_faint_closeness_is_dropped() -> None:
    close = Closeness()
    close.add_groups([Group(9, ("a", "b"))], {"a": 0, "b": 1})
    assert close.rows() == []
