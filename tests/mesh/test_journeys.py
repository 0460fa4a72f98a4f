"""What people do with Candor, over REST and over gRPC, behind Envoy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import grpc.aio
from candor.ingest.v1 import job_service_pb2, job_service_pb2_grpc
from candor.matcher.v1 import match_service_pb2, match_service_pb2_grpc

from cli import ledger
from tests.harness.mesh import until

if TYPE_CHECKING:
    from tests.harness.mesh import Client, Mesh

SAMPLES = Path(__file__).parents[2] / "samples"
RESUMES = ("amara-okafor.pdf", "mei-ling-zhou.pdf", "daniel-kim.txt", "kwame-mensah.docx")
JOB = (SAMPLES / "jobs" / "senior-backend-engineer.txt").read_text()


def taken_in(client: Client) -> dict[str, str]:
    """Upload the resumes; return candidates by file."""
    files = sorted((SAMPLES / "resumes").glob("*"))
    chosen = [file for file in files if file.name in RESUMES] or files[:4]
    operations = {file.name: client.upload(file.name, file.read_bytes()) for file in chosen}
    for operation in operations.values():
        ended = client.searchable(operation["operationId"])
        assert ended["state"] == "OPERATION_STATE_SUCCEEDED", ended
        assert [step["name"] for step in ended["steps"] if step.get("doneTime")] == [
            "STEP_NAME_RECEIVED",
            "STEP_NAME_EXTRACTED",
            "STEP_NAME_PARSED",
            "STEP_NAME_INDEXED",
        ]
    return {name: operation["candidateId"] for name, operation in operations.items()}


def test_resumes_become_an_explained_ranking_on_a_ledger_that_verifies(
    running: Mesh, tenant: str
) -> None:
    with running.client(tenant=tenant) as recruiter:
        candidates = taken_in(recruiter)
        job = recruiter.post("/v1/jobs", text=JOB)["job"]
        run = recruiter.post(f"/v1/jobs/{job['jobId']}:match", page_size=10)["run"]
        assert {match["candidateId"] for match in run["matches"]} == set(candidates.values())
        for match in run["matches"]:
            points = [each["points"] for each in match["contributions"]]
            assert sum(points) == match["points"] <= match["maxPoints"]
        again = recruiter.get(f"/v1/matchRuns/{run['runId']}")["run"]
        assert again == run
        best = run["matches"][0]
        pair = recruiter.post(f"/v1/jobs/{job['jobId']}/candidates/{best['candidateId']}:score")
        assert pair["match"]["points"] == best["points"]
    with running.client("auditor", tenant=tenant) as auditor:
        until(lambda: _logged(auditor, run["runId"]))
        export = "".join(piece["lines"] for piece in auditor.events("GET", "/v1/ledger:export"))
        key = auditor.get("/v1/ledger/checkpoint")["verifierKey"]
    verdict = ledger.verify(
        (line.encode() for line in export.splitlines(keepends=True)), verifier_key=key
    )
    assert verdict.ok, verdict.problem
    assert verdict.entries >= 4 * len(candidates) + 3


def test_a_browser_follows_a_shortlist_and_a_ranking_of_everybody(
    running: Mesh, tenant: str
) -> None:
    with running.client(tenant=tenant) as recruiter, running.client(tenant=tenant) as other:
        candidates = taken_in(recruiter)
        job_id = recruiter.post("/v1/jobs", text=JOB)["job"]["jobId"]
        updates = recruiter.events("GET", f"/v1/jobs/{job_id}/matches:watch?page_size=3")
        shortlist = next(updates)["shortlist"]
        assert len(shortlist["matches"]) == 3
        later = (SAMPLES / "resumes" / "oleksandr-kravchenko.txt").read_bytes()
        new = other.upload("kravchenko", later)
        change = next(each["change"] for each in updates if "heartbeat" not in each)
        assert change["reasons"] == ["RUN_REASON_NEW_FACTS"]
        assert change["run"]["previousRunId"] == shortlist["runId"]
        places = {each["candidateId"]: each["rank"] for each in change["run"]["matches"]}
        assert {each["candidateId"] for each in change.get("entered", [])} <= set(places)
        updates.close()
        everybody = set(candidates.values()) | {new["candidateId"]}
        pieces = list(other.events("POST", f"/v1/jobs/{job_id}:stream", page_size=2))
        assert pieces[-1] == {"end": {}}
        matches = [each for piece in pieces for each in piece.get("page", {}).get("matches", [])]
        assert {each["candidateId"] for each in matches} == everybody
        (run,) = [piece["run"] for piece in pieces if "run" in piece]
        assert run["runDigest"] == change["run"]["runDigest"]
        path = f"/v1/jobs/{job_id}/candidates/{matches[0]['candidateId']}/scores"
        assert other.get(path)["scores"][0]["points"] == matches[0]["points"]
        listed = other.get(f"/v1/matchRuns/{run['runId']}/matches", page_size=100)["matches"]
        assert listed == matches


def _logged(auditor: Client, object_id: str) -> bool:
    return bool(auditor.get("/v1/ledger/entries", object_id=object_id)["entries"])


def test_an_application_ends_by_a_person_with_a_reason(running: Mesh, tenant: str) -> None:
    with (
        running.client(tenant=tenant) as recruiter,
        running.client(tenant=tenant, kind="service", subject="robot") as robot,
    ):
        candidate = recruiter.post(
            "/v1/candidates", name="Ann Example", consent=True, consent_notice="test"
        )["candidate"]
        job = recruiter.post("/v1/jobs", text=JOB)["job"]
        application = recruiter.post(
            "/v1/applications", candidate_id=candidate["candidateId"], job_id=job["jobId"]
        )["application"]
        path = f"/v1/applications/{application['applicationId']}:transition"
        recruiter.post(path, stage="STAGE_SCREENING")
        refused = robot.http.post(
            path, json={"stage": "STAGE_REJECTED", "reason": "DECISION_REASON_ANOTHER_CHOSEN"}
        )
        assert (refused.status_code, _reason(refused.json())) == (403, "HUMAN_REQUIRED")
        silent = recruiter.http.post(path, json={"stage": "STAGE_REJECTED"})
        assert _reason(silent.json()) == "REASON_MISSING"
        ended = recruiter.post(
            path, stage="STAGE_REJECTED", reason="DECISION_REASON_ANOTHER_CHOSEN", note="close call"
        )["application"]
    assert [each["stage"] for each in ended["history"]] == [
        "STAGE_APPLIED",
        "STAGE_SCREENING",
        "STAGE_REJECTED",
    ]
    assert ended["history"][-1]["note"] == "close call"


def _reason(body: dict[str, list[dict[str, str]]]) -> str:
    return body["details"][0]["reason"]


def test_the_assistant_streams_a_cited_answer(running: Mesh, tenant: str) -> None:
    with running.client(tenant=tenant) as recruiter:
        taken_in(recruiter)
        recruiter.post("/v1/jobs", text=JOB)
        session = recruiter.post("/v1/sessions")["session"]
        pieces = list(
            recruiter.events(
                "POST",
                f"/v1/sessions/{session['sessionId']}:chat",
                text="Who are the best two candidates for the backend job and why?",
            )
        )
        assert "disclosure" in pieces[0]
        assert pieces[-1]["done"]["answered"] is True
        assert any("candidates" in piece for piece in pieces)
        texts = [piece["text"] for piece in pieces if "text" in piece]
        assert any(text["citations"] for text in texts)
        said = recruiter.get(f"/v1/sessions/{session['sessionId']}/messages")["messages"]
    assert [message["author"] for message in said] == ["AUTHOR_PERSON", "AUTHOR_ASSISTANT"]
    assert said[1]["text"] == "".join(text["text"] for text in texts)


async def test_native_grpc_goes_through_the_same_port(running: Mesh, tenant: str) -> None:
    metadata = (("authorization", f"Bearer {running.token(tenant=tenant)}"),)
    async with grpc.aio.insecure_channel(running.address) as channel:
        jobs = job_service_pb2_grpc.JobServiceStub(channel)
        created = await jobs.CreateJob(
            job_service_pb2.CreateJobRequest(text=JOB), metadata=metadata, timeout=20
        )
        matches = match_service_pb2_grpc.MatchServiceStub(channel)
        rubric = await matches.GetRubric(
            match_service_pb2.GetRubricRequest(job_id=created.job.job_id),
            metadata=metadata,
            timeout=20,
        )
    weights = [criterion.weight for criterion in rubric.rubric.criteria]
    assert sum(weights) == rubric.rubric.max_points == 1000
