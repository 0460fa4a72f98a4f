"""What our endpoint keeps when it is stopped, killed or broken off."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from grpc.aio import AioRpcError
from qdrant_client import models

from tests.conformance.qdrant import corpus
from tests.conformance.qdrant.corpus import PEOPLE
from tests.harness.qdrant import connected, endpoint

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.qdrant import Endpoint

YEARS = models.Filter(must=[models.FieldCondition(key="years", range=models.Range(gte=12))])


async def test_a_stop_keeps_everything(tmp_path: Path) -> None:
    with endpoint(tmp_path) as first:
        async with connected(first.address) as client:
            await corpus.create(client, "people")
            await client.create_payload_index("people", "years", models.PayloadSchemaType.INTEGER)
            await client.update_collection("people", hnsw_config=models.HnswConfigDiff(m=8))
            await client.upsert("people", [person.point() for person in PEOPLE])
            before = await corpus.everything(client, "people", YEARS)
        assert first.stop() == 0
    with endpoint(tmp_path) as second:
        async with connected(second.address) as client:
            assert await corpus.everything(client, "people", YEARS) == before
            info = await client.get_collection("people")
            assert info.points_count == len(PEOPLE)
            assert set(info.payload_schema) == {"years"}
            assert info.config.hnsw_config.m == 8


async def test_a_kill_keeps_every_write_that_was_answered(tmp_path: Path) -> None:
    with endpoint(tmp_path) as first:
        async with connected(first.address) as client:
            await corpus.create(client, "people")
        answered = await _write_until_killed(first)
    with endpoint(tmp_path) as second:
        async with connected(second.address) as client:
            kept = {record.id for record in await corpus.everything(client, "people")}
    assert len(answered) > 200
    assert answered <= kept


async def _write_until_killed(running: Endpoint) -> set[int]:
    answered: set[int] = set()
    enough = asyncio.Event()

    async def write(start: int) -> None:
        async with connected(running.address) as client:
            for number in range(start, 1_000_000, 3):
                body = PEOPLE[number % len(PEOPLE)].body
                point = models.PointStruct(id=number, vector={"body": body})
                try:
                    await client.upsert("people", [point])
                except AioRpcError:
                    return
                answered.add(number)
                if len(answered) > 200:
                    enough.set()

    async with asyncio.TaskGroup() as writers:
        for start in range(3):
            writers.create_task(write(start))
        await enough.wait()
        running.kill()
    return answered


async def test_a_refused_write_is_no_trouble_to_a_restart(tmp_path: Path) -> None:
    with endpoint(tmp_path) as first:
        async with connected(first.address) as client:
            await corpus.create(client, "people")
            await client.upsert("people", [person.point() for person in PEOPLE])
            with pytest.raises(AioRpcError):
                await client.set_payload("people", {"seen": True}, points=[1, 9999])
            with pytest.raises(AioRpcError):
                await client.upsert("people", [models.PointStruct(id=1, vector={"body": [1.0]})])
            before = await corpus.everything(client, "people")
        first.kill()
    with endpoint(tmp_path) as second:
        async with connected(second.address) as client:
            assert await corpus.everything(client, "people") == before


async def test_what_a_crash_left_half_done_is_cleared_away(tmp_path: Path) -> None:
    with endpoint(tmp_path) as first:
        async with connected(first.address) as client:
            await corpus.create(client, "people")
    (tmp_path / "people" / "gen-17" / "segments").mkdir(parents=True)
    (tmp_path / ".half").mkdir()
    with endpoint(tmp_path):
        assert not (tmp_path / ".half").exists()
        assert [each.name for each in (tmp_path / "people").glob("gen-*")] == ["gen-0"]


def test_a_data_folder_has_one_endpoint(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with (
        endpoint(tmp_path),
        pytest.raises(RuntimeError, match="exited with 1"),
        endpoint(tmp_path),
    ):
        pass
    assert "BlockingIOError" in capfd.readouterr().err
