"""What a person at a terminal does about one person's data and wishes."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from typing import TYPE_CHECKING

from candor.matcher.v1.promise_pb2 import Addition
from google.protobuf import json_format

from tests.mesh import test_erasure
from tests.service.matcher import promising

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.mesh import Client, Mesh


def _candor(running: Mesh, tenant: str, *words: str) -> subprocess.CompletedProcess[str]:
    options = ("--data", str(running.data), "--tenant", tenant)
    return subprocess.run(
        [sys.executable, "-c", "from cli.main import app; app()", *words, *options],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_person_is_exported_and_then_erased(running: Mesh, tenant: str, tmp_path: Path) -> None:
    with running.client(tenant=tenant) as recruiter:
        candidate_id, run_id, _ = test_erasure.hired(recruiter)
    out = tmp_path / "person.json"
    done = _candor(running, tenant, "export", candidate_id, "--out", str(out))
    assert done.returncode == 0, done.stderr + done.stdout
    held = json.loads(out.read_text())
    assert held["resume"]["basics"]["name"] == test_erasure.NAME
    assert base64.b64decode(held["files"][0]["base64"]).startswith(b"%PDF")
    assert run_id in {each["run_id"] for each in held["matcher"]["runs"]}
    assert held["assistant"]["mentions"]
    assert {each["entry"]["type"].rpartition(".")[2] for each in held["ledger"]} >= {
        "CandidateCreated",
        "ResumeParsed",
        "ApplicationMoved",
    }
    erased = _candor(running, tenant, "erase", candidate_id, "--yes")
    assert erased.returncode == 0, erased.stderr + erased.stdout
    assert "every service has confirmed" in erased.stdout
    gone = _candor(running, tenant, "export", candidate_id)
    assert gone.returncode == 1
    assert "CANDIDATE_ERASED" in gone.stdout + gone.stderr


def test_what_a_person_prefers_narrows_a_ranking(running: Mesh, tenant: str) -> None:
    with running.client(tenant=tenant) as recruiter:
        candidate_id, _, _ = test_erasure.hired(recruiter)
        job_id = recruiter.post("/v1/jobs", text=test_erasure.JOB)["job"]["jobId"]
    said = ("--place", "Zembleburg, Austria", "--remote", "hybrid", "--closed")
    done = _candor(running, tenant, "prefer", candidate_id, *said)
    assert done.returncode == 0, done.stderr + done.stdout
    held = _candor(running, tenant, "prefer", candidate_id).stdout
    assert "Zembleburg, Austria" in held
    assert "only those applied to" in held
    ranked = _candor(running, tenant, "match", job_id, "--place", "Oslo", "--language", "de:B2")
    assert ranked.returncode == 0, ranked.stderr + ranked.stdout
    assert "0 scored" in ranked.stdout
    wrong = _candor(running, tenant, "match", job_id, "--language", "de:D9")
    assert wrong.returncode == 2


def test_what_is_missing_is_told_promised_and_redeemed(
    running: Mesh, tenant: str, tmp_path: Path
) -> None:
    with running.client(tenant=tenant) as recruiter:
        job_id = recruiter.post("/v1/jobs", text=promising.JOB)["job"]["jobId"]
        candidate_id = _taken_in(recruiter, promising.resume())
        path = f"/v1/jobs/{job_id}/candidates/{candidate_id}"
        most = recruiter.get(f"{path}/counterfactuals", target_points=1)["reachablePoints"]
        (first, *_) = recruiter.get(f"{path}/counterfactuals", target_points=most - 50)[
            "counterfactuals"
        ]
        pair, points = (job_id, candidate_id), ("--points", str(most - 50))
        told = _candor(running, tenant, "reach", *pair, *points)
        assert told.returncode == 0, told.stderr + told.stdout
        assert first["offers"][0]["words"].split(",")[0] in told.stdout
        given = _candor(running, tenant, "promise", "issue", *pair, *points)
        assert given.returncode == 0, given.stderr + given.stdout
        kept = tmp_path / "promise.txt"
        kept.write_text(given.stdout)
        early = _candor(running, tenant, "promise", "redeem", str(kept))
        assert early.returncode == 1, early.stderr + early.stdout
        assert "Not yet" in early.stdout
        additions = [
            json_format.ParseDict(each["addition"], Addition()) for each in first["offers"]
        ]
        _taken_in(recruiter, promising.resume(additions), candidate_id=candidate_id)
        late = _candor(running, tenant, "promise", "redeem", given.stdout.strip())
        assert late.returncode == 0, late.stderr + late.stdout
        assert "Kept" in late.stdout
        assert recruiter.get(f"{path}/fit")["match"]["points"] > 0
        assert len(recruiter.get("/v1/promiseKey")["keyId"]) == 16


def _taken_in(client: Client, content: bytes, **query: str) -> str:
    operation = client.upload("robin.txt", content, **query)
    assert client.searchable(operation["operationId"])["state"] == "OPERATION_STATE_SUCCEEDED"
    return operation["candidateId"]
