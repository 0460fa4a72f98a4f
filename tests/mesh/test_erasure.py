"""Who was erased stands in no file of the stack: tables, files, index, bus, logs, spans."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from cli import ledger
from tests.fixtures import files
from tests.harness.mesh import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.mesh import Client, Mesh

NAME, EMAIL, EMPLOYER = "Xanthippe Vorlaufer", "x.vorlaufer@example.org", "Quibbleworth Foundry"
PHRASE = "rebuilt the smelting ledger"
RESUME = f"""\
{NAME}
{EMAIL} | (612) 555-0199

Experience
Senior Engineer, {EMPLOYER}
January 2019 - March 2023
- {PHRASE.capitalize()} in Python and Go for two million customers.

Skills
Python, Go, PostgreSQL
"""
NOTE = "met her at the regatta"
CANARIES = ("xanthippe", "vorlaufer", "555-0199", "quibbleworth", PHRASE, "regatta")
JOB = "Backend Engineer\nRequirements\n- Python\n- Go"


def test_no_byte_of_the_stack_tells_of_who_was_erased(running: Mesh, tenant: str) -> None:
    with (
        running.client("hr", tenant=tenant, subject="hr-1") as hr,
        running.client(tenant=tenant) as recruiter,
    ):
        candidate_id, run_id, session_id = hired(recruiter)
        shown = recruiter.get(f"/v1/candidates/{candidate_id}")["candidate"]
        assert shown["profile"]["name"] == NAME
        said = f"/v1/sessions/{session_id}/messages"
        assert NAME in str(recruiter.get(said))

        held = hr.get(f"/v1/candidates/{candidate_id}:export")
        assert held["resume"]["basics"]["name"] == NAME
        path = f"/v1/documents/{held['documents'][0]['documentId']}:download"
        file = hr.http.get(path)
        assert file.headers["content-type"] == "application/pdf"
        assert file.content.startswith(b"%PDF")
        path = f"/v1/candidates/{candidate_id}:erase"
        erasure = hr.post(path, reason="ERASURE_REASON_PERSON_ASKED")["erasure"]
        until(lambda: _erasure(hr, erasure["erasureId"])["state"] == "ERASURE_STATE_DONE")

        done = _erasure(hr, erasure["erasureId"])
        assert {each["service"] for each in done["confirmations"]} == {
            "ingest",
            "matcher",
            "assistant",
            "audit",
        }
        assert recruiter.http.get(f"/v1/candidates/{candidate_id}").status_code == 404
        assert NAME not in str(recruiter.get(said))
        assert recruiter.get(f"/v1/matchRuns/{run_id}")["run"]["matches"]
        until(lambda: _finished(hr, candidate_id))
        export = "".join(each["lines"] for each in hr.events("GET", "/v1/ledger:export"))
    lines = (each.encode() for each in export.splitlines(keepends=True))
    verdict = ledger.verify(lines, verifier_key=None)
    assert verdict.ok, verdict.problem
    assert told(running.data) == {}


def test_the_search_would_find_a_byte_that_tells(tmp_path: Path) -> None:
    for number, text in enumerate((NAME, NAME.lower().encode().hex(), PHRASE.upper())):
        (tmp_path / f"{number}.dat").write_text(f"\0\1{text}\2")
    (tmp_path / "vorlaufer.txt").write_text("")
    assert len(told(tmp_path)) == 4


def hired(recruiter: Client) -> tuple[str, str, str]:
    """Take the person through everything; return candidate, run and session."""
    operation = recruiter.upload(f"{NAME}.pdf", files.pdf(RESUME))
    assert recruiter.searchable(operation["operationId"])["state"] == "OPERATION_STATE_SUCCEEDED"
    job_id = recruiter.post("/v1/jobs", text=JOB)["job"]["jobId"]
    applied = recruiter.post(
        "/v1/applications", candidate_id=operation["candidateId"], job_id=job_id
    )["application"]
    recruiter.post(
        f"/v1/applications/{applied['applicationId']}:transition",
        stage="STAGE_SCREENING",
        note=NOTE,
    )
    run = recruiter.post(f"/v1/jobs/{job_id}:match", page_size=10)["run"]
    session_id = recruiter.post("/v1/sessions")["session"]["sessionId"]
    for text in ("Who is the best for the backend engineer job?", f"What is {NAME} missing?"):
        list(recruiter.events("POST", f"/v1/sessions/{session_id}:chat", text=text))
    return operation["candidateId"], run["runId"], session_id


def _erasure(client: Client, erasure_id: str) -> dict[str, Any]:
    return client.get(f"/v1/erasures/{erasure_id}")["erasure"]


def _finished(client: Client, candidate_id: str) -> bool:
    entries = client.get("/v1/ledger/entries", object_id=candidate_id)["entries"]
    return any("ErasureFinished" in each["body"] for each in entries)


def told(folder: Path) -> dict[str, list[str]]:
    """Return which canaries stand in which files below `folder`, in the usual encodings.

    Nothing is decrypted: what is sealed tells nothing, whether its key is destroyed or not.
    """
    found: dict[str, list[str]] = {}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            lower = path.read_bytes().lower() + str(path).lower().encode()
            hits = [each for each in CANARIES if any(form in lower for form in _forms(each))]
            if hits:
                found[str(path.relative_to(folder))] = hits
    return found


def _forms(text: str) -> list[bytes]:
    raw = text.lower().encode()
    encoded = base64.b64encode(text.encode())[:-4].lower()
    return [raw, raw.hex().encode(), text.lower().encode("utf-16-le"), encoded]
