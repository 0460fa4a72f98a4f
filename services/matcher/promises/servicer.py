"""candor.matcher.v1.PromiseService."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID

from candor.matcher.v1 import promise_service_pb2 as pb
from candor.matcher.v1.promise_service_pb2_grpc import PromiseServiceServicer

from servicekit import pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.errors import FieldInvalid
from servicekit.pages import PageTokenInvalid
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.matcher.promises import wire
from services.matcher.promises.issuing import Issuer, digest, opened
from services.matcher.promises.pairs import Pairs
from services.matcher.promises.promises import TargetRankWithheld
from services.matcher.promises.redeeming import Redeemer
from services.matcher.promises.signing import Signer
from services.matcher.scoring.counterfactuals import counterfactuals

if TYPE_CHECKING:
    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.matcher.owners import Owners
    from services.matcher.preparing import Preparer
    from services.matcher.promises.pairs import Pair
    from services.matcher.scoring.counterfactuals import Found
    from services.matcher.stores import Stores

SETS = 5
MOST_SETS = 50


class PromiseServicer(PromiseServiceServicer):
    """Says what reaches a score, promises it and keeps it. See the proto for the contract."""

    def __init__(self, stores: Stores, preparer: Preparer, owners: Owners) -> None:
        self._stores = stores
        self._preparer = preparer
        self._owners = owners
        self._searching = asyncio.Semaphore(1)  # one search at a time leaves the loop its turns

    async def ListCounterfactuals(
        self, request: pb.ListCounterfactualsRequest, context: Context
    ) -> pb.ListCounterfactualsResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        size = pages.size(request.page_size, usual=SETS, largest=SETS)
        after = self._stores.pages.after(request, request.page_token, who)
        await self._owners.admit(who, candidate_id)
        async with transaction(self._stores.pool, who.tenant) as conn:
            pairs = self._pairs(conn, who)
            pair = await pairs.present(job_id, candidate_id)
            target = await _target(request, pairs, pair, who, candidate_id)
        start = _start(after, mark := _mark(pair, target))
        most = min(MOST_SETS, start + size + 1)
        async with self._searching:
            found = await asyncio.to_thread(
                counterfactuals, pair.facts, pair.job.rubric, pair.reckon, target, most
            )
        response = _listed(pair, found, target, start, size)
        if start + size < len(found.sets):
            token = self._stores.pages.token(request, f"{start + size} {mark}", who)
            response.next_page_token = token
        return response

    async def IssuePromise(
        self, request: pb.IssuePromiseRequest, context: Context
    ) -> pb.IssuePromiseResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        await self._owners.admit(who, candidate_id)
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "IssuePromise")
            known = await requests.recall(request.request_id, request, pb.IssuePromiseResponse())
            if known is not None:
                return known
            pair = await self._pairs(conn, who).present(job_id, candidate_id)
            response = await Issuer(self._stores, conn, who).issue(request, pair)
            await requests.remember(request.request_id, response, person_id=str(candidate_id))
        return response

    async def GetPromiseKey(
        self, request: pb.GetPromiseKeyRequest, context: Context
    ) -> pb.GetPromiseKeyResponse:
        signer = Signer(self._stores.master, caller().tenant)
        return pb.GetPromiseKeyResponse(key_id=signer.key_id, public_key=signer.public_key)

    async def RedeemPromise(
        self, request: pb.RedeemPromiseRequest, context: Context
    ) -> pb.RedeemPromiseResponse:
        who = caller()
        promise = opened(Signer(self._stores.master, who.tenant), request.text, who.tenant)
        await self._owners.admit(who, UUID(promise.candidate_id))
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "RedeemPromise")
            known = await requests.recall(request.request_id, request, pb.RedeemPromiseResponse())
            if known is not None:
                return known
            redeemer = Redeemer(self._stores, conn, who, self._pairs(conn, who))
            response = await redeemer.redeem(promise, request.text)
            await requests.remember(request.request_id, response, person_id=promise.candidate_id)
        return response

    def _pairs(self, conn: Connection, who: Caller) -> Pairs:
        return Pairs(self._stores, self._preparer, conn, who)

    def _requests(self, conn: Connection, who: Caller, method: str) -> Requests:
        keys = PersonKeys(conn, who.tenant, self._stores.master)
        return Requests(conn, keys, who, method)


async def _target(
    request: pb.ListCounterfactualsRequest,
    pairs: Pairs,
    pair: Pair,
    who: Caller,
    candidate_id: UUID,
) -> int:
    match request.WhichOneof("target"):
        case "target_points":
            if not 0 < request.target_points <= pair.job.rubric.max_points:
                most = pair.job.rubric.max_points
                raise FieldInvalid("target_points", f"want 1 to {most}, the most there is")
            return request.target_points
        case "target_rank":
            if who.own:
                raise TargetRankWithheld("whose place it is is not for candidates to see")
            if not request.target_rank:
                raise FieldInvalid("target_rank", "want a place, from 1")
            return await pairs.points_at(request.target_rank, pair, candidate_id)
        case _:
            raise FieldInvalid("target_points", "want points or a place to reach")


def _listed(
    pair: Pair, found: Found, target: int, start: int, size: int
) -> pb.ListCounterfactualsResponse:
    return pb.ListCounterfactualsResponse(
        counterfactuals=[wire.counterfactual(each) for each in found.sets[start : start + size]],
        points=found.now.points,
        below_line=not found.now.above,
        target_points=target,
        reachable_points=found.reachable.points,
        complete=found.complete,
        facts_digest=pair.facts_digest,
        lineage=pair.told_lineage,
    )


def _mark(pair: Pair, target: int) -> str:
    """Return what has to be the same for the next page to follow the last."""
    return digest(f"{pair.facts_digest} {pair.job.rubric_digest} {target}")


def _start(after: str, mark: str) -> int:
    if not after:
        return 0
    start, _, seen = after.partition(" ")
    if seen != mark:
        raise PageTokenInvalid("the facts or the rubric have changed: list from the first page")
    return int(start)
