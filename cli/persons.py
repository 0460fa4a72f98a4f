"""One person's data: all of it in one file, none of it anywhere, or what they would work."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from typing import TYPE_CHECKING, TypeAlias, cast
from uuid import uuid4

from candor.assistant.v1 import export_service_pb2 as assistant_pb
from candor.assistant.v1.export_service_pb2_grpc import ExportServiceStub as AssistantExports
from candor.audit.v1.ledger_service_pb2 import ListEntriesRequest
from candor.audit.v1.ledger_service_pb2_grpc import LedgerServiceStub
from candor.ingest.v1 import erasure_service_pb2 as erasure_pb
from candor.ingest.v1 import export_service_pb2 as ingest_pb
from candor.ingest.v1 import preferences_service_pb2 as preferences_pb
from candor.ingest.v1.erasure_service_pb2_grpc import ErasureServiceStub
from candor.ingest.v1.export_service_pb2_grpc import ExportServiceStub as IngestExports
from candor.ingest.v1.preferences_service_pb2_grpc import PreferencesServiceStub
from candor.matcher.v1 import export_service_pb2 as matcher_pb
from candor.matcher.v1.export_service_pb2_grpc import ExportServiceStub as MatcherExports
from google.protobuf import json_format
from google.protobuf.field_mask_pb2 import FieldMask

if TYPE_CHECKING:
    from collections.abc import Iterable

    import grpc.aio
    from google.protobuf.message import Message

    from cli.connection import Target

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

TIMEOUT = 60.0
PATIENCE = 60.0
"""Seconds to wait for every service to confirm an erasure."""
PAUSE = 0.2


async def export(channel: grpc.aio.Channel, where: Target, candidate_id: str) -> dict[str, Json]:
    """Return all that every service holds of a candidate, files in base64."""
    ingest = await IngestExports(channel).ExportCandidate(
        ingest_pb.ExportCandidateRequest(candidate_id=candidate_id),
        metadata=where.metadata,
        timeout=TIMEOUT,
    )
    matches = await MatcherExports(channel).ExportMatches(
        matcher_pb.ExportMatchesRequest(candidate_id=candidate_id),
        metadata=where.metadata,
        timeout=TIMEOUT,
    )
    mentions = await AssistantExports(channel).ExportMentions(
        assistant_pb.ExportMentionsRequest(candidate_id=candidate_id),
        metadata=where.metadata,
        timeout=TIMEOUT,
    )
    held = _dict(ingest)
    objects = [candidate_id, *(each.operation_id for each in ingest.operations)]
    objects += [each.application_id for each in ingest.applications]
    return {
        "resume": held.pop("resume"),
        "ingest": held,
        "files": await _files(channel, where, ingest.documents),
        "matcher": _dict(matches),
        "assistant": _dict(mentions),
        "ledger": await _entries(channel, where, objects),
    }


def _dict(message: Message) -> dict[str, Json]:
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


async def _files(
    channel: grpc.aio.Channel, where: Target, documents: Iterable[ingest_pb.ExportedDocument]
) -> list[Json]:
    files: list[Json] = []
    for each in documents:
        answer = await IngestExports(channel).DownloadDocument(
            ingest_pb.DownloadDocumentRequest(document_id=each.document_id),
            metadata=where.metadata,
            timeout=TIMEOUT,
        )
        files.append(
            {
                "document_id": each.document_id,
                "filename": each.filename,
                "media_type": answer.file.content_type,
                "base64": base64.b64encode(answer.file.data).decode(),
            }
        )
    return files


async def _entries(
    channel: grpc.aio.Channel, where: Target, object_ids: Iterable[str]
) -> list[Json]:
    """Return the ledger's entries about these objects, in the ledger's order."""
    ledger, found, token = LedgerServiceStub(channel), dict[int, Json](), ""
    for object_id in object_ids:
        while True:
            page = await ledger.ListEntries(
                ListEntriesRequest(object_id=object_id, page_size=200, page_token=token),
                metadata=where.metadata,
                timeout=TIMEOUT,
            )
            found |= {each.index: cast("Json", json.loads(each.body)) for each in page.entries}
            token = page.next_page_token
            if not token:
                break
    return [{"index": index, "entry": found[index]} for index in sorted(found)]


async def erase(channel: grpc.aio.Channel, where: Target, candidate_id: str) -> erasure_pb.Erasure:
    """Erase a candidate who asked for it; return the erasure once every service confirmed.

    After PATIENCE seconds it is returned as it is: services that are away confirm later.
    """
    erasures = ErasureServiceStub(channel)
    begun = await erasures.EraseCandidate(
        erasure_pb.EraseCandidateRequest(
            request_id=str(uuid4()),
            candidate_id=candidate_id,
            reason=erasure_pb.ERASURE_REASON_PERSON_ASKED,
        ),
        metadata=where.metadata,
        timeout=TIMEOUT,
    )
    erasure, until = begun.erasure, time.monotonic() + PATIENCE
    while erasure.state != erasure_pb.ERASURE_STATE_DONE and time.monotonic() < until:
        await asyncio.sleep(PAUSE)
        answer = await erasures.GetErasure(
            erasure_pb.GetErasureRequest(erasure_id=erasure.erasure_id),
            metadata=where.metadata,
            timeout=TIMEOUT,
        )
        erasure = answer.erasure
    return erasure


async def prefer(
    channel: grpc.aio.Channel,
    where: Target,
    candidate_id: str,
    said: preferences_pb.Preferences,
    mask: Iterable[str],
) -> preferences_pb.Preferences:
    """Set the named fields of a candidate's preferences, none if none is named; return all."""
    preferences, names = PreferencesServiceStub(channel), list(mask)
    if not names:
        held = await preferences.GetPreferences(
            preferences_pb.GetPreferencesRequest(candidate_id=candidate_id),
            metadata=where.metadata,
            timeout=TIMEOUT,
        )
        return held.preferences
    updated = await preferences.UpdatePreferences(
        preferences_pb.UpdatePreferencesRequest(
            request_id=str(uuid4()),
            candidate_id=candidate_id,
            preferences=said,
            update_mask=FieldMask(paths=names),
        ),
        metadata=where.metadata,
        timeout=TIMEOUT,
    )
    return updated.preferences
