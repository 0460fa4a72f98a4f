"""One upload is one trace: gateway, services and events."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.harness.mesh import until

if TYPE_CHECKING:
    from tests.harness.mesh import Mesh

RESUME = Path(__file__).parents[2] / "samples" / "resumes" / "daniel-kim.txt"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
CALLER = "00f067aa0ba902b7"
WANTED = {
    ("gateway", "UploadResume"),
    ("ingest", "UploadResume"),
    ("ingest", "process ingest-parse"),
    ("matcher", "process matcher-index"),
    ("ingest", "GetScorableFacts"),
    ("ingest", "process ingest-indexed"),
    ("audit", "process audit-ledger"),
}


def test_the_spans_of_an_upload_hang_together(running: Mesh, tenant: str) -> None:
    with running.client(tenant=tenant) as recruiter:
        recruiter.http.headers["traceparent"] = f"00-{TRACE}-{CALLER}-01"
        operation = recruiter.upload(RESUME.name, RESUME.read_bytes())
        del recruiter.http.headers["traceparent"]
        recruiter.searchable(operation["operationId"])
    until(lambda: all(_seen(_trace(running), *each) for each in WANTED))
    spans = _trace(running)
    known = {span["span"] for span in spans} | {CALLER}
    orphans = [span for span in spans if span["parent"] not in known]
    assert not orphans
    entry = _find(spans, "gateway", "UploadResume")
    assert entry["parent"] == CALLER
    parsing = _find(spans, "ingest", "process ingest-parse")
    upload = _find(spans, "ingest", "UploadResume")
    assert entry["span"] in _ancestors(spans, upload)
    assert upload["span"] in _ancestors(spans, parsing)
    indexing = _find(spans, "matcher", "process matcher-index")
    assert parsing["span"] in _ancestors(spans, indexing)
    fetching = _find(spans, "ingest", "GetScorableFacts")
    assert indexing["span"] in _ancestors(spans, fetching)


def test_spans_say_nothing_about_the_person(running: Mesh, tenant: str) -> None:
    before = _indexed(running)
    with running.client(tenant=tenant) as recruiter:
        operation = recruiter.upload(RESUME.name, RESUME.read_bytes())
        recruiter.searchable(operation["operationId"])
    until(lambda: _indexed(running) > before)
    text = (running.data / "telemetry" / "spans.ndjson").read_text().casefold()
    logs = "".join(
        file.read_text(errors="replace") for file in (running.data / "logs").glob("*.log")
    ).casefold()
    for secret in ("daniel kim", "daniel.kim", "daniel-kim"):
        assert secret not in text
        assert secret not in logs


def _indexed(running: Mesh) -> int:
    return sum(span["name"] == "process ingest-indexed" for span in running.spans())


def _trace(running: Mesh) -> list[dict[str, Any]]:
    return [span for span in running.spans() if span["trace"] == TRACE]


def _seen(spans: list[dict[str, Any]], service: str, name: str) -> bool:
    return any(span["service"] == service and name in span["name"] for span in spans)


def _find(spans: list[dict[str, Any]], service: str, name: str) -> dict[str, Any]:
    found = [span for span in spans if span["service"] == service and name in span["name"]]
    assert found, f"no span {name} of {service}"
    return found[0]


def _ancestors(spans: list[dict[str, Any]], span: dict[str, Any]) -> set[str]:
    by_id = {each["span"]: each for each in spans}
    found: set[str] = set()
    while span["parent"] in by_id:
        span = by_id[span["parent"]]
        found.add(span["span"])
    return found
