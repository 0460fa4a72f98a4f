"""Jobs in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.ingest.jobs.jobs import Draft, Job, JobFormat, JobNotFound, JobState

if TYPE_CHECKING:
    from servicekit.database import Connection, Row


class Jobs:
    """The `job` table."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, job: Job) -> None:
        """Store a new job."""
        await self._conn.execute(
            """
            INSERT INTO job (tenant, job_id, title, body, requirements, requirements_digest,
                             state, created_at, format, hiring_organization, employment_types,
                             valid_through)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            self._tenant,
            job.job_id,
            job.draft.title,
            job.draft.text,
            job.requirements,
            job.requirements_digest,
            job.state,
            job.created_at,
            job.draft.format,
            job.draft.hiring_organization,
            job.draft.employment_types,
            job.draft.valid_through,
        )

    async def get(self, job_id: UUID) -> Job:
        """Return the job, or raise JobNotFound."""
        row = await self._conn.fetchrow(
            """
            SELECT job_id, title, body, requirements, requirements_digest, state, created_at,
                   format, hiring_organization, employment_types, valid_through
            FROM job WHERE tenant = $1 AND job_id = $2
            """,
            self._tenant,
            job_id,
        )
        if row is None:
            raise JobNotFound("no such job", job_id=str(job_id))
        return _job(row)

    async def page(self, before: str, state: int, size: int) -> list[Job]:
        """Return `size` jobs in `state` (0: any), newest first, older than the id `before`."""
        rows = await self._conn.fetch(
            """
            SELECT job_id, title, body, requirements, requirements_digest, state, created_at,
                   format, hiring_organization, employment_types, valid_through
            FROM job
            WHERE tenant = $1 AND ($2::uuid IS NULL OR job_id < $2) AND ($3 = 0 OR state = $3)
            ORDER BY job_id DESC LIMIT $4
            """,
            self._tenant,
            UUID(before) if before else None,
            state,
            size,
        )
        return [_job(row) for row in rows]

    async def close(self, job_id: UUID) -> bool:
        """Close the job; return whether it was open."""
        done = await self._conn.execute(
            "UPDATE job SET state = $3 WHERE tenant = $1 AND job_id = $2 AND state <> $3",
            self._tenant,
            job_id,
            JobState.CLOSED,
        )
        return done == "UPDATE 1"


def _job(row: Row) -> Job:
    return Job(
        job_id=str(row["job_id"]),
        draft=Draft(
            title=row["title"],
            text=row["body"],
            format=JobFormat(row["format"]),
            hiring_organization=row["hiring_organization"],
            employment_types=tuple(row["employment_types"]),
            valid_through=row["valid_through"],
        ),
        requirements=row["requirements"],
        requirements_digest=row["requirements_digest"],
        state=JobState(row["state"]),
        created_at=row["created_at"],
    )
