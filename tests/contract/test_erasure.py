"""No table about a candidate is forgotten when one is erased."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

import services
from servicekit import database
from tests.harness import postgres

if TYPE_CHECKING:
    from deploy.local.postgres import Cluster

ROOT = Path(services.__path__[0])
CODE = {
    "ingest": "erasure/holdings.py",
    "matcher": "repository.py",
    "assistant": "repository.py",
    "audit": "erasing.py",
}
KEPT = {
    "batch_item": "that a file was taken in, so that it is not again; ids go, the name's key too",
    "erasure": "who was erased, when, why and by whom",
    "erasure_proposal": "that somebody was proposed, and who decided",
}
"""Tables with the id of a candidate and nothing personal, and what they are for."""


@pytest.mark.parametrize("service", CODE)
async def test_every_table_that_names_a_candidate_is_emptied_or_kept_for_a_reason(
    cluster: Cluster, service: str
) -> None:
    async with (
        postgres.database(cluster, service) as dsn,
        database.pool(dsn, ROOT / service / "migrations", size=1) as pool,
    ):
        admin = await asyncpg.connect(
            cluster.admin_dsn(await pool.fetchval("SELECT current_database()"))
        )
        try:
            rows = await admin.fetch(
                """
                SELECT table_name FROM information_schema.columns
                WHERE table_schema = 'public' AND column_name = 'candidate_id'
                """
            )
        finally:
            await admin.close()
    code = (ROOT / service / CODE[service]).read_text()
    emptied = set(re.findall(r"DELETE FROM (\w+)", code))
    assert {row["table_name"] for row in rows} - emptied - set(KEPT) == set()
