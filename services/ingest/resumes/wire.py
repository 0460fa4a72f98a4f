"""Between operations and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import operation_pb2 as pb

from servicekit.errors import FieldInvalid
from servicekit.timestamps import timestamp
from services.ingest import read_wire

if TYPE_CHECKING:
    from datetime import datetime

    from services.ingest.resumes.operations import Operation

LONGEST_FILENAME = 255
FILENAME = "filename"
FILE = "file"
TEXT = "text"
READING = "reading"


def to_filename(value: str) -> str:
    """Parse the name of a file."""
    name = value.strip()
    if not 0 < len(name) <= LONGEST_FILENAME:
        raise FieldInvalid("filename", f"want 1 to {LONGEST_FILENAME} characters")
    return name


def operation(value: Operation) -> pb.Operation:
    """Render an operation."""
    error = (
        pb.OperationError(reason=value.error_reason, message=value.error_message)
        if value.error_reason
        else None
    )
    return pb.Operation(
        operation_id=value.operation_id,
        state=pb.OperationState.ValueType(value.state),
        steps=[
            _step(pb.STEP_NAME_RECEIVED, value.received_at),
            _step(pb.STEP_NAME_EXTRACTED, value.extracted_at),
            _step(pb.STEP_NAME_PARSED, value.parsed_at),
            _step(pb.STEP_NAME_INDEXED, value.indexed_at),
        ],
        error=error,
        candidate_id=value.belongs_to,
        document_id=value.document_id,
        attempts=value.attempts,
        create_time=timestamp(value.created_at),
        update_time=timestamp(value.updated_at),
        quality=read_wire.quality(value.quality) if value.quality else None,
        scan=pb.ScanVerdict.ValueType(value.scan),
    )


def _step(name: pb.StepName.ValueType, done_at: datetime | None) -> pb.Step:
    return pb.Step(name=name, done_time=timestamp(done_at) if done_at else None)
