"""The index on a real endpoint: each tenant finds its own, by meaning and by words."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
import pytest

from services.matcher import bm25, index
from services.matcher.index import Index, IndexUnavailable, Point, Query
from tests.harness import qdrant

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tests.harness.qdrant import Endpoint

WORDS = bm25.Bm25()
ELSEWHERE = np.array([0, 0, 0, 1], np.float32)
NEAR = np.array([1, 0.1, 0, 0], np.float32)
TENANTS = ("acme", "other")


@asynccontextmanager
async def _opened(endpoint: Endpoint) -> AsyncGenerator[Index]:
    async with index.connected(endpoint.address, "people", api_key="", dimension=4) as opened:
        yield opened


def _point(tenant: str, text: str, *, candidate_id: str = "", meaning: np.ndarray = NEAR) -> Point:
    return Point(
        tenant=tenant,
        candidate_id=candidate_id or str(uuid4()),
        facts_digest=f"{tenant}/{text}",
        meaning=meaning,
        words=WORDS.document(text),
        skills=[],
        months=0,
    )


def _query(text: str, meaning: np.ndarray = NEAR) -> Query:
    return Query(meaning=meaning, words=WORDS.query(text))


@pytest.mark.parametrize("text", ["ledger", "nothing of it", ""])
async def test_a_search_finds_the_tenants_own_only(tmp_path: Path, text: str) -> None:
    points = [_point(tenant, "keeps a ledger") for tenant in TENANTS for _ in range(5)]
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put(points)
            for tenant in TENANTS:
                found = await opened.search(tenant, _query(text), limit=3)
                assert len(found) == 3
                assert {each.facts_digest for each in found} == {f"{tenant}/keeps a ledger"}
            assert await opened.search("nobody", _query(text), limit=3) == []


async def test_words_and_meaning_each_bring_their_own(tmp_path: Path) -> None:
    by_words = _point("acme", "ledger", meaning=ELSEWHERE)
    by_meaning = _point("acme", "accounts")
    neither = [_point("acme", "cooking", meaning=ELSEWHERE) for _ in range(3)]
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put([by_words, by_meaning, *neither])
            found = await opened.search("acme", _query("ledger"), limit=2)
    assert {each.candidate_id for each in found} == {by_words.candidate_id, by_meaning.candidate_id}


async def test_a_candidates_point_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    first = _point("acme", "ledger")
    later = _point("acme", "cooking", candidate_id=first.candidate_id)
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put([first])
            await opened.put([later])
            (found,) = await opened.search("acme", _query("ledger"), limit=5)
    assert found.facts_digest == later.facts_digest


async def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            await opened.put([_point("acme", "ledger")])
        async with _opened(endpoint) as opened:
            assert len(await opened.search("acme", _query("ledger"), limit=5)) == 1


async def test_a_store_that_is_gone_is_an_outage(tmp_path: Path) -> None:
    with qdrant.endpoint(tmp_path) as endpoint:
        async with _opened(endpoint) as opened:
            endpoint.stop()
            with pytest.raises(IndexUnavailable):
                await opened.search("acme", _query("ledger"), limit=5)
            with pytest.raises(IndexUnavailable):
                await opened.put([_point("acme", "ledger")])
