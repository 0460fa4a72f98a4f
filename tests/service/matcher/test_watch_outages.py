"""A shortlist is followed through an outage of the index, and to the end of the server.

A Matcher of its own: beside another on the same bus, either may get what the other waits for.
"""

from __future__ import annotations

import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from services.matcher.watching import following as module
from tests.harness import postgres, qdrant, services
from tests.service import clients, tables
from tests.service.clients import BOUND
from tests.service.matcher.followed import following
from tests.service.matcher.people import indexed, resume, team

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.services import Ground

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"
TWO = (resume("Python"), resume("Go"))


async def test_a_stream_outlives_the_index_and_ends_with_the_server(
    ground: Ground, tenant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.1)
    monkeypatch.setattr(module, "HEARTBEAT", 0.0)
    async with AsyncExitStack() as opened:
        endpoint = opened.enter_context(qdrant.endpoint(tmp_path))
        port = endpoint.address.rpartition(":")[2]
        ingest = await opened.enter_async_context(services.ingest(ground))
        dsn = await opened.enter_async_context(postgres.database(ground.cluster, "matcher"))
        running = services.matcher_on(
            ground, dsn, ingest=ingest.address, qdrant=endpoint.address, stop_grace=BOUND
        )
        matcher = await running.__aenter__()
        addresses = {"ingest": ingest.address, "matcher": matcher.address}
        callers = await opened.enter_async_context(clients.callers(ground.identities, addresses))
        recruiter = await callers.person(tenant)
        own = await team(recruiter, TWO, job=JOB)
        async with following(recruiter, own.job_id) as followed:
            await followed.shortlist()
            endpoint.stop()
            async with tables.opened(matcher) as conn:
                await conn.execute("SELECT index_changed($1)", tenant)
            for _ in range(5):  # each comes after it has looked
                assert (await followed.next()).WhichOneof("update") == "heartbeat"
            opened.enter_context(qdrant.endpoint(tmp_path, "--port", port))
            await indexed(recruiter, [resume("Python", "Kubernetes")])
            assert (await followed.change()).entered
            began = time.monotonic()
            await running.__aexit__(None, None, None)
            while (update := await followed.next()).WhichOneof("update") == "heartbeat":
                pass
            assert update.WhichOneof("update") == "end"
            with pytest.raises(StopAsyncIteration):
                await followed.next()
            assert time.monotonic() - began < BOUND / 2, "long before the grace was over"
