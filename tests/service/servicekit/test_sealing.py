"""A person's data opens with the person's key, which can be destroyed."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import pytest
from cryptography.exceptions import InvalidTag

from servicekit.database import transaction
from servicekit.errors import Code
from servicekit.sealing import PersonErased, PersonKeys, master_key

if TYPE_CHECKING:
    from pathlib import Path

    from servicekit.database import Pool

MASTER = b"m" * 32
PLAIN = b"ada@example.org"


async def sealed(pool: Pool, person_id: str = "p-1", tenant: str = "acme") -> bytes:
    async with transaction(pool, tenant) as conn:
        key = await PersonKeys(conn, tenant, MASTER).of(person_id)
        return key.seal(PLAIN, purpose="profile")


async def opened(
    pool: Pool,
    body: bytes,
    *,
    person_id: str = "p-1",
    tenant: str = "acme",
    purpose: str = "profile",
    master: bytes = MASTER,
) -> bytes:
    async with transaction(pool, tenant) as conn:
        key = await PersonKeys(conn, tenant, master).existing(person_id)
        return key.open(body, purpose=purpose)


async def test_what_was_sealed_opens_in_a_later_transaction(pool: Pool) -> None:
    assert await opened(pool, await sealed(pool)) == PLAIN


async def test_it_opens_for_no_other_person_tenant_purpose_or_master(pool: Pool) -> None:
    body = await sealed(pool)
    await sealed(pool, "p-2")
    await sealed(pool, "p-1", "beta")
    with pytest.raises(InvalidTag):
        await opened(pool, body, person_id="p-2")
    with pytest.raises(InvalidTag):
        await opened(pool, body, tenant="beta")
    with pytest.raises(InvalidTag):
        await opened(pool, body, purpose="message")
    with pytest.raises(InvalidTag):
        await opened(pool, body, master=b"o" * 32)


async def test_a_wrapped_key_serves_in_no_other_persons_row(pool: Pool) -> None:
    body = await sealed(pool)
    await sealed(pool, "p-2")
    async with transaction(pool, "acme") as conn:
        await conn.execute(
            """
            UPDATE person_key SET wrapped = (SELECT wrapped FROM person_key WHERE person_id = 'p-1')
            WHERE person_id = 'p-2'
            """
        )
    with pytest.raises(InvalidTag):
        await opened(pool, body, person_id="p-2")


async def test_the_key_that_is_stored_opens_nothing_by_itself(pool: Pool) -> None:
    async with transaction(pool, "acme") as conn:
        key = await PersonKeys(conn, "acme", MASTER).of("p-1")
        wrapped = await conn.fetchval("SELECT wrapped FROM person_key")
    assert PLAIN not in key.seal(PLAIN, purpose="profile")
    assert MASTER not in wrapped
    assert len(wrapped) == 12 + 32 + 16


async def test_a_destroyed_key_is_gone_for_good(pool: Pool) -> None:
    body = await sealed(pool)
    other = await sealed(pool, "p-2")
    async with transaction(pool, "acme") as conn:
        await conn.execute("DELETE FROM person_key WHERE person_id = $1", "p-1")
    with pytest.raises(PersonErased) as caught:
        await opened(pool, body)
    assert caught.value.code is Code.NOT_FOUND
    assert await opened(pool, other, person_id="p-2") == PLAIN
    await sealed(pool)  # under a new key, which does not open what the old one sealed
    with pytest.raises(InvalidTag):
        await opened(pool, body)


async def test_another_tenants_keys_are_neither_seen_nor_destroyed(pool: Pool) -> None:
    body = await sealed(pool)
    async with transaction(pool, "beta") as conn:
        keys = PersonKeys(conn, "acme", MASTER)  # a slip: another tenant than the transaction's
        assert await keys.known(["p-1"]) == {}
        await conn.execute("DELETE FROM person_key WHERE person_id = $1", "p-1")
    assert await opened(pool, body) == PLAIN


async def test_two_that_make_a_persons_key_at_once_get_the_same(pool: Pool) -> None:
    bodies = await asyncio.gather(*(sealed(pool) for _ in range(6)))
    assert [await opened(pool, body) for body in bodies] == [PLAIN] * 6


async def test_many_keys_are_found_at_once_and_missing_ones_left_out(pool: Pool) -> None:
    await sealed(pool, "p-1")
    await sealed(pool, "p-2")
    async with transaction(pool, "acme") as conn:
        found = await PersonKeys(conn, "acme", MASTER).known(["p-1", "p-2", "p-3"])
    assert set(found) == {"p-1", "p-2"}


def test_the_master_key_is_32_bytes_in_base64(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    file.write_bytes(base64.b64encode(MASTER) + b"\n")
    assert master_key(file) == MASTER
    for wrong in (b"", base64.b64encode(b"m" * 31), base64.b64encode(b"m" * 33)):
        file.write_bytes(wrong)
        with pytest.raises(ValueError, match="base64 of 32 bytes"):
            master_key(file)
