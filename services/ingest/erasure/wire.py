"""Between erasures and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.common.v1 import event_pb2, policy_pb2
from candor.ingest.v1 import erasure_service_pb2 as pb

from servicekit.erasing import told
from servicekit.errors import FieldInvalid
from servicekit.timestamps import timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.erasure.erasures import Confirmation, Erasure


def to_reason(value: int) -> int:
    """Parse why somebody is erased."""
    if value not in pb.ErasureReason.values() or value == pb.ERASURE_REASON_UNSPECIFIED:
        raise FieldInvalid("reason", "want a reason")
    return value


def erasure(value: Erasure, confirmed: Sequence[Confirmation]) -> pb.Erasure:
    """Render an erasure with what services confirmed."""
    return pb.Erasure(
        erasure_id=value.erasure_id,
        candidate_id=value.candidate_id,
        state=pb.ErasureState.ValueType(value.state),
        actor=event_pb2.Actor(
            subject=value.actor, kind=policy_pb2.PrincipalKind.ValueType(value.actor_kind)
        ),
        reason=pb.ErasureReason.ValueType(value.reason),
        confirmations=[
            pb.Confirmation(
                service=each.service,
                deleted=told(each.deleted),
                confirm_time=timestamp(each.confirmed_at),
            )
            for each in confirmed
        ],
        create_time=timestamp(value.created_at),
        finish_time=timestamp(value.finished_at) if value.finished_at else None,
    )
