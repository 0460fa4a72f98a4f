"""kill -9 of every service right after an erasure began: it comes to its end all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from benchmarks.resumes import pdf
from tests.harness import mesh
from tests.harness.mesh import until

if TYPE_CHECKING:
    from tests.harness.mesh import Client

VICTIMS = ("ingest", "matcher", "assistant", "audit", "nats", "qdrant")
PEOPLE = len(VICTIMS)


@pytest.mark.timeout(400)  # every wait in it is bounded
def test_an_erasure_survives_the_death_of_every_service() -> None:
    with mesh.fresh() as running, running.client("hr") as hr:
        operations = [hr.upload(f"{number}.pdf", pdf(number)) for number in range(PEOPLE)]
        for each in operations:
            hr.searchable(each["operationId"])
        assert len(_files(running)) == PEOPLE
        for each, victim in zip(operations, VICTIMS, strict=True):
            path = f"/v1/candidates/{each['candidateId']}:erase"
            until(lambda path=path: _begun(hr, path), within=60)
            running.kill(victim)
        until(lambda: _done(hr) == PEOPLE, within=120)
        until(lambda: not _files(running))
        job = hr.post("/v1/jobs", text="Data Analyst\nRequirements\n- SQL\n- Excel")["job"]
        assert not hr.post(f"/v1/jobs/{job['jobId']}:match")["run"]["scoredCount"]


def _files(running: mesh.Mesh) -> list[str]:
    return [str(each) for each in (running.data / "files").rglob("*") if each.is_file()]


def _begun(hr: Client, path: str) -> bool:
    try:
        answer = hr.http.post(path, json={"reason": "ERASURE_REASON_PERSON_ASKED"})
    except httpx.TransportError:
        return False
    return answer.status_code == 200


def _done(hr: Client) -> int:
    try:
        listed: list[dict[str, Any]] = hr.get("/v1/erasures")["erasures"]
    except (httpx.TransportError, AssertionError):
        return 0
    return sum(each["state"] == "ERASURE_STATE_DONE" for each in listed)
