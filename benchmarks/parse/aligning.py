"""Entries of a truth and those of a reading, one to one."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from benchmarks.parse import folding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")


def pairs(
    wanted: Sequence[T], got: Sequence[T], alike: Callable[[T, T], float], nothing: T
) -> list[tuple[T, T]]:
    """Return the assignment for which the sum of `alike` is greatest, the rest with `nothing`.

    Two that are not alike at all are no pair. Exact: it tries every subset of the wanted
    entries that the readings so far can have, so that both must be as few as a resume's are.
    """
    table = [[alike(one, other) for other in got] for one in wanted]

    @cache
    def best(at: int, free: frozenset[int]) -> tuple[float, tuple[int, ...]]:
        """Return the greatest sum for `wanted[at:]`, and what each of them gets (-1: nothing)."""
        if at == len(wanted):
            return 0.0, ()
        rest, chosen = best(at + 1, free)
        greatest, result = rest, (-1, *chosen)
        for index in sorted(free):
            if table[at][index] > 0:
                rest, chosen = best(at + 1, free - {index})
                if table[at][index] + rest > greatest:
                    greatest, result = table[at][index] + rest, (index, *chosen)
        return greatest, result

    _, chosen = best(0, frozenset(range(len(got))))
    found = [(one, got[at] if at >= 0 else nothing) for one, at in zip(wanted, chosen, strict=True)]
    return found + [(nothing, other) for at, other in enumerate(got) if at not in chosen]


def alike(wanted: str, got: str) -> float:
    """Return 1 for equal texts, less than a half for others that share pieces, 0 for none."""
    one, other = folding.plain(wanted), folding.plain(got)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    return ratio / 2 if ratio > 0.5 else 0.0
