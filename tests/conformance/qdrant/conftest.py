from __future__ import annotations

import inspect
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import pytest_asyncio
from qdrant_client import models

from tests.conformance.qdrant import corpus
from tests.harness.qdrant import connected, endpoint

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from qdrant_client import AsyncQdrantClient

# The suite's servers: ours, and the real one whose gRPC address QDRANT_URL names, if it does
# (http://host:6334). Both must pass the same tests.
SERVERS = ["endpoint", *filter(None, [os.environ.get("QDRANT_URL")])]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the package on one event loop, so that a client and its data serve many tests."""
    for item in items:
        if item.path.parent.name == "qdrant" and asynchronous(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def asynchronous(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj)


@pytest.fixture(scope="session", params=SERVERS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator[str]:
    """The address of a server under test."""
    if request.param == "endpoint":
        with endpoint(tmp_path_factory.mktemp("qdrant")) as running:
            yield running.address
    else:
        yield urlsplit(request.param).netloc


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def qdrant(server: str) -> AsyncGenerator[AsyncQdrantClient]:
    """The client that production uses."""
    async with connected(server) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def name(qdrant: AsyncQdrantClient) -> AsyncGenerator[str]:
    """The name of a collection that does not exist, and will not afterwards."""
    name = f"conformance-{uuid4()}"
    yield name
    await qdrant.delete_collection(name)


@pytest_asyncio.fixture(loop_scope="session")
async def empty(qdrant: AsyncQdrantClient, name: str) -> str:
    """The name of a collection with the corpus's vectors and no points."""
    await corpus.create(qdrant, name)
    return name


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def filled(qdrant: AsyncQdrantClient) -> AsyncGenerator[str]:
    """The name of a collection that holds the corpus; for reading only."""
    name = f"conformance-{uuid4()}"
    await corpus.create(qdrant, name)
    for field, schema in corpus.INDEXES.items():
        await qdrant.create_payload_index(name, field, schema)
    await qdrant.upsert(name, [person.point() for person in corpus.PEOPLE])
    yield name
    await qdrant.delete_collection(name)


@pytest.fixture
def named() -> models.VectorParams:
    """The parameters of a dense vector that a test does not care about."""
    return models.VectorParams(size=4, distance=models.Distance.DOT)
