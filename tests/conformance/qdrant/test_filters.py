from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from qdrant_client import models
from qdrant_client.models import FieldCondition, Filter, Range

from tests.conformance.qdrant import corpus
from tests.conformance.qdrant.corpus import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from qdrant_client import AsyncQdrantClient

Payload = dict[str, Any]


def match(key: str, value: str | int | bool) -> FieldCondition:  # noqa: FBT001  # the API's own
    return FieldCondition(key=key, match=models.MatchValue(value=value))


def some(key: str, *values: str) -> FieldCondition:
    return FieldCondition(key=key, match=models.MatchAny(any=list(values)))


LATER = corpus.START + timedelta(days=100)

CASES: dict[str, tuple[Filter, Callable[[Payload], bool]]] = {
    "keyword": (Filter(must=[match("tenant", "acme")]), lambda p: p["tenant"] == "acme"),
    "keyword in a list": (Filter(must=[match("skills", "rust")]), lambda p: "rust" in p["skills"]),
    "keyword absent": (Filter(must=[match("tenant", "none")]), lambda _: False),
    "integer": (Filter(must=[match("years", 7)]), lambda p: p["years"] == 7),
    "true": (Filter(must=[match("remote", value=True)]), lambda p: p["remote"]),
    "false": (Filter(must=[match("remote", value=False)]), lambda p: not p["remote"]),
    "any": (
        Filter(must=[some("skills", "law", "welding")]),
        lambda p: bool({"law", "welding"} & set(p["skills"])),
    ),
    "any integer": (
        Filter(must=[FieldCondition(key="years", match=models.MatchAny(any=[1, 2, 3]))]),
        lambda p: p["years"] in {1, 2, 3},
    ),
    "except": (
        Filter(
            must=[
                FieldCondition(
                    key="tenant", match=models.MatchExcept(**{"except": ["acme", "blue"]})
                )
            ]
        ),
        lambda p: p["tenant"] not in {"acme", "blue"},
    ),
    "all of": (
        Filter(must=[match("skills", "sql"), match("skills", "python")]),
        lambda p: {"sql", "python"} <= set(p["skills"]),
    ),
    "one of": (
        Filter(should=[match("tenant", "blue"), match("years", 3)]),
        lambda p: p["tenant"] == "blue" or p["years"] == 3,
    ),
    "none of": (
        Filter(must_not=[match("tenant", "blue"), match("remote", value=True)]),
        lambda p: p["tenant"] != "blue" and not p["remote"],
    ),
    "at least two of": (
        Filter(
            min_should=models.MinShould(
                conditions=[match("skills", "sql"), match("skills", "rust"), match("years", 4)],
                min_count=2,
            )
        ),
        lambda p: ("sql" in p["skills"]) + ("rust" in p["skills"]) + (p["years"] == 4) >= 2,
    ),
    "closed range": (
        Filter(must=[FieldCondition(key="years", range=Range(gte=5, lte=9))]),
        lambda p: 5 <= p["years"] <= 9,
    ),
    "open range": (
        Filter(must=[FieldCondition(key="score", range=Range(gt=0.25, lt=0.75))]),
        lambda p: 0.25 < p["score"] < 0.75,
    ),
    "time range": (
        Filter(must=[FieldCondition(key="since", range=models.DatetimeRange(gte=LATER))]),
        lambda p: p["since"] >= LATER.isoformat(),
    ),
    "values count": (
        Filter(must=[FieldCondition(key="skills", values_count=models.ValuesCount(gte=3))]),
        lambda p: len(p["skills"]) >= 3,
    ),
    "empty": (
        Filter(must=[models.IsEmptyCondition(is_empty=models.PayloadField(key="city"))]),
        lambda p: p.get("city") is None,
    ),
    "null": (
        Filter(must=[models.IsNullCondition(is_null=models.PayloadField(key="city"))]),
        lambda p: "city" in p and p["city"] is None,
    ),
    "one element of a list": (
        Filter(
            must=[
                models.NestedCondition(
                    nested=models.Nested(
                        key="jobs",
                        filter=Filter(
                            must=[
                                match("title", "lead"),
                                FieldCondition(key="months", range=Range(gte=24)),
                            ]
                        ),
                    )
                )
            ]
        ),
        lambda p: any(job["title"] == "lead" and job["months"] >= 24 for job in p["jobs"]),
    ),
    "any element of a list": (
        Filter(must=[match("jobs[].title", "lead")]),
        lambda p: any(job["title"] == "lead" for job in p["jobs"]),
    ),
    "filter in a filter": (
        Filter(
            must=[match("tenant", "cobalt")],
            must_not=[Filter(must=[match("remote", value=True), match("skills", "sql")])],
        ),
        lambda p: p["tenant"] == "cobalt" and not (p["remote"] and "sql" in p["skills"]),
    ),
    "nothing asked": (Filter(), lambda _: True),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_filter_lets_through_what_its_predicate_does(
    qdrant: AsyncQdrantClient, filled: str, case: str
) -> None:
    where, predicate = CASES[case]
    right = {person.number for person in PEOPLE if predicate(person.payload)}
    records, _ = await qdrant.scroll(filled, where, limit=1000)
    assert {record.id for record in records} == right
    assert (await qdrant.count(filled, where)).count == len(right)
    found = await qdrant.query_points(
        filled, query=PEOPLE[0].body, using="body", query_filter=where, limit=1000
    )
    assert {point.id for point in found.points} == right


async def test_ids_are_a_condition(qdrant: AsyncQdrantClient, filled: str) -> None:
    where = Filter(
        must=[models.HasIdCondition(has_id=[1, 2, 3, 9999])],
        must_not=[models.HasIdCondition(has_id=[2])],
    )
    assert [record.id for record in await corpus.everything(qdrant, filled, where)] == [1, 3]


async def test_having_a_vector_is_a_condition(qdrant: AsyncQdrantClient, empty: str) -> None:
    await qdrant.upsert(empty, [PEOPLE[0].point(), models.PointStruct(id=2, vector={})])
    where = Filter(must=[models.HasVectorCondition(has_vector="words")])
    assert [record.id for record in await corpus.everything(qdrant, empty, where)] == [1]


@pytest.mark.parametrize("tenant", corpus.TENANTS)
async def test_no_query_shows_a_tenant_the_points_of_another(
    qdrant: AsyncQdrantClient, filled: str, tenant: str
) -> None:
    where = Filter(must=[match("tenant", tenant)])
    words = models.SparseVector(indices=list(range(corpus.TERMS)), values=[1.0] * corpus.TERMS)
    found = await qdrant.query_points(
        filled,
        prefetch=[
            models.Prefetch(query=PEOPLE[0].title, using="title", filter=where, limit=500),
            models.Prefetch(query=words, using="words", filter=where, limit=500),
        ],
        query=models.FusionQuery(fusion=models.Fusion.RRF),
        limit=500,
    )
    assert {(point.payload or {})["tenant"] for point in found.points} == {tenant}
    held = [person for person in PEOPLE if person.payload["tenant"] == tenant]
    assert len(found.points) == len(held)
