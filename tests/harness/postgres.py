"""A PostgreSQL for tests: the stack's own, without fsync, and a new database for each test."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import asyncpg

from deploy.local import ports, postgres
from tests.harness.standing import data_folder, standing

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from deploy.local.postgres import Cluster


@contextmanager
def cluster() -> Generator[Cluster]:
    """Run a PostgreSQL with the roles and databases of the services. For a session."""
    with data_folder() as data, ports.held(postgres=None) as held:
        made = postgres.cluster(data, port=held["postgres"])
        with standing(postgres.process(made, durable=False), data=data):
            yield made


@asynccontextmanager
async def database(cluster: Cluster, service: str) -> AsyncGenerator[str]:
    """Yield the address of a new empty database that the role of `service` owns. For a test."""
    name = f"{service}_{uuid4().hex}"
    await _execute(cluster, f"CREATE DATABASE {name} OWNER {service}")
    try:
        yield urlunsplit(urlsplit(cluster.socket_dsn(service))._replace(path=f"/{name}"))
    finally:
        await _execute(cluster, f"DROP DATABASE {name} WITH (FORCE)")


async def _execute(cluster: Cluster, statement: str) -> None:
    admin = await asyncpg.connect(cluster.admin_dsn())
    try:
        await admin.execute(statement)
    finally:
        await admin.close()
