"""Applications in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.ingest.applications.stages import (
    Application,
    ApplicationExists,
    ApplicationNotFound,
    Stage,
    StageChange,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicekit.database import Connection, Row

# Values of callers are parameters; the rest of a statement is put together of constants.
SHOWN = """
SELECT application_id, candidate_id, job_id, owner, stage, created_at,
       (SELECT merged_into FROM candidate
        WHERE candidate.tenant = application.tenant
          AND candidate.candidate_id = application.candidate_id) AS kept_id,
       (SELECT by_id FROM superseded
        WHERE superseded.tenant = application.tenant
          AND superseded.application_id = application.application_id) AS by_id
FROM application
"""


class Applications:
    """The `application` table. `own` limits it to those of the owner; "" does not."""

    def __init__(self, conn: Connection, tenant: str, *, own: str = "") -> None:
        self._conn = conn
        self._tenant = tenant
        self._own = own

    async def add(self, application: Application) -> None:
        """Store a new application; ApplicationExists if there is one of the pair.

        One of a record that was merged into the candidate counts as the candidate's.
        """
        found = await self._of_pair(application.job_id, application.record_id)
        if found is not None:
            raise _exists(found)
        done = await self._conn.execute(
            """
            INSERT INTO application (tenant, application_id, candidate_id, job_id, owner,
                                     stage, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (tenant, job_id, candidate_id) DO NOTHING
            """,
            self._tenant,
            application.application_id,
            application.record_id,
            application.job_id,
            application.owner,
            application.stage,
            application.created_at,
        )
        if done != "INSERT 0 1":
            raise _exists(await self._of_pair(application.job_id, application.record_id))

    async def _of_pair(self, job_id: str, candidate_id: str) -> UUID | None:
        return await self._conn.fetchval(
            """
            SELECT application_id FROM application
            WHERE tenant = $1 AND job_id = $2 AND candidate_id IN (SELECT records_of($1, $3))
              AND NOT EXISTS (
                  SELECT FROM superseded
                  WHERE superseded.tenant = $1
                    AND superseded.application_id = application.application_id
              )
            """,
            self._tenant,
            job_id,
            candidate_id,
        )

    async def get(self, application_id: UUID, *, lock: bool = False) -> Application:
        """Return the application, or raise ApplicationNotFound; `lock` holds it until the end."""
        row = await self._conn.fetchrow(
            f"""
            {SHOWN}
            WHERE tenant = $1 AND application_id = $2
              AND ($3 = '' OR owner = $3 OR candidate_id IN (SELECT merged_of_owner($1, $3)))
            {"FOR UPDATE" if lock else ""}
            """,
            self._tenant,
            application_id,
            self._own,
        )
        if row is None:
            raise ApplicationNotFound("no such application", application_id=str(application_id))
        return _application(row)

    async def page(
        self, before: str, *, job_id: UUID | None, candidate_id: UUID | None, size: int
    ) -> list[Application]:
        """Return `size` applications, newest first, older than `before`; no superseded ones."""
        rows = await self._conn.fetch(
            f"""
            {SHOWN}
            WHERE tenant = $1
              AND ($2 = '' OR owner = $2 OR candidate_id IN (SELECT merged_of_owner($1, $2)))
              AND ($3::uuid IS NULL OR application_id < $3)
              AND ($4::uuid IS NULL OR job_id = $4)
              AND ($5::uuid IS NULL OR candidate_id IN (SELECT records_of($1, $5)))
              AND NOT EXISTS (
                  SELECT FROM superseded
                  WHERE superseded.tenant = $1
                    AND superseded.application_id = application.application_id
              )
            ORDER BY application_id DESC LIMIT $6
            """,  # noqa: S608
            self._tenant,
            self._own,
            UUID(before) if before else None,
            job_id,
            candidate_id,
            size,
        )
        return [_application(row) for row in rows]

    async def of_candidate(self, candidate_id: UUID) -> list[Application]:
        """Return all that stand of a candidate, those of merged records included."""
        rows = await self._conn.fetch(
            f"""
            {SHOWN}
            WHERE tenant = $1 AND candidate_id IN (SELECT records_of($1, $2))
              AND NOT EXISTS (
                  SELECT FROM superseded
                  WHERE superseded.tenant = $1
                    AND superseded.application_id = application.application_id
              )
            """,  # noqa: S608
            self._tenant,
            candidate_id,
        )
        return [_application(row) for row in rows]

    async def enter(self, application_id: str, change: StageChange) -> None:
        """Put the application into a stage and write that into its history."""
        await self._conn.execute(
            "UPDATE application SET stage = $3 WHERE tenant = $1 AND application_id = $2",
            self._tenant,
            application_id,
            change.stage,
        )
        await self._conn.execute(
            """
            INSERT INTO stage_change (tenant, application_id, place, stage, actor, actor_kind,
                                      reason, note, changed_at)
            SELECT $1, $2, count(*), $3, $4, $5, $6, $7, $8 FROM stage_change
            WHERE tenant = $1 AND application_id = $2
            """,
            self._tenant,
            application_id,
            change.stage,
            change.actor,
            change.actor_kind,
            change.reason,
            change.note,
            change.changed_at,
        )

    async def history(self, application_ids: Sequence[str]) -> Mapping[str, Sequence[StageChange]]:
        """Return every stage that each application entered, oldest first."""
        rows = await self._conn.fetch(
            """
            SELECT application_id, stage, actor, actor_kind, reason, note, changed_at
            FROM stage_change WHERE tenant = $1 AND application_id = ANY($2::uuid[])
            ORDER BY application_id, place
            """,
            self._tenant,
            list(application_ids),
        )
        histories: dict[str, list[StageChange]] = {each: [] for each in application_ids}
        for row in rows:
            histories[str(row["application_id"])].append(_change(row))
        return histories


def _exists(application_id: UUID | None) -> ApplicationExists:
    return ApplicationExists(
        "the candidate has applied already", application_id=str(application_id)
    )


def _application(row: Row) -> Application:
    return Application(
        application_id=str(row["application_id"]),
        candidate_id=str(row["kept_id"] or row["candidate_id"]),
        record_id=str(row["candidate_id"]),
        job_id=str(row["job_id"]),
        owner=row["owner"],
        stage=Stage(row["stage"]),
        created_at=row["created_at"],
        superseded_by=str(row["by_id"] or ""),
    )


def _change(row: Row) -> StageChange:
    return StageChange(
        stage=Stage(row["stage"]),
        actor=row["actor"],
        actor_kind=row["actor_kind"],
        reason=row["reason"],
        note=row["note"],
        changed_at=row["changed_at"],
    )
