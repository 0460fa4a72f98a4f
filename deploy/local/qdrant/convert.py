"""Points as the engine takes them, from the wire."""

# pyright: reportUnknownArgumentType=false
# The stubs of qdrant_client cannot find one another: what one takes from another is Unknown.

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import qdrant_edge as edge

from deploy.local.qdrant.refusals import Unsupported, WrongInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from google.protobuf.message import Message
    from qdrant_client import grpc as pb

Dense: TypeAlias = list[float]
Named: TypeAlias = Dense | edge.SparseVector
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


T = TypeVar("T")


def given(message: Message, field: str, value: T) -> T | None:
    """Return `value`, which is what `message` holds in `field`, if that is set."""
    return value if message.HasField(field) else None


def point_id(message: pb.PointId) -> edge.PointId:
    """Return the number or the UUID that `message` holds."""
    match message.WhichOneof("point_id_options"):
        case "num":
            return message.num
        case "uuid":
            return message.uuid
        case _:
            raise WrongInput("Empty ID is provided")


def point_ids(messages: Iterable[pb.PointId]) -> list[edge.PointId]:
    """Return the ids in their order."""
    return [point_id(message) for message in messages]


def dense(data: Iterable[float]) -> Dense:
    """Return a dense vector of finite numbers.

    The engine stores NaN and infinity without a word, and they spoil each later comparison.
    """
    vector = list(data)
    _check_finite(vector)
    return vector


def sparse(indices: Iterable[int], values: Iterable[float]) -> edge.SparseVector:
    """Return a sparse vector with one finite value an index.

    Stricter than the engine, which stores a vector with an index given twice, panics on lengths
    that differ, and after either panics whenever the shard is opened (0.9.0).
    """
    places, weights = list(indices), list(values)
    if len(places) != len(weights):
        raise WrongInput("a sparse vector must have as many indices as values")
    if len(set(places)) != len(places):
        raise WrongInput("the indices of a sparse vector must be unique")
    _check_finite(weights)
    return edge.SparseVector(places, weights)


def vector(message: pb.Vector) -> Named:
    """Return the one vector that `message` holds, in its present or its older form."""
    match message.WhichOneof("vector"):
        case "dense":
            return dense(message.dense.data)
        case "sparse":
            return sparse(message.sparse.indices, message.sparse.values)
        case None if message.HasField("vectors_count"):
            raise Unsupported("multivectors")
        case None if message.HasField("indices"):
            return sparse(message.indices.data, message.data)
        case None:
            return dense(message.data)
        case kind:
            raise Unsupported(f"vectors of kind {kind}")


def vectors(message: pb.Vectors) -> edge.Vector:
    """Return the vectors of one point, by name where they have names."""
    match message.WhichOneof("vectors_options"):
        case "vector":
            alone = vector(message.vector)
            return {"": alone} if isinstance(alone, edge.SparseVector) else alone
        case "vectors":
            named = message.vectors.vectors
            return {name: vector(named[name]) for name in named}
        case _:
            raise WrongInput("Expected some vectors")


def point(message: pb.PointStruct) -> edge.Point:
    """Return a point with its vectors and payload."""
    return edge.Point(point_id(message.id), vectors(message.vectors), payload(message.payload))


def payload(fields: Mapping[str, pb.Value]) -> dict[str, Json]:
    """Return the JSON object that `fields` spell."""
    # items() of a protobuf map is Python and slower than looking each key up.
    return {name: json(fields[name]) for name in fields}


def json(value: pb.Value) -> Json:
    """Return the JSON value that `value` spells; an unset one is null."""
    match value.WhichOneof("kind"):
        case "string_value":
            return value.string_value
        case "integer_value":
            return value.integer_value
        case "bool_value":
            return value.bool_value
        case "double_value":
            return _number(value.double_value)
        case "list_value":
            return [json(item) for item in value.list_value.values]
        case "struct_value":
            return payload(value.struct_value.fields)
        case _:
            return None


def _number(value: float) -> float:
    if not math.isfinite(value):
        raise WrongInput("NaN and infinity are not JSON numbers")
    return value


def _check_finite(values: Sequence[float]) -> None:
    # Wire floats have 32 bits, so their sum in 64 overflows only if one of them is infinite.
    if not math.isfinite(sum(values)):
        raise WrongInput("a vector must hold finite numbers only")
