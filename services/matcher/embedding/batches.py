"""Which texts run together: only those of one exact length."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUDGET = 256
"""Tokens a run: a 256-token text gains nothing from company, and eight of 32 run in three
quarters of the time that they take alone. A larger budget is no faster and costs memory."""


def by_length(lengths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield batches of positions into `lengths`, each of one length, longest first.

    A batch holds at most BUDGET tokens, or one text. Every position occurs once. Longest
    first, because a long run that starts last would leave the other workers idle.
    """
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for position, length in enumerate(lengths):
        groups[length].append(position)
    for length in sorted(groups, reverse=True):
        size = max(1, BUDGET // length)
        group = groups[length]
        for start in range(0, len(group), size):
            yield tuple(group[start : start + size])
