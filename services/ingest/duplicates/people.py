"""Candidates opened, so that they can be compared: for no longer than that takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from candor.ingest.v1 import profile_pb2

from servicekit.sealing import PersonKeys
from services.ingest.candidates.wire import PROFILE
from services.ingest.duplicates.likeness import Job, Person
from services.ingest.duplicates.marks import Known
from services.ingest.resumes.wire import FILE, TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from servicekit.database import Connection
    from servicekit.sealing import PersonKey
    from services.ingest.stores import Stores


class People:
    """Profiles and texts of one tenant, over one transaction."""

    def __init__(self, conn: Connection, tenant: str, stores: Stores) -> None:
        self._conn = conn
        self._tenant = tenant
        self._files = stores.files
        self._keys = PersonKeys(conn, tenant, stores.master)

    async def subject(
        self, record_id: UUID, operation_id: UUID | None
    ) -> tuple[Known, Person] | None:
        """Return what marks are made of, and the person; None if nothing of it is left.

        With the operation of a resume its file and text count too.
        """
        opened = (await self.profiles([str(record_id)])).get(str(record_id))
        if opened is None:
            return None
        digest, text = (
            await self._read(record_id, operation_id) if operation_id is not None else ("", "")
        )
        person = replace(opened.person, text=text)
        return Known(person.name, opened.email, opened.phone, digest, text), person

    async def _read(self, record_id: UUID, operation_id: UUID) -> tuple[str, str]:
        """Return the SHA-256 of a resume's file and its text; "" where they are gone."""
        row = await self._conn.fetchrow(
            """
            SELECT document_id, address FROM operation JOIN document USING (tenant, document_id)
            WHERE tenant = $1 AND operation_id = $2
            """,
            self._tenant,
            operation_id,
        )
        if row is None:
            return "", ""
        key = await self._keys.existing(str(record_id))
        content = key.open(await self._files.get(row["address"]), purpose=FILE)
        return sha256(content).hexdigest(), await self._text_of(row["document_id"], key)

    async def profiles(self, record_ids: Collection[str]) -> Mapping[str, Opened]:
        """Return who the records say that they are of, those erased left out."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, profile FROM candidate
            WHERE tenant = $1 AND candidate_id = ANY($2::uuid[]) AND profile IS NOT NULL
            """,
            self._tenant,
            list(record_ids),
        )
        keys = await self._keys.known([str(row["candidate_id"]) for row in rows])
        return {
            str(row["candidate_id"]): _opened(row["profile"], keys[str(row["candidate_id"])])
            for row in rows
            if str(row["candidate_id"]) in keys
        }

    async def text(self, record_id: str) -> str:
        """Return the text of the resume of the record that was read last; "" without one."""
        document_id = await self._conn.fetchval(
            """
            SELECT document_id FROM operation
            WHERE tenant = $1 AND candidate_id = $2 AND parsed_at IS NOT NULL
            ORDER BY operation_id DESC LIMIT 1
            """,
            self._tenant,
            record_id,
        )
        key = (await self._keys.known([record_id])).get(record_id)
        return await self._text_of(document_id, key) if document_id and key else ""

    async def _text_of(self, document_id: UUID, key: PersonKey) -> str:
        sealed = await self._conn.fetchval(
            "SELECT body FROM document WHERE tenant = $1 AND document_id = $2",
            self._tenant,
            document_id,
        )
        return key.open(sealed, purpose=TEXT).decode() if sealed else ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A profile in the clear."""

    person: Person
    email: str
    phone: str


def _opened(sealed: bytes, key: PersonKey) -> Opened:
    profile = profile_pb2.Profile.FromString(key.open(sealed, purpose=PROFILE))
    return Opened(person(profile), profile.email, profile.phone)


def person(profile: profile_pb2.Profile) -> Person:
    """Return what of a profile is compared."""
    jobs = tuple(_job(each) for each in profile.employment)
    schools = tuple(each.institution for each in profile.education)
    return Person(profile.name, jobs, schools)


def _job(value: profile_pb2.Employment) -> Job:
    known = value.HasField("start")
    start = value.start.year * 12 + value.start.month - 1 if known else None
    return Job(value.title, value.employer, start)
