"""Times on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf.timestamp_pb2 import Timestamp

if TYPE_CHECKING:
    from datetime import datetime


def timestamp(when: datetime) -> Timestamp:
    """Return `when`, which knows its zone, as a protobuf Timestamp."""
    message = Timestamp()
    message.FromDatetime(when)
    return message
