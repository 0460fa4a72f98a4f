"""What Candor makes of resumes, asked over the public REST API: blind facts and scores."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.gateway import Client, UploadFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.gateway import Stack
    from benchmarks.residual.people import Resume

Tree: TypeAlias = "Mapping[str, Any]"
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Known:
    """What Candor knows of somebody: ScorableFacts as JSON, and the points for each job."""

    facts: Tree
    points: tuple[int, ...]


async def known(running: Stack, people: Sequence[Resume], jobs: Sequence[str]) -> dict[str, Known]:
    """Return what is known of each by key; of who was refused, nothing. No jobs, no points."""
    client = Client(running)
    turns = asyncio.Semaphore(AT_ONCE)
    found: dict[str, Known] = {}

    async def one(resume: Resume) -> None:
        async with turns:
            try:
                candidate_id = await client.upload(f"{resume.key}.txt", resume.text.encode())
            except UploadFailed:
                return
            told = await client.get(f"/v1/candidates/{candidate_id}/facts")
            points = [await _points(client, job_id, candidate_id) for job_id in posted]
        found[resume.key] = Known(told["facts"], tuple(points))

    try:
        posted = [await _post(client, text) for text in jobs]
        await asyncio.gather(*(one(each) for each in people))
    finally:
        await client.close()
    return found


async def _post(client: Client, text: str) -> str:
    return (await client.post("/v1/jobs", {"text": text}))["job"]["jobId"]


async def _points(client: Client, job_id: str, candidate_id: str) -> int:
    told = await client.post(f"/v1/jobs/{job_id}/candidates/{candidate_id}:score", {})
    return told["match"].get("points", 0)
