"""Candidates are told that software is used and how, and that they were is on record."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from candor.ingest.v1.candidate_service_pb2 import CreateCandidateRequest
from candor.ingest.v1.notice_service_pb2 import (
    GetNoticeRequest,
    SetNoticeRequest,
    ShowNoticeRequest,
)
from candor.ingest.v1.retention_service_pb2 import SetRetentionRequest
from uuid_utils.compat import uuid7

from tests.service import bus, tables
from tests.service.clients import NOTICE, refused
from tests.service.erasure.zebulon import erase

if TYPE_CHECKING:
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "A person decides"), ("es", "Una persona"), ("de", "ein Mensch"), ("fr", "personne")],
)
async def test_a_tenant_that_set_none_shows_our_own_in_four_languages(
    hiring: Callers, tenant: str, language: str, says: str
) -> None:
    own = await hiring.person(tenant, "candidate", subject="own-1")
    notice = (await own.notices.GetNotice(GetNoticeRequest(language=language))).notice
    assert (notice.language, notice.version) == (language, "candor-1")
    assert says in notice.text
    assert "24" in notice.text
    assert "{" not in notice.text
    assert notice.digest == sha256(notice.text.encode()).hexdigest()


async def test_a_language_that_nobody_wrote_falls_back_to_english(
    hiring: Callers, tenant: str
) -> None:
    own = await hiring.person(tenant, "candidate", subject="own-1")
    assert (await own.notices.GetNotice(GetNoticeRequest(language="fi"))).notice.language == "en"


async def test_what_is_shown_is_recorded_with_its_digest_and_announced(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    own = await hiring.person(tenant, "candidate", subject="own-1")
    hr = await hiring.person(tenant, "hr")
    before = await own.notices.ShowNotice(ShowNoticeRequest(language="de"))
    created = await own.candidates.CreateCandidate(
        CreateCandidateRequest(name="Ann", consent=True, consent_notice=NOTICE)
    )
    candidate_id = created.candidate.candidate_id
    request = ShowNoticeRequest(language="en", candidate_id=candidate_id, request_id=str(uuid7()))
    after = await hr.notices.ShowNotice(request)
    assert after == await hr.notices.ShowNotice(request)
    assert after.shown.digest == after.notice.digest
    async with tables.opened(ingest) as conn:
        rows = await conn.fetch(
            "SELECT digest FROM notice_shown WHERE tenant = $1 ORDER BY shown_id", tenant
        )
    assert [each["digest"] for each in rows] == [before.notice.digest, after.notice.digest]
    await bus.settled(ground, ingest)
    assert (await bus.happened(ground, tenant)).count("NoticeShown") == 2
    await hr.erasures.EraseCandidate(erase(candidate_id))
    async with tables.opened(ingest) as conn:
        assert not await conn.fetch("SELECT FROM notice_shown WHERE tenant = $1", tenant)


async def test_a_tenants_own_version_is_filled_in_and_never_changes(
    hiring: Callers, tenant: str
) -> None:
    hr, own = await hiring.person(tenant, "hr"), await hiring.person(tenant, "candidate")
    other = await hiring.person(f"{tenant}x", "hr")
    await hr.retention.SetRetention(SetRetentionRequest(months=7))
    request = SetNoticeRequest(
        version="2026-11",
        language="en",
        text="{organisation} keeps it {months} months: {contact} {{really}}",
        organisation="Acme",
        contact="dpo@acme.example",
    )
    await hr.notices.SetNotice(request)
    shown = await own.notices.GetNotice(GetNoticeRequest(language="en"))
    assert shown.notice.text == "Acme keeps it 7 months: dpo@acme.example {really}"
    assert shown.notice.version == "2026-11"
    assert (await hr.notices.SetNotice(request)).notice == shown.notice
    request.text = "other"
    with refused("NOTICE_EXISTS"):
        await hr.notices.SetNotice(request)
    with refused("NOTICE_NOT_FOUND"):
        await own.notices.GetNotice(GetNoticeRequest(language="en", version="2020-01"))
    elsewhere = await other.notices.GetNotice(GetNoticeRequest(language="en"))
    assert elsewhere.notice.version == "candor-1"


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "{name}"},
        {"text": "{contact.__class__}"},
        {"text": "{contact!r}"},
        {"text": "{months:>99}"},
        {"text": "{"},
        {"text": "x" * 20_001},
        {"version": "candor-2"},
        {"version": "a b"},
        {"language": "english"},
        {"organisation": " "},
        {"contact": ""},
        {"text": "", "language": "fi"},
    ],
)
async def test_a_notice_that_cannot_be_shown_is_refused(
    hiring: Callers, tenant: str, wrong: dict[str, str]
) -> None:
    hr = await hiring.person(tenant, "hr")
    right = {"version": "1", "language": "en", "organisation": "Acme", "contact": "us"}
    with refused("FIELD_INVALID"):
        await hr.notices.SetNotice(SetNoticeRequest(**{**right, **wrong}))


async def test_candidates_record_for_themselves_only(hiring: Callers, tenant: str) -> None:
    own = await hiring.person(tenant, "candidate", subject="own-1")
    other = await hiring.person(tenant, "candidate", subject="other-1")
    created = await own.candidates.CreateCandidate(
        CreateCandidateRequest(name="Ann", consent=True, consent_notice=NOTICE)
    )
    with refused("CANDIDATE_NOT_FOUND"):
        await other.notices.ShowNotice(
            ShowNoticeRequest(language="en", candidate_id=created.candidate.candidate_id)
        )
