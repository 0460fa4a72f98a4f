"""A shortlist as somebody is told of it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from candor.matcher.v1.ranking_service_pb2 import (
    RankingChange,
    WatchMatchesRequest,
    WatchMatchesResponse,
)

from tests.service.clients import BOUND

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from candor.matcher.v1.match_pb2 import MatchRun

    from tests.service.clients import Person


class Followed:
    """A shortlist as somebody is told of it."""

    def __init__(self, told: AsyncIterator[WatchMatchesResponse]) -> None:
        self._told = told

    async def next(self) -> WatchMatchesResponse:
        """Return the next message."""
        async with asyncio.timeout(BOUND):
            return await anext(self._told)

    async def shortlist(self) -> MatchRun:
        """Return the first message."""
        update = await self.next()
        assert update.WhichOneof("update") == "shortlist"
        return update.shortlist

    async def change(self) -> RankingChange:
        """Return the next change."""
        while (update := await self.next()).WhichOneof("update") == "heartbeat":
            pass
        assert update.WhichOneof("update") == "change"
        return update.change


@asynccontextmanager
async def following(person: Person, job_id: str, size: int = 10) -> AsyncGenerator[Followed]:
    call = person.rankings.WatchMatches(WatchMatchesRequest(job_id=job_id, page_size=size))
    try:
        yield Followed(call.__aiter__())
    finally:
        call.cancel()
