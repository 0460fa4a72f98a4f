"""The services, wired as in production, on databases, a NATS and a Qdrant of their own."""

from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from pydantic import SecretStr

from services.assistant import app as assistant_app
from services.assistant.settings import Settings as AssistantSettings
from services.audit import app as audit_app
from services.audit.settings import Settings as AuditSettings
from services.ingest import app as ingest_app
from services.ingest.settings import Settings as IngestSettings
from services.matcher import app as matcher_app
from services.matcher.settings import Settings as MatcherSettings
from tests.harness import nats, postgres, qdrant

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from deploy.local.postgres import Cluster
    from tests.harness.identity import Identities
    from tests.harness.qdrant import Endpoint

LISTEN = "127.0.0.1:0"
Clock: TypeAlias = "Callable[[], datetime]"


def real_time() -> datetime:
    """Return what time it is."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the services of one test stand on and share."""

    cluster: Cluster
    identities: Identities
    nats: str
    files: Path
    """Where Ingest keeps files."""
    models: Path
    """Where the embedding model is kept; shared by a whole run."""


@dataclass(frozen=True, slots=True)
class Service:
    """A running service."""

    address: str
    database: str
    """Address of its database, for the superuser, whom row security does not bind."""


@dataclass(frozen=True, slots=True)
class Mesh:
    """Ingest, Matcher and Audit, running together."""

    ground: Ground
    ingest: Service
    matcher: Service
    audit: Service
    qdrant: Endpoint
    points: Path
    """Where the Qdrant endpoint keeps its points."""


@asynccontextmanager
async def ground(cluster: Cluster, identities: Identities, models: Path) -> AsyncGenerator[Ground]:
    """Run a NATS and make a folder for files, for one test or one module."""
    with nats.server() as url, tempfile.TemporaryDirectory(prefix="candor-files-") as files:
        yield Ground(cluster, identities, url, Path(files), models)


@asynccontextmanager
async def ingest(
    on: Ground, *, parse_workers: int = 2, clamd: str = "", clock: Clock = real_time
) -> AsyncGenerator[Service]:
    """Run Ingest on a new database, with a virus scanner if it has an address."""
    async with postgres.database(on.cluster, "ingest") as dsn:
        settings = IngestSettings(  # pyright: ignore[reportCallIssue]  # the rest has defaults
            listen=LISTEN,
            database=SecretStr(dsn),
            nats=SecretStr(on.nats),
            issuers=on.identities.issuers,
            master_key_file=on.identities.keys.master,
            files=on.files.as_uri(),
            parse_workers=parse_workers,
            clamd=clamd,
            stop_grace=1,
        )
        async with ingest_app.running(settings, clock=clock) as address:
            yield Service(address, _as_superuser(on.cluster, dsn))


@asynccontextmanager
async def matcher(
    on: Ground,
    *,
    ingest: str,
    qdrant: str,
    collection: str = "candidates",
    clock: Clock = real_time,
) -> AsyncGenerator[Service]:
    """Run Matcher on a new database, beside the Ingest and the Qdrant at these addresses."""
    async with (
        postgres.database(on.cluster, "matcher") as dsn,
        matcher_on(
            on, dsn, ingest=ingest, qdrant=qdrant, collection=collection, clock=clock
        ) as running,
    ):
        yield running


@asynccontextmanager
async def matcher_on(
    on: Ground,
    dsn: str,
    *,
    ingest: str,
    qdrant: str,
    collection: str = "candidates",
    stop_grace: float = 1,
    clock: Clock = real_time,
) -> AsyncGenerator[Service]:
    """Run Matcher on a database that may have been used before."""
    settings = MatcherSettings(  # pyright: ignore[reportCallIssue]  # the rest has defaults
        listen=LISTEN,
        database=SecretStr(dsn),
        nats=SecretStr(on.nats),
        issuers=on.identities.issuers,
        master_key_file=on.identities.keys.master,
        ingest=ingest,
        mesh=on.identities.mesh_settings,
        qdrant=qdrant,
        qdrant_api_key=SecretStr(""),
        collection=collection,
        model_cache=on.models,
        stop_grace=stop_grace,
    )
    async with matcher_app.running(settings, clock=clock) as address:
        yield Service(address, _as_superuser(on.cluster, dsn))


@asynccontextmanager
async def audit(on: Ground) -> AsyncGenerator[Service]:
    """Run Audit on a new database."""
    async with postgres.database(on.cluster, "audit") as dsn:
        settings = AuditSettings(  # pyright: ignore[reportCallIssue]  # the rest has defaults
            listen=LISTEN,
            database=SecretStr(dsn),
            nats=SecretStr(on.nats),
            issuers=on.identities.issuers,
            master_key_file=on.identities.keys.master,
            ledger_key_file=on.identities.keys.ledger,
            stop_grace=1,
        )
        async with audit_app.running(settings) as address:
            yield Service(address, _as_superuser(on.cluster, dsn))


@asynccontextmanager
async def assistant(on: Ground, *, ingest: str, matcher: str) -> AsyncGenerator[Service]:
    """Run Assistant on a new database, beside the Ingest and the Matcher at these addresses."""
    async with postgres.database(on.cluster, "assistant") as dsn:
        settings = AssistantSettings(  # pyright: ignore[reportCallIssue]  # the rest has defaults
            listen=LISTEN,
            database=SecretStr(dsn),
            nats=SecretStr(on.nats),
            issuers=on.identities.issuers,
            master_key_file=on.identities.keys.master,
            ingest=ingest,
            matcher=matcher,
            stop_grace=1,
        )
        async with assistant_app.running(settings) as address:
            yield Service(address, _as_superuser(on.cluster, dsn))


@asynccontextmanager
async def mesh(on: Ground, *, clock: Clock = real_time) -> AsyncGenerator[Mesh]:
    """Run Ingest, Matcher and Audit with a Qdrant endpoint, the first two by this clock."""
    with (
        tempfile.TemporaryDirectory(prefix="candor-qdrant-") as points,
        qdrant.endpoint(Path(points)) as endpoint,
    ):
        async with (
            audit(on) as ledger,
            ingest(on, clock=clock) as records,
            matcher(on, ingest=records.address, qdrant=endpoint.address, clock=clock) as ranks,
        ):
            yield Mesh(on, records, ranks, ledger, endpoint, Path(points))


def _as_superuser(cluster: Cluster, dsn: str) -> str:
    return cluster.admin_dsn(urlsplit(dsn).path.removeprefix("/"))
