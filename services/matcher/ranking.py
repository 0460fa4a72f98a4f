"""What the ranking for a job is: the stored run, or a new one that follows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from servicekit.database import transaction
from services.matcher.caching.keys import Question
from services.matcher.caching.repository import Cache
from services.matcher.facets.filters import UNFILTERED
from services.matcher.facets.repository import Standings
from services.matcher.facets.wire import stored
from services.matcher.lineage import changes
from services.matcher.matching import Matching, require_points, summary
from services.matcher.repository import Runs
from services.matcher.retrieval.arms import USUAL_POOL, VERSION
from services.matcher.runs import Stored
from services.matcher.scoring.scorers import CURRENT
from services.matcher.showing import certify, explained, gather

if TYPE_CHECKING:
    from uuid import UUID

    from candor.matcher.v1 import match_pb2 as pb

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.matcher.facets.admission import Limits
    from services.matcher.facets.filters import Filters
    from services.matcher.preparing import Preparer
    from services.matcher.repository import PreparedJob
    from services.matcher.retrieval.selecting import Selection
    from services.matcher.runs import Run
    from services.matcher.showing import Page
    from services.matcher.stores import Stores


@dataclass(frozen=True, slots=True)
class Asked:
    """A job to be ranked for, and what names the answer at present."""

    job: PreparedJob
    limits: Limits
    question: Question


class Ranker:
    """Answers with a stored run while nothing has changed, else with a new one.

    `ask`, then `known`; failing that the search, which needs no connection, and `rank`.
    """

    def __init__(self, stores: Stores, preparer: Preparer) -> None:
        self._stores = stores
        self._preparer = preparer

    async def ask(
        self,
        conn: Connection,
        who: Caller,
        job_id: UUID,
        filters: Filters = UNFILTERED,
        *,
        pool: int = USUAL_POOL,
    ) -> Asked:
        """Return what is asked. Before the search, or the answer could be stale.

        Raises RubricEmpty where the rubric gives no points to rank by.
        """
        job = await self._preparer.prepared(conn, who.tenant, job_id, who.actor)
        require_points(job)
        version = await Cache(conn, who.tenant).version()
        limits = await Matching(self._stores, conn, who.tenant).limits(job, filters)
        standings = Standings(conn, who.tenant, self._stores.master)
        question = Question(
            job_id=job.job_id,
            rubric_digest=job.rubric_digest,
            taxonomy_digest=self._stores.taxonomy.digest,
            scorer=CURRENT,
            model_digest=self._stores.embedder.model.digest,
            retrieval=VERSION,
            pool=pool,
            filters=(stored(filters) or b"").decode(),
            consent_end=await standings.next_end(limits.now),
            version=version,
        )
        return Asked(job, limits, question)

    async def known(self, conn: Connection, tenant: str, asked: Asked) -> Run | None:
        """Return the stored run that answers, if there is one."""
        run_id = await Cache(conn, tenant).find(asked.question)
        return None if run_id is None else (await Runs(conn, tenant).get(run_id))[0]

    async def rank(  # what a ranking is made of
        self,
        conn: Connection,
        who: Caller,
        asked: Asked,
        selection: Selection,
        *,
        shown: int,
        fresh: bool = False,
        unless_same: bool = False,
    ) -> Run:
        """Rank whom retrieval selected, store the run with its reason, and return it.

        The run that another call has stored as the answer meanwhile, unless `fresh`. With
        `unless_same` the one before, if that has the same digest; it then answers again.
        A selection that is not the whole answer makes a run that answers nobody; with
        `unless_same` none.
        """
        matching = Matching(self._stores, conn, who.tenant)
        cache, question = Cache(conn, who.tenant), asked.question
        run = await matching.run(asked.job, selection, asked.limits, shown=shown)
        # No commit came between: what was scored is what there was when the search began.
        exact = await cache.version() == question.version and not run.degraded
        before = await Runs(conn, who.tenant).latest(run.job_id, question.pool, run.filters)
        named = Stored(run.digest, run.scored_count)  # the digest is asked for three times
        run = following(replace(run, pool=question.pool, stored=named), before)
        if unless_same and before is not None:
            if run.degraded:
                return before
            run = before if before.digest == run.digest else run
        if exact and fresh:
            await cache.replace(question, run.run_id)
        elif exact and not await cache.claim(question, run.run_id):
            other = await self.known(conn, who.tenant, asked)
            if other is not None:
                return other
        if run is not before:
            await matching.keep(run, who)
        return run

    async def show(self, tenant: str, run: Run, *, count: int) -> pb.MatchRun:
        """Render a run with its best matches, and how sure their places are.

        Not to be called with a connection in hand.
        """
        message = summary(run)
        page = await self._gathered(tenant, run, 0, count)
        message.matches.extend(await explained(page))
        certify(page, message)
        return message

    async def page(self, tenant: str, run: Run, start: int, count: int) -> list[pb.Match]:
        """Render `count` places of a run from the one at `start`, 0 the best.

        Explained by the rubric and the taxonomy that it names, a few at a time, so that
        other calls are not kept waiting. Not to be called with a connection in hand.
        """
        return await explained(await self._gathered(tenant, run, start, count))

    async def _gathered(self, tenant: str, run: Run, start: int, count: int) -> Page:
        tables = await self._stores.taxonomies.of(run.lineage.taxonomy_digest)
        async with transaction(self._stores.pool, tenant) as conn:
            return await gather(self._stores, conn, tenant, run, tables, start=start, count=count)


def following(run: Run, before: Run | None) -> Run:
    """Return the run with the reason that it has for following another."""
    if before is None:
        return run
    return replace(run, reason=changes.between(before, run)[0], previous_run_id=before.run_id)
