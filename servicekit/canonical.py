"""Canonical bytes of messages: RFC 8785 JSON, whose SHA-256 names an object for ever.

Protobuf bytes are never hashed: their encoding is not canonical.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar, cast

import rfc8785
from google.protobuf import json_format

if TYPE_CHECKING:
    from google.protobuf.message import Message

M = TypeVar("M", bound="Message")


def canonical(message: Message) -> bytes:
    """Return the canonical JSON of `message`: proto field names, zero values present.

    Raises ValueError if a field is a float: those have no place in what is hashed.
    """
    tree = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    refuse_floats(tree)
    return rfc8785.dumps(tree)


def digest(message: Message) -> str:
    """Return the SHA-256, hex, of the canonical JSON of `message`."""
    return sha256(canonical(message)).hexdigest()


def parse(body: bytes, into: M) -> M:
    """Fill `into` from canonical bytes and return it."""
    return json_format.ParseDict(json.loads(body), into)


def refuse_floats(tree: object) -> None:
    """Raise ValueError if a float stands anywhere in `tree`."""
    if isinstance(tree, float):
        raise ValueError("a float has no canonical form here")  # noqa: TRY004  # not a type error of the caller's
    if isinstance(tree, dict):
        for value in cast("dict[str, object]", tree).values():
            refuse_floats(value)
    elif isinstance(tree, list):
        for value in cast("list[object]", tree):
            refuse_floats(value)
