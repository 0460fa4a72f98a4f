"""Stored scores as messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import match_pb2
from candor.matcher.v1 import ranking_service_pb2 as pb

from servicekit.timestamps import timestamp
from services.matcher.lineage import changes
from services.matcher.matching import lineage
from services.matcher.runs import Reason

if TYPE_CHECKING:
    from services.matcher.lineage.repository import StoredScore


def score(value: StoredScore, before: StoredScore | None) -> pb.StoredScore:
    """Render a score with what differs from the one before it."""
    message = pb.StoredScore(
        run_id=value.run_id,
        create_time=timestamp(value.created_at),
        points=value.points,
        rank=value.rank,
        scored_count=value.scored_count,
        facts_digest=value.facts_digest,
        lineage=lineage(value.lineage),
        reason=match_pb2.RunReason.ValueType(value.reason),
    )
    if before is not None:
        found = changes.of_lineages(before.lineage, value.lineage) - {Reason.MODEL_CHANGED}
        if before.facts_digest != value.facts_digest:
            found.add(Reason.CORRECTED_FACTS)
        message.changes.extend(match_pb2.RunReason.ValueType(each) for each in sorted(found))
        message.points_change = value.points - before.points
    return message
