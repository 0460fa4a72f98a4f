"""The vector index: collections in Qdrant of people and of jobs, each point under its tenant."""

# pyright: reportUnknownArgumentType=false
# The stubs of qdrant_client cannot find one another: what one takes from another is Unknown.

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

import grpc.aio
from qdrant_client import AsyncQdrantClient
from qdrant_client import grpc as pb
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.conversions.conversion import RestToGrpc
from qdrant_client.models import (
    CollectionStatus,
    Distance,
    FieldCondition,
    Filter,
    KeywordIndexParams,
    KeywordIndexType,
    MatchValue,
    Modifier,
    PayloadSchemaType,
    PointStruct,
    SparseVector,
    SparseVectorParams,
    VectorParams,
)

from servicekit.errors import Code, ServiceError
from services.matcher.facets.facets import (
    AVAILABLE,
    CONSENT,
    LANGUAGES,
    OPEN,
    PLACES,
    REMOTE,
)
from services.matcher.retrieval.arms import DENSE, SPARSE, Arm
from services.matcher.retrieval.fusion import Hit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Mapping, Sequence

    from qdrant_client.models import Condition

    from services.matcher.retrieval.points import Payload, Point, Vectors

TIMEOUT = 30
PAGE = 1000
SEARCH_TIMEOUT = 5  # somebody is waiting
PEOPLE = {
    "skills": PayloadSchemaType.KEYWORD,
    "months": PayloadSchemaType.INTEGER,
    PLACES: PayloadSchemaType.KEYWORD,
    LANGUAGES: PayloadSchemaType.KEYWORD,
    REMOTE: PayloadSchemaType.INTEGER,
    AVAILABLE: PayloadSchemaType.INTEGER,
    CONSENT: PayloadSchemaType.INTEGER,
    OPEN: PayloadSchemaType.BOOL,
}
"""Payload fields that conditions on people may name, beside the tenant."""


class IndexUnavailable(ServiceError):
    """The vector store cannot be reached."""

    code = Code.UNAVAILABLE
    reason = "INDEX_UNAVAILABLE"
    retry_after = 1.0


class IndexOutdated(Exception):
    """The collection has other vectors than this version makes; `reindex --afresh` mends it."""


