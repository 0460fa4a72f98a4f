"""What optimising changes: nothing that can be seen, but the time that answers take."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, Any

import psutil
import pytest
from grpc.aio import AioRpcError
from qdrant_client import models
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse

from tests.conformance.qdrant import corpus
from tests.harness.qdrant import connected, endpoint

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from qdrant_client import AsyncQdrantClient

    from tests.harness.qdrant import Endpoint

SOON = models.OptimizersConfigDiff(indexing_threshold=10)  # KB: 213 points of 12 floats
NEVER = models.OptimizersConfigDiff(indexing_threshold=0)
BOUND = 60.0
PACE = 0.005  # leaves the niced optimiser some of a busy machine
GEN_0 = '{"generation": "gen-0", "points": 0}'
GREEN = models.CollectionStatus.GREEN


class Model:
    """What a collection must hold after the random writes that were made to both."""

    def __init__(self, client: AsyncQdrantClient, name: str, dice: random.Random) -> None:
        self.people: dict[int, corpus.Person] = {}
        self._client = client
        self._name = name
        self._dice = dice

    async def upsert(self) -> None:
        numbers = self._dice.sample(range(2000), self._dice.randrange(1, 40))
        people = [corpus.person(number, self._dice) for number in numbers]
        await self._client.upsert(self._name, [person.point() for person in people])
        self.people |= {person.number: person for person in people}

    async def delete(self) -> None:
        numbers = self._dice.sample(range(2000), 5)
        await self._client.delete(self._name, [*numbers])
        for number in numbers:
            self.people.pop(number, None)

    async def delete_some(self) -> None:
        score = self._dice.uniform(0.001, 0.02)
        where = models.Filter(
            must=[models.FieldCondition(key="score", range=models.Range(lt=score))]
        )
        await self._client.delete(self._name, models.FilterSelector(filter=where))
        self.people = {
            number: person
            for number, person in self.people.items()
            if person.payload.get("score", 1.0) >= score
        }

    async def promote(self) -> None:
        # An integer: the engine gives a float back that may differ in its last bit.
        tenant, mark = self._dice.choice(corpus.TENANTS), self._dice.randrange(1 << 40)
        where = models.Filter(
            must=[models.FieldCondition(key="tenant", match=models.MatchValue(value=tenant))]
        )
        await self._client.set_payload(self._name, {"mark": mark}, points=where)
        for person in self.people.values():
            if person.payload.get("tenant") == tenant:
                person.payload["mark"] = mark

    async def forget(self) -> None:
        for number in self._dice.sample(sorted(self.people), min(3, len(self.people))):
            await self._client.clear_payload(self._name, points_selector=[number])
            self.people[number].payload.clear()

    async def turn(self) -> None:
        for number in self._dice.sample(sorted(self.people), min(3, len(self.people))):
            body = corpus.vector(self._dice)
            change = models.PointVectors(id=number, vector={"body": body})
            await self._client.update_vectors(self._name, [change])
            self.people[number].body[:] = body

    async def write(self) -> None:
        """Make one random write."""
        writes = [self.delete, self.delete_some, self.promote, self.forget, self.turn]
        await self._dice.choice([self.upsert] * 4 + writes)()

    async def check(self, client: AsyncQdrantClient) -> None:
        """Compare all points, whatever the client's server has been through."""
        records = {int(one.id): one for one in await corpus.everything(client, self._name)}
        assert set(records) == set(self.people)
        for number, person in self.people.items():
            assert (records[number].payload or {}) == person.payload
            vectors: Any = records[number].vector
            assert vectors["body"] == pytest.approx(person.body, abs=1e-5)
            words = dict(zip(vectors["words"].indices, vectors["words"].values, strict=True))
            assert words == pytest.approx(person.words, abs=1e-5)


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(BOUND):
        while not condition():  # noqa: ASYNC110  # what changes is another process
            await asyncio.sleep(0.02)


