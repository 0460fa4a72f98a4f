"""What Candor says about one job: whom retrieval selects, and the points of everybody."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.gateway import Client

Tree: TypeAlias = "Mapping[str, Any]"

AT_ONCE: Final = 16
PAGE: Final = 100
WIDEST: Final = 2_000
"""As many as retrieval can be asked to select."""


class StreamCutOff(Exception):
    """A stream of matches ended without its run or its end; the message names the job."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion brought to a score."""

    label: str
    points: int
    max_points: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Whom retrieval selected: the place of each candidate, in all and by arm."""

    places: Mapping[str, int]
    arms: Mapping[str, Mapping[str, int]]
    """By arm, e.g. "WORDS", then by candidate."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate's score and what it is made of, which is nothing when it was not asked for."""

    points: int
    contributions: tuple[Contribution, ...]


async def selected(client: Client, job_id: str, *, pool: int = 0) -> Selection:
    """Return whom MatchJob selects: as many as it does by itself when `pool` is 0."""
    made = await client.post(f"/v1/jobs/{job_id}:match", {"page_size": 1, "pool": pool})
    stored = await client.get(f"/v1/matchRuns/{made['run']['runId']}")
    places: dict[str, int] = {}
    arms: dict[str, dict[str, int]] = {}
    for each in stored.get("retrieved", []):
        places[each["candidateId"]] = each["place"]
        for one in each.get("arms", []):
            own = arms.setdefault(one["arm"].removeprefix("ARM_"), {})
            own[each["candidateId"]] = one["place"]
    return Selection(places, arms)


async def everybody(client: Client, job_id: str, candidates: Iterable[str]) -> dict[str, Scored]:
    """Return the score of each candidate, whomever retrieval would select."""
    try:
        run_id = await _streamed(client, job_id)
    except httpx.HTTPStatusError as refusal:
        if refusal.response.status_code != HTTPStatus.NOT_FOUND:
            raise
        return await _pair_by_pair(client, job_id, candidates)
    scored: dict[str, Scored] = {}
    token = ""
    while True:
        query = f"page_size={PAGE}&page_token={token}"
        page = await client.get(f"/v1/matchRuns/{run_id}/matches?{query}")
        scored.update({each["candidateId"]: _scored(each) for each in page.get("matches", [])})
        token = page.get("nextPageToken", "")
        if not token:
            return scored


async def _streamed(client: Client, job_id: str) -> str:
    """Have everybody scored and return the run."""
    run_id, whole = "", False
    async for told in client.events(f"/v1/jobs/{job_id}:stream", {"match_count": 1}):
        run_id = told.get("run", {}).get("runId", run_id)
        whole = whole or "end" in told
    if not run_id or not whole:
        raise StreamCutOff(job_id)
    return run_id


async def _pair_by_pair(
    client: Client, job_id: str, candidates: Iterable[str]
) -> dict[str, Scored]:
    turns = asyncio.Semaphore(AT_ONCE)
    scored: dict[str, Scored] = {}

    async def one(candidate: str) -> None:
        async with turns:
            told = await client.post(f"/v1/jobs/{job_id}/candidates/{candidate}:score", {})
            scored[candidate] = _scored(told["match"])

    async with asyncio.TaskGroup() as tasks:
        for candidate in candidates:
            tasks.create_task(one(candidate))
    return scored


def _scored(match: Tree) -> Scored:
    return Scored(
        points=match.get("points", 0),
        contributions=tuple(
            Contribution(
                label=each.get("label", ""),
                points=each.get("points", 0),
                max_points=each.get("maxPoints", 0),
            )
            for each in match.get("contributions", [])
        ),
    )
