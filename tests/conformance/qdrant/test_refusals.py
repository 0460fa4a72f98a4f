"""What our endpoint refuses, and a real Qdrant would do."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, cast
from uuid import uuid4

import grpc
import pytest
import pytest_asyncio
from grpc.aio import AioRpcError
from grpc_health.v1 import health_pb2
from qdrant_client import grpc as pb
from qdrant_client import models

from tests.conformance.qdrant import corpus
from tests.harness.qdrant import connected, endpoint

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from qdrant_client import AsyncQdrantClient

Code = grpc.StatusCode
Call = Callable[["AsyncQdrantClient", str], Awaitable[object]]
Raw = Callable[[bytes], Awaitable[bytes]]
LIKE = [1.0] * corpus.SIZE
SCALAR = models.ScalarQuantization(
    scalar=models.ScalarQuantizationConfig(type=models.ScalarType.INT8)
)
HERE = models.GeoPoint(lon=1, lat=1)


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of our own endpoint."""
    with endpoint(tmp_path_factory.mktemp("refusals")) as running:
        yield running.address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(ours: str) -> AsyncGenerator[AsyncQdrantClient]:
    async with connected(ours) as client:
        await corpus.create(client, "people")
        await client.upsert("people", [person.point() for person in corpus.PEOPLE[:9]])
        yield client


async def refusal_of(call: Awaitable[object]) -> AioRpcError:
    with pytest.raises(AioRpcError) as caught:
        await call
    return caught.value


def creating(**options: object) -> Call:
    vectors = models.VectorParams(size=4, distance=models.Distance.DOT)

    def call(client: AsyncQdrantClient, _name: str) -> Awaitable[object]:
        options_too: dict[str, object] = {"vectors_config": vectors, **options}
        return client.create_collection(f"refused-{uuid4()}", **options_too)  # pyright: ignore[reportArgumentType]

    return call


def querying(query: models.Query) -> Call:
    return lambda client, name: client.query_points(name, query=query, using="body")


def counting(condition: models.Condition) -> Call:
    return lambda client, name: client.count(name, models.Filter(must=[condition]))


UNSUPPORTED: dict[str, Call] = {
    "quantisation": creating(quantization_config=SCALAR),
    "several shards": creating(shard_number=2),
    "several replicas": creating(replication_factor=2),
    "custom sharding": creating(sharding_method=models.ShardingMethod.CUSTOM),
    "strict mode": creating(strict_mode_config=models.StrictModeConfig(enabled=True)),
    "own WAL settings": creating(wal_config=models.WalConfigDiff(wal_capacity_mb=1)),
    "multivectors": creating(
        vectors_config=models.VectorParams(
            size=4,
            distance=models.Distance.DOT,
            multivector_config=models.MultiVectorConfig(
                comparator=models.MultiVectorComparator.MAX_SIM
            ),
        )
    ),
    "quantisation later": lambda client, name: client.update_collection(
        name, quantization_config=SCALAR
    ),
    "likeness to a point": querying(models.NearestQuery(nearest=1)),
    "recommendation": querying(models.RecommendQuery(recommend=models.RecommendInput())),
    "diversity": querying(models.NearestQuery(nearest=LIKE, mmr=models.Mmr())),
    "sampling": querying(models.SampleQuery(sample=models.Sample.RANDOM)),
    "a formula": querying(models.FormulaQuery(formula=models.SumExpression(sum=["$score", 1.0]))),
    "lookup elsewhere": lambda client, name: client.query_points(
        name, query=LIKE, using="body", lookup_from=models.LookupLocation(collection="other")
    ),
    "search with quantisation": lambda client, name: client.query_points(
        name,
        query=LIKE,
        using="body",
        search_params=models.SearchParams(quantization=models.QuantizationSearchParams()),
    ),
    "distance on Earth": counting(
        models.FieldCondition(key="at", geo_radius=models.GeoRadius(center=HERE, radius=1))
    ),
    "shard keys": lambda client, name: client.count(name, shard_key_selector="one"),
    "text index options": lambda client, name: client.create_payload_index(
        name, "text", models.TextIndexParams(type=models.TextIndexType.TEXT, lowercase=True)
    ),
    "facets": lambda client, name: client.facet(name, "tenant"),
    "groups": lambda client, name: client.query_points_groups(
        name, group_by="tenant", query=LIKE, using="body"
    ),
    "overwriting a payload": lambda client, name: client.overwrite_payload(
        name, {"years": 1}, points=[1]
    ),
    "deleting vectors": lambda client, name: client.delete_vectors(name, ["body"], points=[1]),
    "batches of writes": lambda client, name: client.batch_update_points(
        name, [models.DeleteOperation(delete=models.PointIdsList(points=[1]))]
    ),
    "aliases": lambda client, _: client.get_aliases(),
    "snapshots": lambda client, name: client.create_snapshot(name),
}


@pytest.mark.parametrize("case", UNSUPPORTED)
async def test_what_is_not_supported_is_refused_and_named(
    client: AsyncQdrantClient, case: str
) -> None:
    before = await corpus.everything(client, "people")
    refusal = await refusal_of(UNSUPPORTED[case](client, "people"))
    assert refusal.code() is Code.UNIMPLEMENTED
    assert await corpus.everything(client, "people") == before
    assert [one.name for one in (await client.get_collections()).collections] == ["people"]


async def test_a_field_newer_than_the_api_is_refused(ours: str) -> None:
    newer = pb.CountPoints(collection_name="people").SerializeToString() + b"\xc2\x3e\x01x"
    async with grpc.aio.insecure_channel(ours) as channel:
        call = cast("Raw", channel.unary_unary("/qdrant.Points/Count"))
        refusal = await refusal_of(call(newer))
    assert refusal.code() is Code.UNIMPLEMENTED


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
async def test_vectors_of_numbers_that_are_not_finite_are_refused(
    client: AsyncQdrantClient, number: float
) -> None:
    dense = [number, *LIKE[1:]]
    words = models.SparseVector(indices=[1, 2], values=[1.0, number])
    vectors: list[models.VectorStruct] = [{"body": dense}, {"words": words}]
    for vector in vectors:
        point = models.PointStruct(id=99, vector=vector)
        refusal = await refusal_of(client.upsert("people", [point]))
        assert refusal.code() is Code.INVALID_ARGUMENT
    for query, using in ((dense, "body"), (words, "words")):
        refusal = await refusal_of(client.query_points("people", query=query, using=using))
        assert refusal.code() is Code.INVALID_ARGUMENT
    assert await client.retrieve("people", [99]) == []


@pytest.mark.parametrize("name", ["", ".", "..", "../up", "a/b", ".lock", "x" * 300])
async def test_a_name_that_could_leave_the_folder_is_refused(
    client: AsyncQdrantClient, name: str
) -> None:
    refusal = await refusal_of(corpus.create(client, name))
    assert refusal.code() is Code.INVALID_ARGUMENT


async def test_the_health_service_of_grpc_answers(ours: str) -> None:
    async with grpc.aio.insecure_channel(ours) as channel:
        check = cast("Raw", channel.unary_unary("/grpc.health.v1.Health/Check"))
        reply = health_pb2.HealthCheckResponse.FromString(await check(b""))
    assert reply.status == health_pb2.HealthCheckResponse.SERVING
