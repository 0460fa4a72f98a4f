"""Whether a record is the caller's own: asked of Ingest at each call, kept nowhere here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc.aio
from candor.ingest.v1 import facts_service_pb2, facts_service_pb2_grpc

from servicekit import channel
from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from uuid import UUID

    from servicekit.auth import Caller, MeshIdentity

TIMEOUT = 10.0


class CandidateNotFound(ServiceError):
    """No candidate that the caller may see has the id."""

    code = Code.NOT_FOUND
    reason = "CANDIDATE_NOT_FOUND"


class Owners:
    """Lets those in who may see a candidate."""

    def __init__(self, ingest: grpc.aio.Channel, identity: MeshIdentity) -> None:
        self._ingest = facts_service_pb2_grpc.FactsServiceStub(ingest)
        self._identity = identity

    async def admit(self, who: Caller, candidate_id: UUID) -> None:
        """Raise CandidateNotFound if the caller is limited to their own record and it is not."""
        if not who.own:
            return
        standing = await self._standing(who, str(candidate_id))
        if standing.kept_id and not standing.own:
            standing = await self._standing(who, standing.kept_id)
        if not standing.own:
            raise CandidateNotFound("no such candidate", candidate_id=str(candidate_id))

    async def _standing(
        self, who: Caller, candidate_id: str
    ) -> facts_service_pb2.GetStandingResponse:
        try:
            return await self._ingest.GetStanding(
                facts_service_pb2.GetStandingRequest(candidate_id=candidate_id),
                metadata=channel.bearer(self._identity.token(who.tenant, who.actor)),
                timeout=TIMEOUT,
            )
        except grpc.aio.AioRpcError as error:
            if error.code() is not Code.NOT_FOUND:
                raise
            raise CandidateNotFound("no such candidate", candidate_id=candidate_id) from error
