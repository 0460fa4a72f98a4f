"""Facts, rubrics, jobs and runs in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from candor.facts.v1 import facts_pb2
from candor.matcher.v1 import match_pb2

from servicekit import canonical
from servicekit.erasing import count
from servicekit.sealing import PersonKeys
from services.matcher import wire
from services.matcher.facets.wire import stored, to_stored
from services.matcher.runs import EVERYBODY, Lineage, Reason, Run, RunNotFound, Scored, Stored
from services.matcher.scored import Parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from servicekit.database import Connection, Row
    from services.matcher.facets.filters import Filters
    from services.matcher.scoring.facts import Facts, Rubric

FACTS = "facts"
RUN = """run_id, job_id, run_digest, rubric_digest, taxonomy_digest, model_digest, scorer, shown,
candidate_ids, facts_digests, points, created_at, arms, degraded, places, fused, below, reason,
previous_run_id, pool, filters, scored_count"""
"""The columns of a run."""
ERASED = "erased"
"""Channel on which every process hears of a candidate whose facts it is to forget."""


class FactsStore:
    """The `facts` and `indexed` tables: what is known, and what of it the index holds."""

    def __init__(self, conn: Connection, tenant: str, master: bytes) -> None:
        self._conn = conn
        self._tenant = tenant
        self._keys = PersonKeys(conn, tenant, master)

    async def add(self, candidate_id: str, digest: str, body: bytes) -> None:
        """Keep canonical facts; doing it twice changes nothing."""
        key = await self._keys.of(candidate_id)
        await self._conn.execute(
            """
            INSERT INTO facts (tenant, candidate_id, digest, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """,
            self._tenant,
            candidate_id,
            digest,
            key.seal(body, purpose=FACTS),
        )

    async def indexed(self, candidate_id: str, digest: str, uploaded_at: datetime) -> None:
        """Note that the index holds these facts of the candidate, of a resume of that time."""
        await self._conn.execute(
            """
            INSERT INTO indexed (tenant, candidate_id, digest, uploaded_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, candidate_id)
            DO UPDATE SET digest = $3, uploaded_at = $4 WHERE indexed.uploaded_at <= $4
            """,
            self._tenant,
            candidate_id,
            digest,
            uploaded_at,
        )

    async def reindexed(self, candidate_id: str, digest: str, uploaded_at: datetime) -> None:
        """Note that the index holds these facts now, though it may have held later ones."""
        await self._conn.execute(
            """
            INSERT INTO indexed (tenant, candidate_id, digest, uploaded_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, candidate_id) DO UPDATE SET digest = $3, uploaded_at = $4
            """,
            self._tenant,
            candidate_id,
            digest,
            uploaded_at,
        )

    async def forget_indexed(self, candidate_id: str) -> None:
        """Note that the index holds nothing of the candidate."""
        await self._conn.execute(
            "DELETE FROM standing WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )
        await self._conn.execute(
            "DELETE FROM indexed WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )

    async def part(self, kept_id: str, other_id: str) -> None:
        """Delete facts of the other that were kept for the first while they were merged.

        Those of the other that the index now knows the first by are the first's own, too.
        """
        await self._conn.execute(
            """
            DELETE FROM facts
            WHERE tenant = $1 AND candidate_id = $2
              AND digest IN (SELECT digest FROM facts WHERE tenant = $1 AND candidate_id = $3)
              AND digest NOT IN (
                  SELECT digest FROM indexed WHERE tenant = $1 AND candidate_id = $2
              )
            """,
            self._tenant,
            kept_id,
            other_id,
        )

    async def newer(self, candidate_id: str, uploaded_at: datetime) -> bool:
        """Return whether the index holds facts of a resume uploaded after `uploaded_at`."""
        return bool(
            await self._conn.fetchval(
                """
                SELECT true FROM indexed
                WHERE tenant = $1 AND candidate_id = $2 AND uploaded_at > $3
                """,
                self._tenant,
                candidate_id,
                uploaded_at,
            )
        )

    async def current(self, candidate_id: UUID) -> str | None:
        """Return the digest of the facts that the index holds of the candidate."""
        return await self._conn.fetchval(
            "SELECT digest FROM indexed WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )

    async def standing(self, candidate_ids: Sequence[str]) -> Mapping[str, str]:
        """Return the digest of the facts that each of the candidates is known by.

        Whoever is not indexed, was erased, or is within another is left out.
        """
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, digest FROM indexed
            WHERE tenant = $1 AND candidate_id = ANY($2::uuid[]) AND NOT EXISTS (
                SELECT FROM merged
                WHERE merged.tenant = $1 AND merged.candidate_id = indexed.candidate_id
            )
            """,
            self._tenant,
            list(candidate_ids),
        )
        return {str(row["candidate_id"]): row["digest"] for row in rows}

    async def delete(self, candidate_id: str) -> Mapping[str, int]:
        """Delete all facts of the candidate and say how many; let every process forget them."""
        indexed = await self._conn.execute(
            "DELETE FROM indexed WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )
        facts = await self._conn.execute(
            "DELETE FROM facts WHERE tenant = $1 AND candidate_id = $2", self._tenant, candidate_id
        )
        standing = await self._conn.execute(
            "DELETE FROM standing WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )
        applied = await self._conn.execute(
            "DELETE FROM applied WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )
        promises = await self._conn.execute(
            "DELETE FROM promise WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )
        await Merged(self._conn, self._tenant).remove(candidate_id)
        await self._conn.execute("SELECT pg_notify($1, $2)", ERASED, candidate_id)
        return {
            "facts": count(facts),
            "index_points": count(indexed),
            "jobs_applied_to": count(applied),
            "standings": count(standing),
            "promises": count(promises),
        }

    async def load(self, wanted: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Facts]:
        """Return those of the facts, by candidate and digest, that are kept and readable."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, digest, body FROM facts
            WHERE tenant = $1 AND (candidate_id, digest) IN
                  (SELECT * FROM unnest($2::uuid[], $3::text[]))
            """,
            self._tenant,
            [candidate_id for candidate_id, _ in wanted],
            [digest for _, digest in wanted],
        )
        keys = await self._keys.known({str(row["candidate_id"]) for row in rows})
        return {
            (str(row["candidate_id"]), row["digest"]): parse(
                keys[str(row["candidate_id"])].open(row["body"], purpose=FACTS)
            )
            for row in rows
            if str(row["candidate_id"]) in keys
        }


class Merged:
    """The `merged` table: candidates that are within another."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, candidate_id: str, kept_id: str) -> None:
        """Note whom a candidate is within."""
        await self._conn.execute(
            """
            INSERT INTO merged (tenant, candidate_id, kept_id) VALUES ($1, $2, $3)
            ON CONFLICT (tenant, candidate_id) DO UPDATE SET kept_id = $3
            """,
            self._tenant,
            candidate_id,
            kept_id,
        )

    async def remove(self, candidate_id: str) -> None:
        """Note that a candidate stands for itself."""
        await self._conn.execute(
            "DELETE FROM merged WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )

    async def into(self, candidate_ids: Sequence[str]) -> Mapping[str, str]:
        """Return whom each of the candidates is within, of those that are."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, kept_id FROM merged
            WHERE tenant = $1 AND candidate_id = ANY($2::uuid[])
            """,
            self._tenant,
            candidate_ids,
        )
        return {str(row["candidate_id"]): str(row["kept_id"]) for row in rows}


def parse(body: bytes) -> Facts:
    """Return the facts in canonical bytes.

    By the constructor of the message, which takes JSON of integers, texts and names of enums
    as it is, in a tenth of the time of `canonical.parse`: a ranking reads hundreds.
    """
    return wire.to_facts(facts_pb2.ScorableFacts(**json.loads(body)))


@dataclass(frozen=True, slots=True)
class PreparedJob:
    """What a job is matched by."""

    job_id: str
    rubric: Rubric
    rubric_digest: str


class Jobs:
    """The `job` and `rubric` tables."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, job: PreparedJob, body: bytes) -> bool:
        """Keep a job with its rubric, canonical in `body`; return whether it is new."""
        await self._conn.execute(
            "INSERT INTO rubric (tenant, digest, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            self._tenant,
            job.rubric_digest,
            body,
        )
        done = await self._conn.execute(
            """
            INSERT INTO job (tenant, job_id, rubric_digest) VALUES ($1, $2, $3)
            ON CONFLICT DO NOTHING
            """,
            self._tenant,
            job.job_id,
            job.rubric_digest,
        )
        if done != "INSERT 0 1":
            return False
        await self._conn.execute(
            """
            INSERT INTO rubric_version (tenant, job_id, number, rubric_digest, created_at)
            SELECT tenant, job_id, 1, rubric_digest, prepared_at FROM job
            WHERE tenant = $1 AND job_id = $2
            """,
            self._tenant,
            job.job_id,
        )
        return True

    async def close(self, job_id: str, closed_at: datetime) -> None:
        """Note that the job is no longer to be filled."""
        await self._conn.execute(
            "UPDATE job SET closed_at = $3 WHERE tenant = $1 AND job_id = $2",
            self._tenant,
            job_id,
            closed_at,
        )

    async def open_after(self, after: UUID, size: int) -> list[PreparedJob]:
        """Return the next `size` jobs that are to be filled, in the order of their ids."""
        rows = await self._conn.fetch(
            """
            SELECT job.job_id, job.rubric_digest, rubric.body
            FROM job JOIN rubric
              ON rubric.tenant = job.tenant AND rubric.digest = job.rubric_digest
            WHERE job.tenant = $1 AND job.job_id > $2 AND job.closed_at IS NULL
            ORDER BY job.job_id LIMIT $3
            """,
            self._tenant,
            after,
            size,
        )
        return [_prepared(row) for row in rows]

    async def open_among(self, job_ids: Sequence[str]) -> Mapping[str, PreparedJob]:
        """Return those of the jobs that are to be filled, by id."""
        rows = await self._conn.fetch(
            """
            SELECT job.job_id, job.rubric_digest, rubric.body
            FROM job JOIN rubric
              ON rubric.tenant = job.tenant AND rubric.digest = job.rubric_digest
            WHERE job.tenant = $1 AND job.job_id = ANY($2::uuid[]) AND job.closed_at IS NULL
            """,
            self._tenant,
            list(job_ids),
        )
        return {str(row["job_id"]): _prepared(row) for row in rows}

    async def find(self, job_id: UUID) -> PreparedJob | None:
        """Return the job, if Matcher has read it."""
        row = await self._conn.fetchrow(
            """
            SELECT job.job_id, job.rubric_digest, rubric.body
            FROM job JOIN rubric
              ON rubric.tenant = job.tenant AND rubric.digest = job.rubric_digest
            WHERE job.tenant = $1 AND job.job_id = $2
            """,
            self._tenant,
            job_id,
        )
        return None if row is None else _prepared(row)

    async def rubric(self, digest: str) -> Rubric:
        """Return the rubric that a run names."""
        return _rubric(
            await self._conn.fetchval(
                "SELECT body FROM rubric WHERE tenant = $1 AND digest = $2", self._tenant, digest
            )
        )


def _prepared(row: Row) -> PreparedJob:
    return PreparedJob(str(row["job_id"]), _rubric(row["body"]), row["rubric_digest"])


@lru_cache(maxsize=256)  # by content; one match reads the same rubric three times
def _rubric(body: bytes) -> Rubric:
    return wire.to_rubric(canonical.parse(body, match_pb2.Rubric()))


class Runs:
    """The `run` table."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, run: Run) -> None:
        """Store a run for ever."""
        lineage = run.lineage
        await self._conn.execute(
            """
            INSERT INTO run (tenant, run_id, job_id, run_digest, rubric_digest, taxonomy_digest,
                             model_digest, scorer, shown, candidate_ids, facts_digests, points,
                             created_at, arms, degraded, places, fused, below, reason,
                             previous_run_id, pool, filters, scored_count)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                    $18, $19, $20, $21, $22, $23)
            """,
            self._tenant,
            run.run_id,
            run.job_id,
            run.digest,
            lineage.rubric_digest,
            lineage.taxonomy_digest,
            lineage.model_digest,
            lineage.scorer,
            run.shown,
            [each.candidate_id for each in run.scored],
            [each.facts_digest for each in run.scored],
            [each.points for each in run.scored],
            run.created_at,
            run.arms,
            run.degraded,
            [place for each in run.scored for place in each.places],
            [each.fused for each in run.scored],
            [each.below for each in run.scored],
            run.reason,
            run.previous_run_id or None,
            run.pool,
            stored(run.filters),
            run.scored_count,
        )

    async def get(self, run_id: UUID) -> tuple[Run, Rubric]:
        """Return a run and the rubric that it names, or raise RunNotFound.

        `scored` of a run of everybody is the best 1,000; `Parts` has them all.
        """
        row = await self._conn.fetchrow(
            f"SELECT {RUN} FROM run WHERE tenant = $1 AND run_id = $2",  # noqa: S608
            self._tenant,
            run_id,
        )
        if row is None:
            raise RunNotFound("no such run", run_id=str(run_id))
        rubric = await Jobs(self._conn, self._tenant).rubric(row["rubric_digest"])
        run = _run(row, rubric)
        if run.pool == EVERYBODY:
            best = await Parts(self._conn, self._tenant).part(run.run_id, 0)
            run = replace(run, scored=tuple(best.scored()) if best else ())
        return run, rubric

    async def latest(self, job_id: str, pool: int, filters: Filters) -> Run | None:
        """Return the newest run of a job with this pool and these filters, if there is one."""
        row = await self._conn.fetchrow(
            f"""
            SELECT {RUN} FROM run
            WHERE tenant = $1 AND job_id = $2 AND pool = $3 AND filters IS NOT DISTINCT FROM $4
            ORDER BY run_id DESC LIMIT 1
            """,  # noqa: S608
            self._tenant,
            job_id,
            pool,
            stored(filters),
        )
        return None if row is None else (await self._with_rubrics([row]))[0]

    async def page(self, job_id: UUID, before: str, size: int) -> list[Run]:
        """Return `size` runs of a job, newest first, older than the id `before`."""
        rows = await self._conn.fetch(
            f"""
            SELECT {RUN}
            FROM run
            WHERE tenant = $1 AND job_id = $2 AND ($3::uuid IS NULL OR run_id < $3)
            ORDER BY run_id DESC LIMIT $4
            """,  # noqa: S608
            self._tenant,
            job_id,
            UUID(before) if before else None,
            size,
        )
        return await self._with_rubrics(rows)

    async def _with_rubrics(self, rows: Sequence[Row]) -> list[Run]:
        jobs = Jobs(self._conn, self._tenant)
        rubrics = {
            digest: await jobs.rubric(digest) for digest in {row["rubric_digest"] for row in rows}
        }
        return [_run(row, rubrics[row["rubric_digest"]]) for row in rows]


def _run(row: Row, rubric: Rubric) -> Run:
    lineage = Lineage(
        requirements_digest=rubric.requirements_digest,
        rubric_digest=row["rubric_digest"],
        taxonomy_digest=row["taxonomy_digest"],
        model_digest=row["model_digest"],
        scorer=row["scorer"],
    )
    return Run(
        run_id=str(row["run_id"]),
        job_id=str(row["job_id"]),
        lineage=lineage,
        scored=_scored(row),
        shown=row["shown"],
        created_at=row["created_at"],
        arms=tuple(row["arms"]),
        degraded=tuple(row["degraded"]),
        filters=to_stored(row["filters"]),
        pool=row["pool"],
        reason=Reason(row["reason"]),
        previous_run_id=str(row["previous_run_id"] or ""),
        stored=Stored(row["run_digest"], row["scored_count"] or len(row["points"])),
    )


def _scored(row: Row) -> tuple[Scored, ...]:
    count, width = len(row["candidate_ids"]), len(row["arms"])
    return tuple(
        Scored(str(candidate_id), digest, points, tuple(places), fused, below)
        for candidate_id, digest, points, places, fused, below in zip(
            row["candidate_ids"],
            row["facts_digests"],
            row["points"],
            [row["places"][at * width : (at + 1) * width] for at in range(count)],
            row["fused"] or [0] * count,  # a run from before retrieval was kept
            row["below"] or [False] * count,  # or from before there was a line
            strict=True,
        )
    )
