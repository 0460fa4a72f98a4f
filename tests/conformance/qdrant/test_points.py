from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from qdrant_client import models

from tests.conformance.qdrant import corpus
from tests.conformance.qdrant.corpus import PEOPLE

if TYPE_CHECKING:
    from qdrant_client import AsyncQdrantClient

JSON: dict[str, Any] = {
    "text": "Łódź ☕",
    "integer": 2**53 + 1,
    "negative": -3,
    "float": 1.5,
    "whole": 3.0,
    "yes": True,
    "no": False,
    "null": None,
    "list": [1, "two", None, [3], {"four": 4}],
    "object": {"deep": {"deeper": [True]}, "empty": {}},
    "nothing": [],
}


async def payload_of(qdrant: AsyncQdrantClient, name: str, number: int) -> dict[str, Any]:
    (record,) = await qdrant.retrieve(name, [number])
    return record.payload or {}


async def test_a_payload_comes_back_with_its_types(qdrant: AsyncQdrantClient, empty: str) -> None:
    await qdrant.upsert(empty, [models.PointStruct(id=1, vector={}, payload=JSON)])
    payload = await payload_of(qdrant, empty, 1)
    assert payload == JSON
    assert {name: type(value) for name, value in payload.items()} == {
        name: type(value) for name, value in JSON.items()
    }


async def test_all_vectors_of_a_point_come_back(qdrant: AsyncQdrantClient, empty: str) -> None:
    await qdrant.upsert(empty, [person.point() for person in PEOPLE[:5]])
    for record in await corpus.everything(qdrant, empty):
        person = corpus.BY_NUMBER[int(record.id)]
        vectors = record.vector
        assert isinstance(vectors, dict)
        assert vectors["body"] == pytest.approx(person.body, abs=1e-6)
        norm = sum(value * value for value in person.title) ** 0.5
        normed = [value / norm for value in person.title]
        assert vectors["title"] == pytest.approx(normed, abs=1e-6)
        words = vectors["words"]
        assert isinstance(words, models.SparseVector)
        kept = dict(zip(words.indices, words.values, strict=True))
        assert kept == pytest.approx(person.words, abs=1e-6)


async def test_the_selector_says_which_vectors_and_fields_come_back(
    qdrant: AsyncQdrantClient, filled: str
) -> None:
    (bare,) = await qdrant.retrieve(filled, [1], with_payload=False)
    assert bare.payload in (None, {})
    assert bare.vector in (None, {})
    (some,) = await qdrant.retrieve(filled, [1], with_payload=["years"], with_vectors=["body"])
    assert some.payload == {"years": PEOPLE[0].payload["years"]}
    assert isinstance(some.vector, dict)
    assert set(some.vector) == {"body"}
    without = models.PayloadSelectorExclude(exclude=["years", "jobs"])
    (rest,) = await qdrant.retrieve(filled, [1], with_payload=without)
    assert set(rest.payload or {}) == set(PEOPLE[0].payload) - {"years", "jobs"}


async def test_a_vector_without_a_name_is_the_only_one(
    qdrant: AsyncQdrantClient, name: str, named: models.VectorParams
) -> None:
    await qdrant.create_collection(name, vectors_config=named)
    await qdrant.upsert(name, [models.PointStruct(id=1, vector=[1, 2, 3, 4])])
    (record,) = await qdrant.retrieve(name, [1], with_vectors=True)
    assert record.vector == [1, 2, 3, 4]
    found = await qdrant.query_points(name, query=[1, 0, 0, 1])
    assert [(point.id, point.score) for point in found.points] == [(1, 5.0)]


async def test_an_upsert_replaces_the_whole_point(qdrant: AsyncQdrantClient, empty: str) -> None:
    await qdrant.upsert(empty, [PEOPLE[0].point()])
    await qdrant.upsert(
        empty, [models.PointStruct(id=1, vector={"body": PEOPLE[1].body}, payload={"years": 1})]
    )
    (record,) = await corpus.everything(qdrant, empty)
    assert record.payload == {"years": 1}
    assert isinstance(record.vector, dict)
    assert set(record.vector) == {"body"}