class Index:
    """One collection, of points of all tenants."""

    def __init__(self, client: AsyncQdrantClient, collection: str) -> None:
        self._client = client
        self._collection = collection

    async def prepare(self, dimension: int, fields: Mapping[str, PayloadSchemaType]) -> None:
        """Make the collection and its payload indexes unless they are there.

        Raises IndexOutdated where another version made it.
        """
        if not await self._client.collection_exists(self._collection):
            await self._create(dimension)
        info = await self._client.get_collection(self._collection)
        dense, sparse = info.config.params.vectors, info.config.params.sparse_vectors
        held = {*(dense if isinstance(dense, dict) else ()), *(sparse or {})}
        if held != {arm.vector for arm in Arm}:
            raise IndexOutdated(f"collection {self._collection}: reindex --afresh")
        tenant = KeywordIndexParams(type=KeywordIndexType.KEYWORD, is_tenant=True)
        await self._client.create_payload_index(self._collection, "tenant", tenant)
        for field, kind in fields.items():
            await self._client.create_payload_index(self._collection, field, kind)

    async def _create(self, dimension: int) -> None:
        vector = VectorParams(size=dimension, distance=Distance.COSINE)
        plain = SparseVectorParams()
        await self._client.create_collection(
            self._collection,
            vectors_config={arm.vector: vector for arm in DENSE},
            # Only words are the rarer the more telling; skills weigh what the rubric says.
            sparse_vectors_config={
                arm.vector: SparseVectorParams(modifier=Modifier.IDF) if arm is Arm.WORDS else plain
                for arm in SPARSE
            },
        )

    async def optimised(self) -> bool:
        """Say whether the index has caught up with what was written."""
        info = await self._client.get_collection(self._collection)
        return info.status is CollectionStatus.GREEN

    async def drop(self) -> None:
        """Delete the collection with all that it holds, if it is there."""
        await self._client.delete_collection(self._collection)

    async def put(self, points: Sequence[Point]) -> None:
        """Store the points, in place of those with the same ids; seen by the next search."""
        structs = [
            PointStruct(
                id=point.point_id,
                vector={
                    **{arm.vector: row.tolist() for arm, row in point.vectors.dense.items()},
                    **{
                        arm.vector: SparseVector(
                            indices=list(each.indices), values=list(each.values)
                        )
                        for arm, each in point.vectors.sparse.items()
                    },
                },
                payload={**point.payload, "tenant": point.tenant},
            )
            for point in points
        ]
        with _outages():
            await self._client.upsert(self._collection, structs, wait=True)

    async def set_payload(self, point_id: str, payload: Mapping[str, Payload]) -> None:
        """Set what a point holds beside its vectors; of one that is not there, nothing."""
        with _outages():
            try:
                await self._client.set_payload(
                    self._collection, dict(payload), points=[point_id], wait=True
                )
            except grpc.aio.AioRpcError as error:
                if error.code() is not Code.NOT_FOUND:
                    raise

    async def delete(self, point_ids: Sequence[str]) -> None:
        """Delete the points; those that are not there change nothing."""
        if not point_ids:
            return
        with _outages():
            await self._client.delete(self._collection, list(point_ids), wait=True)

    async def ids(self, tenant: str, must: Sequence[Condition]) -> set[str]:
        """Return the tenant's points that meet every condition of `must`, all of them."""
        mine = FieldCondition(key="tenant", match=MatchValue(value=tenant))
        found: set[str] = set()
        after = None
        while True:
            with _outages():
                page, after = await self._client.scroll(
                    self._collection,
                    scroll_filter=Filter(must=[mine, *must]),
                    limit=PAGE,
                    offset=after,
                    with_payload=False,
                )
            found |= {str(point.id) for point in page}
            if after is None:
                return found

    async def search(
        self, tenant: str, vectors: Vectors, *, limit: int, must: Sequence[Condition] = ()
    ) -> dict[Arm, list[Hit]]:
        """Return what each arm with a vector finds, at most `limit`, of the tenant's points.

        All arms go in one call, and ids alone come back. Only points that meet every
        condition of `must` are found.
        """
        asked = {**_dense(vectors), **_sparse(vectors)}
        if not asked:
            return {}
        mine = FieldCondition(key="tenant", match=MatchValue(value=tenant))
        within = RestToGrpc.convert_filter(Filter(must=[mine, *must]))
        batch = pb.QueryBatchPoints(
            collection_name=self._collection,
            query_points=[
                pb.QueryPoints(
                    collection_name=self._collection,
                    query=pb.Query(nearest=nearest),
                    using=arm.vector,
                    filter=within,
                    limit=limit,
                )
                for arm, nearest in asked.items()
            ],
        )
        with _outages():
            # Not through the client's own call: turning results into its models takes it
            # longer than the search does.
            answer = await self._client.grpc_points.QueryBatch(batch, timeout=SEARCH_TIMEOUT)
        return {
            arm: [Hit(each.id.uuid, each.score) for each in part.result]
            for arm, part in zip(asked, answer.result, strict=True)
        }


def _dense(vectors: Vectors) -> dict[Arm, pb.VectorInput]:
    return {
        arm: pb.VectorInput(dense=pb.DenseVector(data=row.tolist()))
        for arm, row in vectors.dense.items()
    }


def _sparse(vectors: Vectors) -> dict[Arm, pb.VectorInput]:
    return {
        arm: pb.VectorInput(sparse=pb.SparseVector(indices=each.indices, values=each.values))
        for arm, each in vectors.sparse.items()
    }


@contextmanager
def _outages() -> Generator[None]:
    try:
        yield
    except grpc.aio.AioRpcError as error:
        if error.code() in (Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED):
            raise IndexUnavailable("the index cannot be reached") from error
        raise
    except ResourceExhaustedResponse as error:
        raise IndexUnavailable("the index takes no more at present") from error


@asynccontextmanager
async def connected(address: str, *, api_key: str) -> AsyncGenerator[AsyncQdrantClient]:
    """Yield a client of the Qdrant at `address`."""
    host, _, port = address.rpartition(":")
    client = AsyncQdrantClient(
        host=host,
        grpc_port=int(port),
        prefer_grpc=True,
        https=False,
        api_key=api_key or None,
        timeout=TIMEOUT,
        check_compatibility=False,  # asks over REST, which the embedded endpoint does not speak
    )
    try:
        yield client
    finally:
        await client.close()
