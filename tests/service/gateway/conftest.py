"""One gateway before the small services, for all tests that leave it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc.aio
import httpx
import pytest
from anyio.from_thread import start_blocking_portal

from tests.service.gateway import rig, services

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.harness.identity import Identities, Metadata
    from tests.service.gateway.rig import Gateway


@pytest.fixture(scope="session")
def services_port() -> Iterator[int]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(services.serving()) as port,
    ):
        yield port


@pytest.fixture(scope="session")
def gateway(
    identities: Identities, services_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    data = tmp_path_factory.mktemp("gateway")
    with rig.gateway(identities, services_port, data) as running:
        yield running


@pytest.fixture
async def rest(gateway: Gateway, identities: Identities) -> AsyncIterator[httpx.AsyncClient]:
    """A REST client with a good token."""
    headers = {"authorization": f"Bearer {identities.token()}"}
    async with httpx.AsyncClient(base_url=gateway.url, headers=headers, timeout=20) as client:
        yield client


@pytest.fixture
async def nobody(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    """A REST client without a token."""
    async with httpx.AsyncClient(base_url=gateway.url, timeout=20) as client:
        yield client


@pytest.fixture
async def channel(gateway: Gateway) -> AsyncIterator[grpc.aio.Channel]:
    """A gRPC channel to the gateway."""
    async with grpc.aio.insecure_channel(gateway.target, options=services.OPTIONS) as channel:
        yield channel


@pytest.fixture
def bearer(identities: Identities) -> Metadata:
    """Call metadata with a good token."""
    return identities.metadata()
