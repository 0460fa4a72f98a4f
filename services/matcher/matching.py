"""Rankings: retrieval selects, exact arithmetic decides, the explanation is made when shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from candor.matcher.v1 import events_pb2
from candor.matcher.v1 import match_pb2 as pb
from uuid_utils.compat import uuid7

from servicekit import outbox
from servicekit.timestamps import timestamp
from services.matcher import wire
from services.matcher.facets.admission import Admission
from services.matcher.facets.repository import Applied
from services.matcher.facets.wire import filters
from services.matcher.repository import FactsStore, Runs
from services.matcher.retrieval import portraits
from services.matcher.retrieval.selecting import select
from services.matcher.runs import EVERYBODY, Lineage, RubricEmpty, Run, Scored
from services.matcher.scoring.scorers import CURRENT, FULL, scorer, summed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.matcher.facets.admission import Limits
    from services.matcher.facets.filters import Filters
    from services.matcher.repository import PreparedJob
    from services.matcher.retrieval.selecting import Selection
    from services.matcher.scoring.facts import Facts, Rubric
    from services.matcher.stores import Stores


async def selected(
    stores: Stores, tenant: str, job: PreparedJob, limits: Limits, *, pool: int
) -> Selection:
    """Return whom retrieval selects for the job, at most `pool`: no connection is needed.

    Raises RubricEmpty where the rubric gives no points to rank by.
    """
    require_points(job)
    drawn = stores.queries.portrait(
        job.rubric_digest, lambda: portraits.of_rubric(job.rubric, stores.tables)
    )
    query = await stores.queries.of_job(drawn)
    return await select(stores.index, tenant, query, limit=pool, must=limits.must)


class Matching:
    """Makes runs and shows them, for one tenant in the caller's transaction."""

    def __init__(self, stores: Stores, conn: Connection, tenant: str) -> None:
        self._stores = stores
        self._conn = conn
        self._tenant = tenant

    async def limits(self, job: PreparedJob, filters: Filters) -> Limits:
        """Return whom a search for the job may return under these filters."""
        admission = Admission(self._stores, self._conn, self._tenant)
        return await admission.to_job(job.job_id, filters)

    async def run(
        self, job: PreparedJob, selection: Selection, limits: Limits, *, shown: int
    ) -> Run:
        """Rank for the job whom retrieval selected. Nothing is stored yet.

        Who was erased or merged since, or whose commit has yet to come, is left out, and so
        is whose consent has ended, whatever the index holds of it.
        """
        found = {each.point_id: each for each in selection.selected}
        store = FactsStore(self._conn, self._tenant, self._stores.master)
        standing = await store.standing(list(found))
        admission = Admission(self._stores, self._conn, self._tenant)
        admitted = await admission.admitted(limits, list(standing))
        slots = [(each, standing[each]) for each in found if each in admitted]
        facts = await self._load(slots)
        scoring = scorer(CURRENT, job.rubric, self._stores.tables)
        scored = tuple(
            Scored(
                *slot,
                points=points,
                places=tuple(found[slot[0]].places.get(arm, 0) for arm in selection.arms),
                fused=found[slot[0]].points,
                below=below,
                degrees=degrees,
            )
            for slot in slots
            if slot in facts
            for degrees in (scoring.degrees(facts[slot]),)
            for points, below in (summed(job.rubric, degrees),)
        )
        return Run(
            run_id=str(uuid7()),
            job_id=job.job_id,
            lineage=lineage_of(self._stores, job),
            scored=scored,
            shown=shown,
            created_at=self._stores.clock(),
            arms=selection.arms,
            degraded=selection.degraded,
            filters=limits.filters,
        )

    async def keep(self, run: Run, who: Caller) -> None:
        """Store the run and announce it when the transaction commits."""
        await Runs(self._conn, self._tenant).add(run)
        completed = events_pb2.MatchRunCompleted(
            run_id=run.run_id,
            job_id=run.job_id,
            run_digest=run.digest,
            rubric_digest=run.lineage.rubric_digest,
            scored_count=run.scored_count,
        )
        about = outbox.About(self._tenant, run.run_id, who.actor)
        await outbox.announce(self._conn, completed, about, run.created_at)

    async def _load(self, slots: list[tuple[str, str]]) -> Mapping[tuple[str, str], Facts]:
        return await self._stores.facts.load(self._conn, self._tenant, self._stores.master, slots)

    async def pair(self, job: PreparedJob, candidate_id: str, digest: str) -> pb.Match | None:
        """Return one candidate's score for the job, or None if the facts are gone."""
        facts = (await self._load([(candidate_id, digest)])).get((candidate_id, digest))
        if facts is None:
            return None
        contributions = scorer(CURRENT, job.rubric, self._stores.tables).explain(facts)
        match = wire.match(facts, contributions, candidate_id=candidate_id, facts_digest=digest)
        match.applied = bool(
            await Applied(self._conn, self._tenant).among(
                job.job_id, [candidate_id], self._stores.clock()
            )
        )
        return match

    async def tell(self, job: PreparedJob, match: pb.Match, who: Caller) -> None:
        """Announce a score for the job that is shown, when the transaction commits."""
        scored = events_pb2.PairScored(
            job_id=job.job_id,
            candidate_id=match.candidate_id,
            facts_digest=match.facts_digest,
            rubric_digest=job.rubric_digest,
            points=match.points,
        )
        about = outbox.About(self._tenant, match.candidate_id, who.actor)
        await outbox.announce(self._conn, scored, about, self._stores.clock())

    async def parts(
        self, rubric: Rubric, slots: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Mapping[str, int]]:
        """Return what each criterion of a rubric brings each candidate, by slot and criterion.

        Whose facts are gone is left out. Other calls get their turn between candidates.
        """
        scoring = scorer(CURRENT, rubric, self._stores.tables)
        found: dict[tuple[str, str], Mapping[str, int]] = {}
        for slot, facts in (await self._load(list(slots))).items():
            degrees = zip(rubric.criteria, scoring.degrees(facts), strict=True)
            found[slot] = {
                each.criterion_id: each.weight * degree // FULL for each, degree in degrees
            }
            await asyncio.sleep(0)
        return found


