"""Two candidates made one, and two again, each in one transaction with its event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2
from uuid_utils.compat import uuid7

from servicekit import outbox
from servicekit.erasing import Erased
from services.ingest.applications.repository import Applications
from services.ingest.candidates.repository import Candidates
from services.ingest.duplicates.duplicates import Merge, MergeNotFound, check_merge, superseded
from services.ingest.duplicates.repository import Merges

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from servicekit.auth import Caller
    from servicekit.database import Connection


async def merge(
    conn: Connection, who: Caller, keep_id: UUID, other_id: UUID, now: datetime
) -> Merge:
    """Put one candidate into another, or raise why that may not be."""
    merges, candidates = Merges(conn, who.tenant), Candidates(conn, who.tenant)
    for each in (keep_id, other_id):
        await candidates.get(each)
    for each in sorted((str(keep_id), str(other_id))):
        await candidates.hold(each)
    records = await merges.records([keep_id, other_id])
    for each in (keep_id, other_id):
        if each not in records:
            await candidates.get(each)  # which says why it is not there
    check_merge(records[keep_id], records[other_id])
    applications = Applications(conn, who.tenant)
    pairs = superseded(
        await applications.of_candidate(keep_id), await applications.of_candidate(other_id)
    )
    made = Merge(
        merge_id=str(uuid7()),
        kept_id=str(keep_id),
        other_id=str(other_id),
        superseded=tuple(sorted(which.application_id for which, _ in pairs)),
        merged_at=now,
        unmerged_at=None,
    )
    ids = [(which.application_id, by.application_id) for which, by in pairs]
    await merges.add(made, ids, merged_by=who.actor.subject)
    event = events_pb2.CandidatesMerged(
        merge_id=made.merge_id,
        kept_id=made.kept_id,
        other_id=made.other_id,
        superseded_application_ids=made.superseded,
    )
    await outbox.announce(conn, event, outbox.About(who.tenant, made.merge_id, who.actor), now)
    return made


async def unmerge(conn: Connection, who: Caller, merge_id: UUID, now: datetime) -> Merge:
    """Part what a merge put together, or raise why that may not be."""
    merges = Merges(conn, who.tenant)
    found = await merges.get(merge_id)
    if await Erased(conn, who.tenant).hold(sorted((found.kept_id, found.other_id))):
        raise MergeNotFound("no such merge", merge_id=str(merge_id))
    found = await merges.get(merge_id, lock=True)
    await merges.undo(found, unmerged_by=who.actor.subject, now=now)
    event = events_pb2.CandidatesUnmerged(
        merge_id=found.merge_id, kept_id=found.kept_id, other_id=found.other_id
    )
    await outbox.announce(conn, event, outbox.About(who.tenant, found.merge_id, who.actor), now)
    return await merges.get(merge_id)
