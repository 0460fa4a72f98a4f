"""Promises and what they need in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candor.facts.v1 import facts_pb2
from candor.matcher.v1 import match_pb2

from servicekit import canonical
from servicekit.sealing import PersonKeys
from services.matcher import wire
from services.matcher.promises import tables
from services.matcher.repository import FACTS, Merged
from services.matcher.runs import FactsNotReady

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from candor.matcher.v1 import promise_pb2

    from servicekit.database import Connection
    from services.matcher.promises.tables import KeptTable
    from services.matcher.scoring.facts import Rubric

TEXT = "promise"
MOST_EXPORTED = 1_000


@dataclass(frozen=True, slots=True)
class Given:
    """A promise that was given."""

    promise_id: str
    job_id: str
    text: str
    issued_at: datetime
    kept_at: datetime | None


class Promises:
    """The `promise` table."""

    def __init__(self, conn: Connection, tenant: str, master: bytes) -> None:
        self._conn = conn
        self._tenant = tenant
        self._keys = PersonKeys(conn, tenant, master)

    async def add(self, promise: promise_pb2.Promise, text: str, now: datetime) -> None:
        """Keep a promise; PersonErased if the candidate was erased."""
        key = await self._keys.of(promise.candidate_id)
        await self._conn.execute(
            """
            INSERT INTO promise
                (tenant, promise_id, candidate_id, job_id, rubric_digest, body, issued_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            self._tenant,
            promise.promise_id,
            promise.candidate_id,
            promise.job_id,
            promise.rubric_digest,
            key.seal(text.encode(), purpose=TEXT),
            now,
        )

    async def kept(self, promise_id: str, now: datetime) -> None:
        """Note that a promise was redeemed and kept, the first time."""
        await self._conn.execute(
            "UPDATE promise SET kept_at = coalesce(kept_at, $3)"
            " WHERE tenant = $1 AND promise_id = $2",
            self._tenant,
            promise_id,
            now,
        )

    async def of(self, candidate_id: UUID) -> list[Given]:
        """Return what the candidate was promised, newest first."""
        rows = await self._conn.fetch(
            """
            SELECT promise_id, job_id, body, issued_at, kept_at FROM promise
            WHERE tenant = $1 AND candidate_id = $2 ORDER BY promise_id DESC LIMIT $3
            """,
            self._tenant,
            candidate_id,
            MOST_EXPORTED,
        )
        if not rows:
            return []
        key = await self._keys.existing(str(candidate_id))
        return [
            Given(
                str(row["promise_id"]),
                str(row["job_id"]),
                key.open(row["body"], purpose=TEXT).decode(),
                row["issued_at"],
                row["kept_at"],
            )
            for row in rows
        ]


class Near:
    """The `closeness` table, and rubrics of any time."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, rubric_digest: str, taxonomy_digest: str, table: KeptTable) -> None:
        """Keep what a rubric needs of a taxonomy; doing it twice changes nothing."""
        await self._conn.execute(
            """
            INSERT INTO closeness (tenant, rubric_digest, taxonomy_digest, body)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """,
            self._tenant,
            rubric_digest,
            taxonomy_digest,
            tables.told(table),
        )

    async def find(
        self, rubric_digest: str, taxonomy_digest: str
    ) -> tuple[Rubric, KeptTable] | None:
        """Return a rubric and what was kept for it of a taxonomy, if they are known."""
        row = await self._conn.fetchrow(
            """
            SELECT rubric.body AS rubric, closeness.body AS near
            FROM closeness JOIN rubric
              ON rubric.tenant = closeness.tenant AND rubric.digest = closeness.rubric_digest
            WHERE closeness.tenant = $1 AND rubric_digest = $2 AND taxonomy_digest = $3
            """,
            self._tenant,
            rubric_digest,
            taxonomy_digest,
        )
        if row is None:
            return None
        rubric = wire.to_rubric(canonical.parse(row["rubric"], match_pb2.Rubric()))
        return rubric, tables.parsed(row["near"])


class Present:
    """The facts that a candidate is known by at present."""

    def __init__(self, conn: Connection, tenant: str, master: bytes) -> None:
        self._conn = conn
        self._tenant = tenant
        self._master = master

    async def holder(self, candidate_id: UUID) -> str:
        """Return whom the candidate is within; the candidate, if nobody."""
        within = await Merged(self._conn, self._tenant).into([str(candidate_id)])
        return within.get(str(candidate_id), str(candidate_id))

    async def facts(self, candidate_id: UUID) -> tuple[str, facts_pb2.ScorableFacts]:
        """Return the digest and the facts; those of whom the candidate is within, if so.

        Raises FactsNotReady if there are none.
        """
        holder = await self.holder(candidate_id)
        row = await self._conn.fetchrow(
            """
            SELECT facts.digest, facts.body
            FROM indexed JOIN facts USING (tenant, candidate_id, digest)
            WHERE tenant = $1 AND candidate_id = $2
            """,
            self._tenant,
            holder,
        )
        keys = await PersonKeys(self._conn, self._tenant, self._master).known([holder])
        if row is None or holder not in keys:
            raise FactsNotReady("the candidate is not indexed", candidate_id=str(candidate_id))
        body = keys[holder].open(row["body"], purpose=FACTS)
        return row["digest"], canonical.parse(body, facts_pb2.ScorableFacts())
