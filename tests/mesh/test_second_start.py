"""A stack that was stopped finds its data when it starts again on the same folder."""

from __future__ import annotations

from pathlib import Path

from tests.harness import mesh
from tests.harness.standing import data_folder

RESUME = Path(__file__).parents[2] / "samples" / "resumes" / "oleksandr-kravchenko.txt"
JOB = "Backend Engineer\nRequirements\n- Python\n- PostgreSQL\n- 3 years of experience"


def test_a_second_start_finds_candidates_rankings_and_the_ledger() -> None:
    with data_folder() as data:
        with mesh.stack(data) as first, first.client() as recruiter:
            operation = recruiter.upload(RESUME.name, RESUME.read_bytes())
            recruiter.searchable(operation["operationId"])
            job = recruiter.post("/v1/jobs", text=JOB)["job"]
            run = recruiter.post(f"/v1/jobs/{job['jobId']}:match")["run"]
            token = first.token("auditor")
        with mesh.stack(data) as second, second.client() as recruiter:
            assert recruiter.get(f"/v1/matchRuns/{run['runId']}")["run"] == run
            again = recruiter.post(f"/v1/jobs/{job['jobId']}:match")["run"]
            assert again["runDigest"] == run["runDigest"]
            # The keys are the same too: a token of before still opens.
            auditor = mesh.Client(second, token)
            with auditor:
                assert int(auditor.get("/v1/ledger/checkpoint")["size"]) >= 5