async def test_numbers_and_uuids_are_ids_side_by_side(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    ids: list[int | str] = [7, 2**64 - 1, str(uuid4()), str(uuid4())]
    await qdrant.upsert(empty, [models.PointStruct(id=one, vector={}) for one in ids])
    assert {record.id for record in await qdrant.retrieve(empty, [*ids, 8])} == set(ids)
    await qdrant.delete(empty, [ids[1], ids[2]])
    assert {record.id for record in await corpus.everything(qdrant, empty)} == {ids[0], ids[3]}


async def test_payload_is_set_deleted_and_cleared_by_ids_and_by_filter(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    points = [
        models.PointStruct(id=number, vector={}, payload={"kind": number % 2, "old": 1})
        for number in range(4)
    ]
    await qdrant.upsert(empty, points)
    odd = models.Filter(must=[models.FieldCondition(key="kind", match=models.MatchValue(value=1))])
    await qdrant.set_payload(empty, {"new": {"a": 1}}, points=[0])
    await qdrant.set_payload(empty, {"new": 2}, points=odd)
    await qdrant.set_payload(empty, {"b": 2}, points=[0], key="new")
    await qdrant.delete_payload(empty, ["old"], points=odd)
    await qdrant.delete_payload(empty, ["kind"], points=[0])
    await qdrant.clear_payload(empty, points_selector=[2])
    assert [await payload_of(qdrant, empty, number) for number in range(4)] == [
        {"old": 1, "new": {"a": 1, "b": 2}},
        {"kind": 1, "new": 2},
        {},
        {"kind": 1, "new": 2},
    ]
    await qdrant.clear_payload(empty, points_selector=odd)
    assert await payload_of(qdrant, empty, 1) == await payload_of(qdrant, empty, 3) == {}


async def test_updated_vectors_leave_the_others_and_the_payload(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    await qdrant.upsert(empty, [PEOPLE[0].point()])
    words = models.SparseVector(indices=[5], values=[0.5])
    changed = models.PointVectors(id=1, vector={"body": [0.0] * corpus.SIZE, "words": words})
    await qdrant.update_vectors(empty, [changed])
    (record,) = await corpus.everything(qdrant, empty)
    assert record.payload == PEOPLE[0].payload
    assert isinstance(record.vector, dict)
    assert record.vector["body"] == [0.0] * corpus.SIZE
    assert record.vector["words"] == words
    assert set(record.vector) == {"title", "body", "words"}


async def test_points_are_deleted_by_filter(qdrant: AsyncQdrantClient, empty: str) -> None:
    await qdrant.upsert(empty, [person.point() for person in PEOPLE])
    young = models.Filter(must=[models.FieldCondition(key="years", range=models.Range(lt=10))])
    await qdrant.delete(empty, models.FilterSelector(filter=young))
    left = {record.id for record in await corpus.everything(qdrant, empty)}
    assert left == {person.number for person in PEOPLE if person.payload["years"] >= 10}


async def test_pages_of_a_scroll_make_up_the_whole(qdrant: AsyncQdrantClient, filled: str) -> None:
    seen: list[models.ExtendedPointId] = []
    offset = None
    while True:
        page, offset = await qdrant.scroll(filled, limit=37, offset=offset, with_payload=False)
        seen += [record.id for record in page]
        if offset is None:
            break
    assert seen == [person.number for person in PEOPLE]


@pytest.mark.parametrize("direction", list(models.Direction))
async def test_a_scroll_follows_an_indexed_field(
    qdrant: AsyncQdrantClient, filled: str, direction: models.Direction
) -> None:
    order = models.OrderBy(key="score", direction=direction)
    records, offset = await qdrant.scroll(filled, limit=50, order_by=order)
    scores = sorted(person.payload["score"] for person in PEOPLE)
    if direction == models.Direction.DESC:
        scores.reverse()
    assert [(record.payload or {})["score"] for record in records] == scores[:50]
    assert offset is None


async def test_a_condition_on_an_upsert_spares_what_does_not_meet_it(
    qdrant: AsyncQdrantClient, empty: str
) -> None:
    for version in (5, 4):
        older = models.Filter(
            must=[models.FieldCondition(key="version", range=models.Range(lt=version))]
        )
        await qdrant.upsert(
            empty,
            [models.PointStruct(id=1, vector={}, payload={"version": version})],
            update_filter=older,
        )
    assert await payload_of(qdrant, empty, 1) == {"version": 5}
