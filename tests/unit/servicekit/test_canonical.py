"""The same message has the same bytes, in any process and for ever."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from candor.facts.v1 import facts_pb2
from candor.facts.v1.facts_pb2 import Education, ScorableFacts, Span, YearMonth
from google.protobuf import struct_pb2, wrappers_pb2

from servicekit.canonical import canonical, digest, has_floats, parse

if TYPE_CHECKING:
    from google.protobuf.message import Message

FACTS = ScorableFacts(
    text_digest="ab" * 32,
    as_of=YearMonth(year=2026, month=3),
    total_months=61,
    education=[
        Education(
            level=facts_pb2.EDUCATION_LEVEL_MASTER,
            field="Physik, Größe",
            span=Span(page=1, start=10, end=24),
            confidence=90,
        )
    ],
)

GOLDEN = (
    '{"as_of":{"month":3,"year":2026},"certificates":[],'
    '"education":[{"confidence":90,"field":"Physik, Größe","level":"EDUCATION_LEVEL_MASTER",'
    '"span":{"end":24,"page":1,"start":10}}],'
    '"languages":[],"lines":[],"positions":[],"skills":[],"summary":"",'
    f'"text_digest":"{"ab" * 32}","total_months":61}}'
)


def test_the_bytes_are_these_for_ever() -> None:
    """Changing this test means that what was hashed before no longer replays."""
    assert canonical(FACTS).decode() == GOLDEN
    assert digest(FACTS) == "962a93827cac2e6292a8a2b1bf5620e59f93ff0999d4cef3dd5da20fd8246fc8"


def test_keys_are_sorted_and_zero_values_present() -> None:
    assert canonical(Span()) == b'{"end":0,"page":0,"start":0}'


def test_a_message_that_is_not_set_is_absent_and_not_empty() -> None:
    assert "as_of" not in json.loads(canonical(ScorableFacts()))
    assert json.loads(canonical(ScorableFacts(as_of=YearMonth())))["as_of"] == {
        "year": 0,
        "month": 0,
    }


def test_a_value_that_this_code_does_not_know_is_kept_as_its_number() -> None:
    later = Education.FromString(
        Education(level=facts_pb2.EDUCATION_LEVEL_MASTER).SerializeToString()
    )
    later.level = 77  # pyright: ignore[reportAttributeAccessIssue]  # of a later contract
    assert json.loads(canonical(later))["level"] == 77


def test_any_difference_is_another_digest() -> None:
    other = ScorableFacts()
    other.CopyFrom(FACTS)
    other.education[0].span.end += 1
    assert digest(other) != digest(FACTS)


def test_what_was_made_canonical_is_read_back() -> None:
    assert parse(canonical(FACTS), ScorableFacts()) == FACTS


@pytest.mark.parametrize(
    "message",
    [
        wrappers_pb2.DoubleValue(value=1.5),
        wrappers_pb2.DoubleValue(value=1.0),
        wrappers_pb2.DoubleValue(value=float("nan")),
        wrappers_pb2.DoubleValue(value=float("inf")),
        wrappers_pb2.DoubleValue(),
        wrappers_pb2.FloatValue(value=0.1),
        struct_pb2.Struct(fields={"a": struct_pb2.Value(bool_value=True)}),
    ],
    ids=repr,
)
def test_a_type_that_may_hold_a_float_is_refused_whatever_it_holds(message: Message) -> None:
    with pytest.raises(ValueError, match="float"):
        canonical(message)


def test_a_type_is_searched_however_deep_and_round() -> None:
    assert has_floats(struct_pb2.ListValue.DESCRIPTOR)
    assert not has_floats(ScorableFacts.DESCRIPTOR)
