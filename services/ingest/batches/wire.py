"""Between batches and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import batch_service_pb2 as pb
from candor.ingest.v1 import candidate_service_pb2, operation_pb2

from servicekit.errors import FieldInvalid
from servicekit.timestamps import timestamp
from services.ingest.batches.adding import NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from servicekit.errors import ServiceError
    from servicekit.sealing import PersonKey
    from services.ingest.batches.batches import Batch, Counts, Item

LABEL = "batch-label"
LONGEST_LABEL = 200


def to_label(value: str) -> str:
    """Parse what a batch is called."""
    label = value.strip()
    if len(label) > LONGEST_LABEL:
        raise FieldInvalid("label", f"want at most {LONGEST_LABEL} characters")
    return label


def batch(value: Batch, counts: Counts, key: PersonKey | None) -> pb.Batch:
    """Render a batch; `key` is its own."""
    state = pb.BATCH_STATE_CLOSED if value.closed else pb.BATCH_STATE_OPEN
    return pb.Batch(
        batch_id=value.batch_id,
        label=key.open(value.label, purpose=LABEL).decode() if key is not None else "",
        consent=candidate_service_pb2.Consent(
            notice=value.consent.notice, record_time=timestamp(value.consent.recorded_at)
        ),
        state=state,
        received_count=counts.received,
        parsed_count=counts.parsed,
        indexed_count=counts.indexed,
        failed_count=counts.failed,
        create_time=timestamp(value.created_at),
    )


def item(value: Item, keys: Mapping[str, PersonKey]) -> pb.BatchItem:
    """Render an item; without the key of whom its name is sealed for it has none."""
    key = keys.get(value.sealed_for)
    error = (
        operation_pb2.OperationError(reason=value.error_reason, message=value.error_message)
        if value.error_reason
        else None
    )
    return pb.BatchItem(
        item_id=value.item_id,
        name=key.open(value.name, purpose=NAME).decode() if key is not None else "",
        state=pb.BatchItemState.ValueType(value.state),
        error=error,
        candidate_id=value.candidate_id,
        operation_id=value.operation_id,
    )


def refused(name: str, error: ServiceError) -> pb.BatchItem:
    """Render a file that became no item."""
    return pb.BatchItem(
        item_id=error.metadata.get("item_id", ""),
        name=name,
        state=pb.BATCH_ITEM_STATE_FAILED,
        error=operation_pb2.OperationError(reason=error.reason, message=str(error)),
    )
