"""kill -9 of each service in the middle of an ingest: nothing lost, nothing doubled."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from benchmarks.resumes import pdf
from cli import ledger
from tests.harness import mesh
from tests.harness.mesh import until

if TYPE_CHECKING:
    from tests.harness.mesh import Client, Mesh

FILES = 50
VICTIMS = ("ingest", "matcher", "audit", "assistant", "qdrant", "nats")
ONCE = ("ResumeReceived", "ResumeParsed", "CandidateIndexed", "CandidateCreated")


@pytest.mark.timeout(400)  # every wait in it is bounded
def test_fifty_files_survive_the_death_of_every_service() -> None:
    with mesh.fresh() as running, running.client() as recruiter:
        with ThreadPoolExecutor(4) as uploads:
            uploading = [uploads.submit(_stubborn, running, number) for number in range(FILES)]
            for place, victim in enumerate(VICTIMS, 1):
                share = place * FILES // (len(VICTIMS) + 2)
                until(lambda share=share: _done(uploading) >= share, within=60)
                running.kill(victim)
            operations = {each.result()["operationId"] for each in uploading}
        assert len(operations) == FILES
        until(lambda: _states(recruiter) == {"OPERATION_STATE_SUCCEEDED": FILES}, within=90)
        job = recruiter.post("/v1/jobs", text="Data Analyst\nRequirements\n- SQL\n- Excel")["job"]
        run = recruiter.post(f"/v1/jobs/{job['jobId']}:match", page_size=100)["run"]
        assert run["scoredCount"] == FILES
        assert len({match["candidateId"] for match in run["matches"]}) == FILES
        _each_event_once(running, operations)


def _stubborn(running: Mesh, number: int) -> dict[str, Any]:
    """Upload one file as a careful client does: under one request id until it is answered."""
    request_id = f"00000000-0000-4000-8000-{number:012d}"
    answered: list[dict[str, Any]] = []

    def attempt() -> bool:
        try:
            with running.client() as client:
                answered.append(client.upload(f"{number}.pdf", pdf(number), request_id=request_id))
        except (httpx.TransportError, AssertionError):
            return False
        return True

    until(attempt, within=90)
    return answered[0]


def _done(uploading: list[Any]) -> int:
    return sum(each.done() for each in uploading)


def _states(client: Client) -> Counter[str]:
    try:
        listed = client.get("/v1/operations", page_size=200)["operations"]
    except (httpx.TransportError, AssertionError):
        return Counter()
    return Counter(each["state"] for each in listed)


def _each_event_once(running: Mesh, operations: set[str]) -> None:
    with running.client("auditor") as auditor:
        # What Audit could not take when its stores were away comes again after a delay.
        until(lambda: all(len(_entries(auditor, kind)) >= FILES for kind in ONCE), within=90)
        for kind in ONCE:
            assert len(_entries(auditor, kind)) == FILES, kind
        received = {each["data"]["operation_id"] for each in _entries(auditor, "ResumeReceived")}
        assert received == operations
        export = "".join(each["lines"] for each in auditor.events("GET", "/v1/ledger:export"))
    verdict = ledger.verify(
        (line.encode() for line in export.splitlines(keepends=True)), verifier_key=None
    )
    assert verdict.ok, verdict.problem


def _entries(auditor: Client, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    token = ""
    while True:
        page = auditor.get("/v1/ledger/entries", page_size=200, page_token=token)
        bodies = [json.loads(each["body"]) for each in page["entries"]]
        found += [body for body in bodies if body["type"].endswith(f".{kind}")]
        token = page["nextPageToken"]
        if not token:
            return found
