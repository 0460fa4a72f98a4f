from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from qdrant_client import models
from qdrant_client.models import FieldCondition, Filter, Fusion, FusionQuery, Prefetch, Range

from tests.conformance.qdrant import corpus
from tests.conformance.qdrant.corpus import PEOPLE, Person

if TYPE_CHECKING:
    from qdrant_client import AsyncQdrantClient

Score = Callable[[Person], float]

DICE = corpus.dice(20)
LIKE = corpus.vector(DICE)
WORDS = models.SparseVector(indices=sorted(DICE.sample(range(corpus.TERMS), 6)), values=[1.0] * 6)
SENIOR = Filter(must=[FieldCondition(key="years", range=Range(gte=12))])


def is_senior(person: Person) -> bool:
    return person.payload["years"] >= 12


def dot(left: list[float], right: list[float]) -> float:
    return math.fsum(a * b for a, b in zip(left, right, strict=True))


def by_body(person: Person) -> float:
    return dot(LIKE, person.body)


def by_title(person: Person) -> float:
    return dot(LIKE, person.title) / math.sqrt(dot(LIKE, LIKE) * dot(person.title, person.title))


def by_words(person: Person) -> float:
    """BM25's rarity of each word (Robertson and Zaragoza, 2009), times its weight."""
    total = 0.0
    for word, weight in zip(WORDS.indices, WORDS.values, strict=True):
        holders = sum(word in each.words for each in PEOPLE)
        rarity = math.log((len(PEOPLE) - holders + 0.5) / (holders + 0.5) + 1)
        total += weight * rarity * person.words.get(word, 0.0)
    return total


def ranked(score: Score, among: list[Person], limit: int) -> list[tuple[int, float]]:
    scores = [(person.number, score(person)) for person in among]
    return sorted(scores, key=lambda pair: -pair[1])[:limit]


def fused(
    lists: list[list[tuple[int, float]]], k: int, weights: list[float] | None = None
) -> dict[int, float]:
    """Reciprocal rank fusion (Cormack et al., 2009), as Qdrant counts and weighs ranks."""
    scores: dict[int, float] = {}
    for one, weight in zip(lists, weights or [1.0] * len(lists), strict=True):
        for rank, (number, _) in enumerate(one):
            scores[number] = scores.get(number, 0.0) + 1 / ((rank + 1) / weight + k - 1)
    return scores


def same(found: list[models.ScoredPoint], right: list[tuple[int, float]]) -> None:
    assert [point.id for point in found] == [number for number, _ in right]
    assert [point.score for point in found] == pytest.approx(
        [score for _, score in right], abs=1e-5
    )


@pytest.mark.parametrize(("using", "score"), [("body", by_body), ("title", by_title)])
async def test_a_dense_query_ranks_by_the_distance_of_its_vector(
    qdrant: AsyncQdrantClient, filled: str, using: str, score: Score
) -> None:
    found = await qdrant.query_points(filled, query=LIKE, using=using, limit=20)
    same(found.points, ranked(score, list(PEOPLE), 20))


async def test_a_sparse_query_weighs_words_by_their_rarity(
    qdrant: AsyncQdrantClient, filled: str
) -> None:
    found = await qdrant.query_points(filled, query=WORDS, using="words", limit=20)
    same(found.points, ranked(by_words, list(PEOPLE), 20))


async def test_a_filter_is_applied_before_the_limit(qdrant: AsyncQdrantClient, filled: str) -> None:
    found = await qdrant.query_points(
        filled, query=LIKE, using="body", query_filter=SENIOR, limit=10
    )
    same(found.points, ranked(by_body, list(filter(is_senior, PEOPLE)), 10))


@pytest.mark.parametrize("k", [2, 60])
async def test_a_hybrid_query_fuses_the_ranks_of_its_parts(
    qdrant: AsyncQdrantClient, filled: str, k: int
) -> None:
    found = await qdrant.query_points(
        filled,
        prefetch=[
            Prefetch(query=LIKE, using="title", filter=SENIOR, limit=30),
            Prefetch(query=WORDS, using="words", filter=SENIOR, limit=30),
        ],
        query=models.RrfQuery(rrf=models.Rrf(k=k)),
        limit=100,
    )
    senior = list(filter(is_senior, PEOPLE))
    with_words = [person for person in senior if by_words(person) > 0]
    right = fused([ranked(by_title, senior, 30), ranked(by_words, with_words, 30)], k)
    scores = {point.id: point.score for point in found.points}
    assert scores == pytest.approx(right, abs=1e-6)
    assert list(scores.values()) == sorted(scores.values(), reverse=True)


