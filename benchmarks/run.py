"""`make bench`: how fast Candor is on this machine, and how much memory it takes.

Everything goes through the gateway as REST calls. Only the large indexes are filled by the
documented path (`python -m deploy.local seed`), and figures over them say so.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from pathlib import Path

from rich.console import Console

from benchmarks import resumes
from benchmarks.figures import Figure, memory, percentile, show, write
from benchmarks.gateway import TENANT, Client, Stack, local, stack

AT_ONCE = 16
LATENCIES = 40
MATCHES = 200
JOBS = (
    (
        "Senior Backend Engineer\nRequirements\n- 5+ years\n- Python, Go, PostgreSQL\n"
        "- Kubernetes, Docker, gRPC\n- Bachelor's degree\nNice to have\n- Terraform, AWS, Kafka"
    ),
    (
        "Data Analyst\nRequirements\n- 3+ years of experience\n- SQL, Tableau, Excel\n- Python\n"
        "Nice to have\n- dbt, Looker, statistics"
    ),
    (
        "Registered Nurse\nRequirements\n- 2+ years of experience\n- critical care, triage\n"
        "Nice to have\n- wound care"
    ),
    "Frontend Engineer\nRequirements\n- TypeScript, React, HTML, CSS\nNice to have\n- GraphQL",
    "Product Designer\nRequirements\n- Figma, user research, prototyping\nNice to have\n- HTML",
    "Project Manager\nRequirements\n- Scrum, risk management, budgeting, Jira\n- 4+ years",
)


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


async def match(client: Client, name: str, note: str) -> list[Figure]:
    """Measure ten explained matches over what the tenant has, one client, no cache."""
    created = [await client.post("/v1/jobs", {"text": text}) for text in JOBS]
    paths = [f"/v1/jobs/{each['job']['jobId']}:match" for each in created]
    for path in paths:
        await client.post(path, {"page_size": 10, "fresh": True})
    times: list[float] = []
    for number in range(MATCHES):
        began = time.monotonic()
        run = await client.post(paths[number % len(paths)], {"page_size": 10, "fresh": True})
        times.append(1000 * (time.monotonic() - began))
        if len(run["run"]["matches"]) != 10:
            raise ValueError("a match run has fewer than ten matches")
    return [
        Figure(f"match_{name}_p50", percentile(times, 0.5), "ms", "", note),
        Figure(f"match_{name}_p95", percentile(times, 0.95), "ms", "<= 100", note),
    ]


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
        known = count + LATENCIES
        for size in sizes:
            words = ("seed", "--tenant", TENANT, "--count", str(size - known), "--seed", str(size))
            await asyncio.to_thread(local, running.data, *words)
            known = size
            figures += await match(client, f"{size // 1000}k", f"{size} candidates, seeded")
    finally:
        await client.close()
    busy = await asyncio.to_thread(memory, running.data)
    return [*figures, Figure("busy_pss", sum(busy.values()), "MB", "", "after all of the above")]


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run")
    parser.add_argument("--out", type=Path, default=Path("result.json"))
    parser.add_argument("--resumes", type=int, default=300)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000])
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
