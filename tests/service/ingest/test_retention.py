"""Data is kept as long as was agreed; what is over is proposed, and a person decides."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pytest
from candor.ingest.v1.candidate_service_pb2 import CreateCandidateRequest, GetCandidateRequest
from candor.ingest.v1.erasure_service_pb2 import (
    ERASURE_REASON_CONSENT_WITHDRAWN,
    ERASURE_REASON_RETENTION_ENDED,
    EraseCandidateRequest,
)
from candor.ingest.v1.retention_service_pb2 import (
    PROPOSAL_STATE_APPROVED,
    PROPOSAL_STATE_DISMISSED,
    PROPOSAL_STATE_OPEN,
    PROPOSAL_STATE_UNSPECIFIED,
    ErasureProposal,
    ExtendRetentionRequest,
    GetRetentionRequest,
    ListErasureProposalsRequest,
    ProposalState,
    SetRetentionRequest,
    UpdateConsentRequest,
)
from uuid_utils.compat import uuid7

from servicekit import database
from servicekit.pages import Pages
from services.ingest import app, files
from services.ingest.retention.proposing import propose_due
from services.ingest.stores import Stores
from tests.service import bus, tables
from tests.service.clients import NOTICE, refused

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

MASTER = bytes(32)


@asynccontextmanager
async def clerk(ground: Ground, ingest: Service) -> AsyncGenerator[Clerk]:
    """Yield what looks for whoever is due, as Ingest's own role."""
    path = urlsplit(ingest.database).path
    dsn = urlunsplit(urlsplit(ground.cluster.socket_dsn("ingest"))._replace(path=path))
    async with database.pool(dsn, app.MIGRATIONS, size=2) as pool:
        yield Clerk(pool, files.opened(ground.files.as_uri(), MASTER))


@dataclass(frozen=True)
class Clerk:
    """Ingest's clerk, at any time."""

    pool: database.Pool
    files: files.Files

    async def look(self, after: timedelta) -> int:
        """Propose whoever is due when so much time has passed."""
        now = datetime.now(UTC) + after
        return await propose_due(Stores(self.pool, self.files, MASTER, Pages(MASTER), lambda: now))


async def _created(person: Person) -> str:
    made = await person.candidates.CreateCandidate(
        CreateCandidateRequest(name="Ann", consent=True, consent_notice=NOTICE)
    )
    return made.candidate.candidate_id


async def _proposals(
    person: Person, state: ProposalState.ValueType = PROPOSAL_STATE_UNSPECIFIED
) -> list[ErasureProposal]:
    request = ListErasureProposalsRequest(state=state)
    return list((await person.retention.ListErasureProposals(request)).proposals)


