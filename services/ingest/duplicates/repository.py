"""Marks, proposals and merges in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.ingest.duplicates.duplicates import (
    Duplicate,
    DuplicateNotFound,
    Ground,
    Likeness,
    Merge,
    MergeNotFound,
    MergeNotReversible,
    Record,
    State,
)
from services.ingest.duplicates.marks import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from servicekit.database import Connection, Row
    from services.ingest.duplicates.marks import Mark

MOST_SHARED = 200  # candidates: a mark that more have tells nobody apart
# Values of callers are parameters; the rest of a statement is put together of constants.
SHOWN = """
SELECT duplicate_id, reasons, score, created_at, updated_at,
       CASE WHEN one.kept_id = two.kept_id THEN 2 WHEN dismissed THEN 3 ELSE 1 END AS state,
       CASE WHEN one.kept_id = two.kept_id THEN first_id
            ELSE least(one.kept_id, two.kept_id) END AS first_id,
       CASE WHEN one.kept_id = two.kept_id THEN second_id
            ELSE greatest(one.kept_id, two.kept_id) END AS second_id
FROM duplicate, LATERAL (
    SELECT coalesce(merged_into, candidate_id) AS kept_id FROM candidate
    WHERE candidate.tenant = duplicate.tenant AND candidate_id = first_id
) AS one, LATERAL (
    SELECT coalesce(merged_into, candidate_id) AS kept_id FROM candidate
    WHERE candidate.tenant = duplicate.tenant AND candidate_id = second_id
) AS two
"""
MERGES = """
SELECT merge_id, kept_id, other_id, merged_at, unmerged_at,
       ARRAY(SELECT application_id FROM superseded
             WHERE superseded.tenant = merge.tenant AND superseded.merge_id = merge.merge_id
             ORDER BY application_id) AS superseded
FROM merge
"""


class Marks:
    """The `duplicate_mark` table."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def alone(self) -> None:
        """Wait until no other transaction compares candidates of the tenant.

        Of two candidates who come at the same time, neither would see the other's marks.
        """
        await self._conn.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"duplicates/{self._tenant}"
        )

    async def keep(self, record_id: str, marks: Collection[Mark]) -> None:
        """Keep marks of a record; those that it has already are left as they are."""
        await self._conn.execute(
            """
            INSERT INTO duplicate_mark (tenant, kind, digest, candidate_id)
            SELECT $1, kind, digest, $4 FROM unnest($2::smallint[], $3::bytea[]) AS m (kind, digest)
            ON CONFLICT DO NOTHING
            """,
            self._tenant,
            [mark.kind for mark in marks],
            [mark.digest for mark in marks],
            record_id,
        )

    async def sharing(
        self, record_id: str, marks: Collection[Mark]
    ) -> Mapping[str, frozenset[Kind]]:
        """Return the other records that have some of the marks, and of which kinds."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, array_agg(DISTINCT kind) AS kinds FROM (
                SELECT candidate_id, kind, count(*) OVER (PARTITION BY kind, digest) AS holders
                FROM duplicate_mark
                WHERE tenant = $1 AND candidate_id <> $4
                  AND (kind, digest) IN (SELECT * FROM unnest($2::smallint[], $3::bytea[]))
            ) AS shared
            WHERE holders <= $5 GROUP BY candidate_id
            """,
            self._tenant,
            [mark.kind for mark in marks],
            [mark.digest for mark in marks],
            record_id,
            MOST_SHARED,
        )
        return {str(row["candidate_id"]): frozenset(map(Kind, row["kinds"])) for row in rows}


