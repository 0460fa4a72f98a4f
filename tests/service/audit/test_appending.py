"""Appending as the service's own role does it: many at once, and still one chain."""

from __future__ import annotations

import asyncio
from random import Random
from typing import TYPE_CHECKING

import pytest

from servicekit import database
from servicekit.database import transaction
from services.audit import merkle
from services.audit.app import MIGRATIONS
from services.audit.appending import Appender
from services.audit.repository import Ledger
from services.audit.signing import ledger_key
from tests.harness import postgres
from tests.service.audit.happening import closed

if TYPE_CHECKING:
    from deploy.local.postgres import Cluster
    from tests.harness.identity import Identities

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_batches_appended_at_once_that_overlap_make_one_chain_with_each_event_once(
    cluster: Cluster, identities: Identities, tenant: str
) -> None:
    tenants = (tenant, f"{tenant}x")
    happened = [closed(tenants[number % 2]) for number in range(60)]
    dice = Random(7)  # noqa: S311  # the same batches each run
    batches = [dice.sample(happened, 9) for _ in range(20)] + [happened]
    key = ledger_key(identities.keys.ledger, "candor.test")
    async with (
        postgres.database(cluster, "audit") as dsn,
        database.pool(dsn, MIGRATIONS, size=6) as pool,
    ):
        appender = Appender(pool, key)
        outcomes = await asyncio.gather(
            *(appender.handle(batch) for batch in batches), return_exceptions=True
        )
        for batch, outcome in zip(batches, outcomes, strict=True):
            if outcome is not None:  # as the bus does with a batch that failed
                await appender.handle(batch)
        for name in tenants:
            async with transaction(pool, name) as conn:
                ledger = Ledger(conn, name)
                entries = await ledger.page(0, 100)
                head = await ledger.head()
            own = {event.event_id for event in happened if event.tenant == name}
            assert [each.index for each in entries] == [*range(len(own))]
            assert {_id_in(each.body, own) for each in entries} == own
            grown = merkle.append(merkle.Edge(0, ()), [each.leaf_hash for each in entries])
            assert head is not None
            assert (head.size, head.root) == (len(own), grown.edge.root())


async def test_batches_appended_at_once_that_have_nothing_in_common_wait_for_each_other(
    cluster: Cluster, identities: Identities, tenant: str
) -> None:
    batches = [[closed(tenant) for _ in range(5)] for _ in range(12)]
    key = ledger_key(identities.keys.ledger, "candor.test")
    async with (
        postgres.database(cluster, "audit") as dsn,
        database.pool(dsn, MIGRATIONS, size=6) as pool,
    ):
        appender = Appender(pool, key)
        await asyncio.gather(*(appender.handle(batch) for batch in batches))
        async with transaction(pool, tenant) as conn:
            head = await Ledger(conn, tenant).head()
            entries = await Ledger(conn, tenant).page(0, 100)
    assert head is not None
    assert head.size == len(entries) == 60
    for batch in batches:
        places = [
            index
            for event in batch
            for index, each in enumerate(entries)
            if event.event_id.encode() in each.body
        ]
        assert places == [*range(places[0], places[0] + 5)]


def _id_in(body: bytes, known: set[str]) -> str:
    (found,) = [event_id for event_id in known if event_id.encode() in body]
    return found
