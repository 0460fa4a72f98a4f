"""Between preferences and candor.ingest.v1 messages."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from candor.facts.v1 import requirements_pb2
from candor.ingest.v1 import preferences_service_pb2 as pb

from servicekit.errors import FieldInvalid
from services.ingest.preferences.preferences import Preferences

if TYPE_CHECKING:
    from google.protobuf.field_mask_pb2 import FieldMask

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def to_preferences(message: pb.Preferences) -> Preferences:
    """Parse what a person says, or raise FieldInvalid."""
    if not all(each in requirements_pb2.RemoteMode.values() for each in message.remote):
        raise FieldInvalid("preferences.remote", "want modes that there are")
    return Preferences(
        places=tuple(each.strip() for each in message.places),
        remote=tuple(message.remote),
        available_from=_day(message.available_from) if message.available_from else None,
        open_to_jobs=message.open_to_jobs if message.HasField("open_to_jobs") else True,
    )


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise FieldInvalid("preferences.available_from", "want YYYY-MM-DD")


def preferences(value: Preferences) -> pb.Preferences:
    """Render what a person says, without when they said it."""
    return pb.Preferences(
        places=value.places,
        remote=[requirements_pb2.RemoteMode.ValueType(each) for each in value.remote],
        available_from=value.available_from.isoformat() if value.available_from else "",
        open_to_jobs=value.open_to_jobs,
    )


def names(mask: FieldMask) -> list[str]:
    """Return the fields that a mask names, without `preferences.` before them."""
    return [each.removeprefix("preferences.") for each in mask.paths]
