"""Nobody changes what was written; who can is caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import asyncpg
import pytest

from cli import ledger as verifier
from tests.service import tables
from tests.service.audit.happening import export_of, grown, head_of

if TYPE_CHECKING:
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")


TAMPERING = {
    "body": "UPDATE entry SET body = convert_to(replace(convert_from(body, 'UTF8'), 'user-1',"
    " 'user-2'), 'UTF8') WHERE tenant = $1 AND index = 3",
    "body and hash": "UPDATE entry SET body = convert_to(replace(convert_from(body, 'UTF8'),"
    " 'user-1', 'user-2'), 'UTF8'), leaf_hash = sha256('\\x00'::bytea || convert_to(replace("
    "convert_from(body, 'UTF8'), 'user-1', 'user-2'), 'UTF8')) WHERE tenant = $1 AND index = 3",
    "deleted": "DELETE FROM entry WHERE tenant = $1 AND index = 3",
    "swapped": "UPDATE entry SET body = other.body, leaf_hash = other.leaf_hash FROM entry other"
    " WHERE entry.tenant = $1 AND other.tenant = $1 AND entry.index = 3 AND other.index = 4",
}


@pytest.mark.parametrize("table", ["entry", "node", "checkpoint"])
@pytest.mark.parametrize(
    "change",
    ["UPDATE {table} SET tenant = 'x'", "DELETE FROM {table}", "TRUNCATE {table}"],
)
async def test_what_was_written_cannot_be_changed_even_by_the_superuser(
    audit: Service, ground: Ground, tenant: str, table: str, change: str
) -> None:
    await grown(ground, tenant, 1)
    async with tables.opened(audit) as conn:
        with pytest.raises(asyncpg.RaiseError, match="append-only"):
            await conn.execute(change.format(table=table))


@pytest.mark.parametrize(
    ("tampering", "bad_index"),
    [("body", 3), ("body and hash", None), ("deleted", 3), ("swapped", 4)],
)
async def test_a_superuser_who_changes_history_is_caught_by_the_verifier(
    audit: Service,
    ground: Ground,
    auditors: Callers,
    tenant: str,
    tampering: str,
    bad_index: int | None,
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    await grown(ground, tenant, 8)
    key = (await head_of(auditor)).verifier_key
    assert verifier.verify(await export_of(auditor), verifier_key=key).ok
    async with tables.opened(audit) as conn, conn.transaction():
        await conn.execute("SET LOCAL session_replication_role = replica")  # triggers off
        await conn.execute(TAMPERING[tampering], tenant)
    verdict = verifier.verify(await export_of(auditor), verifier_key=key)
    assert not verdict.ok
    assert verdict.problem
    assert verdict.bad_index == bad_index