async def test_who_is_kept_for_too_long_is_proposed_once_and_not_erased(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    hr = await hiring.person(tenant, "hr", subject="hr-1")
    await hr.retention.SetRetention(SetRetentionRequest(months=6))
    candidate_id = await _created(hr)
    async with clerk(ground, ingest) as at:
        await at.look(timedelta(days=180))
        assert await _proposals(hr) == []
        await at.look(timedelta(days=190))
        await at.look(timedelta(days=191))
    (proposal,) = await _proposals(hr)
    assert proposal.candidate_id == candidate_id
    assert (proposal.reason, proposal.state) == (
        ERASURE_REASON_RETENTION_ENDED,
        PROPOSAL_STATE_OPEN,
    )
    await hr.candidates.GetCandidate(GetCandidateRequest(candidate_id=candidate_id))
    await bus.settled(ground, ingest)
    happened = await bus.happened(ground, tenant)
    assert happened.count("ErasureProposed") == 1
    assert "CandidateErased" not in happened


async def test_to_erase_approves_and_to_extend_dismisses(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    hr = await hiring.person(tenant, "hr", subject="hr-1")
    erased, extended, agreeing = [await _created(hr) for _ in range(3)]
    async with clerk(ground, ingest) as at:
        await at.look(timedelta(days=740))
        await hr.erasures.EraseCandidate(
            EraseCandidateRequest(candidate_id=erased, reason=ERASURE_REASON_RETENTION_ENDED)
        )
        request = ExtendRetentionRequest(candidate_id=extended, request_id=str(uuid7()))
        request.keep_time.FromDatetime(datetime.now(UTC) + timedelta(days=1000))
        kept = await hr.retention.ExtendRetention(request)
        assert kept == await hr.retention.ExtendRetention(request)
        await hr.retention.UpdateConsent(
            UpdateConsentRequest(candidate_id=agreeing, consent=True, consent_notice="next")
        )
        states = {each.candidate_id: each.state for each in await _proposals(hr)}
        assert states == {
            erased: PROPOSAL_STATE_APPROVED,
            extended: PROPOSAL_STATE_DISMISSED,
            agreeing: PROPOSAL_STATE_DISMISSED,
        }
        assert {each.settled_by for each in await _proposals(hr)} == {"hr-1"}
        await at.look(timedelta(days=720))
        assert await _proposals(hr, PROPOSAL_STATE_OPEN) == []
        await at.look(timedelta(days=1001))
    again = {each.candidate_id for each in await _proposals(hr, PROPOSAL_STATE_OPEN)}
    assert again == {extended, agreeing}


async def test_consent_withdrawn_is_recorded_and_proposes_the_erasure(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    own = await hiring.person(tenant, "candidate", subject="own-1")
    hr = await hiring.person(tenant, "hr")
    candidate_id = await _created(own)
    request = UpdateConsentRequest(candidate_id=candidate_id, request_id=str(uuid7()))
    answers = [await own.retention.UpdateConsent(request) for _ in range(2)]
    assert answers[0] == answers[1]
    shown = await own.candidates.GetCandidate(GetCandidateRequest(candidate_id=candidate_id))
    assert shown.candidate.consent == answers[0].consent
    assert shown.candidate.consent.HasField("withdraw_time")
    assert shown.candidate.consent.notice == NOTICE
    (proposal,) = await _proposals(hr)
    assert proposal.reason == ERASURE_REASON_CONSENT_WITHDRAWN
    async with tables.opened(ingest) as conn:
        history = await conn.fetch(
            "SELECT given, notice FROM consent WHERE tenant = $1 ORDER BY place", tenant
        )
    assert [tuple(each) for each in history] == [(True, NOTICE), (False, NOTICE)]
    await own.retention.UpdateConsent(
        UpdateConsentRequest(candidate_id=candidate_id, consent=True, consent_notice="next")
    )
    shown = await own.candidates.GetCandidate(GetCandidateRequest(candidate_id=candidate_id))
    assert not shown.candidate.consent.HasField("withdraw_time")
    stranger = await hiring.person(tenant, "candidate", subject="other-1")
    with refused("CANDIDATE_NOT_FOUND"):
        await stranger.retention.UpdateConsent(request)


async def test_months_are_the_tenants_own_and_move_dates_that_nobody_extended(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    hr, other = await hiring.person(tenant, "hr"), await hiring.person(f"{tenant}x", "hr")
    usual = await hr.retention.GetRetention(GetRetentionRequest())
    assert usual.months == 24
    await _created(hr)
    await hr.retention.SetRetention(SetRetentionRequest(months=3))
    assert (await hr.retention.GetRetention(GetRetentionRequest())).months == 3
    assert (await other.retention.GetRetention(GetRetentionRequest())).months == 24
    async with tables.opened(ingest) as conn:
        until = await conn.fetchval("SELECT keep_until FROM retention WHERE tenant = $1", tenant)
    assert timedelta(days=88) < until - datetime.now(UTC) < timedelta(days=93)


@pytest.mark.parametrize("months", [0, -1, 121])
async def test_months_are_one_to_a_hundred_and_twenty(
    hiring: Callers, tenant: str, months: int
) -> None:
    hr = await hiring.person(tenant, "hr")
    with refused("FIELD_INVALID"):
        await hr.retention.SetRetention(SetRetentionRequest(months=months))


@pytest.mark.parametrize("days", [-1, 0, 3700])
async def test_a_date_is_in_the_future_and_within_ten_years(
    hiring: Callers, tenant: str, days: int
) -> None:
    hr = await hiring.person(tenant, "hr")
    request = ExtendRetentionRequest(candidate_id=await _created(hr))
    request.keep_time.FromDatetime(datetime.now(UTC) + timedelta(days=days))
    with refused("FIELD_INVALID"):
        await hr.retention.ExtendRetention(request)
