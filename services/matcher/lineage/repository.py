"""Every stored score of a candidate, for one tenant in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from services.matcher.repository import Jobs
from services.matcher.runs import Lineage, Reason

if TYPE_CHECKING:
    from datetime import datetime

    from servicekit.database import Connection, Row
    from services.matcher.scoring.facts import Rubric


@dataclass(frozen=True, slots=True)
class StoredScore:
    """What a run gave a candidate."""

    run_id: str
    job_id: str
    run_digest: str
    lineage: Lineage
    reason: Reason
    facts_digest: str
    points: int
    rank: int
    scored_count: int
    created_at: datetime


class Scores:
    """Scores in `run` and in `scored`."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def of(
        self, candidate_id: UUID, size: int, *, job_id: UUID | None = None, before: str = ""
    ) -> list[StoredScore]:
        """Return the newest `size` scores of a candidate, older than the run `before`.

        For one job, or for all.
        """
        rows = await self._conn.fetch(
            """
            WITH mine AS (
                SELECT run_id, points[at] AS points, coalesce(below[at], false) AS below,
                       facts_digests[at] AS facts_digest
                FROM run, array_position(candidate_ids, $2) AS at
                WHERE tenant = $1 AND at IS NOT NULL
                  AND ($3::uuid IS NULL OR job_id = $3) AND ($4::uuid IS NULL OR run_id < $4)
                UNION ALL
                SELECT run_id, scored.points[at], scored.below[at],
                       encode(substring(digests FROM at * 32 - 31 FOR 32), 'hex')
                FROM run JOIN scored USING (tenant, run_id),
                     array_position(scored.candidate_ids, $2) AS at
                WHERE tenant = $1 AND pool = 0 AND at IS NOT NULL
                  AND ($3::uuid IS NULL OR job_id = $3) AND ($4::uuid IS NULL OR run_id < $4)
                ORDER BY run_id DESC LIMIT $5
            )
            SELECT run_id, job_id, run_digest, rubric_digest, taxonomy_digest, model_digest,
                   scorer, reason, created_at, mine.points, mine.facts_digest,
                   coalesce(scored_count, cardinality(run.points)) AS scored_count,
                   1 + (
                       SELECT count(*)
                       FROM unnest(run.points, run.below) AS each (points, below)
                       WHERE (coalesce(each.below, false), -each.points)
                             < (mine.below, -mine.points)
                   ) + (
                       SELECT count(*)
                       FROM scored, unnest(scored.points, scored.below) AS each (points, below)
                       WHERE scored.tenant = $1 AND scored.run_id = run.run_id
                         AND (each.below, -each.points) < (mine.below, -mine.points)
                   ) AS rank
            FROM mine JOIN run USING (run_id) WHERE tenant = $1 ORDER BY run_id DESC
            """,
            self._tenant,
            candidate_id,
            job_id,
            UUID(before) if before else None,
            size,
        )
        jobs = Jobs(self._conn, self._tenant)
        rubrics = {
            digest: await jobs.rubric(digest) for digest in {row["rubric_digest"] for row in rows}
        }
        return [_score(row, rubrics[row["rubric_digest"]]) for row in rows]


def _score(row: Row, rubric: Rubric) -> StoredScore:
    return StoredScore(
        run_id=str(row["run_id"]),
        job_id=str(row["job_id"]),
        run_digest=row["run_digest"],
        lineage=Lineage(
            requirements_digest=rubric.requirements_digest,
            rubric_digest=row["rubric_digest"],
            taxonomy_digest=row["taxonomy_digest"],
            model_digest=row["model_digest"],
            scorer=row["scorer"],
        ),
        reason=Reason(row["reason"]),
        facts_digest=row["facts_digest"],
        points=row["points"],
        rank=row["rank"],
        scored_count=row["scored_count"],
        created_at=row["created_at"],
    )
