"""What a recruiter at a terminal does about how a job is scored, and the same over REST."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tests.harness.mesh import until

if TYPE_CHECKING:
    from tests.harness.mesh import Client, Mesh

SAMPLES = Path(__file__).parents[2] / "samples"
JOB = (SAMPLES / "jobs" / "senior-backend-engineer.txt").read_text()
RESUMES = ("amara-okafor.pdf", "daniel-kim.txt", "kwame-mensah.docx")


def candor(running: Mesh, tenant: str, *words: str) -> subprocess.CompletedProcess[str]:
    options = ("--data", str(running.data), "--tenant", tenant)
    return subprocess.run(
        [sys.executable, "-c", "from cli.main import app; app()", "rubric", *words, *options],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def printed(running: Mesh, tenant: str, *words: str) -> str:
    """Return what a command that must succeed prints."""
    done = candor(running, tenant, *words)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def hiring(recruiter: Client) -> str:
    """Take in people, post a job and return its id."""
    made = [recruiter.upload(name, (SAMPLES / "resumes" / name).read_bytes()) for name in RESUMES]
    for each in made:
        recruiter.searchable(each["operationId"])
    return recruiter.post("/v1/jobs", text=JOB)["job"]["jobId"]


def test_a_rubric_is_edited_as_a_file_looked_at_and_approved(
    running: Mesh, tenant: str, tmp_path: Path
) -> None:
    with running.client(tenant=tenant) as recruiter:
        job_id = hiring(recruiter)
        file = tmp_path / "rubric.yaml"
        file.write_text(printed(running, tenant, "show", job_id), "utf-8")
        tree = yaml.safe_load(file.read_text("utf-8"))
        assert tree["job_id"] == job_id
        ids = [each["criterion_id"] for each in tree["criteria"]]
        removed, changed = tree["criteria"].pop(), tree["criteria"][0]
        changed["weight"] += 500
        file.write_text(yaml.safe_dump(tree, allow_unicode=True), "utf-8")

        seen = printed(running, tenant, "preview", job_id, str(file))
        assert f"~ {changed['criterion_id']} {changed['requirement']['label']}" in seen
        assert f"- {removed['criterion_id']}" in seen
        assert "keep theirs" in seen
        assert len(printed(running, tenant, "history", job_id).splitlines()) < 8
        done = printed(running, tenant, "approve", job_id, str(file), "--reason", "titles count")
        assert "version 2" in done
        again = candor(running, tenant, "approve", job_id, str(file), "--reason", "twice")
        assert again.returncode == 1
        assert "RUBRIC_CHANGED" in again.stdout + again.stderr

        told = printed(running, tenant, "history", job_id)
        assert "titles count" in told
        assert "2 (current)" in told
        assert f"- {removed['criterion_id']}" in printed(running, tenant, "diff", job_id, "1", "2")
        first = yaml.safe_load(printed(running, tenant, "show", job_id, "--version", "1"))
        assert [each["criterion_id"] for each in first["criteria"]] == ids

        listed = recruiter.get(f"/v1/jobs/{job_id}/rubrics")["versions"]
        assert [each["number"] for each in listed] == [2, 1]
        run = recruiter.post(f"/v1/jobs/{job_id}:match")["run"]
        assert run["lineage"]["rubricDigest"] == listed[0]["rubricDigest"]
        named = recruiter.get(f"/v1/jobs/{job_id}/rubrics/{listed[1]['rubricDigest']}")
        assert named["version"]["number"] == 1
        query = {"from_version": "1", "to_version": "2"}
        diff = recruiter.get(f"/v1/jobs/{job_id}/rubrics:diff", **query)["diff"]
        assert [each["criterionId"] for each in diff["removed"]] == [removed["criterion_id"]]

        tree["criteria"][0]["mystery"] = 5
        file.write_text(yaml.safe_dump(tree), "utf-8")
        unknown = candor(running, tenant, "preview", job_id, str(file))
        assert unknown.returncode == 2
        assert "mystery" in unknown.stderr
        del tree["criteria"][0]["mystery"]
        tree["criteria"][0]["weight"] = 2_000_000
        document = {key: tree[key] for key in ("job_id", "requirements_digest", "criteria")}
        for each in document["criteria"]:
            each["requirement"] = {"kind": "REQUIREMENT_KIND_TERM", "label": "x", "term": "x"}
            each.pop("alternatives", None)
        answer = recruiter.http.post(
            f"/v1/jobs/{job_id}/rubric:preview", json={"document": document}
        )
        assert answer.status_code == 400
        detail = {each["@type"].rpartition(".")[2]: each for each in answer.json()["details"]}
        assert detail["ErrorInfo"]["reason"] == "RUBRIC_INVALID"
        assert [each["field"] for each in detail["BadRequest"]["fieldViolations"]] == [
            "criteria[0].weight",
            "criteria",
        ]
    with running.client("auditor", tenant=tenant) as auditor:
        until(lambda: "matcher.RubricApproved" in _logged(auditor, job_id))


def _logged(auditor: Client, object_id: str) -> set[str]:
    entries = auditor.get("/v1/ledger/entries", object_id=object_id)["entries"]
    return {json.loads(each["body"])["type"].removeprefix("candor.") for each in entries}
