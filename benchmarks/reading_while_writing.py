"""How long a match takes while candidates are indexed and the index is optimised."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, percentile
from benchmarks.gateway import TENANT, local
from benchmarks.matching import TIMES, Asking

if TYPE_CHECKING:
    from benchmarks.gateway import Client, Stack

LONGEST = 1000  # ms
AT_MOST = 2  # times the idle p95


async def reading_while_writing(
    running: Stack, client: Client, *, known: int, upto: int
) -> list[Figure]:
    """Measure matches, one client, idle and while the index grows from `known` to `upto`."""
    asking = await Asking.prepared(client)
    idle = [await asking.once(10) for _ in range(TIMES)]
    words = ("seed", "--tenant", TENANT, "--count", str(upto - known), "--seed", str(upto))
    writing = asyncio.create_task(asyncio.to_thread(local, running.data, *words))
    busy: list[float] = []
    while not writing.done():
        busy.append(await asking.once(10))
    await writing
    note = f"{known} to {upto} candidates, {len(busy)} matches"
    still = percentile(idle, 0.95)
    moved = percentile(busy, 0.95)
    return [
        Figure("writing_idle_p95", still, "ms", "", f"{known} candidates, nothing is written"),
        Figure("writing_p50", percentile(busy, 0.5), "ms", "", note),
        Figure("writing_p95", moved, "ms", "", note),
        Figure("writing_p95_over_idle", moved / still, "times", f"< {AT_MOST}", note),
        Figure("writing_longest", max(busy), "ms", f"<= {LONGEST}", note),
    ]
