"""Candidates in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from candor.facts.v1 import facts_pb2

from servicekit import canonical
from servicekit.erasing import Erased
from servicekit.sealing import PersonKeys
from servicekit.server import ConcurrentChange
from services.ingest.candidates.candidates import (
    Candidate,
    CandidateErased,
    CandidateMerged,
    CandidateNotFound,
    Consent,
    FactsNotFound,
    Standing,
)
from services.ingest.retention.repository import Consents, Retention
from services.ingest.retention.retention import Agreed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from servicekit.database import Connection, Row

FACTS = "facts"


class Candidates:
    """The `candidate` table. `own` limits it to those that this subject owns; "" does not."""

    def __init__(self, conn: Connection, tenant: str, *, own: str = "") -> None:
        self._conn = conn
        self._tenant = tenant
        self._own = own

    async def put(self, candidate: Candidate, sealed_profile: bytes | None) -> str:
        """Store a new candidate and return its id, or that of the one that its owner has.

        Of two for the same owner at the same time, the second waits for the first.
        """
        done = await self._conn.execute(
            """
            INSERT INTO candidate (tenant, candidate_id, owner, profile, consent_notice,
                                   consent_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (tenant, owner) WHERE owner <> '' DO NOTHING
            """,
            self._tenant,
            candidate.candidate_id,
            candidate.owner,
            sealed_profile,
            candidate.consent.notice,
            candidate.consent.recorded_at,
            candidate.created_at,
        )
        if done == "INSERT 0 1":
            await self._counts_from(candidate.candidate_id, candidate.consent)
            return candidate.candidate_id
        return await self._of_owner(candidate.owner)

    async def agreed(self, candidate_id: str, consent: Consent) -> None:
        """Set what the person agreed to last."""
        await self._conn.execute(
            """
            UPDATE candidate
            SET consent_notice = $3, consent_at = $4, consent_withdrawn_at = NULL
            WHERE tenant = $1 AND candidate_id = $2
            """,
            self._tenant,
            candidate_id,
            consent.notice,
            consent.recorded_at,
        )
        await self._counts_from(candidate_id, consent)

    async def _counts_from(self, candidate_id: str, consent: Consent) -> None:
        agreed = Agreed(consent.notice, given=True, recorded_at=consent.recorded_at)
        await Consents(self._conn, self._tenant).add(candidate_id, agreed)
        await Retention(self._conn, self._tenant).renew(candidate_id, consent.recorded_at)

    async def withdrawn(self, candidate: Candidate, now: datetime) -> None:
        """Note that the person no longer agrees."""
        await self._conn.execute(
            """
            UPDATE candidate SET consent_withdrawn_at = $3
            WHERE tenant = $1 AND candidate_id = $2
            """,
            self._tenant,
            candidate.candidate_id,
            now,
        )
        withdrawn = Agreed(candidate.consent.notice, given=False, recorded_at=now)
        await Consents(self._conn, self._tenant).add(candidate.candidate_id, withdrawn)

    async def get(self, candidate_id: UUID) -> tuple[Candidate, bytes | None]:
        """Return the candidate and the sealed profile.

        Raises CandidateNotFound, or CandidateMerged for one that is within another.
        """
        row = await self._conn.fetchrow(
            """
            SELECT candidate_id, owner, profile, facts_digest, consent_notice, consent_at,
                   consent_withdrawn_at, created_at, merged_into
            FROM candidate
            WHERE tenant = $1 AND candidate_id = $2 AND ($3 = '' OR owner = $3)
            """,
            self._tenant,
            candidate_id,
            self._own,
        )
        if row is None:
            await self._refuse(candidate_id)
            raise CandidateNotFound("no such candidate", candidate_id=str(candidate_id))
        if row["merged_into"]:
            raise CandidateMerged(
                "the candidate was merged into another", candidate_id=str(row["merged_into"])
            )
        return (await self._told([row]))[0]

    async def known(self, candidate_ids: Sequence[str]) -> list[tuple[Candidate, bytes | None]]:
        """Return those of the candidates that exist, merged ones as they are stored."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, owner, profile, facts_digest, consent_notice, consent_at,
                   consent_withdrawn_at, created_at
            FROM candidate
            WHERE tenant = $1 AND candidate_id = ANY($2::uuid[]) AND ($3 = '' OR owner = $3)
            ORDER BY candidate_id
            """,
            self._tenant,
            candidate_ids,
            self._own,
        )
        return await self._told(rows)

    async def within(self, candidate_id: UUID) -> list[Candidate]:
        """Return the records that were merged into a candidate, as they are stored."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id FROM candidate
            WHERE tenant = $1 AND merged_into = $2 ORDER BY candidate_id
            """,
            self._tenant,
            candidate_id,
        )
        return [each for each, _ in await self.known([str(row["candidate_id"]) for row in rows])]

    async def pin(self, candidate_id: UUID) -> None:
        """Keep the candidate from being merged until the transaction ends."""
        await self._conn.execute(
            "SELECT FROM candidate WHERE tenant = $1 AND candidate_id = $2 FOR KEY SHARE",
            self._tenant,
            candidate_id,
        )

    async def _refuse(self, candidate_id: UUID) -> None:
        """Raise CandidateErased if it is so, to those who may see every candidate."""
        erased = await Erased(self._conn, self._tenant).among([str(candidate_id)])
        if erased and not self._own:
            raise CandidateErased("the candidate was erased", candidate_id=str(candidate_id))

    async def hold(self, candidate_id: str) -> None:
        """Keep the candidate from being erased until the transaction ends.

        Comes before any change to rows of theirs. Raises CandidateErased if it is too late.
        """
        if await Erased(self._conn, self._tenant).hold([candidate_id]):
            raise CandidateErased("the candidate was erased", candidate_id=candidate_id)

    async def digest(self, candidate_id: str) -> str:
        """Return the digest of the candidate's current facts."""
        return await self._conn.fetchval(
            "SELECT facts_digest FROM candidate WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )

    async def _of_owner(self, owner: str) -> str:
        found = await self._conn.fetchval(
            "SELECT candidate_id FROM candidate WHERE tenant = $1 AND owner = $2",
            self._tenant,
            owner,
        )
        if found is None:
            raise ConcurrentChange("your candidate record was erased meanwhile")
        return str(found)

    async def page(self, before: str, size: int) -> list[tuple[Candidate, bytes | None]]:
        """Return `size` candidates, newest first, older than the id `before`."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, owner, profile, facts_digest, consent_notice, consent_at,
                   consent_withdrawn_at, created_at
            FROM candidate
            WHERE tenant = $1 AND ($2 = '' OR owner = $2) AND merged_into IS NULL
              AND ($3::uuid IS NULL OR candidate_id < $3)
            ORDER BY candidate_id DESC LIMIT $4
            """,
            self._tenant,
            self._own,
            UUID(before) if before else None,
            size,
        )
        return await self._told(rows)

    async def _told(self, rows: Sequence[Row]) -> list[tuple[Candidate, bytes | None]]:
        """Return the candidates of `rows`, each by the last resume of all that is within it."""
        tellers = await self._conn.fetch(
            """
            SELECT DISTINCT ON (kept_id) kept_id, candidate_id, profile, facts_digest
            FROM (
                SELECT coalesce(record.merged_into, record.candidate_id) AS kept_id,
                       record.candidate_id, record.profile, record.facts_digest, (
                           SELECT operation_id FROM operation
                           WHERE operation.tenant = $1
                             AND operation.candidate_id = record.candidate_id
                             AND operation.parsed_at IS NOT NULL
                           ORDER BY operation_id DESC LIMIT 1
                       ) AS last_id
                FROM candidate AS record
                WHERE record.tenant = $1 AND (record.merged_into = ANY($2) OR EXISTS (
                    SELECT FROM candidate AS merged
                    WHERE merged.tenant = $1 AND merged.merged_into = record.candidate_id
                      AND record.candidate_id = ANY($2)
                ))
            ) AS records
            ORDER BY kept_id, last_id DESC NULLS LAST, candidate_id = kept_id DESC
            """,
            self._tenant,
            [row["candidate_id"] for row in rows],
        )
        told = {row["kept_id"]: row for row in tellers}
        return [_told(row, told.get(row["candidate_id"], row)) for row in rows]

    async def standing(self, candidate_id: UUID) -> Standing:
        """Return where searches should find the candidate, or raise CandidateNotFound."""
        row = await self._conn.fetchrow(
            "SELECT merged_into, owner FROM candidate WHERE tenant = $1 AND candidate_id = $2",
            self._tenant,
            candidate_id,
        )
        if row is None:
            raise CandidateNotFound("no such candidate", candidate_id=str(candidate_id))
        if row["merged_into"]:
            return Standing(str(row["merged_into"]), "", "", 0, row["owner"])
        last = await self._conn.fetchrow(
            """
            SELECT operation.operation_id, candidate.facts_digest, (
                       SELECT count(*) FROM correction
                       WHERE correction.tenant = operation.tenant
                         AND correction.document_id = operation.document_id
                   ) AS corrections
            FROM operation JOIN candidate
              ON candidate.tenant = operation.tenant
             AND candidate.candidate_id = operation.candidate_id
            WHERE operation.tenant = $1 AND operation.parsed_at IS NOT NULL
              AND operation.candidate_id IN (SELECT records_of($1, $2))
            ORDER BY operation.operation_id DESC LIMIT 1
            """,
            self._tenant,
            candidate_id,
        )
        if last is None:
            return Standing("", "", "", 0, row["owner"])
        operation_id, corrections = str(last["operation_id"]), last["corrections"]
        return Standing("", last["facts_digest"], operation_id, corrections, row["owner"])

    async def understood(
        self, candidate_id: UUID, operation_id: str, sealed_profile: bytes, digest: str
    ) -> None:
        """Set what the resume of an operation says, unless a later upload was read before it.

        Of two at the same time, the second waits here for the first and then sees what it did.
        """
        await self._conn.execute(
            # No stronger lock: rows that refer to the candidate hold a share of its key.
            "SELECT FROM candidate WHERE tenant = $1 AND candidate_id = $2 FOR NO KEY UPDATE",
            self._tenant,
            candidate_id,
        )
        await self._conn.execute(
            """
            UPDATE candidate SET profile = $3, facts_digest = $4
            WHERE tenant = $1 AND candidate_id = $2 AND NOT EXISTS (
                SELECT FROM operation
                WHERE operation.tenant = $1 AND operation.candidate_id = $2
                  AND operation.operation_id > $5 AND operation.parsed_at IS NOT NULL
            )
            """,
            self._tenant,
            candidate_id,
            sealed_profile,
            digest,
            operation_id,
        )


class FactsStore:
    """The `facts` table: every version of a candidate's blind facts, sealed, by digest."""

    def __init__(self, conn: Connection, tenant: str, master: bytes) -> None:
        self._conn = conn
        self._tenant = tenant
        self._keys = PersonKeys(conn, tenant, master)

    async def add(self, candidate_id: UUID, facts: facts_pb2.ScorableFacts) -> str:
        """Store facts and return their digest; doing it twice changes nothing."""
        body = canonical.canonical(facts)
        digest = sha256(body).hexdigest()
        key = await self._keys.held(str(candidate_id))
        await self._conn.execute(
            """
            INSERT INTO facts (tenant, candidate_id, digest, body, created_at)
            VALUES ($1, $2, $3, $4, now()) ON CONFLICT DO NOTHING
            """,
            self._tenant,
            candidate_id,
            digest,
            key.seal(body, purpose=FACTS),
        )
        return digest

    async def get(self, candidate_id: UUID, digest: str) -> facts_pb2.ScorableFacts:
        """Return the facts with this digest, also of who is merged into the candidate.

        Raises FactsNotFound.
        """
        row = await self._conn.fetchrow(
            """
            SELECT candidate_id, body FROM facts
            WHERE tenant = $1 AND digest = $3
              AND (candidate_id = $2 OR candidate_id IN (SELECT records_of($1, $2)))
            ORDER BY candidate_id = $2 DESC LIMIT 1
            """,
            self._tenant,
            candidate_id,
            digest,
        )
        if row is None:
            raise FactsNotFound("no such facts", facts_digest=digest)
        key = await self._keys.existing(str(row["candidate_id"]))
        return canonical.parse(key.open(row["body"], purpose=FACTS), facts_pb2.ScorableFacts())


def _told(row: Row, teller: Row) -> tuple[Candidate, bytes | None]:
    merged = teller["candidate_id"] != row["candidate_id"]
    candidate = Candidate(
        candidate_id=str(row["candidate_id"]),
        owner=row["owner"],
        facts_digest=teller["facts_digest"],
        consent=Consent(row["consent_notice"], row["consent_at"], row["consent_withdrawn_at"]),
        created_at=row["created_at"],
        told_by=str(teller["candidate_id"]) if merged else "",
    )
    return candidate, teller["profile"]
