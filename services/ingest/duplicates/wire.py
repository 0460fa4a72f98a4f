"""Between proposals and merges and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import duplicate_pb2 as pb

from servicekit.timestamps import timestamp

if TYPE_CHECKING:
    from services.ingest.duplicates.duplicates import Duplicate, Merge


def duplicate(value: Duplicate) -> pb.Duplicate:
    """Render a proposal."""
    return pb.Duplicate(
        duplicate_id=value.duplicate_id,
        candidate_ids=[value.first_id, value.second_id],
        reasons=[pb.DuplicateReason.ValueType(each) for each in value.likeness.grounds],
        score=value.likeness.score,
        state=pb.DuplicateState.ValueType(value.state),
        create_time=timestamp(value.created_at),
        update_time=timestamp(value.updated_at),
    )


def merge(value: Merge) -> pb.Merge:
    """Render a merge."""
    return pb.Merge(
        merge_id=value.merge_id,
        kept_id=value.kept_id,
        other_id=value.other_id,
        superseded_application_ids=value.superseded,
        merge_time=timestamp(value.merged_at),
        unmerge_time=timestamp(value.unmerged_at) if value.unmerged_at else None,
    )
