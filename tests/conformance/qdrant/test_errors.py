"""What is refused by any Qdrant, and how."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import grpc
import pytest
from grpc.aio import AioRpcError
from qdrant_client import models

from tests.conformance.qdrant import corpus

if TYPE_CHECKING:
    from qdrant_client import AsyncQdrantClient

Code = grpc.StatusCode
Call = Callable[["AsyncQdrantClient", str], Awaitable[object]]


async def status_of(call: Awaitable[object]) -> grpc.StatusCode:
    with pytest.raises(AioRpcError) as caught:
        await call
    return caught.value.code()


def upsert(vector: models.VectorStruct, payload: models.Payload | None = None) -> Call:
    point = models.PointStruct(id=1, vector=vector, payload=payload)
    return lambda qdrant, name: qdrant.upsert(name, [point])


def query(vector: list[float] | models.SparseVector, using: str | None) -> Call:
    return lambda qdrant, name: qdrant.query_points(name, query=vector, using=using)


WRONG: dict[str, Call] = {
    "too short a vector": upsert({"body": [1.0, 2.0]}),
    "an unknown vector": upsert({"face": [1.0, 2.0]}),
    "a vector without its name": upsert([1.0] * corpus.SIZE),
    "a dense vector for words": upsert({"words": [1.0] * corpus.SIZE}),
    "words for a dense vector": upsert({"body": models.SparseVector(indices=[1], values=[1.0])}),
    "an index twice": upsert({"words": models.SparseVector(indices=[1, 1], values=[1.0, 2.0])}),
    "more indices than values": upsert(
        {"words": models.SparseVector(indices=[1, 2], values=[1.0])}
    ),
    "an id that is no UUID": lambda qdrant, name: qdrant.delete(name, ["nobody"]),
    "too short a query": query([1.0, 2.0], "body"),
    "an unknown vector in a query": query([1.0, 2.0], "face"),
    "a query without its name": query([1.0] * corpus.SIZE, None),
    "fusion of nothing": lambda qdrant, name: qdrant.query_points(
        name, query=models.FusionQuery(fusion=models.Fusion.RRF)
    ),
    "no results wanted": lambda qdrant, name: qdrant.query_points(name, limit=0),
    "order by a field without an index": lambda qdrant, name: qdrant.scroll(
        name, order_by=models.OrderBy(key="years")
    ),
    "a malformed path": lambda qdrant, name: qdrant.count(
        name,
        models.Filter(must=[models.IsNullCondition(is_null=models.PayloadField(key="a["))]),
    ),
}


@pytest.mark.parametrize("case", WRONG)
async def test_wrong_input_is_an_invalid_argument(
    qdrant: AsyncQdrantClient, empty: str, case: str
) -> None:
    assert await status_of(WRONG[case](qdrant, empty)) is Code.INVALID_ARGUMENT


MISSING: dict[str, Call] = {
    "info": lambda qdrant, name: qdrant.get_collection(name),
    "update": lambda qdrant, name: qdrant.update_collection(name, hnsw_config=None),
    "upsert": upsert({"body": [1.0]}),
    "delete": lambda qdrant, name: qdrant.delete(name, [1]),
    "index": lambda qdrant, name: qdrant.create_payload_index(
        name, "years", models.PayloadSchemaType.INTEGER
    ),
    "query": query([1.0], "body"),
    "batch": lambda qdrant, name: qdrant.query_batch_points(name, [models.QueryRequest()]),
    "retrieve": lambda qdrant, name: qdrant.retrieve(name, [1]),
    "scroll": lambda qdrant, name: qdrant.scroll(name),
    "count": lambda qdrant, name: qdrant.count(name),
}


@pytest.mark.parametrize("case", MISSING)
async def test_a_collection_that_is_not_there_is_not_found(
    qdrant: AsyncQdrantClient, name: str, case: str
) -> None:
    assert await status_of(MISSING[case](qdrant, name)) is Code.NOT_FOUND


async def test_a_name_is_taken_once(qdrant: AsyncQdrantClient, empty: str) -> None:
    assert await status_of(corpus.create(qdrant, empty)) is Code.ALREADY_EXISTS


async def test_payload_of_a_point_that_is_not_there_is_not_found(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    call = qdrant.set_payload(empty, {"years": 1}, points=[1])
    assert await status_of(call) is Code.NOT_FOUND


async def test_a_payload_without_a_json_form_is_an_invalid_argument(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    call = upsert({"body": [1.0] * corpus.SIZE}, {"score": math.nan})(qdrant, empty)
    assert await status_of(call) is Code.INVALID_ARGUMENT


async def test_a_refused_write_leaves_the_collection_usable(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    for call in WRONG.values():
        await status_of(call(qdrant, empty))
    await qdrant.upsert(empty, [person.point() for person in corpus.PEOPLE])
    words = models.SparseVector(indices=[1], values=[1.0])
    holders = [person for person in corpus.PEOPLE if 1 in person.words]
    found = await qdrant.query_points(empty, query=words, using="words", limit=240)
    assert {point.id for point in found.points} == {person.number for person in holders}
