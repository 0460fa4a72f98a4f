"""Everything that is held of a person can be had by them, and by nobody who may not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from candor.assistant.v1.export_service_pb2 import ExportMentionsRequest
from candor.ingest.v1.candidate_service_pb2 import CreateCandidateRequest
from candor.ingest.v1.export_service_pb2 import (
    DownloadDocumentRequest,
    ExportCandidateRequest,
    ExportCandidateResponse,
)
from candor.ingest.v1.notice_service_pb2 import ShowNoticeRequest
from candor.matcher.v1.export_service_pb2 import ExportMatchesRequest
from google.protobuf import json_format
from jsonschema import Draft4Validator, FormatChecker

from tests.fixtures import files
from tests.service.clients import NOTICE, refused
from tests.service.erasure import zebulon
from tests.service.matcher.people import SAMPLES

if TYPE_CHECKING:
    from tests.service.clients import Callers
    from tests.service.erasure.conftest import Whole

pytestmark = pytest.mark.asyncio(loop_scope="module")

SCHEMA = Path(__file__).parents[2] / "fixtures" / "jsonresume" / "schema.json"
VALIDATOR = Draft4Validator(json.loads(SCHEMA.read_text()), format_checker=FormatChecker())


def _resume(exported: ExportCandidateResponse) -> dict[str, Any]:
    return json_format.MessageToDict(exported.resume)


def _problems(exported: ExportCandidateResponse) -> list[str]:
    return [each.message for each in VALIDATOR.iter_errors(_resume(exported))]  # pyright: ignore[reportUnknownMemberType]


async def test_the_export_holds_everything_opened(
    whole: Whole, people: Callers, tenant: str
) -> None:
    subject = f"subject-{uuid4().hex}"
    own = await people.person(tenant, "candidate", subject=subject)
    recruiter, hr = await people.person(tenant), await people.person(tenant, "hr")
    await own.notices.ShowNotice(ShowNoticeRequest(language="en"))
    who = await zebulon.taken_through(own, recruiter, subject=subject)
    await whole.settled()
    request = ExportCandidateRequest(candidate_id=who.candidate_id)
    mine, theirs = [await each.exports.ExportCandidate(request) for each in (own, hr)]

    for exported in (mine, theirs):
        assert _problems(exported) == []
        assert _resume(exported)["basics"]["name"] == zebulon.NAME
        assert _resume(exported)["work"][0]["name"].startswith("Brackwater")
        assert _resume(exported)["work"][0]["startDate"] == "2019-01"
        assert "Python" in {each["name"] for each in _resume(exported)["skills"]}
        assert [(each.notice, each.given) for each in exported.consents] == [(NOTICE, True)]
        (document,) = exported.documents
        assert document.filename == zebulon.FILENAME
        assert "payment services" in document.text
        assert document.reading.facts
        assert [each.facts_digest for each in exported.facts] == [exported.candidate.facts_digest]
        assert len(exported.operations) == 1
        (application,) = exported.applications
        assert zebulon.NOTE in [each.note for each in application.history]
        assert len(exported.notices_shown) == 1
        assert exported.HasField("keep_time")
    assert {each.actor.subject for each in mine.applications[0].history} == {subject, ""}
    assert {each.actor.subject for each in theirs.applications[0].history} == {subject, "user-1"}

    file = await own.exports.DownloadDocument(
        DownloadDocumentRequest(document_id=mine.documents[0].document_id)
    )
    assert file.file.content_type == "application/pdf"
    assert len(file.file.data) == mine.documents[0].size
    matches = await hr.match_exports.ExportMatches(
        ExportMatchesRequest(candidate_id=who.candidate_id)
    )
    assert matches.indexed_facts_digest == mine.candidate.facts_digest
    assert {each.job_id for each in matches.runs} == {who.job_id}
    assert {each.rank for each in matches.runs} == {1}
    mentions = await hr.mention_exports.ExportMentions(
        ExportMentionsRequest(candidate_id=who.candidate_id)
    )
    assert zebulon.NAME in {card.name for each in mentions.mentions for card in each.cards}

    await zebulon.erased(hr, who.candidate_id)
    with refused("CANDIDATE_ERASED"):
        await hr.exports.ExportCandidate(request)
    with refused("DOCUMENT_NOT_FOUND"):
        await hr.exports.DownloadDocument(
            DownloadDocumentRequest(document_id=mine.documents[0].document_id)
        )
    after = await hr.mention_exports.ExportMentions(
        ExportMentionsRequest(candidate_id=who.candidate_id)
    )
    assert not after.mentions


async def test_nobody_exports_somebody_else(people: Callers, tenant: str) -> None:
    own = await people.person(tenant, "candidate", subject="own-1")
    content = files.pdf(zebulon.RESUME)
    operation = await own.taken_in(content)
    request = ExportCandidateRequest(candidate_id=operation.candidate_id)
    file = DownloadDocumentRequest(document_id=operation.document_id)
    assert (await own.exports.DownloadDocument(file)).file.data == content
    other = await people.person(tenant, "candidate", subject="other-1")
    stranger = await people.person(f"{tenant}x", "hr")
    for person in (other, stranger):
        with refused("CANDIDATE_NOT_FOUND"):
            await person.exports.ExportCandidate(request)
        with refused("DOCUMENT_NOT_FOUND"):
            await person.exports.DownloadDocument(file)
    recruiter = await people.person(tenant)
    with refused("CALLER_NOT_ALLOWED"):
        await recruiter.exports.ExportCandidate(request)


@pytest.mark.parametrize(
    "name", [each.name for each in sorted((SAMPLES / "resumes").glob("*"))[:8]]
)
async def test_every_resume_becomes_a_valid_document_of_json_resume(
    people: Callers, tenant: str, name: str
) -> None:
    hr = await people.person(tenant, "hr")
    operation = await hr.taken_in((SAMPLES / "resumes" / name).read_bytes())
    exported = await hr.exports.ExportCandidate(
        ExportCandidateRequest(candidate_id=operation.candidate_id)
    )
    assert _problems(exported) == []
    assert _resume(exported)["basics"]["name"]


async def test_who_never_sent_a_resume_has_a_document_with_a_name(
    people: Callers, tenant: str
) -> None:
    hr = await people.person(tenant, "hr")
    created = await hr.candidates.CreateCandidate(
        CreateCandidateRequest(name="Ann", consent=True, consent_notice=NOTICE)
    )
    exported = await hr.exports.ExportCandidate(
        ExportCandidateRequest(candidate_id=created.candidate.candidate_id)
    )
    assert _problems(exported) == []
    assert _resume(exported)["basics"] == {"name": "Ann"}
