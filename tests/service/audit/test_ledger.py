"""The ledger: every event once, in its order, for its own tenant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from candor.audit.v1.ledger_service_pb2 import GetEntryRequest, ListEntriesRequest
from grpc import StatusCode

from services.audit import merkle
from tests.service import bus
from tests.service.audit.happening import closed, entries_of, export_of, grown, happen, head_of
from tests.service.clients import refused

if TYPE_CHECKING:
    from tests.harness.services import Ground
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_each_event_is_in_the_ledger_once_in_its_order(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    happened = await grown(ground, tenant, 20)
    entries = await entries_of(auditor)
    bodies = [json.loads(entry.body) for entry in entries]
    assert [entry.index for entry in entries] == [*range(20)]
    assert [body["event_id"] for body in bodies] == [event.event_id for event in happened]
    assert bodies[3] == {
        "actor": "person:user-1",
        "data": {"job_id": happened[3].object_id},
        "event_id": happened[3].event_id,
        "object_id": happened[3].object_id,
        "tenant": tenant,
        "time": bodies[3]["time"],
        "type": "candor.ingest.JobClosed",
        "version": 1,
    }
    for entry in entries:
        assert entry.leaf_hash == merkle.leaf_hash(entry.body.encode())
        got = await auditor.ledger.GetEntry(GetEntryRequest(index=entry.index))
        assert got.entry == entry


async def test_a_redelivered_event_adds_nothing(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    happened = await grown(ground, tenant, 5)
    before = await head_of(auditor)
    await happen(ground, *happened, *happened[:2])
    await happen(ground, happened[4])
    assert await head_of(auditor) == before
    assert before.size == 5


async def test_an_event_delivered_twice_in_one_batch_is_one_entry(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    event = closed(tenant)
    await happen(ground, event, event, event)
    assert (await head_of(auditor)).size == 1


async def test_tenants_have_ledgers_of_their_own(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    tenants = (tenant, f"{tenant}x")
    mixed = [closed(tenants[number % 3 == 0]) for number in range(12)]
    await happen(ground, *mixed)
    for name in tenants:
        auditor = await auditors.person(name, "auditor")
        own = [event.event_id for event in mixed if event.tenant == name]
        found = [json.loads(entry.body) for entry in await entries_of(auditor)]
        assert [body["event_id"] for body in found] == own
        assert {body["tenant"] for body in found} == {name}
        head = await head_of(auditor)
        assert head.checkpoint.startswith(f"candor.local/{name}\n")
        assert head.size == len(own)


async def test_entries_are_listed_by_the_object_they_are_about(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    happened = await grown(ground, tenant, 4)
    request = ListEntriesRequest(object_id=happened[2].object_id)
    page = await auditor.ledger.ListEntries(request)
    assert [entry.index for entry in page.entries] == [2]
    assert not page.next_page_token


async def test_an_unknown_event_is_no_entry_and_does_not_stop_the_others(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    unknown = closed(tenant)
    unknown.data.type_url = "type.googleapis.com/candor.ingest.v1.NobodyKnows"
    await happen(ground, closed(tenant), unknown, closed(tenant))
    assert (await head_of(auditor)).size == 2
    async with bus.stream(ground) as js:
        dead = await js.get_last_msg("DEAD", "dead.audit-ledger")
    assert dead.headers is not None
    assert dead.headers["Candor-Reason"] == "EVENT_UNKNOWN"


@pytest.mark.parametrize("index", [5, 2**63 - 1, 2**63, 2**64 - 1])
async def test_an_entry_beyond_the_end_is_not_found(
    ground: Ground, auditors: Callers, tenant: str, index: int
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    await grown(ground, tenant, 5)
    with refused("ENTRY_NOT_FOUND", StatusCode.NOT_FOUND):
        await auditor.ledger.GetEntry(GetEntryRequest(index=index))


@pytest.mark.parametrize("role", ["recruiter", "candidate", "partner"])
async def test_who_may_check_a_proof_may_not_read_entries(
    auditors: Callers, tenant: str, role: str
) -> None:
    person = await auditors.person(tenant, role)
    assert (await head_of(person)).size == 0
    with refused("CALLER_NOT_ALLOWED", StatusCode.PERMISSION_DENIED):
        await person.ledger.ListEntries(ListEntriesRequest())
    with refused("CALLER_NOT_ALLOWED", StatusCode.PERMISSION_DENIED):
        await export_of(person)
