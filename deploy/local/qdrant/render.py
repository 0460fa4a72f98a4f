"""Replies on the wire, from what the engine found."""

# pyright: reportUnknownArgumentType=false
# The stubs of qdrant_client cannot find one another: what one takes from another is Unknown.

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import qdrant_edge as edge
from qdrant_client import grpc as pb

if TYPE_CHECKING:
    from collections.abc import Mapping


def scored(found: edge.ScoredPoint) -> pb.ScoredPoint:
    """Return one result of a query."""
    if found.vector is None and found.payload is None and found.order_value is None:
        # As searches that want ids alone get by the thousand: each field that is not set,
        # though it is empty, takes its time.
        return pb.ScoredPoint(id=point_id(found.id), score=found.score, version=found.version)
    message = pb.ScoredPoint(
        id=point_id(found.id),
        score=found.score,
        version=found.version,
        vectors=_vectors(found.vector),
        order_value=_order_value(found.order_value),
    )
    _put_payload(message.payload, found.payload)
    return message


def record(found: edge.Record) -> pb.RetrievedPoint:
    """Return one stored point, with as much of it as was asked for."""
    message = pb.RetrievedPoint(
        id=point_id(found.id),
        vectors=_vectors(found.vector),
        order_value=_order_value(found.order_value),
    )
    _put_payload(message.payload, found.payload)
    return message


def point_id(value: edge.PointId) -> pb.PointId:
    """Return a number or a UUID as the wire's id."""
    return pb.PointId(num=value) if isinstance(value, int) else pb.PointId(uuid=str(value))


def collection_info(
    shard: edge.ShardInfo, config: pb.CollectionConfig, *, optimising: bool
) -> pb.CollectionInfo:
    """Return what a collection holds; yellow while its index lags behind its points."""
    return pb.CollectionInfo(
        status=pb.CollectionStatus.Yellow if optimising else pb.CollectionStatus.Green,
        optimizer_status=pb.OptimizerStatus(ok=True),
        segments_count=shard.segments_count,
        points_count=shard.points_count,
        indexed_vectors_count=shard.indexed_vectors_count,
        payload_schema={
            field: pb.PayloadSchemaInfo(data_type=_data_type(index), points=index.points)
            for field, index in shard.payload_schema.items()
        },
        config=config,
    )


def _data_type(index: edge.PayloadIndexInfo) -> pb.PayloadSchemaType.ValueType:
    # The engine's enums are no Python enums: their name is the end of their text.
    return pb.PayloadSchemaType.Value(str(index.data_type).rpartition(".")[2])


def _vectors(found: edge.Vector | None) -> pb.VectorsOutput | None:
    match found:
        case None:
            return None
        case dict():
            named = {name: _vector(one) for name, one in found.items()}
            return pb.VectorsOutput(vectors=pb.NamedVectorsOutput(vectors=named))
        case _:
            return pb.VectorsOutput(vector=_vector(found))


def _vector(found: edge.NamedVector | edge.Vector) -> pb.VectorOutput:
    if isinstance(found, edge.SparseVector):
        return pb.VectorOutput(sparse=pb.SparseVector(indices=found.indices, values=found.values))
    # No multivectors are created, so what is left is a list of floats.
    return pb.VectorOutput(dense=pb.DenseVector(data=cast("list[float]", found)))


def _order_value(found: float | None) -> pb.OrderValue | None:
    match found:
        case None:
            return None
        case int():
            return pb.OrderValue(int=found)
        case float():
            return pb.OrderValue(float=found)


def _put_payload(target: Mapping[str, pb.Value], payload: Mapping[str, object] | None) -> None:
    for name, value in (payload or {}).items():
        _put(target[name], value)


def _put(target: pb.Value, value: object) -> None:
    match value:
        case str():
            target.string_value = value
        case bool():
            target.bool_value = value
        case int():
            target.integer_value = value
        case float():
            target.double_value = value
        case None:
            target.null_value = pb.NullValue.NULL_VALUE
        case list():
            target.list_value.SetInParent()
            for item in value:
                _put(target.list_value.values.add(), item)
        case dict():
            target.struct_value.SetInParent()
            for name, item in value.items():
                _put(target.struct_value.fields[name], item)
        case _:
            raise TypeError(f"{type(value)} is no JSON value")
