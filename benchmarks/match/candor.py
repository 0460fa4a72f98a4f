"""Candor's rankings over the public REST API: resumes up as text files, jobs, and their runs.

- `ours`: every resume by its points, as the exact scorer gives them to all.
- `shortlist`: what MatchJob returns: those that retrieval selected, by points; the rest after.
- `fused`: the order of retrieval, before anything is scored.
- `arms`: the order of each arm of retrieval alone.

A resume that is refused, or that a ranking does not have, comes last in it. Resumes that are the
same candidate to Candor share their score.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import httpx

from benchmarks.gateway import Client, UploadFailed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from benchmarks.gateway import Stack
    from benchmarks.match.folder import JudgedSet
    from benchmarks.match.metrics import Scores

Tree: TypeAlias = "Mapping[str, Any]"

AT_ONCE: Final = 16
SHOWN: Final = 100
TOPS: Final = (10, 50)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion brought to a score."""

    label: str
    points: int
    max_points: int


@dataclass(slots=True)
class Rankings:
    """All that Candor said about a set."""

    systems: dict[str, dict[str, Scores]] = field(default_factory=dict[str, "dict[str, Scores]"])
    """By system, then by query; an arm is `arm NAME`."""
    recall: dict[str, dict[str, float]] = field(default_factory=dict[str, "dict[str, float]"])
    """By query: the share of the best 10 and 50 of all that retrieval selected."""
    reasons: dict[tuple[str, str], tuple[Contribution, ...]] = field(
        default_factory=dict[tuple[str, str], tuple[Contribution, ...]]
    )
    """By query and document, for those that MatchJob showed."""
    refused: dict[str, str] = field(default_factory=dict[str, str])
    """Documents that did not become searchable, with the reason."""
    failed: dict[str, str] = field(default_factory=dict[str, str])
    """Queries that could not be matched, with the reason."""
    seconds: dict[str, float] = field(default_factory=dict[str, float])


async def rank(running: Stack, judged: JudgedSet, *, judged_only: bool = False) -> Rankings:
    """Return the rankings of a set, in a tenant of its own."""
    tenant = "".join(each if each.isalnum() else "-" for each in f"match-{judged.name}".lower())
    client = Client(running, tenant=tenant[:63].strip("-"))
    told = Rankings()
    try:
        began = time.monotonic()
        candidates = await _upload(client, judged, told)
        told.seconds["upload"] = time.monotonic() - began
        began = time.monotonic()
        for query, text in judged.queries.items():
            wanted = judged.named(query) if judged_only else candidates
            asked = {each: candidates[each] for each in wanted if each in candidates}
            await _query(client, told, query=query, text=text, candidates=asked)
        told.seconds["rank"] = time.monotonic() - began
    finally:
        await client.close()
    return told


async def _upload(client: Client, judged: JudgedSet, told: Rankings) -> dict[str, str]:
    """Return the candidate of each document that was taken."""
    turns = asyncio.Semaphore(AT_ONCE)
    candidates: dict[str, str] = {}

    async def one(number: int, document: str, text: str) -> None:
        async with turns:
            try:
                candidates[document] = await client.upload(f"{number}.txt", text.encode())
            except UploadFailed as failure:
                told.refused[document] = str(failure)

    async with asyncio.TaskGroup() as tasks:
        for number, (document, text) in enumerate(judged.corpus.items()):
            tasks.create_task(one(number, document, text))
    return candidates


async def _query(
    client: Client, told: Rankings, *, query: str, text: str, candidates: Mapping[str, str]
) -> None:
    """Add the rankings of a query; one whose text is refused has none."""
    try:
        job_id = (await client.post("/v1/jobs", {"text": text}))["job"]["jobId"]
    except httpx.HTTPStatusError as refusal:
        if not refusal.response.is_client_error:
            raise
        told.failed[query] = refusal.response.json().get("message", str(refusal))
        return
    made = await client.post(f"/v1/jobs/{job_id}:match", {"page_size": SHOWN})
    stored = await client.get(f"/v1/matchRuns/{made['run']['runId']}")
    points = await _points(client, job_id, set(candidates.values()))
    selected = {each["candidateId"]: each for each in stored.get("retrieved", [])}
    by_document = {
        document: points[candidate]
        for document, candidate in candidates.items()
        if candidate in points
    }
    orders = {
        "ours": by_document,
        "shortlist": {
            document: score
            for document, score in by_document.items()
            if candidates[document] in selected
        },
        "fused": _places(candidates, {key: each["place"] for key, each in selected.items()}),
    }
    for name, scores in orders.items():
        told.systems.setdefault(name, {})[query] = scores
    told.recall[query] = {
        str(top): recall(by_document, set(orders["shortlist"]), top=top) for top in TOPS
    }
    for match in made["run"].get("matches", []):
        _explain(told, query, match, candidates)


async def _points(client: Client, job_id: str, candidates: Iterable[str]) -> dict[str, float]:
    """Return the points of each candidate, one call for each."""
    turns = asyncio.Semaphore(AT_ONCE)
    points: dict[str, float] = {}

    async def one(candidate: str) -> None:
        async with turns:
            told = await client.post(f"/v1/jobs/{job_id}/candidates/{candidate}:score", {})
            points[candidate] = float(told["match"].get("points", 0))

    async with asyncio.TaskGroup() as tasks:
        for candidate in candidates:
            tasks.create_task(one(candidate))
    return points


def _places(candidates: Mapping[str, str], places: Mapping[str, int]) -> dict[str, float]:
    return {
        document: -float(places[candidate])
        for document, candidate in candidates.items()
        if candidate in places
    }


def _explain(told: Rankings, query: str, match: Tree, candidates: Mapping[str, str]) -> None:
    found = tuple(
        Contribution(
            label=each.get("label", "title"),
            points=each.get("points", 0),
            max_points=each.get("maxPoints", 0),
        )
        for each in match.get("contributions", [])
    )
    for document, candidate in candidates.items():
        if candidate == match["candidateId"]:
            told.reasons[query, document] = found


def recall(scores: Scores, selected: Collection[str], *, top: int) -> float:
    """Return the share of the `top` best that are among the selected.

    Of those that are equal to the last of the best, any will do.
    """
    top = min(top, len(scores))
    if not top:
        return 1.0
    bar = sorted(scores.values(), reverse=True)[top - 1]
    sure = [document for document, score in scores.items() if score > bar]
    equal = [document for document, score in scores.items() if score == bar]
    found = sum(document in selected for document in sure)
    drawn = sum(document in selected for document in equal)
    return (found + min(drawn, top - len(sure))) / top