def require_points(job: PreparedJob) -> None:
    """Raise RubricEmpty unless the job's rubric has points to give."""
    if not job.rubric.max_points:
        raise RubricEmpty(
            "the job asks for nothing that brings points: add criteria to its rubric",
            job_id=job.job_id,
        )


def lineage_of(stores: Stores, job: PreparedJob) -> Lineage:
    """Return what scores for the job come from at present."""
    return Lineage(
        requirements_digest=job.rubric.requirements_digest,
        rubric_digest=job.rubric_digest,
        taxonomy_digest=stores.taxonomy.digest,
        model_digest=stores.embedder.model.digest,
        scorer=CURRENT,
    )


def summary(run: Run) -> pb.MatchRun:
    """Render a run without its matches."""
    return pb.MatchRun(
        run_id=run.run_id,
        job_id=run.job_id,
        run_digest=run.digest,
        lineage=lineage(run.lineage),
        scored_count=run.scored_count,
        create_time=timestamp(run.created_at),
        reason=pb.RunReason.ValueType(run.reason),
        previous_run_id=run.previous_run_id,
        degraded=[pb.Arm.ValueType(arm) for arm in run.degraded],
        filters=filters(run.filters) if run.filters.tree else None,
    )


def retrieved(run: Run) -> list[pb.Retrieved]:
    """Render all that retrieval selected, in its order; of everybody, it selected nobody."""
    if run.pool == EVERYBODY:
        return []
    return [
        pb.Retrieved(
            candidate_id=each.candidate_id,
            place=place,
            facts_digest=each.facts_digest,
            arms=[
                pb.ArmPlace(arm=pb.Arm.ValueType(arm), place=held)
                for arm, held in zip(run.arms, each.places, strict=True)
                if held
            ],
            points=each.fused,
        )
        for place, each in enumerate(run.scored, 1)
    ]


def lineage(value: Lineage) -> pb.Lineage:
    """Render a lineage."""
    return pb.Lineage(
        requirements_digest=value.requirements_digest,
        rubric_digest=value.rubric_digest,
        taxonomy_digest=value.taxonomy_digest,
        model_digest=value.model_digest,
        scorer=value.scorer,
    )
