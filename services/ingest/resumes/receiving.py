"""The first step of a resume: checked, sealed, stored, queued."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2
from candor.ingest.v1 import resume_service_pb2 as pb
from uuid_utils.compat import uuid7

from servicekit import outbox
from servicekit.canonical import digest
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.candidates.announcing import announce_candidate
from services.ingest.candidates.candidates import Candidate, agreed
from services.ingest.candidates.repository import Candidates
from services.ingest.documents import reading
from services.ingest.resumes import wire
from services.ingest.resumes.operations import Document, Operation, Scan, State
from services.ingest.resumes.repository import Documents, Operations

if TYPE_CHECKING:
    from datetime import datetime

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.ingest.candidates.candidates import Consent
    from services.ingest.stores import Stores


async def receive(
    stores: Stores, who: Caller, request: pb.UploadResumeRequest
) -> pb.UploadResumeResponse:
    """Store the file and start its operation, all or nothing."""
    now = stores.clock()
    consent = agreed(request.consent_notice, now, consent=request.consent)
    filename = wire.to_filename(request.filename)
    content = request.file.data
    await asyncio.to_thread(reading.admit, content)
    async with transaction(stores.pool, who.tenant) as conn:
        keys = PersonKeys(conn, who.tenant, stores.master)
        requests = Requests(conn, keys, who, "UploadResume")
        known = await requests.recall(
            request.request_id, request, pb.UploadResumeResponse(), fingerprint=_mark(request)
        )
        if known is not None:
            return known
        arrived = Arrived(request.candidate_id, consent, filename, content)
        operation = await take_in(stores, conn, who, arrived)
        response = pb.UploadResumeResponse(operation=wire.operation(operation))
        await requests.remember(request.request_id, response, person_id=operation.candidate_id)
    return response


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that may be stored, of a candidate or, with "", of a new one."""

    candidate_id: str
    consent: Consent
    filename: str
    content: bytes


async def take_in(stores: Stores, conn: Connection, who: Caller, arrived: Arrived) -> Operation:
    """Store a file in the caller's transaction and start its operation."""
    now = stores.clock()
    candidate = await _candidate(conn, who, arrived.candidate_id, arrived.consent, now)
    return await _store(stores, conn, who, candidate, arrived)


def _mark(request: pb.UploadResumeRequest) -> str:
    """What tells one upload from another, without making 10 MB of JSON."""
    rest = pb.UploadResumeRequest()
    rest.CopyFrom(request)
    rest.ClearField("file")
    content = sha256(request.file.data).hexdigest()
    return sha256(f"{digest(rest)}/{content}".encode()).hexdigest()


async def _candidate(
    conn: Connection, who: Caller, candidate_id: str, consent: Consent, now: datetime
) -> Candidate:
    """Return the candidate that the resume is of, creating one if none is named."""
    candidates = Candidates(conn, who.tenant, own=who.own)
    if not candidate_id:
        new = Candidate(str(uuid7()), who.own, "", consent, now)
        candidate_id = await candidates.put(new, None)
        if candidate_id == new.candidate_id:
            await announce_candidate(conn, who, new)
            return new
    found, _ = await candidates.get(parse_id(candidate_id, "candidate_id"))
    await candidates.hold(found.candidate_id)
    await candidates.agreed(found.candidate_id, consent)
    return replace(found, consent=consent)


async def _store(
    stores: Stores,
    conn: Connection,
    who: Caller,
    candidate: Candidate,
    arrived: Arrived,
) -> Operation:
    """Keep the file and its operation, and queue the reading of it.

    The file is written before the commit: should the commit fail, what is left is sealed
    under a key that is nowhere kept or is the person's own, at an address that nothing names.
    """
    key = await PersonKeys(conn, who.tenant, stores.master).of(candidate.candidate_id)
    now, content = stores.clock(), arrived.content
    address = stores.files.address(who.tenant, candidate.candidate_id, content)
    document = Document(str(uuid7()), candidate.candidate_id, address, len(content), now)
    await Documents(conn, who.tenant).add(
        document, key.seal(arrived.filename.encode(), purpose=wire.FILENAME)
    )
    operation = _operation(candidate, document, now)
    await Operations(conn, who.tenant).add(operation, candidate.owner)
    received = events_pb2.ResumeReceived(
        operation_id=operation.operation_id,
        candidate_id=candidate.candidate_id,
        document_id=document.document_id,
        consent_notice=candidate.consent.notice,
    )
    work = events_pb2.ParseResume(operation_id=operation.operation_id)
    about = outbox.About(who.tenant, operation.operation_id, who.actor)
    await outbox.announce(conn, received, about, now)
    await outbox.enqueue(conn, work, about, now)
    await stores.files.put(address, key.seal(content, purpose=wire.FILE))
    return operation


def _operation(candidate: Candidate, document: Document, now: datetime) -> Operation:
    return Operation(
        operation_id=str(uuid7()),
        candidate_id=candidate.candidate_id,
        belongs_to=candidate.candidate_id,
        document_id=document.document_id,
        state=State.RUNNING,
        attempts=1,
        received_at=now,
        extracted_at=None,
        parsed_at=None,
        indexed_at=None,
        error_reason="",
        error_message="",
        quality=None,
        scan=Scan.UNSPECIFIED,
        created_at=now,
        updated_at=now,
    )