class Duplicates:
    """The `duplicate` table."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def propose(self, new: Duplicate) -> bool:
        """Store a proposal; return whether the pair is new.

        Of a known pair grounds are added and the higher score stays; a decision stays too.
        """
        row = await self._conn.fetchrow(
            """
            INSERT INTO duplicate (tenant, duplicate_id, first_id, second_id, reasons, score,
                                   dismissed, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, false, $7, $7)
            ON CONFLICT (tenant, first_id, second_id) DO UPDATE SET
                reasons = ARRAY(SELECT DISTINCT unnest(duplicate.reasons || $5) ORDER BY 1),
                score = greatest(duplicate.score, $6), updated_at = $7
            WHERE NOT (duplicate.reasons @> $5 AND duplicate.score >= $6)
            RETURNING duplicate_id
            """,
            self._tenant,
            new.duplicate_id,
            new.first_id,
            new.second_id,
            list(map(int, new.likeness.grounds)),
            new.likeness.score,
            new.created_at,
        )
        return row is not None and str(row["duplicate_id"]) == new.duplicate_id

    async def get(self, duplicate_id: UUID) -> Duplicate:
        """Return the proposal, or raise DuplicateNotFound."""
        row = await self._conn.fetchrow(
            f"{SHOWN} WHERE tenant = $1 AND duplicate_id = $2", self._tenant, duplicate_id
        )
        if row is None:
            raise DuplicateNotFound("no such proposal", duplicate_id=str(duplicate_id))
        return _duplicate(row)

    async def page(
        self, before: str, *, state: int, candidate_id: UUID | None, size: int
    ) -> list[Duplicate]:
        """Return `size` proposals in `state` (0: any), newest first, older than `before`.

        One of a merged candidate is one of whom it belongs to now, unless there is such a one.
        """
        rows = await self._conn.fetch(
            f"""
            SELECT * FROM ({SHOWN} WHERE tenant = $1) AS shown
            WHERE ($2::uuid IS NULL OR duplicate_id < $2) AND ($3 = 0 OR state = $3)
              AND ($4::uuid IS NULL OR first_id = $4 OR second_id = $4)
              AND NOT EXISTS (
                  SELECT FROM duplicate AS same
                  WHERE same.tenant = $1 AND same.first_id = shown.first_id
                    AND same.second_id = shown.second_id
                    AND same.duplicate_id <> shown.duplicate_id
              )
            ORDER BY duplicate_id DESC LIMIT $5
            """,  # noqa: S608
            self._tenant,
            UUID(before) if before else None,
            state,
            candidate_id,
            size,
        )
        return [_duplicate(row) for row in rows]

    async def dismiss(self, duplicate_id: UUID, now: datetime) -> bool:
        """Note that the two are different people; return whether that is new."""
        done = await self._conn.execute(
            """
            UPDATE duplicate SET dismissed = true, updated_at = $3
            WHERE tenant = $1 AND duplicate_id = $2 AND NOT dismissed
            """,
            self._tenant,
            duplicate_id,
            now,
        )
        return done == "UPDATE 1"

    async def kept(self, record_ids: Collection[str]) -> Mapping[str, str]:
        """Return whom each record belongs to now."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, coalesce(merged_into, candidate_id) AS kept_id FROM candidate
            WHERE tenant = $1 AND candidate_id = ANY($2::uuid[])
            """,
            self._tenant,
            list(record_ids),
        )
        return {str(row["candidate_id"]): str(row["kept_id"]) for row in rows}


class Merges:
    """The `merge` and `superseded` tables, and `merged_into` of candidates."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def records(self, candidate_ids: Sequence[UUID]) -> Mapping[UUID, Record]:
        """Return the candidates that stand for themselves, locked until the end.

        Nothing refers to them anew meanwhile: what is being added comes before or after.
        """
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, owner, EXISTS (
                SELECT FROM candidate AS merged
                WHERE merged.tenant = $1 AND merged.merged_into = candidate.candidate_id
            ) AS holds_others
            FROM candidate
            WHERE tenant = $1 AND candidate_id = ANY($2) AND merged_into IS NULL
            ORDER BY candidate_id FOR UPDATE
            """,
            self._tenant,
            candidate_ids,
        )
        return {
            row["candidate_id"]: Record(str(row["candidate_id"]), row["owner"], row["holds_others"])
            for row in rows
        }

    async def add(
        self, merge: Merge, superseded: Sequence[tuple[str, str]], *, merged_by: str
    ) -> None:
        """Put the other candidate into the kept one; `superseded` are pairs (which, by which)."""
        await self._conn.execute(
            """
            INSERT INTO merge (tenant, merge_id, kept_id, other_id, merged_by, merged_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            self._tenant,
            merge.merge_id,
            merge.kept_id,
            merge.other_id,
            merged_by,
            merge.merged_at,
        )
        await self._conn.executemany(
            """
            INSERT INTO superseded (tenant, application_id, by_id, merge_id)
            VALUES ($1, $2, $3, $4)
            """,
            [(self._tenant, which, by, merge.merge_id) for which, by in superseded],
        )
        await self._into(merge.other_id, merge.kept_id)

    async def undo(self, merge: Merge, *, unmerged_by: str, now: datetime) -> None:
        """Let the other candidate stand for itself again, or raise MergeNotReversible."""
        later = await self._conn.fetchval(
            """
            SELECT merge_id FROM merge
            WHERE tenant = $1 AND kept_id = $2 AND merge_id > $3 AND unmerged_at IS NULL
            ORDER BY merge_id DESC LIMIT 1
            """,
            self._tenant,
            merge.kept_id,
            merge.merge_id,
        )
        if later is not None:
            raise MergeNotReversible(
                "undo the later merge first", merge_id=merge.merge_id, later_merge_id=str(later)
            )
        done = await self._conn.execute(
            """
            UPDATE merge SET unmerged_by = $3, unmerged_at = $4
            WHERE tenant = $1 AND merge_id = $2 AND unmerged_at IS NULL
            """,
            self._tenant,
            merge.merge_id,
            unmerged_by,
            now,
        )
        if done != "UPDATE 1":
            raise MergeNotReversible("the merge was undone already", merge_id=merge.merge_id)
        await self._conn.execute(
            "DELETE FROM superseded WHERE tenant = $1 AND merge_id = $2",
            self._tenant,
            merge.merge_id,
        )
        await self._into(merge.other_id, None)

    async def _into(self, other_id: str, kept_id: str | None) -> None:
        await self._conn.execute(
            "UPDATE candidate SET merged_into = $3 WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            other_id,
            kept_id,
        )

    async def get(self, merge_id: UUID, *, lock: bool = False) -> Merge:
        """Return the merge, or raise MergeNotFound; `lock` holds its kept candidate."""
        if lock:
            await self._conn.execute(
                """
                SELECT FROM candidate WHERE tenant = $1 AND candidate_id = (
                    SELECT kept_id FROM merge WHERE tenant = $1 AND merge_id = $2
                ) FOR UPDATE
                """,
                self._tenant,
                merge_id,
            )
        row = await self._conn.fetchrow(
            f"{MERGES} WHERE tenant = $1 AND merge_id = $2", self._tenant, merge_id
        )
        if row is None:
            raise MergeNotFound("no such merge", merge_id=str(merge_id))
        return _merge(row)

    async def page(self, before: str, *, candidate_id: UUID | None, size: int) -> list[Merge]:
        """Return `size` merges, newest first, older than `before`."""
        rows = await self._conn.fetch(
            f"""
            {MERGES}
            WHERE tenant = $1 AND ($2::uuid IS NULL OR merge_id < $2)
              AND ($3::uuid IS NULL OR kept_id = $3 OR other_id = $3)
            ORDER BY merge_id DESC LIMIT $4
            """,
            self._tenant,
            UUID(before) if before else None,
            candidate_id,
            size,
        )
        return [_merge(row) for row in rows]


def _duplicate(row: Row) -> Duplicate:
    return Duplicate(
        duplicate_id=str(row["duplicate_id"]),
        first_id=str(row["first_id"]),
        second_id=str(row["second_id"]),
        likeness=Likeness(tuple(map(Ground, row["reasons"])), row["score"]),
        state=State(row["state"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _merge(row: Row) -> Merge:
    return Merge(
        merge_id=str(row["merge_id"]),
        kept_id=str(row["kept_id"]),
        other_id=str(row["other_id"]),
        superseded=tuple(map(str, row["superseded"])),
        merged_at=row["merged_at"],
        unmerged_at=row["unmerged_at"],
    )
