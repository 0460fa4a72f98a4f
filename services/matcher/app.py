"""Matcher, wired: the one place where its parts meet."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from candor.matcher.v1 import (
    export_service_pb2,
    fit_service_pb2,
    match_service_pb2,
    promise_service_pb2,
    ranking_service_pb2,
    rubric_service_pb2,
    search_service_pb2,
)
from candor.matcher.v1.export_service_pb2_grpc import add_ExportServiceServicer_to_server
from candor.matcher.v1.fit_service_pb2_grpc import add_FitServiceServicer_to_server
from candor.matcher.v1.match_service_pb2_grpc import add_MatchServiceServicer_to_server
from candor.matcher.v1.promise_service_pb2_grpc import add_PromiseServiceServicer_to_server
from candor.matcher.v1.ranking_service_pb2_grpc import add_RankingServiceServicer_to_server
from candor.matcher.v1.rubric_service_pb2_grpc import add_RubricServiceServicer_to_server
from candor.matcher.v1.search_service_pb2_grpc import add_SearchServiceServicer_to_server

from servicekit import auth, channel, database, events, outbox, sealing
from servicekit.background import background
from servicekit.notices import listen_forever
from servicekit.pages import Pages
from servicekit.places import Gazetteer
from servicekit.server import Room, serving
from services.matcher import consumer
from services.matcher.embedding.build import model_file
from services.matcher.embedding.embedder import Embedder
from services.matcher.erasing import Eraser
from services.matcher.exporting.servicer import ExportServicer
from services.matcher.facets.backfilling import backfill
from services.matcher.facets.following import Follower
from services.matcher.facets.refreshing import Refresher
from services.matcher.indexing import Indexer
from services.matcher.lineage.taxonomies import Taxonomies
from services.matcher.merging import Joiner
from services.matcher.owners import Owners
from services.matcher.preparing import Preparer
from services.matcher.promises.fitting import FitServicer
from services.matcher.promises.servicer import PromiseServicer
from services.matcher.ranking import Ranker
from services.matcher.rankings.servicer import RankingServicer
from services.matcher.repository import ERASED
from services.matcher.retrieval import index
from services.matcher.retrieval.bm25 import Bm25
from services.matcher.retrieval.index import Index
from services.matcher.retrieval.points import Points
from services.matcher.retrieval.queries import Queries
from services.matcher.rubrics.servicer import RubricServicer
from services.matcher.scoring.adverts import Lexicons
from services.matcher.scoring.tables import Tables
from services.matcher.searching.servicer import SearchServicer
from services.matcher.servicer import MatchServicer
from services.matcher.stores import FactsCache, Stores, settle
from services.matcher.watching import watchers
from taxonomy import compiled, rarity, taxonomy, work

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from services.matcher.settings import Settings

MIGRATIONS = Path(__file__).with_name("migrations")


@asynccontextmanager
async def running(
    settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> AsyncGenerator[str]:
    """Run matcher while the block lasts, yielding the address it serves on."""
    identity = auth.MeshIdentity("matcher", settings.mesh)
    async with (
        stores(settings, clock=clock) as opened,
        channel.connected(settings.ingest) as ingest,
        events.connected(settings.nats.get_secret_value(), "matcher") as bus,
        watchers.listening(opened.pool) as watching,
    ):
        preparer = Preparer(opened, ingest, identity)
        ranker = Ranker(opened, preparer)
        owners = Owners(ingest, identity)
        refresher = Refresher(opened, ingest, identity)
        indexer = Indexer(opened, ingest, identity, refresher)
        joiner = Joiner(opened, indexer, refresher)
        following = [
            *consumer.following(bus, indexer, joiner, preparer, Eraser(opened)),
            *consumer.narrowing(bus, Follower(opened, refresher)),
            backfill(opened, refresher),
        ]
        forgetting = listen_forever(opened.pool, ERASED, opened.facts.forget)
        rooms = [
            Room(
                match_service_pb2.DESCRIPTOR.services_by_name["MatchService"],
                MatchServicer(opened, preparer, ranker),
                add_MatchServiceServicer_to_server,
            ),
            Room(
                ranking_service_pb2.DESCRIPTOR.services_by_name["RankingService"],
                RankingServicer(opened, ranker, watching),
                add_RankingServiceServicer_to_server,
            ),
            Room(
                search_service_pb2.DESCRIPTOR.services_by_name["SearchService"],
                SearchServicer(opened),
                add_SearchServiceServicer_to_server,
            ),
            Room(
                export_service_pb2.DESCRIPTOR.services_by_name["ExportService"],
                ExportServicer(opened),
                add_ExportServiceServicer_to_server,
            ),
            Room(
                rubric_service_pb2.DESCRIPTOR.services_by_name["RubricService"],
                RubricServicer(opened, preparer),
                add_RubricServiceServicer_to_server,
            ),
            Room(
                promise_service_pb2.DESCRIPTOR.services_by_name["PromiseService"],
                PromiseServicer(opened, preparer, owners),
                add_PromiseServiceServicer_to_server,
            ),
            Room(
                fit_service_pb2.DESCRIPTOR.services_by_name["FitService"],
                FitServicer(opened, preparer, owners),
                add_FitServiceServicer_to_server,
            ),
        ]
        async with (
            background(outbox.relay_forever(opened.pool, bus), forgetting, *following),
            serving(
                settings.listen,
                rooms,
                auth.Verifier(settings.issuers),
                call_timeout=settings.call_timeout,
                grace=settings.stop_grace,
            ) as address,
        ):
            try:
                yield address
            finally:
                watching.close()  # or the server would wait for streams that have no end


@asynccontextmanager
async def stores(
    settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> AsyncGenerator[Stores]:
    """Open what Matcher stands on while the block lasts."""
    master = sealing.master_key(settings.master_key_file)
    file = await asyncio.to_thread(model_file, settings.model_cache)
    embedder = Embedder(file, workers=settings.embed_workers)
    try:
        async with (
            database.pool(
                settings.database.get_secret_value(), MIGRATIONS, size=settings.pool_size
            ) as pool,
            index.connected(
                settings.qdrant, api_key=settings.qdrant_api_key.get_secret_value()
            ) as qdrant,
        ):
            people = Index(qdrant, settings.collection)
            openings = Index(qdrant, settings.jobs_collection)
            await people.prepare(embedder.model.dimension, index.PEOPLE)
            await openings.prepare(embedder.model.dimension, {})
            words, known, lines = Bm25(), taxonomy.load(), work.load()
            tables = Tables(known, lines)
            taxonomies = Taxonomies(pool, tables)
            await taxonomies.keep(compiled.packaged())
            settle()
            yield Stores(
                pool=pool,
                index=people,
                openings=openings,
                embedder=embedder,
                points=Points(embedder, words, tables),
                queries=Queries(embedder, words),
                taxonomy=known,
                places=Gazetteer(),
                tables=tables,
                taxonomies=taxonomies,
                lexicons=Lexicons(rarity.load(), lines),
                facts=FactsCache(settings.facts_cache, tables),
                master=master,
                pages=Pages(master),
                clock=clock,
            )
    finally:
        embedder.close()
