"""Keeping a promise: the present facts, scored by what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from candor.matcher.v1 import events_pb2
from candor.matcher.v1 import promise_service_pb2 as pb

from servicekit import outbox
from servicekit.erasing import Erased
from servicekit.sealing import PersonErased
from services.matcher.promises import wire
from services.matcher.promises.issuing import digest
from services.matcher.promises.repository import Present, Promises
from services.matcher.scoring.reckoning import Score

if TYPE_CHECKING:
    from candor.matcher.v1 import promise_pb2

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.matcher.promises.pairs import Pairs
    from services.matcher.stores import Stores


class Redeemer:
    """Keeps promises for one caller in one transaction."""

    def __init__(self, stores: Stores, conn: Connection, who: Caller, pairs: Pairs) -> None:
        self._stores = stores
        self._conn = conn
        self._who = who
        self._pairs = pairs

    async def redeem(self, promise: promise_pb2.Promise, text: str) -> pb.RedeemPromiseResponse:
        """Return how the promise stands, noted and announced.

        Raises PersonErased, ConsentExpired, FactsNotReady or PromiseNotScorable.
        """
        if await Erased(self._conn, self._who.tenant).hold([promise.candidate_id]):
            raise PersonErased("the person's data was erased")
        response = await self._scored(promise)
        now = self._stores.clock()
        if response.kept:
            store = Promises(self._conn, self._who.tenant, self._stores.master)
            await store.kept(promise.promise_id, now)
        about = outbox.About(self._who.tenant, promise.candidate_id, self._who.actor)
        await outbox.announce(self._conn, _redeemed(response, digest(text)), about, now)
        return response

    async def _scored(self, promise: promise_pb2.Promise) -> pb.RedeemPromiseResponse:
        tenant = self._who.tenant
        present = Present(self._conn, tenant, self._stores.master)
        facts_digest, message = await present.facts(UUID(promise.candidate_id))
        await self._pairs.admit(UUID(promise.candidate_id))
        terms = await self._pairs.promised(promise)
        facts = terms.read(message)
        score = terms.reckon(facts)
        return pb.RedeemPromiseResponse(
            promise=promise,
            kept=score >= Score(above=True, points=promise.points),
            points=score.points,
            below_line=not score.above,
            additions=[wire.standing(facts, wire.to_addition(each)) for each in promise.additions],
            facts_digest=facts_digest,
        )


def _redeemed(
    response: pb.RedeemPromiseResponse, promise_digest: str
) -> events_pb2.PromiseRedeemed:
    promise = response.promise
    return events_pb2.PromiseRedeemed(
        promise_id=promise.promise_id,
        job_id=promise.job_id,
        candidate_id=promise.candidate_id,
        promise_digest=promise_digest,
        facts_digest=response.facts_digest,
        rubric_digest=promise.rubric_digest,
        points=response.points,
        kept=response.kept,
    )
