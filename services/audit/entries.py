"""Ledger entries and the bytes that stand for them in the tree: RFC 8785 JSON, no floats."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias, cast

import rfc8785

from servicekit.errors import Code, FieldInvalid, ServiceError

Value: TypeAlias = "str | int | bool | list[Value] | dict[str, Value]"
"""What an entry may hold. Numbers are integers within 2**53; an absent value is an absent key."""

MAX_BYTES = 65_535
"""The longest an entry may be: C2SP tlog-tiles gives its length 16 bits."""

MAX_DEPTH = 32
"""How deep lists and objects of an entry's data may nest."""

_TENANT = re.compile(r"[a-z0-9-]{1,63}", re.ASCII)


class EntryTooLarge(ServiceError):
    """The entry does not fit the ledger: put a digest of the content in it, not the content."""

    code = Code.INVALID_ARGUMENT
    reason = "ENTRY_TOO_LARGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened: who did what to what, and when.

    `event_id` is unique in the tenant's log. `version` is that of the shape of `data` for this
    `type`, from 1. `data` carries ids and digests, never personal data.
    """

    event_id: str
    tenant: str
    type: str
    version: int
    time: datetime
    actor: str
    object_id: str
    data: dict[str, Value]

    def __post_init__(self) -> None:
        if not _TENANT.fullmatch(self.tenant):
            raise FieldInvalid("entry.tenant", "must be 1 to 63 of a-z, 0-9 and -")
        for name, value in (
            ("event_id", self.event_id),
            ("type", self.type),
            ("actor", self.actor),
        ):
            if not value:
                raise FieldInvalid(f"entry.{name}", "must not be empty")
        if self.version < 1:
            raise FieldInvalid("entry.version", "must be 1 or more")
        if self.time.utcoffset() is None:
            raise FieldInvalid("entry.time", "must have a time zone")


def canonical(entry: Entry) -> bytes:
    """Return the bytes of `entry`, the same on every machine and for ever.

    The time is in UTC, to the microsecond. FieldInvalid for data that has no such bytes, such as
    floats, null and integers beyond 2**53; EntryTooLarge beyond MAX_BYTES.
    """
    fields: dict[str, Value] = {
        "actor": entry.actor,
        "data": entry.data,
        "event_id": entry.event_id,
        "object_id": entry.object_id,
        "tenant": entry.tenant,
        "time": _utc(entry.time),
        "type": entry.type,
        "version": entry.version,
    }
    for name, value in fields.items():
        _refuse_unfit(value, path=f"entry.{name}", depth=0)
    try:
        raw = rfc8785.dumps(fields)
    except ValueError as error:  # the package lets encoding errors of keys through
        raise FieldInvalid("entry", "text must be Unicode and integers within 2**53") from error
    if len(raw) > MAX_BYTES:
        raise EntryTooLarge("entry is too large", bytes=f"{len(raw)}", limit=f"{MAX_BYTES}")
    return raw


def parse(raw: bytes) -> Entry:
    """Return the entry whose canonical bytes are `raw`. For bytes from our own store only."""
    fields = json.loads(raw)
    fields["time"] = datetime.fromisoformat(fields["time"])
    return Entry(**fields)


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _refuse_unfit(value: object, *, path: str, depth: int) -> None:
    """Raise FieldInvalid, naming the place, unless `value` is built from what Value names.

    Types are exact: a subclass, such as an enum, might print as something else elsewhere.
    """
    if depth > MAX_DEPTH:
        raise FieldInvalid(path, f"must not nest deeper than {MAX_DEPTH}")
    if type(value) is dict:
        for key, item in cast("dict[object, object]", value).items():
            if type(key) is not str:
                raise FieldInvalid(path, "keys must be text")
            _refuse_unfit(item, path=f"{path}.{key}", depth=depth + 1)
    elif type(value) is list:
        for index, item in enumerate(cast("list[object]", value)):
            _refuse_unfit(item, path=f"{path}[{index}]", depth=depth + 1)
    elif type(value) not in {str, int, bool}:
        raise FieldInvalid(path, f"{type(value).__name__} has no place in an entry")
