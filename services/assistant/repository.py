"""Sessions and what was said in them, for one person in the caller's transaction."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from servicekit.erasing import count
from servicekit.sealing import PersonKeys, derive
from services.assistant.sessions import Author, Said, Session, SessionNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from servicekit.auth import Caller
    from servicekit.database import Connection, Row
    from servicekit.sealing import PersonKey


class Sessions:
    """The `session` table, limited to the sessions that the caller owns."""

    def __init__(self, conn: Connection, who: Caller) -> None:
        self._conn = conn
        self._slot = (who.tenant, who.subject)

    async def add(self, session: Session) -> None:
        """Store a new session."""
        await self._conn.execute(
            """
            INSERT INTO session (tenant, owner, session_id, created_at) VALUES ($1, $2, $3, $4)
            """,
            *self._slot,
            session.session_id,
            session.created_at,
        )

    async def get(self, session_id: UUID) -> Session:
        """Return the session, or raise SessionNotFound."""
        row = await self._conn.fetchrow(
            """
            SELECT session_id, owner, created_at FROM session
            WHERE tenant = $1 AND owner = $2 AND session_id = $3
            """,
            *self._slot,
            session_id,
        )
        if row is None:
            raise SessionNotFound("no such session", session_id=str(session_id))
        return _session(row)

    async def keep(self, session_id: UUID) -> None:
        """Keep the session from being deleted until the transaction ends.

        Raises SessionNotFound if it is too late.
        """
        row = await self._conn.fetchrow(
            """
            SELECT FROM session WHERE tenant = $1 AND owner = $2 AND session_id = $3 FOR KEY SHARE
            """,
            *self._slot,
            session_id,
        )
        if row is None:
            raise SessionNotFound("no such session", session_id=str(session_id))

    async def page(self, before: str, size: int) -> list[Session]:
        """Return `size` sessions, newest first, older than the id `before`."""
        rows = await self._conn.fetch(
            """
            SELECT session_id, owner, created_at FROM session
            WHERE tenant = $1 AND owner = $2 AND ($3::uuid IS NULL OR session_id < $3)
            ORDER BY session_id DESC LIMIT $4
            """,
            *self._slot,
            UUID(before) if before else None,
            size,
        )
        return [_session(row) for row in rows]


class Messages:
    """The `message` table of one session, sealed under the key of its owner."""

    def __init__(self, conn: Connection, who: Caller, session_id: UUID, master: bytes) -> None:
        self._conn = conn
        self._slot = (who.tenant, session_id)
        self._subject = who.subject
        self._master = master
        self._keys = PersonKeys(conn, who.tenant, master)

    async def add(self, said: Said, subjects: Iterable[str]) -> None:
        """Store what was said, and whom of the candidates it may name."""
        key = await self._keys.of(self._subject)
        await self._conn.execute(
            """
            INSERT INTO message (tenant, session_id, message_id, author, pieces, topic, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            *self._slot,
            said.message_id,
            said.author,
            key.seal(said.pieces, purpose=f"pieces/{said.message_id}"),
            key.seal(said.topic, purpose=f"topic/{said.message_id}"),
            said.created_at,
        )
        await self._conn.execute(
            """
            INSERT INTO message_subject (tenant, session_id, message_id, mark)
            SELECT $1, $2, $3, unnest($4::bytea[])
            """,
            *self._slot,
            said.message_id,
            [_mark(self._master, self._slot[0], each) for each in subjects],
        )

    async def page(self, after: str, size: int) -> list[Said]:
        """Return `size` messages, oldest first, newer than the id `after`."""
        rows = await self._conn.fetch(
            """
            SELECT message_id, author, pieces, topic, created_at, removed FROM message
            WHERE tenant = $1 AND session_id = $2 AND ($3::uuid IS NULL OR message_id > $3)
            ORDER BY message_id LIMIT $4
            """,
            *self._slot,
            UUID(after) if after else None,
            size,
        )
        return await self._opened(rows)

    async def last(self) -> Said | None:
        """Return what was said last, if anything was."""
        rows = await self._conn.fetch(
            """
            SELECT message_id, author, pieces, topic, created_at, removed FROM message
            WHERE tenant = $1 AND session_id = $2 ORDER BY message_id DESC LIMIT 1
            """,
            *self._slot,
        )
        return next(iter(await self._opened(rows)), None)

    async def get(self, message_id: UUID) -> Said:
        """Return a message that is known to exist; LookupError if it does not."""
        rows = await self._conn.fetch(
            """
            SELECT message_id, author, pieces, topic, created_at, removed FROM message
            WHERE tenant = $1 AND session_id = $2 AND message_id = $3
            """,
            *self._slot,
            message_id,
        )
        return (await self._opened(rows))[0]

    async def _opened(self, rows: list[Row]) -> list[Said]:
        if not rows:
            return []
        key = await self._keys.existing(self._subject)
        return [_said(row, key) for row in rows]


