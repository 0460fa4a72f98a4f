"""Candor's rankings over the public REST API: resumes up as text files, jobs, and their runs.

- `ours`: every resume by its points, as the exact scorer gives them to all.
- `shortlist`: what MatchJob returns: those that retrieval selected, by points; the rest after.
- `fused`: the order of retrieval over the 2,000 it can select, before anything is scored.
- `arm NAME`: the order of one arm of retrieval alone, among these.

A resume that is refused, or that a ranking does not have, comes last in it. Resumes that are the
same candidate to Candor share their score.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import httpx

from benchmarks.gateway import Client, UploadFailed
from benchmarks.match import runs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from benchmarks.gateway import Stack
    from benchmarks.match.folder import JudgedSet
    from benchmarks.match.metrics import Scores
    from benchmarks.match.runs import Contribution, Scored

AT_ONCE: Final = 16
TOPS: Final = (10, 50)


@dataclass(slots=True)
class Rankings:
    """All that Candor said about a set."""

    systems: dict[str, dict[str, Scores]] = field(default_factory=dict[str, "dict[str, Scores]"])
    """By system, then by query; an arm is `arm NAME`."""
    recall: dict[str, dict[str, float]] = field(default_factory=dict[str, "dict[str, float]"])
    """By query: the share of the best 10 and 50 of all that retrieval selected."""
    reasons: dict[tuple[str, str], tuple[Contribution, ...]] = field(
        default_factory=dict[tuple[str, str], "tuple[Contribution, ...]"]
    )
    """What the score is made of, by query and document."""
    refused: dict[str, str] = field(default_factory=dict[str, str])
    """Documents that did not become searchable, with the reason."""
    failed: dict[str, str] = field(default_factory=dict[str, str])
    """Queries that could not be matched, with the reason."""
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    """What uploads and rankings took."""


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
            wanted = judged.named(query) if judged_only else judged.corpus
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
    usual = await runs.selected(client, job_id)
    widest = await runs.selected(client, job_id, pool=runs.WIDEST)
    scored = await runs.everybody(client, job_id, set(candidates.values()))
    ours = _points(candidates, scored)
    shortlist = {key: value for key, value in ours.items() if candidates[key] in usual.places}
    orders = {
        "ours": ours,
        "shortlist": shortlist,
        "fused": _places(candidates, widest.places),
        **{f"arm {name}": _places(candidates, each) for name, each in widest.arms.items()},
    }
    for name, scores in orders.items():
        told.systems.setdefault(name, {})[query] = scores
    told.recall[query] = {str(top): recall(ours, shortlist, top=top) for top in TOPS}
    for document in ours:
        told.reasons[query, document] = scored[candidates[document]].contributions


def _points(candidates: Mapping[str, str], scored: Mapping[str, Scored]) -> dict[str, float]:
    return {
        document: float(scored[candidate].points)
        for document, candidate in candidates.items()
        if candidate in scored
    }


def _places(candidates: Mapping[str, str], places: Mapping[str, int]) -> dict[str, float]:
    return {
        document: -float(places[candidate])
        for document, candidate in candidates.items()
        if candidate in places
    }


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
