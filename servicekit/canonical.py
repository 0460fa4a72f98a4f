"""Canonical bytes of messages: RFC 8785 JSON, whose SHA-256 names an object for ever.

Protobuf bytes are never hashed: their encoding is not canonical.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

import rfc8785
from google.protobuf import json_format
from google.protobuf.descriptor import FieldDescriptor

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor
    from google.protobuf.message import Message

M = TypeVar("M", bound="Message")
FLOATS = frozenset({FieldDescriptor.CPPTYPE_FLOAT, FieldDescriptor.CPPTYPE_DOUBLE})


def canonical(message: Message) -> bytes:
    """Return the canonical JSON of `message`: proto field names, zero values present.

    Raises ValueError if its type has a float anywhere, set or not: those have no place in
    what is hashed.
    """
    if has_floats(message.DESCRIPTOR):
        raise ValueError(f"{message.DESCRIPTOR.full_name} has a float, so no canonical form")
    tree = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return rfc8785.dumps(tree)


def digest(message: Message) -> str:
    """Return the SHA-256, hex, of the canonical JSON of `message`."""
    return sha256(canonical(message)).hexdigest()


def parse(body: bytes, into: M) -> M:
    """Fill `into` from canonical bytes and return it."""
    return json_format.ParseDict(json.loads(body), into)


@cache
def has_floats(message: Descriptor) -> bool:
    """Return whether a field of `message`, however deep, may hold a float."""
    seen, to_see = {message}, [message]
    while to_see:
        for field in to_see.pop().fields:
            if field.cpp_type in FLOATS:
                return True
            if field.message_type is not None and field.message_type not in seen:
                seen.add(field.message_type)
                to_see.append(field.message_type)
    return False