class Conversations:
    """What everybody of a tenant said."""

    def __init__(self, conn: Connection, tenant: str, master: bytes) -> None:
        self._conn = conn
        self._tenant = tenant
        self._master = master

    async def about(self, candidate_id: str, size: int) -> Sequence[Said]:
        """Return the newest `size` answers that may name the candidate, newest first."""
        rows = await self._conn.fetch(
            """
            SELECT owner, message_id, author, pieces, topic, message.created_at, removed
            FROM message_subject
            JOIN message USING (tenant, session_id, message_id)
            JOIN session USING (tenant, session_id)
            WHERE message_subject.tenant = $1 AND mark = $2 AND author = $3
            ORDER BY message_id DESC LIMIT $4
            """,
            self._tenant,
            _mark(self._master, self._tenant, candidate_id),
            Author.ASSISTANT,
            size,
        )
        keys = await PersonKeys(self._conn, self._tenant, self._master).known(
            {row["owner"] for row in rows}
        )
        return [_said(row, keys[row["owner"]]) for row in rows if row["owner"] in keys]

    async def forget(self, candidate_id: str, subject: str) -> Mapping[str, int]:
        """Empty each message that may name the candidate, and delete what `subject` said.

        Returns how much of each.
        """
        mark = _mark(self._master, self._tenant, candidate_id)
        emptied = await self._conn.execute(
            """
            UPDATE message SET pieces = '', topic = '', removed = true
            WHERE tenant = $1 AND (session_id, message_id) IN (
                SELECT session_id, message_id FROM message_subject
                WHERE tenant = $1 AND mark = $2
            )
            """,
            self._tenant,
            mark,
        )
        await self._conn.execute(
            "DELETE FROM message_subject WHERE tenant = $1 AND mark = $2", self._tenant, mark
        )
        own = await self._conn.execute(
            """
            DELETE FROM message WHERE tenant = $1 AND session_id IN
                (SELECT session_id FROM session WHERE tenant = $1 AND owner = $2 FOR UPDATE)
            """,
            self._tenant,
            subject,
        )
        sessions = await self._conn.execute(
            "DELETE FROM session WHERE tenant = $1 AND owner = $2", self._tenant, subject
        )
        return {
            "messages_about": count(emptied),
            "own_messages": count(own),
            "own_sessions": count(sessions),
        }


def _mark(master: bytes, tenant: str, candidate_id: str) -> bytes:
    """Return what stands for a candidate: without the master key nobody can tell for whom."""
    return hmac.digest(derive(master, f"subjects/{tenant}"), candidate_id.encode(), "sha256")


def _session(row: Row) -> Session:
    return Session(str(row["session_id"]), row["owner"], row["created_at"])


def _said(row: Row, key: PersonKey) -> Said:
    message_id = str(row["message_id"])
    if row["removed"]:
        return Said(message_id, Author(row["author"]), b"", b"", row["created_at"], removed=True)
    return Said(
        message_id=message_id,
        author=Author(row["author"]),
        pieces=key.open(row["pieces"], purpose=f"pieces/{message_id}"),
        topic=key.open(row["topic"], purpose=f"topic/{message_id}"),
        created_at=row["created_at"],
    )
