"""Idempotency by request id (AIP-155): a retry gets the first answer and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from servicekit.canonical import digest
from servicekit.errors import Code, FieldInvalid, ServiceError
from servicekit.sealing import PersonErased

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.sealing import PersonKeys

    M = TypeVar("M", bound=Message)


class RequestIdReused(ServiceError):
    """The request id was used for another request."""

    code = Code.ALREADY_EXISTS
    reason = "REQUEST_ID_REUSED"


class Requests:
    """The `request` table, over one transaction and for one caller and method.

    `recall` first, in the transaction of the change; `remember` last, in the same. A
    second call under the same id at the same time waits in `recall` for the first to
    end. Answers are sealed under the key of the person that they are about.
    """

    def __init__(self, conn: Connection, keys: PersonKeys, caller: Caller, method: str) -> None:
        self._conn = conn
        self._keys = keys
        self._slot = (caller.tenant, caller.subject, method)

    async def recall(
        self, request_id: str, request: Message, into: M, *, fingerprint: str = ""
    ) -> M | None:
        """Return the first answer under `request_id`, or None if this is the first call.

        `fingerprint` stands for the request where it is too large to be made canonical.
        Raises RequestIdReused if the id was used for another request.
        """
        if not request_id:
            return None
        mark = bytes.fromhex(fingerprint or digest(request))
        inserted = await self._conn.execute(
            """
            INSERT INTO request (tenant, subject, method, request_id, fingerprint, person_id)
            VALUES ($1, $2, $3, $4, $5, '') ON CONFLICT DO NOTHING
            """,
            *self._slot,
            parse_id(request_id),
            mark,
        )
        if inserted == "INSERT 0 1":
            return None
        return await self._answer(request_id, mark, into)

    async def answered(self, request_id: str, request: Message, into: M) -> M | None:
        """Return the first answer under `request_id` if there is one by now.

        For work that takes long, to be done before the transaction of the change: it does
        not keep others from beginning the same, and `recall` decides whose change counts.
        """
        if not request_id:
            return None
        known = await self._conn.fetchval(
            """
            SELECT true FROM request
            WHERE tenant = $1 AND subject = $2 AND method = $3 AND request_id = $4
            """,
            *self._slot,
            parse_id(request_id),
        )
        mark = bytes.fromhex(digest(request))
        return await self._answer(request_id, mark, into) if known else None

    async def _answer(self, request_id: str, mark: bytes, into: M) -> M:
        row = await self._conn.fetchrow(
            """
            SELECT fingerprint, person_id, response FROM request
            WHERE tenant = $1 AND subject = $2 AND method = $3 AND request_id = $4
            """,
            *self._slot,
            UUID(request_id),
        )
        if row is not None and row["response"] is None:
            raise PersonErased("the answer was about a person whose data was erased")
        if row is None or row["fingerprint"] != mark:
            raise RequestIdReused("the id was used for another request", request_id=request_id)
        key = await self._keys.existing(row["person_id"])
        into.ParseFromString(key.open(row["response"], purpose="response"))
        return into

    async def remember(self, request_id: str, response: Message, *, person_id: str) -> None:
        """Keep `response` as the answer under `request_id`, sealed for `person_id`."""
        if not request_id:
            return
        key = await self._keys.of(person_id)
        await self._conn.execute(
            """
            UPDATE request SET person_id = $5, response = $6
            WHERE tenant = $1 AND subject = $2 AND method = $3 AND request_id = $4
            """,
            *self._slot,
            UUID(request_id),
            person_id,
            key.seal(response.SerializeToString(), purpose="response"),
        )


def parse_id(value: str, field: str = "request_id") -> UUID:
    """Parse the UUID in `field`, or raise FieldInvalid."""
    try:
        return UUID(value)
    except ValueError as error:
        raise FieldInvalid(field, "want a UUID") from error
