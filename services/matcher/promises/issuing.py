"""Giving a promise: what is asked for is checked against the offer, scored, signed and kept."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from candor.matcher.v1 import events_pb2, promise_pb2
from candor.matcher.v1 import promise_service_pb2 as pb
from uuid_utils.compat import uuid7

from servicekit import canonical, outbox
from servicekit.errors import FieldInvalid
from servicekit.timestamps import timestamp
from services.matcher.promises import tables, wire
from services.matcher.promises.promises import PromiseInvalid, PromiseNotReached
from services.matcher.promises.repository import Near, Promises
from services.matcher.promises.signing import Signer
from services.matcher.scoring.applying import applied
from services.matcher.scoring.offering import ladders
from services.matcher.scoring.reckoning import Score, holds

if TYPE_CHECKING:
    from datetime import datetime

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.matcher.promises.pairs import Pair
    from services.matcher.stores import Stores

FORMAT = "candor-promise/1"
MOST_ADDITIONS = 20


class Issuer:
    """Gives promises for one caller in one transaction."""

    def __init__(self, stores: Stores, conn: Connection, who: Caller) -> None:
        self._stores = stores
        self._conn = conn
        self._who = who

    async def issue(self, request: pb.IssuePromiseRequest, pair: Pair) -> pb.IssuePromiseResponse:
        """Return a new promise, or raise FieldInvalid or PromiseNotReached."""
        check(request, pair)
        now = self._stores.clock()
        promise = self._promise(request, pair, now)
        signer = Signer(self._stores.master, self._who.tenant)
        text = signer.sign(canonical.canonical(promise))
        needed = tables.kept(pair.job.rubric, self._stores.tables)
        near = Near(self._conn, self._who.tenant)
        await near.add(promise.rubric_digest, promise.taxonomy_digest, needed)
        await Promises(self._conn, self._who.tenant, self._stores.master).add(promise, text, now)
        await self._announce(promise, text, now)
        return pb.IssuePromiseResponse(text=text, promise=promise)

    def _promise(
        self, request: pb.IssuePromiseRequest, pair: Pair, now: datetime
    ) -> promise_pb2.Promise:
        return promise_pb2.Promise(
            format=FORMAT,
            promise_id=str(uuid7()),
            tenant=self._who.tenant,
            job_id=pair.job.job_id,
            candidate_id=str(UUID(request.candidate_id)),
            facts_digest=pair.facts_digest,
            as_of=pair.as_of,
            rubric_digest=pair.job.rubric_digest,
            taxonomy_digest=pair.lineage.taxonomy_digest,
            scorer=pair.lineage.scorer,
            additions=request.additions,
            points=request.points,
            issue_time=timestamp(now),
            held=[
                promise_pb2.Held(criterion_id=criterion_id, basis_points=degree)
                for criterion_id, degree in holds(pair.scoring, pair.facts).items()
            ],
        )

    async def _announce(self, promise: promise_pb2.Promise, text: str, now: datetime) -> None:
        issued = events_pb2.PromiseIssued(
            promise_id=promise.promise_id,
            job_id=promise.job_id,
            candidate_id=promise.candidate_id,
            promise_digest=digest(text),
            facts_digest=promise.facts_digest,
            rubric_digest=promise.rubric_digest,
            points=promise.points,
        )
        about = outbox.About(self._who.tenant, promise.candidate_id, self._who.actor)
        await outbox.announce(self._conn, issued, about, now)


def check(request: pb.IssuePromiseRequest, pair: Pair) -> None:
    """Refuse what is not offered for these facts, and what does not reach the points."""
    if not 0 < len(request.additions) <= MOST_ADDITIONS:
        raise FieldInvalid("additions", f"want 1 to {MOST_ADDITIONS}")
    if not 0 < request.points <= pair.job.rubric.max_points:
        raise FieldInvalid("points", f"want 1 to {pair.job.rubric.max_points}, the most there is")
    asked = [wire.to_addition(each) for each in request.additions]
    offered = ladders(pair.facts, pair.job.rubric)
    of = {each: number for number, ladder in enumerate(offered) for each in ladder}
    if len({of[each] for each in asked if each in of}) < len(asked):
        raise FieldInvalid("additions", "want what is offered for these facts, each thing once")
    reached = pair.reckon(applied(pair.facts, asked))
    if reached < Score(above=True, points=request.points):
        raise PromiseNotReached("the additions do not reach it", points=str(reached.points))


def opened(signer: Signer, text: str, tenant: str) -> promise_pb2.Promise:
    """Return what a text of the tenant says, or raise PromiseInvalid."""
    promise = canonical.parse(signer.open(text), promise_pb2.Promise())
    if promise.format != FORMAT or promise.tenant != tenant:
        raise PromiseInvalid("this is not a promise of ours")
    return promise


def digest(text: str) -> str:
    """Return what names a promise in the ledger."""
    return sha256(text.encode()).hexdigest()
