"""The vector index: candidates in Qdrant, by meaning and by words, each under its tenant."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc.aio
from qdrant_client import AsyncQdrantClient
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.models import (
    Distance,
    FieldCondition,
    Filter,
    KeywordIndexParams,
    KeywordIndexType,
    MatchValue,
    Modifier,
    PayloadSchemaType,
    PointStruct,
    Prefetch,
    Rrf,
    RrfQuery,
    SparseVector,
    SparseVectorParams,
    VectorParams,
)

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from services.matcher import bm25

MEANING = "meaning"
WORDS = "words"
RRF_K = 60  # Cormack, Clarke, Buettcher 2009
TIMEOUT = 30
SEARCH_TIMEOUT = 5  # somebody is waiting


class IndexUnavailable(ServiceError):
    """The vector store cannot be reached."""

    code = Code.UNAVAILABLE
    reason = "INDEX_UNAVAILABLE"
    retry_after = 1.0


@dataclass(frozen=True, slots=True)
class Point:
    """A candidate, as the index holds one."""

    tenant: str
    candidate_id: str
    facts_digest: str
    meaning: NDArray[np.float32]
    words: bm25.SparseVector
    skills: Sequence[str]
    months: int


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for."""

    meaning: NDArray[np.float32]
    words: bm25.SparseVector


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate that retrieval selected."""

    candidate_id: str
    facts_digest: str


class Index:
    """One collection of candidates of all tenants."""

    def __init__(self, client: AsyncQdrantClient, collection: str) -> None:
        self._client = client
        self._collection = collection

    async def prepare(self, dimension: int) -> None:
        """Make the collection and its payload indexes unless they are there."""
        if not await self._client.collection_exists(self._collection):
            await self._client.create_collection(
                self._collection,
                vectors_config={MEANING: VectorParams(size=dimension, distance=Distance.COSINE)},
                sparse_vectors_config={WORDS: SparseVectorParams(modifier=Modifier.IDF)},
            )
        tenant = KeywordIndexParams(type=KeywordIndexType.KEYWORD, is_tenant=True)
        await self._client.create_payload_index(self._collection, "tenant", tenant)
        await self._client.create_payload_index(
            self._collection, "skills", PayloadSchemaType.KEYWORD
        )
        await self._client.create_payload_index(
            self._collection, "months", PayloadSchemaType.INTEGER
        )

    async def put(self, points: Sequence[Point]) -> None:
        """Store the points, in place of those of the same candidates; seen by the next search."""
        structs = [
            PointStruct(
                id=point.candidate_id,
                vector={MEANING: point.meaning.tolist(), WORDS: _sparse(point.words)},
                payload={
                    "tenant": point.tenant,
                    "facts_digest": point.facts_digest,
                    "skills": list(point.skills),
                    "months": point.months,
                },
            )
            for point in points
        ]
        with _outages():
            await self._client.upsert(self._collection, structs, wait=True)

    async def delete(self, candidate_ids: Sequence[str]) -> None:
        """Delete the candidates' points; those that are not there change nothing."""
        if not candidate_ids:
            return
        with _outages():
            await self._client.delete(self._collection, list(candidate_ids), wait=True)

    async def search(self, tenant: str, query: Query, *, limit: int) -> list[Found]:
        """Return at most `limit` candidates, best first: both searches fused by rank (RRF)."""
        mine = Filter(must=[FieldCondition(key="tenant", match=MatchValue(value=tenant))])
        arms = [
            Prefetch(query=query.meaning.tolist(), using=MEANING, filter=mine, limit=limit),
            Prefetch(query=_sparse(query.words), using=WORDS, filter=mine, limit=limit),
        ]
        with _outages():
            response = await self._client.query_points(
                self._collection,
                prefetch=arms if query.words.indices else arms[:1],
                query=RrfQuery(rrf=Rrf(k=RRF_K)),
                limit=limit,
                with_payload=["facts_digest"],
                timeout=SEARCH_TIMEOUT,
            )
        return [
            Found(str(point.id), point.payload["facts_digest"])
            for point in response.points
            if point.payload
        ]


def _sparse(vector: bm25.SparseVector) -> SparseVector:
    return SparseVector(indices=list(vector.indices), values=list(vector.values))


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
async def connected(
    address: str, collection: str, *, api_key: str, dimension: int
) -> AsyncGenerator[Index]:
    """Connect to Qdrant, make sure that the collection exists, and yield it."""
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
        index = Index(client, collection)
        await index.prepare(dimension)
        yield index
    finally:
        await client.close()
