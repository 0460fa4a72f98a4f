"""The table of what our endpoint acts on, against the messages themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from qdrant_client import grpc as pb

from deploy.local.qdrant.accept import ACCEPTED, WHOLE

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor, FieldDescriptor

MESSAGES: dict[str, Descriptor] = {name: getattr(pb, name).DESCRIPTOR for name in ACCEPTED}


@pytest.mark.parametrize("name", ACCEPTED)
def test_each_part_of_an_accepted_message_is_accepted_by_name(name: str) -> None:
    for field in MESSAGES[name].fields:
        if field.name in ACCEPTED[name] and (kind := _message_in(field)):
            assert kind.name in ACCEPTED or kind.name in WHOLE, field.full_name


def test_the_table_names_only_fields_that_there_are() -> None:
    named = {field.name for message in MESSAGES.values() for field in message.fields}
    assert set().union(*ACCEPTED.values()) <= named


def _message_in(field: FieldDescriptor) -> Descriptor | None:
    kind = field.message_type
    if kind is not None and kind.GetOptions().map_entry:
        return kind.fields_by_name["value"].message_type
    return kind
