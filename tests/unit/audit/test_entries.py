"""The bytes of an entry: fixed for ever, and refused for what has no such bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import TYPE_CHECKING, cast

import pytest

from servicekit.errors import FieldInvalid
from services.audit import entries
from services.audit.entries import MAX_BYTES, MAX_DEPTH, Entry, EntryTooLarge

if TYPE_CHECKING:
    from services.audit.entries import Value

SCORED = Entry(
    event_id="01920000-0000-7000-8000-000000000001",
    tenant="acme",
    type="matcher.run_completed",
    version=1,
    time=datetime(2026, 3, 3, 9, 30, 0, 5, UTC),
    actor="user:r-7",
    object_id="job-1",
    data={"b": [True, -1, "\u20ac\n"], "a": {}, "\U0001f600": 0, "\ufb33": 2**53 - 1},
)


class Stage(StrEnum):
    OFFER = "offer"


def with_data(value: object) -> Entry:
    return replace(SCORED, data=cast("dict[str, Value]", {"k": [value]}))


def test_the_bytes_are_rfc_8785_json_with_time_in_utc() -> None:
    expected = (
        '{"actor":"user:r-7",'
        '"data":{"a":{},"b":[true,-1,"\u20ac\\n"],"\U0001f600":0,"\ufb33":9007199254740991},'
        '"event_id":"01920000-0000-7000-8000-000000000001","object_id":"job-1","tenant":"acme",'
        '"time":"2026-03-03T09:30:00.000005Z","type":"matcher.run_completed","version":1}'
    )
    assert entries.canonical(SCORED) == expected.encode()


def test_the_order_of_keys_and_the_time_zone_do_not_change_the_bytes() -> None:
    same = replace(
        SCORED,
        data=dict(reversed(SCORED.data.items())),
        time=SCORED.time.astimezone(timezone(timedelta(hours=5, minutes=30))),
    )
    assert entries.canonical(same) == entries.canonical(SCORED)


def test_an_entry_is_read_back_from_its_bytes() -> None:
    assert entries.parse(entries.canonical(SCORED)) == SCORED


@pytest.mark.parametrize("value", [0.5, 1.0, float("nan"), None, (1,), b"x", {1}, Stage.OFFER])
def test_what_is_not_plain_is_refused_and_named(value: object) -> None:
    with pytest.raises(FieldInvalid) as caught:
        entries.canonical(with_data(value))
    assert caught.value.field == "entry.data.k[0]"


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800", {"\ud800": 1}, {1: 1}])
def test_what_other_readers_would_read_differently_is_refused(value: object) -> None:
    with pytest.raises(FieldInvalid):
        entries.canonical(with_data(value))


def nested(depth: int) -> Entry:
    value: Value = 1
    for _ in range(depth):
        value = [value]
    return replace(SCORED, data={"k": value})


def test_data_nests_to_the_limit_and_no_deeper() -> None:
    assert entries.canonical(nested(MAX_DEPTH - 1))
    with pytest.raises(FieldInvalid, match="nest"):
        entries.canonical(nested(MAX_DEPTH))


def test_an_entry_fills_the_limit_and_no_more() -> None:
    room = MAX_BYTES - len(entries.canonical(replace(SCORED, data={"k": ""})))
    assert len(entries.canonical(replace(SCORED, data={"k": "x" * room}))) == MAX_BYTES
    with pytest.raises(EntryTooLarge) as caught:
        entries.canonical(replace(SCORED, data={"k": "x" * (room + 1)}))
    assert caught.value.metadata == {"bytes": f"{MAX_BYTES + 1}", "limit": f"{MAX_BYTES}"}


@pytest.mark.parametrize(
    "change",
    [
        {"tenant": ""},
        {"tenant": "Acme"},
        {"tenant": "a" * 64},
        {"event_id": ""},
        {"type": ""},
        {"actor": ""},
        {"version": 0},
        {"time": datetime(2026, 3, 3)},  # noqa: DTZ001  # without a zone on purpose
    ],
)
def test_an_entry_that_does_not_say_who_when_or_what_cannot_exist(
    change: dict[str, object],
) -> None:
    (name,) = change
    with pytest.raises(FieldInvalid) as caught:
        replace(SCORED, **change)  # pyright: ignore[reportArgumentType]  # wrong on purpose
    assert caught.value.field == f"entry.{name}"