async def test_fusion_without_parameters_has_a_k_of_2(
    qdrant: AsyncQdrantClient, filled: str
) -> None:
    found = await qdrant.query_points(
        filled,
        prefetch=[Prefetch(query=LIKE, using="body", limit=4)],
        query=FusionQuery(fusion=Fusion.RRF),
    )
    assert [point.score for point in found.points] == pytest.approx([1 / 2, 1 / 3, 1 / 4, 1 / 5])


async def test_weights_favour_a_part(qdrant: AsyncQdrantClient, filled: str) -> None:
    found = await qdrant.query_points(
        filled,
        prefetch=[
            Prefetch(query=LIKE, using="body", limit=20),
            Prefetch(query=LIKE, using="title", limit=20),
        ],
        query=models.RrfQuery(rrf=models.Rrf(k=60, weights=[5.0, 1.0])),
        limit=100,
    )
    lists = [ranked(by_body, list(PEOPLE), 20), ranked(by_title, list(PEOPLE), 20)]
    scores = {point.id: point.score for point in found.points}
    assert scores == pytest.approx(fused(lists, 60, [5.0, 1.0]), abs=1e-6)


async def test_a_prefetch_narrows_what_the_query_ranks(
    qdrant: AsyncQdrantClient, filled: str
) -> None:
    found = await qdrant.query_points(
        filled,
        prefetch=Prefetch(query=LIKE, using="title", limit=15),
        query=LIKE,
        using="body",
        limit=5,
    )
    near = {number for number, _ in ranked(by_title, list(PEOPLE), 15)}
    among = [person for person in PEOPLE if person.number in near]
    same(found.points, ranked(by_body, among, 5))


async def test_limit_and_offset_cut_a_page(qdrant: AsyncQdrantClient, filled: str) -> None:
    found = await qdrant.query_points(filled, query=LIKE, using="body", limit=7, offset=5)
    same(found.points, ranked(by_body, list(PEOPLE), 12)[5:])


async def test_the_threshold_cuts_what_scores_below_it(
    qdrant: AsyncQdrantClient, filled: str
) -> None:
    right = [pair for pair in ranked(by_body, list(PEOPLE), 240) if pair[1] > 1.0]
    found = await qdrant.query_points(
        filled, query=LIKE, using="body", limit=240, score_threshold=1.0
    )
    same(found.points, right)


async def test_a_batch_answers_each_query_as_it_would_be_alone(
    qdrant: AsyncQdrantClient, filled: str
) -> None:
    requests = [
        models.QueryRequest(query=LIKE, using="body", limit=3, with_payload=["years"]),
        models.QueryRequest(query=WORDS, using="words", limit=4, filter=SENIOR),
        models.QueryRequest(
            prefetch=[models.Prefetch(query=LIKE, using="title")],
            query=models.RrfQuery(rrf=models.Rrf(k=60)),
        ),
    ]
    answers = await qdrant.query_batch_points(filled, requests)
    same(answers[0].points, ranked(by_body, list(PEOPLE), 3))
    assert [point.payload for point in answers[0].points] == [
        {"years": corpus.BY_NUMBER[int(point.id)].payload["years"]} for point in answers[0].points
    ]
    same(answers[1].points, ranked(by_words, list(filter(is_senior, PEOPLE)), 4))
    assert len(answers[2].points) == 10


async def test_results_carry_the_payload_and_vectors_asked_for(
    qdrant: AsyncQdrantClient, filled: str
) -> None:
    found = await qdrant.query_points(
        filled, query=LIKE, using="body", limit=3, with_vectors=["body"], with_payload=True
    )
    for point in found.points:
        assert point.payload == corpus.BY_NUMBER[int(point.id)].payload
        assert isinstance(point.vector, dict)
        assert set(point.vector) == {"body"}


async def test_a_query_by_field_lists_in_its_order(qdrant: AsyncQdrantClient, filled: str) -> None:
    order = models.OrderByQuery(
        order_by=models.OrderBy(key="years", direction=models.Direction.DESC)
    )
    found = await qdrant.query_points(filled, query=order, limit=30)
    years = sorted((person.payload["years"] for person in PEOPLE), reverse=True)
    assert [(point.payload or {})["years"] for point in found.points] == years[:30]


async def test_a_query_that_ranks_nothing_lists_by_id(
    qdrant: AsyncQdrantClient, filled: str
) -> None:
    found = await qdrant.query_points(filled, query_filter=SENIOR, limit=5)
    right = [person.number for person in PEOPLE if is_senior(person)]
    assert [point.id for point in found.points] == right[:5]