async def green(client: AsyncQdrantClient, name: str) -> None:
    async with asyncio.timeout(BOUND):
        while (await client.get_collection(name)).status != GREEN:  # noqa: ASYNC110  # the same
            await asyncio.sleep(0.02)


def generation(data: Path) -> str:
    return (data / "people" / "current.json").read_text()


async def test_a_graph_is_built_and_finds_what_a_scan_finds(
    qdrant: AsyncQdrantClient, name: str
) -> None:
    await corpus.create(qdrant, name, SOON)
    dice = corpus.dice(3)
    people = [corpus.person(number, dice) for number in range(1500)]
    await qdrant.upsert(name, [person.point() for person in people])
    await green(qdrant, name)
    exact = models.SearchParams(exact=True)
    hits = 0
    for _ in range(20):
        like = corpus.vector(dice)
        near = await qdrant.query_points(name, query=like, using="body", limit=10)
        right = await qdrant.query_points(
            name, query=like, using="body", limit=10, search_params=exact
        )
        hits += len({one.id for one in near.points} & {one.id for one in right.points})
    assert hits >= 190
    indexed = (await qdrant.get_collection(name)).indexed_vectors_count or 0
    assert indexed >= 2 * len(people)


async def test_random_writes_through_optimisations_and_a_kill_equal_the_model(
    tmp_path: Path,
) -> None:
    dice = corpus.dice(11)
    with endpoint(tmp_path) as first:
        async with connected(first.address) as client:
            await corpus.create(client, "people", SOON)
            for field, schema in corpus.INDEXES.items():
                await client.create_payload_index("people", field, schema)
            model = Model(client, "people", dice)
            seen = {generation(tmp_path)}
            done = asyncio.Event()
            async with asyncio.timeout(BOUND), asyncio.TaskGroup() as readers:
                readers.create_task(_read(client, done))
                while len(seen) < 3:
                    await model.write()
                    seen.add(generation(tmp_path))
                    await asyncio.sleep(PACE)
                done.set()
            await model.check(client)
        first.kill()
    with endpoint(tmp_path) as second:
        async with connected(second.address) as client:
            await model.check(client)


async def _read(client: AsyncQdrantClient, done: asyncio.Event) -> None:
    where = models.Filter(
        must=[models.FieldCondition(key="tenant", match=models.MatchValue(value="acme"))]
    )
    while not done.is_set():
        found = await client.query_points(
            "people", query=[1.0] * corpus.SIZE, using="body", query_filter=where, limit=20
        )
        assert all((point.payload or {})["tenant"] == "acme" for point in found.points)
        await asyncio.sleep(PACE)


async def optimising(running: Endpoint, client: AsyncQdrantClient) -> psutil.Process:
    """Fill a collection, and return the process that optimises it, stopped before it begins."""
    await corpus.create(client, "people", NEVER)
    await client.upsert("people", [person.point() for person in corpus.PEOPLE])
    await client.update_collection("people", optimizers_config=SOON)
    parent = psutil.Process(running.process.pid)
    await until(lambda: any(child.nice() > parent.nice() for child in parent.children()))
    (child,) = parent.children()
    child.send_signal(signal.SIGSTOP)
    return child


def copies(data: Path) -> int:
    return len(list((data / "people").glob("gen-*"))) - 1


async def test_a_write_that_fails_half_way_goes_half_way_on_the_copy_too(tmp_path: Path) -> None:
    with endpoint(tmp_path) as running:
        async with connected(running.address) as client:
            child = await optimising(running, client)
            before = generation(tmp_path)
            with pytest.raises(AioRpcError):
                await client.set_payload("people", {"seen": True}, points=[1, 9999])
            written = await corpus.everything(client, "people")
            child.send_signal(signal.SIGCONT)
            await green(client, "people")
            assert generation(tmp_path) != before
            assert await corpus.everything(client, "people") == written


