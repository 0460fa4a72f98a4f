"""The event that a candidate exists: from a form, or with a first resume."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2

from servicekit import outbox

if TYPE_CHECKING:
    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.ingest.candidates.candidates import Candidate


async def announce_candidate(conn: Connection, who: Caller, new: Candidate) -> None:
    """Announce CandidateCreated when the transaction commits."""
    event = events_pb2.CandidateCreated(
        candidate_id=new.candidate_id, consent_notice=new.consent.notice
    )
    about = outbox.About(who.tenant, new.candidate_id, who.actor)
    await outbox.announce(conn, event, about, new.created_at)
