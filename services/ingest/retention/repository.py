"""Consents, dates and proposals in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.ingest.retention.retention import USUAL_MONTHS, Agreed, Proposal, ProposalState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from servicekit.database import Connection, Pool, Row


class Consents:
    """The `consent` table: every agreement and withdrawal."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, candidate_id: str, agreed: Agreed) -> None:
        """Write what a person agreed to or withdrew into their history."""
        await self._conn.execute(
            """
            INSERT INTO consent (tenant, candidate_id, place, notice, given, recorded_at)
            SELECT $1, $2, count(*), $3, $4, $5 FROM consent
            WHERE tenant = $1 AND candidate_id = $2
            """,
            self._tenant,
            candidate_id,
            agreed.notice,
            agreed.given,
            agreed.recorded_at,
        )

    async def history(self, candidate_id: str) -> Sequence[Agreed]:
        """Return all that a person agreed to or withdrew, oldest first."""
        rows = await self._conn.fetch(
            """
            SELECT notice, given, recorded_at FROM consent
            WHERE tenant = $1 AND candidate_id = $2 ORDER BY place
            """,
            self._tenant,
            candidate_id,
        )
        return [Agreed(row["notice"], row["given"], row["recorded_at"]) for row in rows]


class Retention:
    """The `retention` and `retention_setting` tables: until when data may be kept."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def months(self) -> int:
        """Return for how many months after a consent this tenant keeps data."""
        found = await self._conn.fetchval(
            "SELECT months FROM retention_setting WHERE tenant = $1", self._tenant
        )
        return USUAL_MONTHS if found is None else found

    async def set(self, months: int) -> None:
        """Keep data for so many months; dates that nobody extended move."""
        await self._conn.execute(
            """
            INSERT INTO retention_setting (tenant, months) VALUES ($1, $2)
            ON CONFLICT (tenant) DO UPDATE SET months = $2
            """,
            self._tenant,
            months,
        )
        await self._conn.execute(
            """
            UPDATE retention SET keep_until = candidate.consent_at + make_interval(months => $2)
            FROM candidate
            WHERE retention.tenant = $1 AND NOT extended AND candidate.tenant = $1
              AND candidate.candidate_id = retention.candidate_id
            """,
            self._tenant,
            months,
        )

    async def renew(self, candidate_id: str, agreed_at: datetime) -> None:
        """Count the time anew from a consent."""
        await self._conn.execute(
            """
            INSERT INTO retention (tenant, candidate_id, keep_until)
            VALUES ($1, $2, $3::timestamptz + make_interval(months => $4))
            ON CONFLICT (tenant, candidate_id) DO UPDATE SET
                keep_until = greatest(
                    excluded.keep_until,
                    CASE WHEN retention.extended THEN retention.keep_until END
                )
            """,
            self._tenant,
            candidate_id,
            agreed_at,
            await self.months(),
        )

    async def extend(self, candidate_id: str, until: datetime) -> None:
        """Keep a candidate until then, whatever follows from the consent."""
        await self._conn.execute(
            """
            UPDATE retention SET keep_until = $3, extended = true
            WHERE tenant = $1 AND candidate_id = $2
            """,
            self._tenant,
            candidate_id,
            until,
        )

    async def until(self, candidate_id: str) -> datetime:
        """Return until when a candidate may be kept."""
        return await self._conn.fetchval(
            "SELECT keep_until FROM retention WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )

    async def due(self, now: datetime, limit: int) -> Sequence[str]:
        """Return candidates whose date has passed and for whom no proposal is open."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id FROM retention
            WHERE tenant = $1 AND keep_until <= $2 AND NOT EXISTS (
                SELECT FROM erasure_proposal AS proposal
                WHERE proposal.tenant = $1 AND proposal.state = $3
                  AND proposal.candidate_id = retention.candidate_id
            )
            ORDER BY keep_until LIMIT $4
            """,
            self._tenant,
            now,
            ProposalState.OPEN,
            limit,
        )
        return [str(row["candidate_id"]) for row in rows]


async def tenants_due(pool: Pool, now: datetime) -> Sequence[str]:
    """Return the tenants that have somebody whose date has passed."""
    async with pool.acquire() as conn, conn.transaction():
        await conn.execute("SELECT set_config('candor.room', 'clerk', true)")
        rows = await conn.fetch("SELECT DISTINCT tenant FROM retention WHERE keep_until <= $1", now)
    return sorted(row["tenant"] for row in rows)


class Proposals:
    """The `erasure_proposal` table."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, proposal: Proposal) -> bool:
        """Store a proposal unless one is open for the candidate; return whether it was."""
        done = await self._conn.execute(
            """
            INSERT INTO erasure_proposal (tenant, proposal_id, candidate_id, reason, state,
                                          created_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant, candidate_id) WHERE state = 1 DO NOTHING
            """,
            self._tenant,
            proposal.proposal_id,
            proposal.candidate_id,
            proposal.reason,
            proposal.state,
            proposal.created_at,
        )
        return done == "INSERT 0 1"

    async def settle(self, candidate_id: str, state: ProposalState, by: str, now: datetime) -> None:
        """Close what is open for the candidate."""
        await self._conn.execute(
            """
            UPDATE erasure_proposal SET state = $3, settled_by = $4, settled_at = $5
            WHERE tenant = $1 AND candidate_id = $2 AND state = $6
            """,
            self._tenant,
            candidate_id,
            state,
            by,
            now,
            ProposalState.OPEN,
        )

    async def of(self, candidate_id: str) -> Sequence[Proposal]:
        """Return every proposal to erase the candidate, oldest first."""
        rows = await self._conn.fetch(
            """
            SELECT proposal_id, candidate_id, reason, state, created_at, settled_at, settled_by
            FROM erasure_proposal WHERE tenant = $1 AND candidate_id = $2 ORDER BY proposal_id
            """,
            self._tenant,
            candidate_id,
        )
        return [_proposal(row) for row in rows]

    async def page(self, before: str, state: int, size: int) -> list[Proposal]:
        """Return `size` proposals in `state` (0: any), newest first, older than `before`."""
        rows = await self._conn.fetch(
            """
            SELECT proposal_id, candidate_id, reason, state, created_at, settled_at, settled_by
            FROM erasure_proposal
            WHERE tenant = $1 AND ($2::uuid IS NULL OR proposal_id < $2)
              AND ($3 = 0 OR state = $3)
            ORDER BY proposal_id DESC LIMIT $4
            """,
            self._tenant,
            UUID(before) if before else None,
            state,
            size,
        )
        return [_proposal(row) for row in rows]


def _proposal(row: Row) -> Proposal:
    return Proposal(
        proposal_id=str(row["proposal_id"]),
        candidate_id=str(row["candidate_id"]),
        reason=row["reason"],
        state=ProposalState(row["state"]),
        created_at=row["created_at"],
        settled_at=row["settled_at"],
        settled_by=row["settled_by"],
    )
