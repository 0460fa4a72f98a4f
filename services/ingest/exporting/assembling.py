"""One candidate's data, gathered from every table and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import export_service_pb2 as pb
from candor.ingest.v1 import reading_pb2, receipt_service_pb2

from servicekit.sealing import PersonKeys
from servicekit.timestamps import timestamp
from services.ingest.applications import wire as applications_wire
from services.ingest.applications.repository import Applications
from services.ingest.candidates import wire as candidates_wire
from services.ingest.candidates.repository import Candidates, FactsStore
from services.ingest.exporting.json_resume import json_resume
from services.ingest.exporting.repository import Holdings
from services.ingest.notices import wire as notices_wire
from services.ingest.notices.repository import Notices
from services.ingest.preferences.repository import PreferencesStore
from services.ingest.receipts import wire as receipts_wire
from services.ingest.receipts.repository import Receipts
from services.ingest.resumes import wire as resumes_wire
from services.ingest.resumes.repository import Operations
from services.ingest.retention import wire as retention_wire
from services.ingest.retention.repository import Consents, Proposals, Retention

if TYPE_CHECKING:
    from uuid import UUID

    from candor.ingest.v1 import application_service_pb2

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.sealing import PersonKey
    from services.ingest.exporting.repository import Kept

MOST_APPLICATIONS = 1_000


class Assembler:
    """Gathers what is held of one candidate, in the caller's transaction."""

    def __init__(self, conn: Connection, who: Caller, master: bytes) -> None:
        self._conn = conn
        self._who = who
        self._tenant = who.tenant
        self._master = master

    async def assemble(self, candidate_id: UUID) -> pb.ExportCandidateResponse:
        """Return everything, or raise CandidateNotFound or PersonErased."""
        candidates = Candidates(self._conn, self._tenant, own=self._who.own)
        found, sealed = await candidates.get(candidate_id)
        key = await PersonKeys(self._conn, self._tenant, self._master).existing(found.candidate_id)
        candidate = candidates_wire.candidate(found, sealed, key)
        documents = await self._documents(candidate_id, key)
        exported = pb.ExportCandidateResponse(
            candidate=candidate,
            documents=documents,
            facts=await self._facts(candidate_id),
            operations=await self._operations(candidate_id),
            applications=await self._applications(candidate_id, key),
        )
        exported.resume.update(json_resume(candidate.profile, _current(documents)))
        await self._agreed(exported, found.candidate_id, found.owner)
        said = PreferencesStore(self._conn, self._tenant, self._master)
        exported.preferences.CopyFrom(await said.of(found.candidate_id))
        return exported

    async def _documents(self, candidate_id: UUID, key: PersonKey) -> list[pb.ExportedDocument]:
        receipts = Receipts(self._conn, self._tenant)
        documents: list[pb.ExportedDocument] = []
        for each in await Holdings(self._conn, self._tenant).documents(candidate_id):
            document = _document(each, key)
            for entry in await receipts.corrections(each.document_id):
                body = key.open(entry.body, purpose=receipts_wire.CORRECTION)
                correction = receipt_service_pb2.Correction.FromString(body)
                if self._who.own not in ("", correction.actor.subject):
                    correction.actor.subject = ""
                document.corrections.append(correction)
            documents.append(document)
        return documents

    async def _facts(self, candidate_id: UUID) -> list[pb.ExportedFacts]:
        store = FactsStore(self._conn, self._tenant, self._master)
        digests = await Holdings(self._conn, self._tenant).digests(candidate_id)
        return [
            pb.ExportedFacts(facts_digest=each, facts=await store.get(candidate_id, each))
            for each in digests
        ]

    async def _operations(self, candidate_id: UUID) -> list[resumes_wire.pb.Operation]:
        operations = Operations(self._conn, self._tenant)
        ids = await Holdings(self._conn, self._tenant).operations(candidate_id)
        return [resumes_wire.operation(await operations.get(each)) for each in ids]

    async def _applications(
        self, candidate_id: UUID, key: PersonKey
    ) -> list[application_service_pb2.Application]:
        applications = Applications(self._conn, self._tenant)
        found = await applications.page(
            "", job_id=None, candidate_id=candidate_id, size=MOST_APPLICATIONS
        )
        histories = await applications.history([each.application_id for each in found])
        rendered = [
            applications_wire.application(each, histories[each.application_id], key, own="")
            for each in reversed(found)
        ]
        for change in (change for each in rendered for change in each.history):
            if self._who.own not in ("", change.actor.subject):
                change.actor.subject = ""
        return rendered

    async def _agreed(
        self, exported: pb.ExportCandidateResponse, candidate_id: str, owner: str
    ) -> None:
        retention = Retention(self._conn, self._tenant)
        exported.keep_time.CopyFrom(timestamp(await retention.until(candidate_id)))
        exported.consents.extend(
            pb.ConsentEntry(
                notice=each.notice, given=each.given, record_time=timestamp(each.recorded_at)
            )
            for each in await Consents(self._conn, self._tenant).history(candidate_id)
        )
        shown = await Notices(self._conn, self._tenant).shown(candidate_id, owner)
        exported.notices_shown.extend(notices_wire.shown(each) for each in shown)
        proposals = await Proposals(self._conn, self._tenant).of(candidate_id)
        for each in proposals:
            proposal = retention_wire.proposal(each)
            if self._who.own not in ("", proposal.settled_by):
                proposal.settled_by = ""
            exported.erasure_proposals.append(proposal)


def _document(kept: Kept, key: PersonKey) -> pb.ExportedDocument:
    document = pb.ExportedDocument(
        document_id=kept.document_id,
        filename=key.open(kept.filename, purpose=resumes_wire.FILENAME).decode(),
        media_type=kept.media_type,
        size=kept.size,
        create_time=timestamp(kept.created_at),
    )
    if kept.text is not None:
        document.text = key.open(kept.text, purpose=resumes_wire.TEXT).decode()
    if kept.reading is not None:
        document.reading.ParseFromString(key.open(kept.reading, purpose=resumes_wire.READING))
    return document


def _current(documents: list[pb.ExportedDocument]) -> list[reading_pb2.Fact]:
    """Return the facts of the newest document that was read, as corrected."""
    for document in reversed(documents):
        if document.HasField("reading"):
            corrected = receipts_wire.replayed(document.reading.facts, document.corrections)
            return list(corrected.values())
    return []
