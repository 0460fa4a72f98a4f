"""The index on a real endpoint: each tenant finds its own, by meaning and by words."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pytest
from qdrant_client.models import Distance, FieldCondition, Range, VectorParams

from services.matcher.retrieval import index
from services.matcher.retrieval.arms import DENSE, Arm
from services.matcher.retrieval.bm25 import Bm25, SparseVector
from services.matcher.retrieval.index import Index, IndexOutdated, IndexUnavailable
from services.matcher.retrieval.points import Point, Vectors
from services.matcher.retrieval.queries import Query
from services.matcher.retrieval.selecting import select
from tests.harness import qdrant

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from services.matcher.retrieval.fusion import Selected
    from tests.harness.qdrant import Endpoint

WORDS = Bm25()
ELSEWHERE = np.array([0, 0, 0, 1], np.float32)
NEAR = np.array([1, 0.1, 0, 0], np.float32)
TENANTS = ("acme", "other")


@asynccontextmanager
async def _opened(endpoint: Endpoint) -> AsyncGenerator[Index]:
    async with index.connected(endpoint.address, api_key="") as client:
        opened = Index(client, "people")
        await opened.prepare(4, index.PEOPLE)
        yield opened


def _point(tenant: str, text: str, *, point_id: str = "", meaning: np.ndarray = NEAR) -> Point:
    words = WORDS.document(text)
    vectors = Vectors({Arm.ROLES: meaning}, {Arm.WORDS: words} if words.indices else {})
    return Point(tenant, point_id or str(uuid4()), vectors, {"text": f"{tenant}/{text}"})


async def _found(opened: Index, tenant: str, text: str, *, limit: int) -> tuple[Selected, ...]:
    words = WORDS.query(text)
    query = Query(Vectors({Arm.ROLES: NEAR}, {Arm.WORDS: words} if words.indices else {}))
    return (await select(opened, tenant, query, limit=limit)).selected


@pytest.mark.parametrize("text", ["ledger", "nothing of it", ""])
async def test_a_search_finds_the_tenants_own_only(tmp_path: Path, text: str) -> None:
    points = [_point(tenant, "keeps a ledger") for tenant in TENANTS for _ in range(5)]
    owner = {each.point_id: each.tenant for each in points}
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put(points)
            for tenant in TENANTS:
                found = await _found(opened, tenant, text, limit=3)
                assert len(found) == 3
                assert {owner[each.point_id] for each in found} == {tenant}
            assert await _found(opened, "nobody", text, limit=3) == ()


async def test_words_and_meaning_each_bring_their_own(tmp_path: Path) -> None:
    by_words = _point("acme", "ledger", meaning=ELSEWHERE)
    by_meaning = _point("acme", "accounts")
    neither = [_point("acme", "cooking", meaning=ELSEWHERE) for _ in range(3)]
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put([by_words, by_meaning, *neither])
            found = await _found(opened, "acme", "ledger", limit=2)
    assert {each.point_id for each in found} == {by_words.point_id, by_meaning.point_id}


async def test_a_candidates_point_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    first = _point("acme", "ledger")
    later = _point("acme", "cooking", point_id=first.point_id)
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put([first])
            await opened.put([later])
            (found,) = await _found(opened, "acme", "ledger", limit=5)
    assert found.places == {Arm.ROLES: 1}


async def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put([_point("acme", "ledger")])
        async with _opened(endpoint) as opened:
            assert len(await _found(opened, "acme", "ledger", limit=5)) == 1


async def test_a_store_that_is_gone_is_an_outage(tmp_path: Path) -> None:
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            endpoint.stop()
            with pytest.raises(IndexUnavailable):
                await _found(opened, "acme", "ledger", limit=5)
            with pytest.raises(IndexUnavailable):
                await opened.put([_point("acme", "ledger")])


@pytest.mark.parametrize("arm", Arm)
async def test_no_arm_finds_what_is_another_tenants_or_does_not_meet_a_condition(
    tmp_path: Path, arm: Arm
) -> None:
    vectors = _alone(arm)
    points = [
        Point(tenant, str(uuid4()), vectors, {"months": months})
        for tenant in TENANTS
        for months in (6, 60)
    ]
    owner = {each.point_id: each for each in points}
    long = FieldCondition(key="months", range=Range(gte=12))
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put(points)
            for tenant in TENANTS:
                found = await opened.search(tenant, vectors, limit=9)
                assert list(found) == [arm]
                assert [owner[each.point_id].tenant for each in found[arm]] == [tenant] * 2
                found = await opened.search(tenant, vectors, limit=9, must=[long])
                assert [owner[each.point_id].payload["months"] for each in found[arm]] == [60]
            assert await opened.search("nobody", vectors, limit=9) == {arm: []}


def _alone(arm: Arm) -> Vectors:
    if arm in DENSE:
        return Vectors({arm: NEAR}, {})
    return Vectors({}, {arm: SparseVector((7, 2**32 - 1), (1.0, 0.5))})


async def test_nothing_to_look_for_finds_nothing(tmp_path: Path) -> None:
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put([_point("acme", "ledger")])
            assert await opened.search("acme", Vectors({}, {}), limit=5) == {}


async def test_a_collection_of_another_version_is_refused_until_it_is_made_afresh(
    tmp_path: Path,
) -> None:
    with qdrant.endpoint(tmp_path) as endpoint:
        async with qdrant.connected(endpoint.address) as client:
            size = VectorParams(size=4, distance=Distance.COSINE)
            await client.create_collection("people", vectors_config={"meaning": size})
        with pytest.raises(IndexOutdated, match="people"):
            async with _opened(endpoint):
                pass
        async with index.connected(endpoint.address, api_key="") as client:
            await Index(client, "people").drop()
        async with _opened(endpoint) as opened:
            assert await _found(opened, "acme", "ledger", limit=5) == ()
