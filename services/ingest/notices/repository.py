"""Notices in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.ingest.notices.notices import NoticeExists, NoticeNotFound, Shown, Template, own

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from servicekit.database import Connection


class Notices:
    """The `notice` and `notice_shown` tables."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, template: Template, now: datetime) -> Template:
        """Store a version; NoticeExists if it is there with other words. Return what is stored."""
        await self._conn.execute(
            """
            INSERT INTO notice (tenant, language, version, body, organisation, contact, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """,
            self._tenant,
            template.language,
            template.version,
            template.body,
            template.organisation,
            template.contact,
            now,
        )
        kept = await self.get(template.language, template.version)
        if (kept.body, kept.organisation, kept.contact) != (
            template.body,
            template.organisation,
            template.contact,
        ):
            raise NoticeExists("a version never changes", version=template.version)
        return kept

    async def get(self, language: str, version: str = "") -> Template:
        """Return a version, or the newest; without one of the tenant's, Candor's own."""
        fallback = own(language, self._tenant)
        row = await self._conn.fetchrow(
            """
            SELECT language, version, body, organisation, contact, created_at FROM notice
            WHERE tenant = $1 AND language = $2 AND ($3 = '' OR version = $3)
            ORDER BY created_at DESC, version DESC LIMIT 1
            """,
            self._tenant,
            language,
            version,
        )
        if row is not None:
            return Template(**dict(row))
        if version not in ("", fallback.version):
            raise NoticeNotFound("no such version", version=version, language=language)
        return fallback

    async def show(self, shown: Shown) -> None:
        """Record that a text was shown."""
        await self._conn.execute(
            """
            INSERT INTO notice_shown (tenant, shown_id, candidate_id, subject, language, version,
                                      digest, shown_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            self._tenant,
            shown.shown_id,
            UUID(shown.candidate_id) if shown.candidate_id else None,
            shown.subject,
            shown.language,
            shown.version,
            shown.digest,
            shown.shown_at,
        )

    async def shown(self, candidate_id: str, owner: str) -> Sequence[Shown]:
        """Return what a candidate was shown, also before they were one, oldest first."""
        rows = await self._conn.fetch(
            """
            SELECT shown_id, candidate_id, subject, language, version, digest, shown_at
            FROM notice_shown
            WHERE tenant = $1 AND (candidate_id = $2 OR (candidate_id IS NULL AND subject = $3))
            ORDER BY shown_id
            """,
            self._tenant,
            candidate_id,
            owner,
        )
        return [
            Shown(
                shown_id=str(row["shown_id"]),
                candidate_id=str(row["candidate_id"] or ""),
                subject=row["subject"],
                language=row["language"],
                version=row["version"],
                digest=row["digest"],
                shown_at=row["shown_at"],
            )
            for row in rows
        ]
