"""How long explained matches and searches take, as one client sees them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, percentile

if TYPE_CHECKING:
    from benchmarks.gateway import Client

TIMES = 200
PAGES = {10: {"10k": 30, "100k": 60}, 50: {"10k": 80, "100k": 120}}
"""The p95 in ms that a page of so many may take, by how many candidates there are."""
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


class Asking:
    """One client that asks for the best of some jobs in turn, each time for a new run."""

    def __init__(self, client: Client, paths: list[str]) -> None:
        self._client = client
        self._paths = paths
        self._asked = 0

    @classmethod
    async def prepared(cls, client: Client) -> Asking:
        """Return one whose jobs are known and whose facts are in memory."""
        created = [await client.post("/v1/jobs", {"text": text}) for text in JOBS]
        asking = cls(client, [f"/v1/jobs/{each['job']['jobId']}:match" for each in created])
        for _ in JOBS:
            await asking.once(10)
        return asking

    async def once(self, page: int) -> float:
        """Return the milliseconds that a page of matches takes, or raise if it is not whole."""
        path = self._paths[self._asked % len(self._paths)]
        self._asked += 1
        began = time.monotonic()
        answer = await self._client.post(path, {"page_size": page, "fresh": True})
        took = 1000 * (time.monotonic() - began)
        if len(answer["run"]["matches"]) != page or answer["run"].get("degraded"):
            raise ValueError("a match run is not whole")
        return took


async def match(client: Client, name: str, note: str) -> list[Figure]:
    """Measure pages of explained matches over what the tenant has, one client, no cache."""
    asking = await Asking.prepared(client)
    figures: list[Figure] = []
    for page, floors in PAGES.items():
        times = [await asking.once(page) for _ in range(TIMES)]
        floor = f"<= {floors[name]}" if name in floors else ""
        called = f"match_{name}" if page == 10 else f"match_{name}_top{page}"
        figures += [
            Figure(f"{called}_p50", percentile(times, 0.5), "ms", "", note),
            Figure(f"{called}_p95", percentile(times, 0.95), "ms", floor, note),
        ]
    return [*figures, *await _search(client, name, note)]


async def _search(client: Client, name: str, note: str) -> list[Figure]:
    """Measure searches in words of one's own: each text is new, so that each is embedded."""
    times: list[float] = []
    for number in range(TIMES):
        title = JOBS[number % len(JOBS)].partition("\n")[0]
        began = time.monotonic()
        await client.post("/v1/candidates:search", {"text": f"{title} {number}", "page_size": 10})
        times.append(1000 * (time.monotonic() - began))
    return [
        Figure(f"search_{name}_p50", percentile(times, 0.5), "ms", "", note),
        Figure(f"search_{name}_p95", percentile(times, 0.95), "ms", "", note),
    ]
