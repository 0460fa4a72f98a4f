"""Filters as the engine takes them, from the wire."""

# pyright: reportUnknownArgumentType=false
# The stubs of qdrant_client cannot find one another: what one takes from another is Unknown.

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import qdrant_edge as edge

from deploy.local.qdrant.convert import given, point_ids
from deploy.local.qdrant.refusals import Unsupported, WrongInput

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qdrant_client import grpc as pb


class _Boolean:
    """A truth value that the engine does not take for the integer 1.

    Engine 0.9.0 tries integers before booleans, and `True` is an integer to Python. It takes
    numpy's booleans, which it knows by the name of their class; numpy itself would cost 10 MB.
    """

    __slots__ = ("_value",)

    def __init__(self, *, value: bool) -> None:
        self._value = value

    def __bool__(self) -> bool:
        return self._value


_Boolean.__module__ = "numpy"
_Boolean.__name__ = _Boolean.__qualname__ = "bool_"


def filter_of(message: pb.Filter) -> edge.Filter:
    """Return the filter; one without conditions lets all points through."""
    at_least = None
    if message.HasField("min_should"):
        some = message.min_should
        at_least = edge.MinShould(_conditions(some.conditions), some.min_count)
    return edge.Filter(
        must=_conditions(message.must) or None,
        should=_conditions(message.should) or None,
        must_not=_conditions(message.must_not) or None,
        min_should=at_least,
    )


def _conditions(messages: Iterable[pb.Condition]) -> list[edge.ConditionType]:
    return [_condition(message) for message in messages]


def _condition(message: pb.Condition) -> edge.ConditionType:
    match message.WhichOneof("condition_one_of"):
        case "field":
            return _field(message.field)
        case "has_id":
            return edge.HasIdCondition(set(point_ids(message.has_id.has_id)))
        case "filter":
            return filter_of(message.filter)
        case "is_empty":
            return edge.IsEmptyCondition(message.is_empty.key)
        case "is_null":
            return edge.IsNullCondition(message.is_null.key)
        case "nested":
            return edge.NestedCondition(message.nested.key, filter_of(message.nested.filter))
        case "has_vector":
            return edge.HasVectorCondition(message.has_vector.has_vector)
        case None:
            raise WrongInput("Malformed Condition type")
        case kind:
            raise Unsupported(f"condition {kind}")


def _field(message: pb.FieldCondition) -> edge.FieldCondition:
    if len(message.ListFields()) < 2:  # the key alone asks nothing
        raise WrongInput("at least one field condition must be specified")
    return edge.FieldCondition(
        message.key,
        match=_match(message.match) if message.HasField("match") else None,
        range=_range(message),
        values_count=_count(message.values_count) if message.HasField("values_count") else None,
        is_empty=given(message, "is_empty", message.is_empty),
        is_null=given(message, "is_null", message.is_null),
    )


def _match(message: pb.Match) -> edge.MatchType:
    match message.WhichOneof("match_value"):
        case "keyword":
            return edge.MatchValue(message.keyword)
        case "integer":
            return edge.MatchValue(message.integer)
        case "boolean":
            return edge.MatchValue(cast("bool", _Boolean(value=message.boolean)))
        case "keywords":
            return edge.MatchAny(list(message.keywords.strings))
        case "integers":
            return edge.MatchAny(list(message.integers.integers))
        case "except_keywords":
            return edge.MatchExcept(list(message.except_keywords.strings))
        case "except_integers":
            return edge.MatchExcept(list(message.except_integers.integers))
        case kind:
            return _match_text(message, kind)


def _match_text(message: pb.Match, kind: str | None) -> edge.MatchType:
    match kind:
        case "text":
            return edge.MatchText(message.text)
        case "text_any":
            return edge.MatchTextAny(message.text_any)
        case "phrase":
            return edge.MatchPhrase(message.phrase)
        case "prefix":
            return edge.MatchPrefix(message.prefix)
        case "substring":
            return edge.MatchSubstring(message.substring)
        case _:
            raise WrongInput("Malformed Match condition")


def _range(message: pb.FieldCondition) -> edge.RangeType | None:
    if message.HasField("range"):
        floats = message.range
        return edge.RangeFloat(
            gte=given(floats, "gte", floats.gte),
            gt=given(floats, "gt", floats.gt),
            lte=given(floats, "lte", floats.lte),
            lt=given(floats, "lt", floats.lt),
        )
    if message.HasField("datetime_range"):
        times = message.datetime_range
        return edge.RangeDateTime(
            gte=times.gte.ToJsonString() if times.HasField("gte") else None,
            gt=times.gt.ToJsonString() if times.HasField("gt") else None,
            lte=times.lte.ToJsonString() if times.HasField("lte") else None,
            lt=times.lt.ToJsonString() if times.HasField("lt") else None,
        )
    return None


def _count(message: pb.ValuesCount) -> edge.ValuesCount:
    return edge.ValuesCount(
        gte=given(message, "gte", message.gte),
        gt=given(message, "gt", message.gt),
        lte=given(message, "lte", message.lte),
        lt=given(message, "lt", message.lt),
    )
