"""Scores of everybody who may be found, computed while other calls are answered."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING
from uuid import UUID

from uuid_utils.compat import uuid7

from servicekit.database import transaction
from services.matcher.caching.repository import Cache
from services.matcher.facets.admission import Admission
from services.matcher.facets.filters import Filters
from services.matcher.matching import lineage_of
from services.matcher.repository import FactsStore
from services.matcher.runs import EVERYBODY, Reason, Run, Stored, head_of
from services.matcher.scored import PIECE
from services.matcher.scoring.scorers import CURRENT, scored_points, scorer
from services.matcher.streaming.tally import Tally

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from servicekit.database import Connection
    from services.matcher.ranking import Asked
    from services.matcher.scored import Parts
    from services.matcher.stores import Stores

AT_A_TIME = 50  # to read so many takes some 10 ms
TURN = 10  # and to score so many as much
EVERY = 0.25  # seconds from one word of progress to the next


class Everybody:
    """All who may be found in a tenant at one moment: `gather`, `score`, then `run`."""

    def __init__(self, stores: Stores, tenant: str, asked: Asked) -> None:
        self._stores = stores
        self._tenant = tenant
        self._asked = asked
        self._scoring = scorer(CURRENT, asked.job.rubric, stores.tables)
        self._slots: list[tuple[str, str]] = []  # candidates with the digests of their facts
        self._current = False
        self.tally = Tally()

    @property
    def total(self) -> int:
        """How many are to be scored."""
        return len(self._slots)

    @property
    def exact(self) -> bool:
        """Whether all were scored whom the version of the question speaks of, and nobody else."""
        return self._current and len(self.tally) == self.total

    async def gather(self) -> None:
        """Note who may be found by which facts, in the order of their ids.

        The index tells who is let through by places, languages and days, the tables the rest.
        """
        limits = self._asked.limits
        narrowed = limits.filters != Filters(pool=limits.filters.pool)
        within = await self._stores.index.ids(self._tenant, limits.must) if narrowed else None
        async with transaction(self._stores.pool, self._tenant) as conn:
            admission = Admission(self._stores, conn, self._tenant)
            async for page in self._indexed(conn):
                admitted = await admission.admitted(limits, [each for each, _ in page])
                self._slots += [
                    slot
                    for slot in page
                    if slot[0] in admitted and (within is None or slot[0] in within)
                ]
            # No commit came between: these are whom the version speaks of.
            version = await Cache(conn, self._tenant).version()
        self._current = version == self._asked.question.version

    async def _indexed(self, conn: Connection) -> AsyncIterator[Sequence[tuple[str, str]]]:
        after = UUID(int=0)
        while True:
            rows = await conn.fetch(
                """
                SELECT candidate_id, digest FROM indexed
                WHERE tenant = $1 AND candidate_id > $2 AND NOT EXISTS (
                    SELECT FROM merged
                    WHERE merged.tenant = $1 AND merged.candidate_id = indexed.candidate_id
                )
                ORDER BY candidate_id LIMIT $3
                """,
                self._tenant,
                after,
                PIECE,
            )
            if not rows:
                return
            yield [(str(row["candidate_id"]), row["digest"]) for row in rows]
            after = rows[-1]["candidate_id"]

    async def score(self) -> AsyncIterator[int]:
        """Score them all, yielding now and then how many have been looked at.

        Who was erased meanwhile is left out.
        """
        said = time.monotonic()
        for start in range(0, self.total, AT_A_TIME):
            await self._score(self._slots[start : start + AT_A_TIME])
            if time.monotonic() - said >= EVERY:
                yield min(start + AT_A_TIME, self.total)
                said = time.monotonic()
        yield self.total

    async def _score(self, slots: Sequence[tuple[str, str]]) -> None:
        async with transaction(self._stores.pool, self._tenant) as conn:
            # Past the cache: they would push everybody else out of it.
            facts = await FactsStore(conn, self._tenant, self._stores.master).load(slots)
        for at, slot in enumerate(slots):
            if slot in facts:
                read = self._stores.tables.read(facts[slot])
                points, below = scored_points(self._scoring, read)
                self.tally.add(*slot, points, below=below)
            if at % TURN == 0:
                await asyncio.sleep(0)

    async def run(self, *, shown: int) -> Run:
        """Return the run that the scores make; nothing is stored yet."""
        lineage = lineage_of(self._stores, self._asked.job)
        filters = self._asked.limits.filters
        digest = ""
        for digest in self.tally.hashing(head_of(lineage, filters)):  # noqa: B007  # the last one
            await asyncio.sleep(0)
        return Run(
            run_id=str(uuid7()),
            job_id=self._asked.job.job_id,
            lineage=lineage,
            scored=(),
            shown=shown,
            created_at=self._stores.clock(),
            pool=EVERYBODY,
            filters=filters,
            stored=Stored(digest, len(self.tally)),
        )

    async def differences(self, parts: Parts, run_id: str) -> set[Reason]:
        """Return in what the facts that were scored differ from those of an earlier run."""
        old: dict[str, str] = {}
        async for part in parts.all(run_id):
            old |= {each.candidate_id: each.facts_digest for each in part.scored()}
        found: set[Reason] = set()
        for at, candidate_id in enumerate(self.tally.candidate_ids):
            digest = old.pop(candidate_id, None)
            if digest is None:
                found.add(Reason.NEW_FACTS)
            elif digest != self.tally.digests[at]:
                found.add(Reason.CORRECTED_FACTS)
            if at % PIECE == 0:
                await asyncio.sleep(0)
        return found | ({Reason.CANDIDATE_GONE} if old else set())
