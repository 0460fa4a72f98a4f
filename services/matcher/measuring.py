"""Measure the parts of Matcher that no call shows alone, on its own stores.

`python -m services.matcher.measuring --tenant T`, configured by MATCHER_* variables as the
service is; on the local stack `python -m deploy.local measure` sets them. It prints one JSON
object: milliseconds that the index takes to answer each choice of arms, with vectors ready, as
p50 and p95; microseconds of processor time that the points of a pair take, over the tenant's jobs
and 500 of its people, as the median job and the slowest; how many texts of 256 tokens the model
embeds in a second by all document threads, and in a second of processor time; and the share of them
that has the same bits alone and in a batch.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from typing import TYPE_CHECKING
from uuid import UUID

from servicekit.database import transaction
from services.matcher import app
from services.matcher.facets.admission import Admission
from services.matcher.facets.filters import UNFILTERED
from services.matcher.facets.repository import Standings
from services.matcher.repository import FactsStore, Jobs
from services.matcher.retrieval import portraits
from services.matcher.retrieval.arms import DENSE, USUAL_POOL, Arm
from services.matcher.retrieval.points import Vectors
from services.matcher.scoring.scorers import CURRENT, scorer
from services.matcher.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Collection

    from services.matcher.stores import Stores

SOUGHT = (
    "Senior backend engineer with Python, Go, PostgreSQL and Kubernetes",
    "Data analyst: SQL, Tableau, Excel, statistics",
    "Registered nurse for critical care and triage",
    "Project manager with Scrum, budgeting and risk management",
)
CHOICES = {"bm25": (Arm.WORDS,), "dense": DENSE, "all": tuple(Arm)}
TIMES = 50  # for each text
JOBS, PEOPLE = 100, 500
TEXTS = 64
WORDS = "nurse budget python ledger retail design"  # each of them one token


async def searching(stores: Stores, tenant: str) -> dict[str, float]:
    """Return how long the index takes for each choice of arms, in milliseconds."""
    async with transaction(stores.pool, tenant) as conn:
        must = Admission(stores, conn, tenant).to_none(UNFILTERED).must
    drawn = [portraits.of_text(text, stores.tables) for text in SOUGHT]
    queries = [(await stores.queries.of_person(each)).vectors for each in drawn]
    figures: dict[str, float] = {}
    for name, arms in CHOICES.items():
        times: list[float] = []
        for each in [_only(query, arms) for query in queries] * TIMES:
            began = time.perf_counter()
            await stores.index.search(tenant, each, limit=USUAL_POOL, must=must)
            times.append(1000 * (time.perf_counter() - began))
        times.sort()
        figures[f"index_{name}_p50"] = times[len(times) // 2]
        figures[f"index_{name}_p95"] = times[len(times) * 95 // 100]
    return figures


async def scoring(stores: Stores, tenant: str) -> dict[str, float]:
    """Return how long the points of a pair take, in microseconds; nothing where nobody is known."""
    async with transaction(stores.pool, tenant) as conn:
        jobs = await Jobs(conn, tenant).open_after(UUID(int=0), JOBS)
        ids = await Standings(conn, tenant, stores.master).page(UUID(int=0), PEOPLE)
        slots = list((await FactsStore(conn, tenant, stores.master).standing(ids)).items())
        people = list((await stores.facts.load(conn, tenant, stores.master, slots)).values())
    if not jobs or not people:
        return {}
    took: list[float] = []
    for job in jobs:
        ready = scorer(CURRENT, job.rubric, stores.tables)
        began = time.process_time()
        for facts in people:
            ready.points(facts)
        took.append(1e6 * (time.process_time() - began) / len(people))
    return {"pair_median": sorted(took)[len(took) // 2], "pair_slowest": max(took)}


def _only(vectors: Vectors, arms: Collection[Arm]) -> Vectors:
    return Vectors(
        {arm: row for arm, row in vectors.dense.items() if arm in arms},
        {arm: each for arm, each in vectors.sparse.items() if arm in arms},
    )


def embedding(stores: Stores) -> dict[str, float]:
    """Return texts of 256 tokens a second, and the share with the same bits alone."""
    texts = [f"{number} {WORDS * 60}" for number in range(TEXTS)]
    stores.embedder.encode(texts[:2])
    began, used = time.perf_counter(), time.process_time()
    together = stores.embedder.encode(texts)
    seconds, used = time.perf_counter() - began, time.process_time() - used
    alone = [stores.embedder.encode([text])[0] for text in texts[:8]]
    same = [one.tobytes() == row.tobytes() for one, row in zip(alone, together, strict=False)]
    return {
        "embed_256": TEXTS / seconds,
        "embed_256_thread": TEXTS / used,
        "embed_same_bits": sum(same) / len(same),
    }


async def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m services.matcher.measuring")
    parser.add_argument("--tenant", required=True)
    given = parser.parse_args()
    settings = Settings()  # pyright: ignore[reportCallIssue]  # from the environment
    async with app.stores(settings) as stores:
        figures = await searching(stores, given.tenant)
        figures |= await scoring(stores, given.tenant)
        figures |= await asyncio.to_thread(embedding, stores)
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
