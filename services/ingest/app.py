"""Ingest, wired: the one place where its parts meet."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from candor.ingest.v1 import (
    application_service_pb2,
    batch_service_pb2,
    candidate_service_pb2,
    duplicate_service_pb2,
    erasure_service_pb2,
    export_service_pb2,
    facts_service_pb2,
    job_service_pb2,
    notice_service_pb2,
    preferences_service_pb2,
    receipt_service_pb2,
    resume_service_pb2,
    retention_service_pb2,
)
from candor.ingest.v1.application_service_pb2_grpc import (
    add_ApplicationServiceServicer_to_server,
)
from candor.ingest.v1.batch_service_pb2_grpc import add_BatchServiceServicer_to_server
from candor.ingest.v1.candidate_service_pb2_grpc import add_CandidateServiceServicer_to_server
from candor.ingest.v1.duplicate_service_pb2_grpc import add_DuplicateServiceServicer_to_server
from candor.ingest.v1.erasure_service_pb2_grpc import add_ErasureServiceServicer_to_server
from candor.ingest.v1.export_service_pb2_grpc import add_ExportServiceServicer_to_server
from candor.ingest.v1.facts_service_pb2_grpc import add_FactsServiceServicer_to_server
from candor.ingest.v1.job_service_pb2_grpc import add_JobServiceServicer_to_server
from candor.ingest.v1.notice_service_pb2_grpc import add_NoticeServiceServicer_to_server
from candor.ingest.v1.preferences_service_pb2_grpc import (
    add_PreferencesServiceServicer_to_server,
)
from candor.ingest.v1.receipt_service_pb2_grpc import add_ReceiptServiceServicer_to_server
from candor.ingest.v1.resume_service_pb2_grpc import add_ResumeServiceServicer_to_server
from candor.ingest.v1.retention_service_pb2_grpc import add_RetentionServiceServicer_to_server

from servicekit import auth, database, events, outbox, sealing
from servicekit.background import background
from servicekit.pages import Pages
from servicekit.places import Gazetteer
from servicekit.server import Room, serving
from services.ingest import consumer, files, parsing
from services.ingest.applications.servicer import ApplicationServicer
from services.ingest.batches.servicer import BatchServicer
from services.ingest.candidates.servicer import CandidateServicer, FactsServicer
from services.ingest.duplicates.servicer import DuplicateServicer
from services.ingest.erasure.servicer import ErasureServicer
from services.ingest.exporting.servicer import ExportServicer
from services.ingest.jobs.servicer import JobServicer
from services.ingest.notices.servicer import NoticeServicer
from services.ingest.preferences.servicer import PreferencesServicer
from services.ingest.receipts.servicer import ReceiptServicer
from services.ingest.resumes.reading import Readers
from services.ingest.resumes.servicer import ResumeServicer
from services.ingest.resumes.watching import listening
from services.ingest.retention.proposing import propose_forever
from services.ingest.retention.servicer import RetentionServicer
from services.ingest.scanning import Scanner
from services.ingest.stores import Stores
from taxonomy import rarity, taxonomy

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from services.ingest.parsing import Parser
    from services.ingest.resumes.watching import Watchers
    from services.ingest.settings import Settings
    from taxonomy.rarity import Rarity
    from taxonomy.taxonomy import Taxonomy

MIGRATIONS = Path(__file__).with_name("migrations")
_OCR_MEMORY = 1536 * 1024 * 1024  # bytes; a page of 200 dpi takes a third of that


@asynccontextmanager
async def running(
    settings: Settings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> AsyncGenerator[str]:
    """Run ingest while the block lasts, yielding the address it serves on."""
    master = sealing.master_key(settings.master_key_file)
    known, words = taxonomy.load(), rarity.load()
    async with (
        parsing.pool(workers=settings.parse_workers, timeout=settings.parse_timeout) as parser,
        _looking(settings) as looker,
        database.pool(
            settings.database.get_secret_value(), MIGRATIONS, size=settings.pool_size
        ) as pool,
        events.connected(settings.nats.get_secret_value(), "ingest") as bus,
        listening(pool) as watchers,
    ):
        stores = Stores(
            pool,
            files.opened(settings.files, master),
            master,
            Pages(master),
            clock,
        )
        scanner = Scanner(settings.clamd) if settings.clamd else None
        readers = Readers(stores, parser, looker, scanner, known.digest)
        following = consumer.following(
            bus,
            stores,
            readers,
            parse_workers=settings.parse_workers,
            ocr_workers=settings.ocr_workers,
        )
        async with (
            background(
                outbox.relay_forever(pool, bus),
                propose_forever(stores, every=settings.retention_interval),
                *following,
            ),
            serving(
                settings.listen,
                _rooms(stores, watchers, parser, known, words),
                auth.Verifier(settings.issuers),
                call_timeout=settings.call_timeout,
                grace=settings.stop_grace,
            ) as address,
        ):
            yield address


@asynccontextmanager
async def _looking(settings: Settings) -> AsyncGenerator[Parser | None]:
    """Run the processes that read pictures of text, if there are to be any."""
    if not settings.ocr_workers:
        yield None
        return
    async with parsing.pool(
        workers=settings.ocr_workers,
        timeout=settings.ocr_timeout,
        memory=_OCR_MEMORY,
        scanned_pages=settings.ocr_pages,
    ) as looker:
        yield looker


def _rooms(
    stores: Stores, watchers: Watchers, parser: Parser, known: Taxonomy, words: Rarity
) -> list[Room]:
    return [
        Room(
            resume_service_pb2.DESCRIPTOR.services_by_name["ResumeService"],
            ResumeServicer(stores, watchers),
            add_ResumeServiceServicer_to_server,
        ),
        Room(
            candidate_service_pb2.DESCRIPTOR.services_by_name["CandidateService"],
            CandidateServicer(stores),
            add_CandidateServiceServicer_to_server,
        ),
        Room(
            facts_service_pb2.DESCRIPTOR.services_by_name["FactsService"],
            FactsServicer(stores, Gazetteer()),
            add_FactsServiceServicer_to_server,
        ),
        Room(
            job_service_pb2.DESCRIPTOR.services_by_name["JobService"],
            JobServicer(stores, known, words),
            add_JobServiceServicer_to_server,
        ),
        Room(
            receipt_service_pb2.DESCRIPTOR.services_by_name["ReceiptService"],
            ReceiptServicer(stores, parser, known.digest),
            add_ReceiptServiceServicer_to_server,
        ),
        Room(
            application_service_pb2.DESCRIPTOR.services_by_name["ApplicationService"],
            ApplicationServicer(stores),
            add_ApplicationServiceServicer_to_server,
        ),
        Room(
            duplicate_service_pb2.DESCRIPTOR.services_by_name["DuplicateService"],
            DuplicateServicer(stores),
            add_DuplicateServiceServicer_to_server,
        ),
        Room(
            batch_service_pb2.DESCRIPTOR.services_by_name["BatchService"],
            BatchServicer(stores, watchers),
            add_BatchServiceServicer_to_server,
        ),
        Room(
            erasure_service_pb2.DESCRIPTOR.services_by_name["ErasureService"],
            ErasureServicer(stores),
            add_ErasureServiceServicer_to_server,
        ),
        Room(
            retention_service_pb2.DESCRIPTOR.services_by_name["RetentionService"],
            RetentionServicer(stores),
            add_RetentionServiceServicer_to_server,
        ),
        Room(
            preferences_service_pb2.DESCRIPTOR.services_by_name["PreferencesService"],
            PreferencesServicer(stores),
            add_PreferencesServiceServicer_to_server,
        ),
        Room(
            notice_service_pb2.DESCRIPTOR.services_by_name["NoticeService"],
            NoticeServicer(stores),
            add_NoticeServiceServicer_to_server,
        ),
        Room(
            export_service_pb2.DESCRIPTOR.services_by_name["ExportService"],
            ExportServicer(stores),
            add_ExportServiceServicer_to_server,
        ),
    ]
