from __future__ import annotations

from typing import TYPE_CHECKING

from qdrant_client import models

from tests.conformance.qdrant import corpus

if TYPE_CHECKING:
    from qdrant_client import AsyncQdrantClient


async def test_a_collection_exists_from_its_creation_to_its_deletion(
    qdrant: AsyncQdrantClient, name: str
) -> None:
    assert not await qdrant.collection_exists(name)
    await corpus.create(qdrant, name)
    assert await qdrant.collection_exists(name)
    assert name in {one.name for one in (await qdrant.get_collections()).collections}
    assert await qdrant.delete_collection(name)
    assert not await qdrant.collection_exists(name)
    assert not await qdrant.delete_collection(name)


async def test_a_name_can_be_used_again_and_starts_empty(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    await qdrant.upsert(empty, [corpus.PEOPLE[0].point()])
    await qdrant.delete_collection(empty)
    await corpus.create(qdrant, empty)
    assert (await qdrant.count(empty)).count == 0


async def test_info_tells_what_was_asked_for_and_what_is_held(
    qdrant: AsyncQdrantClient, name: str
) -> None:
    await qdrant.create_collection(
        name,
        vectors_config={"title": models.VectorParams(size=4, distance=models.Distance.EUCLID)},
        sparse_vectors_config={"words": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        hnsw_config=models.HnswConfigDiff(m=24),
        optimizers_config=models.OptimizersConfigDiff(indexing_threshold=777),
    )
    await qdrant.upsert(
        name, [models.PointStruct(id=number, vector={"title": [1.0] * 4}) for number in range(3)]
    )
    info = await qdrant.get_collection(name)
    assert info.status == models.CollectionStatus.GREEN
    assert info.points_count == 3
    assert info.config.hnsw_config.m == 24
    assert info.config.optimizer_config.indexing_threshold == 777
    vectors = info.config.params.vectors
    assert isinstance(vectors, dict)
    assert vectors["title"].distance == models.Distance.EUCLID
    sparse = info.config.params.sparse_vectors
    assert sparse is not None
    assert sparse["words"].modifier == models.Modifier.IDF


async def test_an_update_changes_only_the_settings_that_it_names(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    await qdrant.update_collection(
        empty, optimizers_config=models.OptimizersConfigDiff(indexing_threshold=1234)
    )
    await qdrant.update_collection(empty, hnsw_config=models.HnswConfigDiff(ef_construct=64))
    config = (await qdrant.get_collection(empty)).config
    assert config.optimizer_config.indexing_threshold == 1234
    assert config.hnsw_config.ef_construct == 64
    assert config.hnsw_config.m == 16


async def test_a_payload_index_is_listed_until_it_is_deleted(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    await qdrant.upsert(empty, [person.point() for person in corpus.PEOPLE])
    for field, schema in corpus.INDEXES.items():
        await qdrant.create_payload_index(empty, field, schema)
    listed = (await qdrant.get_collection(empty)).payload_schema
    assert set(listed) == set(corpus.INDEXES)
    assert listed["years"].data_type == models.PayloadSchemaType.INTEGER
    assert listed["years"].points == len(corpus.PEOPLE)
    await qdrant.delete_payload_index(empty, "years")
    assert "years" not in (await qdrant.get_collection(empty)).payload_schema


async def test_the_server_says_that_it_is_there(qdrant: AsyncQdrantClient) -> None:
    assert (await qdrant.info()).version.startswith("1.")
