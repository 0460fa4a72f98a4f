"""Between retention and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import erasure_service_pb2
from candor.ingest.v1 import retention_service_pb2 as pb

from servicekit.timestamps import timestamp

if TYPE_CHECKING:
    from services.ingest.retention.retention import Proposal


def proposal(value: Proposal) -> pb.ErasureProposal:
    """Render a proposal."""
    return pb.ErasureProposal(
        proposal_id=value.proposal_id,
        candidate_id=value.candidate_id,
        reason=erasure_service_pb2.ErasureReason.ValueType(value.reason),
        state=pb.ProposalState.ValueType(value.state),
        create_time=timestamp(value.created_at),
        settle_time=timestamp(value.settled_at) if value.settled_at else None,
        settled_by=value.settled_by,
    )
