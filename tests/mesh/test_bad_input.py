"""What people get wrong, or try: a typed error with a reason, in JSON, and nothing changed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import jwt
import pytest

from deploy.local import keys
from deploy.local.tokens import AUDIENCE
from tests.fixtures import files

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness.mesh import Client, Mesh

GIF = b"GIF89a" + b"\0" * 100
REFUSED_AT_ONCE: dict[str, tuple[bytes, dict[str, str], int, str]] = {
    "an empty file": (b"", {}, 400, "FILE_EMPTY"),
    "a nameless file": (b"text", {"filename": ""}, 400, "FIELD_INVALID"),
    "no consent": (b"text", {"consent": "false"}, 400, "CONSENT_MISSING"),
    "a malformed notice": (b"text", {"consent_notice": "?"}, 400, "FIELD_INVALID"),
    "11 MB": (b"%PDF-1.7\n" + b"x" * (11 << 20), {}, 400, "FILE_TOO_LARGE"),
    "50 MB": (b"%PDF-1.7\n" + b"x" * (50 << 20), {}, 413, "REQUEST_TOO_LARGE"),
    "a picture called .pdf": (GIF, {}, 400, "FILE_TYPE_UNSUPPORTED"),
    "an unknown candidate": (
        b"Jane Roe, engineer",
        {"candidate_id": str(uuid4())},
        404,
        "CANDIDATE_NOT_FOUND",
    ),
    "a malformed candidate": (b"text", {"candidate_id": "seven"}, 400, "FIELD_INVALID"),
}


@pytest.mark.parametrize("what", REFUSED_AT_ONCE)
def test_a_bad_upload_is_refused_and_leaves_nothing(running: Mesh, tenant: str, what: str) -> None:
    content, query, status, reason = REFUSED_AT_ONCE[what]
    with running.client(tenant=tenant) as recruiter:
        answer = recruiter.http.post(
            "/v1/resumes",
            params={
                "filename": "cv.pdf",
                "consent": "true",
                "consent_notice": "test",
                **query,
            },
            content=content,
        )
        assert (answer.status_code, _reason(answer)) == (status, reason)
        _nothing_stored(recruiter)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (files.encrypted_pdf(), "FILE_ENCRYPTED"),
        (files.pdf("Jane Roe, engineer")[:300], "FILE_DAMAGED"),
        (b"xqz wvkj bbtr plmq zzxv nkwq " * 60, "TEXT_UNREADABLE"),
    ],
)
def test_a_file_that_cannot_be_read_ends_its_operation_with_the_reason(
    running: Mesh, tenant: str, content: bytes, reason: str
) -> None:
    with running.client(tenant=tenant) as recruiter:
        operation = recruiter.upload("cv.pdf", content)
        ended = recruiter.searchable(operation["operationId"])
        assert (ended["state"], ended["error"]["reason"]) == ("OPERATION_STATE_FAILED", reason)
        facts = recruiter.http.get(f"/v1/candidates/{operation['candidateId']}/facts")
    assert (facts.status_code, _reason(facts)) == (400, "FACTS_NOT_READY")


def test_a_zip_bomb_is_refused_before_it_is_stored(running: Mesh, tenant: str) -> None:
    with running.client(tenant=tenant) as recruiter:
        answer = recruiter.http.post(
            "/v1/resumes",
            params={"filename": "cv.docx", "consent": "true", "consent_notice": "test"},
            content=files.archive([("word/document.xml", b"0" * (300 << 20))]),
        )
        assert (answer.status_code, _reason(answer)) == (400, "FILE_ARCHIVE_BOMB")
        _nothing_stored(recruiter)


def test_malformed_json_is_refused(running: Mesh, tenant: str) -> None:
    with running.client(tenant=tenant) as recruiter:
        answer = recruiter.http.post("/v1/jobs", content=b'{"text": ')
        assert (answer.status_code, _reason(answer)) == (400, "REQUEST_MALFORMED")
        assert recruiter.get("/v1/jobs")["jobs"] == []


def test_a_page_token_is_good_in_its_own_tenant_only(running: Mesh, tenant: str) -> None:
    with (
        running.client(tenant=tenant) as recruiter,
        running.client(tenant=f"{tenant}-b") as other,
    ):
        for number in range(2):
            recruiter.post("/v1/jobs", text=f"Engineer {number}\nRequirements\n- Python")
        token = recruiter.get("/v1/jobs", page_size=1)["nextPageToken"]
        assert token
        stolen = other.http.get("/v1/jobs", params={"page_token": token})
        assert (stolen.status_code, _reason(stolen)) == (400, "PAGE_TOKEN_INVALID")
        assert other.get("/v1/jobs")["jobs"] == []


def test_another_tenants_objects_do_not_exist(running: Mesh, tenant: str) -> None:
    with (
        running.client(tenant=tenant) as recruiter,
        running.client(tenant=f"{tenant}-b") as other,
    ):
        job = recruiter.post("/v1/jobs", text="Engineer\nRequirements\n- Python")["job"]
        for path in (f"/v1/jobs/{job['jobId']}", f"/v1/jobs/{job['jobId']}/rubric"):
            answer = other.http.get(path)
            assert (answer.status_code, _reason(answer)) == (404, "JOB_NOT_FOUND")


def _claims(**changed: object) -> dict[str, object]:
    claims: dict[str, object] = {
        "iss": keys.PEOPLE,
        "aud": AUDIENCE,
        "sub": "user-1",
        "tenant": "acme",
        "roles": ["recruiter"],
        "kind": "person",
        "exp": int(time.time()) + 600,
    }
    return {**claims, **changed}


def _signed(running: Mesh, claims: dict[str, object]) -> str:
    issuer = keys.kept(running.data).people
    return jwt.encode(claims, issuer.private.read_text(), "ES256", headers={"kid": issuer.kid})


def _mesh_token(running: Mesh) -> str:
    issuer = keys.kept(running.data).mesh
    claims = _claims(iss=keys.MESH, roles=["mesh"], kind="service")
    return jwt.encode(claims, issuer.private.read_text(), "ES256", headers={"kid": issuer.kid})


BAD_TOKENS: dict[str, Callable[[Mesh], str]] = {
    "none at all": lambda _: "",
    "expired": lambda running: _signed(running, _claims(exp=int(time.time()) - 600)),
    "no expiry": lambda running: _signed(
        running, {key: value for key, value in _claims().items() if key != "exp"}
    ),
    "another audience": lambda running: _signed(running, _claims(aud="someone-else")),
    "another issuer": lambda running: _signed(running, _claims(iss="https://evil.example")),
    "algorithm none": lambda _: jwt.encode(_claims(), "", "none"),
    "forged": lambda running: running.token()[:-6] + "AAAAAA",
    "of the mesh": _mesh_token,
}


@pytest.mark.parametrize("what", BAD_TOKENS)
def test_a_bad_token_opens_nothing(running: Mesh, what: str) -> None:
    token = BAD_TOKENS[what](running)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    answer = httpx.get(f"{running.gateway}/v1/jobs", headers=headers, timeout=20)
    assert (answer.status_code, _reason(answer)) == (401, "TOKEN_INVALID")


@pytest.mark.parametrize("claim", ["tenant", "roles", "kind"])
def test_a_token_without_a_claim_of_ours_opens_nothing(running: Mesh, claim: str) -> None:
    claims = {key: value for key, value in _claims().items() if key != claim}
    headers = {"authorization": f"Bearer {_signed(running, claims)}"}
    answer = httpx.get(f"{running.gateway}/v1/jobs", headers=headers, timeout=20)
    assert (answer.status_code, _reason(answer)) == (401, "TOKEN_INVALID")


def test_a_role_without_the_right_is_refused(running: Mesh, tenant: str) -> None:
    with running.client("employee", tenant=tenant) as employee:
        answer = employee.http.post("/v1/jobs", json={"text": "Engineer"})
    assert (answer.status_code, _reason(answer)) == (403, "CALLER_NOT_ALLOWED")


def test_a_deadline_of_a_millisecond_is_missed_in_so_many_words(running: Mesh, tenant: str) -> None:
    with running.client(tenant=tenant) as recruiter:
        answer = recruiter.http.post(
            "/v1/jobs", json={"text": "Engineer\n" * 4000}, headers={"grpc-timeout": "1m"}
        )
    assert (answer.status_code, _reason(answer)) == (504, "DEADLINE_TOO_SHORT")


def test_no_route_leads_to_what_is_the_meshs_own(running: Mesh, tenant: str) -> None:
    with running.client("admin", tenant=tenant) as admin:
        for path in ("/v1/nothing", "/candor.ingest.v1.FactsService/GetScorableFacts"):
            answer = admin.http.post(path, json={})
            assert (answer.status_code, _reason(answer)) == (404, "ROUTE_NOT_FOUND")


def _reason(answer: httpx.Response) -> str:
    assert answer.headers["content-type"].startswith("application/json"), answer.text
    body: dict[str, Any] = answer.json()
    assert body["code"] > 0
    for internal in ("Traceback", "asyncpg", "upstream", "envoy", "/services/"):
        assert internal not in answer.text
    return next(each["reason"] for each in body["details"] if "ErrorInfo" in each["@type"])


def _nothing_stored(recruiter: Client) -> None:
    assert recruiter.get("/v1/operations")["operations"] == []
    assert recruiter.get("/v1/candidates")["candidates"] == []
