"""A shortlist as it changes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from candor.matcher.v1 import ranking_service_pb2 as pb

from servicekit.database import transaction
from services.matcher.lineage import changes
from services.matcher.matching import selected
from services.matcher.retrieval.index import IndexUnavailable
from services.matcher.watching import wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from servicekit.auth import Caller
    from services.matcher.facets.filters import Filters
    from services.matcher.ranking import Asked, Ranker
    from services.matcher.runs import Run
    from services.matcher.stores import Stores
    from services.matcher.watching.watchers import Watch, Watchers

LOOK_AGAIN = 5.0  # seconds, should a notice be lost with its connection
HEARTBEAT = 15.0


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Whose shortlist of what job is followed, and how long it is."""

    who: Caller
    job_id: UUID
    filters: Filters
    size: int


class Follower:
    """Follows shortlists. It holds no connection while it waits or searches."""

    def __init__(self, stores: Stores, ranker: Ranker, watchers: Watchers) -> None:
        self._stores = stores
        self._ranker = ranker
        self._watchers = watchers

    async def follow(self, shortlist: Shortlist) -> AsyncIterator[pb.WatchMatchesResponse]:
        """Yield the shortlist, then each change of it, until the watchers close."""
        tenant = shortlist.who.tenant
        with self._watchers.watching(tenant, str(shortlist.job_id)) as watch:
            run = await self._present(shortlist, watch)
            shown = await self._ranker.show(tenant, run, count=shortlist.size)
            yield pb.WatchMatchesResponse(shortlist=shown)
            said = time.monotonic()
            while not watch.closing:
                await watch.changed(LOOK_AGAIN)
                newer = await self._still(shortlist, watch, run)
                if newer.digest != run.digest:
                    yield await self._change(shortlist, run, newer)
                elif time.monotonic() - said < HEARTBEAT:
                    continue
                else:
                    yield pb.WatchMatchesResponse(heartbeat=pb.Heartbeat())
                run, said = newer, time.monotonic()
            yield pb.WatchMatchesResponse(end=pb.StreamEnd())

    async def _still(self, shortlist: Shortlist, watch: Watch, run: Run) -> Run:
        """Return the ranking of now; the one of before while the index is away."""
        if watch.closing:
            return run
        try:
            return await self._present(shortlist, watch)
        except IndexUnavailable:
            return run

    async def _present(self, shortlist: Shortlist, watch: Watch) -> Run:
        _, known = await self._look(shortlist)
        if known is not None:
            return known
        async with watch.turn.alone:
            _, known = await self._look(shortlist)  # the stream before may just have ranked it
            if known is None:
                await watch.turn.paced()
                known = await self._rank(shortlist)
        return known

    async def _look(self, shortlist: Shortlist) -> tuple[Asked, Run | None]:
        tenant = shortlist.who.tenant
        async with transaction(self._stores.pool, tenant) as conn:
            asked = await self._ranker.ask(conn, shortlist.who, shortlist.job_id, shortlist.filters)
            return asked, await self._ranker.known(conn, tenant, asked)

    async def _rank(self, shortlist: Shortlist) -> Run:
        """Rank the job as it is now, after the wait."""
        asked, known = await self._look(shortlist)
        if known is not None:
            return known
        tenant = shortlist.who.tenant
        selection = await selected(
            self._stores, tenant, asked.job, asked.limits, pool=asked.question.pool
        )
        async with transaction(self._stores.pool, tenant) as conn:
            return await self._ranker.rank(
                conn, shortlist.who, asked, selection, shown=shortlist.size, unless_same=True
            )

    async def _change(self, shortlist: Shortlist, run: Run, newer: Run) -> pb.WatchMatchesResponse:
        shown = await self._ranker.show(shortlist.who.tenant, newer, count=shortlist.size)
        reasons = changes.between(run, newer)
        moves = changes.difference(run.ranked(), newer.ranked(), size=shortlist.size)
        return pb.WatchMatchesResponse(change=wire.change(shown, reasons, moves))