async def test_settings_that_change_are_applied_by_a_new_generation(tmp_path: Path) -> None:
    with endpoint(tmp_path) as running:
        async with connected(running.address) as client:
            await corpus.create(client, "people", NEVER)
            await client.upsert("people", [person.point() for person in corpus.PEOPLE])
            await green(client, "people")
            before = generation(tmp_path)
            await client.update_collection("people", optimizers_config=NEVER)
            await green(client, "people")
            assert generation(tmp_path) == before
            await client.update_collection("people", optimizers_config=SOON)
            await green(client, "people")
            assert generation(tmp_path) != before
            await until(lambda: copies(tmp_path) == 0)


async def test_the_endpoint_says_when_to_optimise_where_a_collection_does_not(
    tmp_path: Path,
) -> None:
    with endpoint(tmp_path, "--indexing-threshold-kb", "10") as running:
        async with connected(running.address) as client:
            await corpus.create(client, "people")
            before = generation(tmp_path)
            await client.upsert("people", [person.point() for person in corpus.PEOPLE[:200]])
            await green(client, "people")
            assert generation(tmp_path) == before
            await client.upsert("people", [person.point() for person in corpus.PEOPLE[200:]])
            await green(client, "people")
            assert generation(tmp_path) != before


async def test_a_kill_in_the_middle_of_optimising_leaves_the_old_generation(
    tmp_path: Path,
) -> None:
    with endpoint(tmp_path) as first:
        async with connected(first.address) as client:
            child = await optimising(first, client)
            await client.upsert("people", [corpus.person(5000, corpus.dice(1)).point()])
            first.kill()
        await until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    with endpoint(tmp_path) as second:
        async with connected(second.address) as client:
            assert (await client.count("people")).count == len(corpus.PEOPLE) + 1
            assert generation(tmp_path) == GEN_0
            assert copies(tmp_path) == 0


async def test_a_child_that_dies_changes_nothing(tmp_path: Path) -> None:
    with endpoint(tmp_path) as running:
        async with connected(running.address) as client:
            child = await optimising(running, client)
            child.kill()
            await until(lambda: copies(tmp_path) == 0)
            await client.upsert("people", [corpus.person(5000, corpus.dice(1)).point()])
            assert (await client.count("people")).count == len(corpus.PEOPLE) + 1
            assert generation(tmp_path) == GEN_0


async def test_writers_are_held_back_when_the_journal_is_full(tmp_path: Path) -> None:
    with endpoint(tmp_path, "--journal-mb", "1") as running:
        async with connected(running.address) as client:
            child = await optimising(running, client)
            with pytest.raises(ResourceExhaustedResponse) as caught:
                await _fill(client)
            assert caught.value.retry_after_s == 1
            held = (await client.count("people")).count
            assert held == len(corpus.PEOPLE) + 6
            child.send_signal(signal.SIGCONT)
            await green(client, "people")
            assert (await client.count("people")).count == held
            await client.upsert("people", [models.PointStruct(id=2000, vector={})])


async def _fill(client: AsyncQdrantClient) -> None:
    big = {"text": "x" * 200_000}
    for number in range(1000, 1100):
        point = models.PointStruct(id=number, vector={}, payload=big)
        await client.upsert("people", [point])


async def test_a_collection_can_be_deleted_while_it_is_optimised(tmp_path: Path) -> None:
    with endpoint(tmp_path) as running:
        async with connected(running.address) as client:
            child = await optimising(running, client)
            assert await client.delete_collection("people")
            assert not child.is_running()
            assert not (tmp_path / "people").exists()
            await corpus.create(client, "people")
            assert (await client.count("people")).count == 0


async def test_a_stop_does_not_wait_for_the_optimiser(tmp_path: Path) -> None:
    with endpoint(tmp_path) as running:
        async with connected(running.address) as client:
            child = await optimising(running, client)
        assert running.stop() == 0
        assert not child.is_running()
        assert generation(tmp_path) == GEN_0
        assert copies(tmp_path) == 0
