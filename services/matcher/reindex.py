"""Fill the index again from Matcher's own facts, after it was lost or its model changed.

`python -m services.matcher.reindex [--afresh] --tenant T [--tenant T ...]`, configured by
MATCHER_* variables as the service is; on the local stack `python -m deploy.local reindex`
sets them and names every tenant.

Makes the collections if they are gone; with `--afresh`, while no service runs, deletes them
first, which is needed after an upgrade that searches in another way. Every candidate that
Matcher noted as indexed is put again by the same facts and facets, embedded anew, under the
same id, and so is every job that is to be filled: to do it twice changes nothing, and it may
be stopped and begun again. Nothing is announced: to searches and to the ledger it is as if the
index had never been away. The service may run meanwhile. A resume that it indexes at the very
end of the run may be put back to the facts before it; then run it again.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from servicekit.database import transaction
from servicekit.erasing import Erased
from services.matcher import app
from services.matcher.caching.repository import Cache
from services.matcher.facets.admission import place_marks
from services.matcher.facets.facets import NOWHERE, payload_of
from services.matcher.facets.repository import Standings
from services.matcher.repository import FactsStore, Jobs
from services.matcher.retrieval import index
from services.matcher.retrieval.index import Index, IndexUnavailable
from services.matcher.retrieval.points import Opening, Person
from services.matcher.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicekit.database import Connection
    from services.matcher.retrieval.points import Point
    from services.matcher.stores import Stores

BATCH = 64
PATIENCE = 60  # how often a batch is tried again
FIRST = UUID(int=0)

Slot = tuple[str, str]
"""A candidate and the digest of their facts."""


@dataclass(frozen=True, slots=True)
class _Indexed:
    """What the index is to hold of a candidate, by what changes when it does."""

    slot: Slot
    standing: int
    """How often the facets have changed."""

    @property
    def candidate_id(self) -> str:
        return self.slot[0]


async def reindex(stores: Stores, tenant: str) -> int:
    """Put every indexed candidate of `tenant` into the index again; return how many.

    Goes over them until nothing has changed meanwhile. Candidates whose key was destroyed
    are left out.
    """
    done: dict[str, _Indexed] = {}
    while changed := await _pass(stores, tenant, done):
        done.update(changed)
    return len(done)


async def reindex_jobs(stores: Stores, tenant: str) -> int:
    """Put every job of `tenant` that is to be filled into the index again; return how many."""
    count, after = 0, FIRST
    while True:
        async with transaction(stores.pool, tenant) as conn:
            jobs = await Jobs(conn, tenant).open_after(after, BATCH)
        if not jobs:
            return count
        known = [Opening(tenant, job.job_id, job.rubric_digest, job.rubric) for job in jobs]
        await _put(stores.openings, await stores.points.openings(known))
        async with transaction(stores.pool, tenant) as conn:
            still = await Jobs(conn, tenant).open_among([job.job_id for job in jobs])
        await stores.openings.delete([job.job_id for job in jobs if job.job_id not in still])
        count, after = count + len(still), UUID(jobs[-1].job_id)


async def _pass(stores: Stores, tenant: str, done: Mapping[str, _Indexed]) -> dict[str, _Indexed]:
    """Index whoever is not in `done` with what is known now; return whom, by what."""
    put: dict[str, _Indexed] = {}
    marks = place_marks(stores.master, tenant)
    after = FIRST
    while True:
        async with transaction(stores.pool, tenant) as conn:
            page = await _indexed(conn, tenant, after)
            fresh = [each for each in page if done.get(each.candidate_id) != each]
            store = FactsStore(conn, tenant, stores.master)
            known = await store.load([each.slot for each in fresh])
            standings = Standings(conn, tenant, stores.master)
            facets = await standings.load([each.candidate_id for each in fresh])
        if not page:
            return put
        after = UUID(page[-1].candidate_id)
        if known:
            people = [Person(tenant, *slot, facts) for slot, facts in known.items()]
            points = [
                each.holding(payload_of(facets.get(each.point_id, NOWHERE), marks))
                for each in await stores.points.people(people)
            ]
            await _put(stores.index, points)
            put |= {each.candidate_id: each for each in fresh if each.slot in known}
            async with transaction(stores.pool, tenant) as conn:
                gone = await Erased(conn, tenant).among([each for each, _ in known])
                # Rankings made while they could not be found answer nobody from now on.
                await Cache(conn, tenant).raise_version()
            await stores.index.delete(sorted(gone))


async def _indexed(conn: Connection, tenant: str, after: UUID) -> list[_Indexed]:
    """Return the next of those that are indexed, in the order of their ids."""
    rows = await conn.fetch(
        """
        SELECT candidate_id, digest, coalesce(version, 0) AS version
        FROM indexed LEFT JOIN standing USING (tenant, candidate_id)
        WHERE tenant = $1 AND candidate_id > $2 ORDER BY candidate_id LIMIT $3
        """,
        tenant,
        after,
        BATCH,
    )
    return [_Indexed((str(row["candidate_id"]), row["digest"]), row["version"]) for row in rows]


async def _put(into: Index, points: Sequence[Point]) -> None:
    """Write points, waiting when the index asks to: it may be optimising under this load."""
    for _ in range(PATIENCE):
        try:
            return await into.put(points)
        except IndexUnavailable as error:
            await asyncio.sleep(error.retry_after)
    return await into.put(points)


async def drop(settings: Settings) -> None:
    """Delete both collections."""
    api_key = settings.qdrant_api_key.get_secret_value()
    async with index.connected(settings.qdrant, api_key=api_key) as client:
        for name in (settings.collection, settings.jobs_collection):
            await Index(client, name).drop()


async def main() -> None:
    """Do what the command line says, and write what was done."""
    parser = argparse.ArgumentParser(prog="python -m services.matcher.reindex")
    parser.add_argument("--tenant", action="append", default=[])
    parser.add_argument("--afresh", action="store_true")
    given = parser.parse_args()
    settings = Settings()  # pyright: ignore[reportCallIssue]  # from the environment
    if given.afresh:
        await drop(settings)
    async with app.stores(settings) as stores:
        for tenant in given.tenant:
            people, jobs = await reindex(stores, tenant), await reindex_jobs(stores, tenant)
            sys.stdout.write(f"{tenant}: {people} candidates and {jobs} jobs indexed again\n")


if __name__ == "__main__":
    asyncio.run(main())
