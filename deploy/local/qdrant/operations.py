"""Writes as the engine takes them, from the wire."""

# pyright: reportUnknownArgumentType=false
# The stubs of qdrant_client cannot find one another: what one takes from another is Unknown.

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import qdrant_edge as edge
from qdrant_client import grpc as pb

from deploy.local.qdrant.convert import given, payload, point, point_id, point_ids, vectors
from deploy.local.qdrant.filters import filter_of
from deploy.local.qdrant.refusals import Unsupported, WrongInput

if TYPE_CHECKING:
    from collections.abc import Callable

Write: TypeAlias = (
    pb.UpsertPoints
    | pb.DeletePoints
    | pb.UpdatePointVectors
    | pb.SetPayloadPoints
    | pb.DeletePayloadPoints
    | pb.ClearPayloadPoints
    | pb.CreateFieldIndexCollection
    | pb.DeleteFieldIndexCollection
)

_op = edge.UpdateOperation


def operation(request: Write) -> edge.UpdateOperation:
    """Return what `request` asks; asking it twice leaves what asking it once does."""
    match request:
        case pb.UpsertPoints():
            return _op.upsert_points([point(one) for one in request.points], _condition(request))
        case pb.UpdatePointVectors():
            changed = [
                edge.PointVectors(point_id(one.id), vectors(one.vectors)) for one in request.points
            ]
            return _op.update_vectors(changed, _condition(request))
        case pb.DeletePoints():
            return _selected(request.points, _op.delete_points, _op.delete_points_by_filter)
        case pb.CreateFieldIndexCollection():
            return _op.create_field_index(request.field_name, _schema(request))
        case pb.DeleteFieldIndexCollection():
            return _op.delete_field_index(request.field_name)
        case _:
            return _payload_operation(request)


def weight(request: Write) -> int:
    """Return how many points `request` names: what it adds to an index's and the disk's debt."""
    match request:
        case pb.UpsertPoints() | pb.UpdatePointVectors():
            return len(request.points)
        case pb.DeletePoints():
            return len(request.points.points.ids) or 1
        case _:
            return 1


def _payload_operation(
    request: pb.SetPayloadPoints | pb.DeletePayloadPoints | pb.ClearPayloadPoints,
) -> edge.UpdateOperation:
    match request:
        case pb.SetPayloadPoints():
            values = payload(request.payload)
            key = given(request, "key", request.key)
            return _selected(
                request.points_selector,
                lambda ids: _op.set_payload(ids, values, key),
                lambda where: _op.set_payload_by_filter(where, values, key),
            )
        case pb.DeletePayloadPoints():
            keys = list(request.keys)
            return _selected(
                request.points_selector,
                lambda ids: _op.delete_payload(ids, keys),
                lambda where: _op.delete_payload_by_filter(where, keys),
            )
        case _:
            return _selected(request.points, _op.clear_payload, _op.clear_payload_by_filter)


def _selected(
    selector: pb.PointsSelector,
    by_ids: Callable[[list[edge.PointId]], edge.UpdateOperation],
    by_filter: Callable[[edge.Filter], edge.UpdateOperation],
) -> edge.UpdateOperation:
    match selector.WhichOneof("points_selector_one_of"):
        case "points":
            return by_ids(point_ids(selector.points.ids))
        case "filter":
            return by_filter(filter_of(selector.filter))
        case _:
            raise WrongInput("PointsSelector is missing")


def _condition(request: pb.UpsertPoints | pb.UpdatePointVectors) -> edge.Filter | None:
    return filter_of(request.update_filter) if request.HasField("update_filter") else None


def _schema(
    request: pb.CreateFieldIndexCollection,
) -> edge.PayloadSchemaType | edge.PayloadSchemaParams:
    params = request.field_index_params
    match params.WhichOneof("index_params"):
        case None:
            return _schema_type(request)
        case "keyword_index_params":
            index = params.keyword_index_params
            return edge.KeywordIndexParams(
                is_tenant=given(index, "is_tenant", index.is_tenant),
                on_disk=given(index, "on_disk", index.on_disk),
            )
        case "uuid_index_params":
            index = params.uuid_index_params
            return edge.UuidIndexParams(
                is_tenant=given(index, "is_tenant", index.is_tenant),
                on_disk=given(index, "on_disk", index.on_disk),
            )
        case "bool_index_params":
            index = params.bool_index_params
            return edge.BoolIndexParams(on_disk=given(index, "on_disk", index.on_disk))
        case _:
            return _range_schema(params)


def _range_schema(params: pb.PayloadIndexParams) -> edge.PayloadSchemaParams:
    match params.WhichOneof("index_params"):
        case "integer_index_params":
            index = params.integer_index_params
            return edge.IntegerIndexParams(
                lookup=given(index, "lookup", index.lookup),
                range=given(index, "range", index.range),
                is_principal=given(index, "is_principal", index.is_principal),
                on_disk=given(index, "on_disk", index.on_disk),
            )
        case "float_index_params":
            index = params.float_index_params
            return edge.FloatIndexParams(
                is_principal=given(index, "is_principal", index.is_principal),
                on_disk=given(index, "on_disk", index.on_disk),
            )
        case "datetime_index_params":
            index = params.datetime_index_params
            return edge.DatetimeIndexParams(
                is_principal=given(index, "is_principal", index.is_principal),
                on_disk=given(index, "on_disk", index.on_disk),
            )
        case kind:
            raise Unsupported(f"index {kind}")


def _schema_type(request: pb.CreateFieldIndexCollection) -> edge.PayloadSchemaType:
    match request.field_type:
        case pb.FieldType.FieldTypeKeyword:
            return edge.PayloadSchemaType.Keyword
        case pb.FieldType.FieldTypeInteger:
            return edge.PayloadSchemaType.Integer
        case pb.FieldType.FieldTypeFloat:
            return edge.PayloadSchemaType.Float
        case pb.FieldType.FieldTypeBool:
            return edge.PayloadSchemaType.Bool
        case pb.FieldType.FieldTypeDatetime:
            return edge.PayloadSchemaType.Datetime
        case pb.FieldType.FieldTypeUuid:
            return edge.PayloadSchemaType.Uuid
        case pb.FieldType.FieldTypeText:
            return edge.PayloadSchemaType.Text
        case kind:
            raise Unsupported(f"index of type {kind}")
