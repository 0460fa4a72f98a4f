"""`make bench`: how fast Candor is on this machine, and how much memory it takes.

Everything goes through the gateway as REST calls. Only the large indexes are filled by the
documented path (`python -m deploy.local seed`), and figures over them say so.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from pathlib import Path

from rich.console import Console

from benchmarks import resumes
from benchmarks.figures import Figure, memory, percentile, show, write
from benchmarks.gateway import TENANT, Client, Stack, local, stack
from benchmarks.matching import match
from benchmarks.reading_while_writing import reading_while_writing

AT_ONCE = 16
LATENCIES = 40
WRITING_FROM = 10_000
"""With so many candidates, matches are measured while more are written."""
FEW_MORE, MANY_MORE = 10_000, 40_000


async def ingest(client: Client, count: int) -> list[Figure]:
    """Measure resumes a minute, and how long one takes until searches find it."""
    files = [resumes.pdf(number) for number in range(count + LATENCIES)]
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> float:
        async with turns:
            began = time.monotonic()
            await client.upload(f"{number}.pdf", files[number])
            return time.monotonic() - began

    await one(count)  # the first call pays for connections and lazy imports
    alone = [await one(number) for number in range(count + 1, count + LATENCIES)]
    began = time.monotonic()
    await asyncio.gather(*(one(number) for number in range(count)))
    seconds = time.monotonic() - began
    return [
        Figure("ingest_per_minute", 60 * count / seconds, "/min", ">= 300", f"{count} PDF files"),
        Figure("searchable_p50", percentile(alone, 0.5), "s", "<= 1.5", "one at a time"),
        Figure("searchable_p95", percentile(alone, 0.95), "s", "", "one at a time"),
    ]


async def parts(running: Stack, name: str, note: str) -> list[Figure]:
    """Measure what no call shows alone: Matcher's own module tells."""
    told = await asyncio.to_thread(local, running.data, "measure", "--tenant", TENANT)
    notes = {
        "pair_median": ("points of a pair, processor time, the median job", "us", "<= 30"),
        "pair_slowest": ("the same, the slowest job", "us", "<= 30"),
        "embed_256": ("texts of 256 tokens a second, all threads", "/s", ">= 35"),
        "embed_256_thread": ("the same a second of processor time", "/s", ""),
        "embed_same_bits": ("share of texts with the same bits alone and batched", "", "1"),
    }
    figures: list[Figure] = []
    for part, value in json.loads(told).items():
        if part in notes:
            said, unit, floor = notes[part]
            figures.append(Figure(f"{part}_{name}", value, unit, floor, said))
        else:
            figures.append(Figure(f"{part}_{name}", value, "ms", "", f"{note}; the index alone"))
    return figures


async def grown(running: Stack, known: int, size: int) -> int:
    """Fill the index up to `size` with made-up people; return how many there are."""
    if size > known:
        words = ("seed", "--tenant", TENANT, "--count", str(size - known), "--seed", str(size))
        await asyncio.to_thread(local, running.data, *words)
    return max(size, known)


async def matches(running: Stack, client: Client, known: int, sizes: list[int]) -> list[Figure]:
    """Measure matches over indexes that grow, and while one grows."""
    figures: list[Figure] = []
    more = MANY_MORE if max(sizes) >= WRITING_FROM + MANY_MORE else FEW_MORE
    for size in sizes:
        known = await grown(running, known, size)
        name, note = f"{size // 1000}k", f"{size} candidates, seeded"
        figures += await match(client, name, note)
        figures += await parts(running, name, note)
        if size == WRITING_FROM:
            upto = size + more
            figures += await reading_while_writing(running, client, known=known, upto=upto)
            known = upto
    return figures


async def measured(running: Stack, *, count: int, sizes: list[int]) -> list[Figure]:
    """Return every figure of a running stack."""
    idle = await asyncio.to_thread(memory, running.data)
    figures = [
        Figure("startup", running.seconds, "s", "", "empty data folder, until it serves"),
        Figure("idle_pss", sum(idle.values()), "MB", "<= 1200", "all processes"),
        *(Figure(f"idle_pss_{name}", size, "MB") for name, size in idle.items()),
    ]
    client = Client(running)
    try:
        figures += await ingest(client, count)
        figures += await matches(running, client, count + LATENCIES, sorted(sizes))
    finally:
        await client.close()
    busy = await asyncio.to_thread(memory, running.data)
    return [*figures, Figure("busy_pss", sum(busy.values()), "MB", "", "after all of the above")]


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run")
    parser.add_argument("--out", type=Path, default=Path("result.json"))
    parser.add_argument("--resumes", type=int, default=300)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    given = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="candor-bench-") as name:
        data = Path(name)
        data.chmod(0o711)
        with stack(data) as running:
            figures = asyncio.run(measured(running, count=given.resumes, sizes=given.sizes))
    figures.append(Figure("processors", os.cpu_count() or 0, "", "", "of this machine"))
    show(console, figures)
    write(given.out, figures)


if __name__ == "__main__":
    main()
