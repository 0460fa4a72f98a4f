"""A candidate and a job, as they are scored now; and as they were promised to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from candor.facts.v1 import facts_pb2

from services.matcher import wire
from services.matcher.facets.admission import Admission
from services.matcher.matching import lineage, lineage_of
from services.matcher.promises.promises import PromiseNotScorable, RunNotComparable
from services.matcher.promises.repository import Near, Present
from services.matcher.promises.tables import KeptTables
from services.matcher.repository import Runs
from services.matcher.scoring.reckoning import reckoned
from services.matcher.scoring.scorers import CURRENT, scorer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from candor.matcher.v1 import match_pb2, promise_pb2

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.matcher.preparing import Preparer
    from services.matcher.repository import PreparedJob
    from services.matcher.runs import Lineage
    from services.matcher.scoring.facts import Facts
    from services.matcher.scoring.reckoning import Score
    from services.matcher.scoring.scorers import Scorer
    from services.matcher.scoring.tables import Tables
    from services.matcher.stores import Stores

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """What a score is computed from."""

    job: PreparedJob
    facts: Facts
    facts_digest: str
    as_of: facts_pb2.YearMonth
    lineage: Lineage
    scoring: Scorer

    @property
    def told_lineage(self) -> match_pb2.Lineage:
        """The lineage as it is shown."""
        return lineage(self.lineage)

    def reckon(self, facts: Facts) -> Score:
        """Return the score of other facts of the candidate, for the job."""
        return reckoned(self.scoring, facts, {})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a promise is scored by."""

    scoring: Scorer
    tables: Tables
    held: Mapping[str, int]
    as_of: facts_pb2.YearMonth

    def read(self, message: facts_pb2.ScorableFacts) -> Facts:
        """Return facts as the promise counts them."""
        return self.tables.read(wire.to_facts(counted_from(message, self.as_of)))

    def reckon(self, facts: Facts) -> Score:
        """Return the score of facts that were read."""
        return reckoned(self.scoring, facts, self.held)


class Pairs:
    """Loads what scores are computed from, for one caller in one transaction."""

    def __init__(self, stores: Stores, preparer: Preparer, conn: Connection, who: Caller) -> None:
        self._stores = stores
        self._preparer = preparer
        self._conn = conn
        self._who = who

    async def present(self, job_id: UUID, candidate_id: UUID) -> Pair:
        """Return the pair as it is scored now.

        Raises JOB_NOT_FOUND, FactsNotReady or ConsentExpired.
        """
        tenant = self._who.tenant
        job = await self._preparer.prepared(self._conn, tenant, job_id, self._who.actor)
        present = Present(self._conn, tenant, self._stores.master)
        digest, message = await present.facts(candidate_id)
        await self.admit(candidate_id)
        facts = self._stores.tables.read(wire.to_facts(message))
        made_from = lineage_of(self._stores, job)
        scoring = scorer(CURRENT, job.rubric, self._stores.tables)
        return Pair(job, facts, digest, message.as_of, made_from, scoring)

    async def admit(self, candidate_id: UUID) -> None:
        """Raise ConsentExpired if others ask about who no longer agrees to be found for jobs."""
        if self._who.own:
            return
        present = Present(self._conn, self._who.tenant, self._stores.master)
        admission = Admission(self._stores, self._conn, self._who.tenant)
        await admission.check(await present.holder(candidate_id))

    async def points_at(self, rank: int, pair: Pair, candidate_id: UUID) -> int:
        """Return the points with which the candidate would hold a place in the newest run.

        That is what the one who holds it without the candidate has; 1 when nobody does, or
        somebody below the line. Raises RunNotComparable unless that run was scored as the pair is.
        """
        runs = await Runs(self._conn, self._who.tenant).page(UUID(pair.job.job_id), "", 1)
        if not runs or not _comparable(runs[0].lineage, pair.lineage):
            raise RunNotComparable(
                "match the job first: no run has the rubric of now", job_id=pair.job.job_id
            )
        ranked = [each for _, each in runs[0].ranked() if each.candidate_id != str(candidate_id)]
        if rank > len(ranked) or ranked[rank - 1].below:
            return 1
        return max(1, ranked[rank - 1].points)

    async def promised(self, promise: promise_pb2.Promise) -> Terms:
        """Return what a promise is scored by, or raise PromiseNotScorable."""
        near = Near(self._conn, self._who.tenant)
        found = await near.find(promise.rubric_digest, promise.taxonomy_digest)
        if found is None:
            raise PromiseNotScorable("its rubric is not known here")
        rubric, kept = found
        tables = self._stores.tables
        if promise.taxonomy_digest != self._stores.taxonomy.digest:
            tables = KeptTables(tables.taxonomy, tables.work, near=kept)
        try:
            scoring = scorer(promise.scorer, rubric, tables)
        except KeyError as error:
            raise PromiseNotScorable("its scorer is not known here") from error
        held = {each.criterion_id: each.basis_points for each in promise.held}
        return Terms(scoring, tables, held, promise.as_of)


def counted_from(
    message: facts_pb2.ScorableFacts, as_of: facts_pb2.YearMonth
) -> facts_pb2.ScorableFacts:
    """Return the facts with recency counted from an earlier month, as if no time had passed.

    What was used since then counts as used then.
    """
    passed = max(0, _index(message.as_of) - _index(as_of))
    recounted = facts_pb2.ScorableFacts()
    recounted.CopyFrom(message)
    for skill in recounted.skills:
        if skill.months_since_use > 0:
            skill.months_since_use = max(0, skill.months_since_use - passed)
    for position in recounted.positions:
        position.months_since_end = max(0, position.months_since_end - passed)
    return recounted


def _index(month: facts_pb2.YearMonth) -> int:
    return month.year * MONTHS + month.month


def _comparable(one: Lineage, other: Lineage) -> bool:
    return (one.rubric_digest, one.taxonomy_digest, one.scorer) == (
        other.rubric_digest,
        other.taxonomy_digest,
        other.scorer,
    )
