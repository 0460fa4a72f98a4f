"""Which fields of a request the endpoint acts on; all others are refused.

Requests are checked against a table before they are read, so that a field that Qdrant adds, or one
that nobody thought of, is an error and not a silent difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from google.protobuf.unknown_fields import UnknownFieldSet

from deploy.local.qdrant.refusals import Unsupported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from google.protobuf.descriptor import FieldDescriptor
    from google.protobuf.message import Message


# One replica applies each write before it answers, so every ordering and consistency holds, and
# the deadline of the call is the timeout.
_ALWAYS = "collection_name wait ordering read_consistency timeout"

ACCEPTED: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(f"{fields} {_ALWAYS}".split())
    for name, fields in {
        "CreateCollection": "hnsw_config optimizers_config vectors_config sparse_vectors_config"
        " shard_number replication_factor write_consistency_factor on_disk_payload metadata",
        "UpdateCollection": "hnsw_config optimizers_config metadata",
        "DeleteCollection": "",
        "CollectionExistsRequest": "",
        "ListCollectionsRequest": "",
        "GetCollectionInfoRequest": "",
        "HnswConfigDiff": "m ef_construct full_scan_threshold max_indexing_threads on_disk"
        " payload_m",
        "OptimizersConfigDiff": "deleted_threshold vacuum_min_vector_number"
        " default_segment_number max_segment_size indexing_threshold flush_interval_sec",
        "VectorsConfig": "params params_map",
        "VectorParamsMap": "map",
        "VectorParams": "size distance hnsw_config on_disk datatype",
        "SparseVectorConfig": "map",
        "SparseVectorParams": "index modifier",
        "SparseIndexConfig": "full_scan_threshold on_disk datatype",
        "CreateFieldIndexCollection": "field_name field_type field_index_params",
        "DeleteFieldIndexCollection": "field_name",
        "PayloadIndexParams": "keyword_index_params integer_index_params float_index_params"
        " bool_index_params datetime_index_params uuid_index_params",
        "KeywordIndexParams": "is_tenant on_disk",
        "IntegerIndexParams": "lookup range is_principal on_disk",
        "FloatIndexParams": "is_principal on_disk",
        "BoolIndexParams": "on_disk",
        "DatetimeIndexParams": "is_principal on_disk",
        "UuidIndexParams": "is_tenant on_disk",
        "UpsertPoints": "points update_filter",
        "DeletePoints": "points",
        "UpdatePointVectors": "points update_filter",
        "SetPayloadPoints": "payload points_selector key",
        "DeletePayloadPoints": "keys points_selector",
        "ClearPayloadPoints": "points",
        "PointsSelector": "points filter",
        "GetPoints": "ids with_payload with_vectors",
        "CountPoints": "filter exact",
        "ScrollPoints": "filter offset limit with_payload with_vectors order_by",
        "QueryBatchPoints": "query_points",
        "QueryPoints": "prefetch query using filter params score_threshold limit offset"
        " with_vectors with_payload",
        "PrefetchQuery": "prefetch query using filter params score_threshold limit",
        "Query": "nearest order_by fusion rrf",
        "VectorInput": "dense sparse",
        "Rrf": "k weights",
        "OrderBy": "key direction",
        "SearchParams": "hnsw_ef exact indexed_only",
        "Filter": "should must must_not min_should",
        "MinShould": "conditions min_count",
        "Condition": "field is_empty has_id filter is_null nested has_vector",
        "NestedCondition": "key filter",
        "FieldCondition": "key match range values_count datetime_range is_empty is_null",
    }.items()
}

WHOLE: Final[frozenset[str]] = frozenset(
    """
    DatetimeRange DenseVector HasIdCondition HasVectorCondition IsEmptyCondition IsNullCondition
    Match PayloadExcludeSelector PayloadIncludeSelector PointId PointStruct PointVectors
    PointsIdsList Range ReadConsistency RepeatedIntegers RepeatedStrings SparseVector Value
    ValuesCount VectorsSelector WithPayloadSelector WithVectorsSelector WriteOrdering
    """.split()  # noqa: SIM905  # a list would be thirty lines
)
"""Messages that are read with all their fields, and refuse by themselves what they cannot."""


def check(request: Message) -> None:
    """Raise Unsupported if any part of `request` carries what the endpoint does not act on."""
    accepted = ACCEPTED[request.DESCRIPTOR.name]
    if len(UnknownFieldSet(request)):
        raise Unsupported(f"a field of {request.DESCRIPTOR.name} newer than this API")
    for field, value in request.ListFields():
        if field.name not in accepted:
            raise Unsupported(f"{request.DESCRIPTOR.name}.{field.name}")
        for part in _parts(field, value):
            if part.DESCRIPTOR.name not in WHOLE:
                check(part)


def _parts(field: FieldDescriptor, value: Any) -> Iterable[Message]:  # noqa: ANN401  # ListFields's own
    """The messages in `value`, which is what `field` holds: one, several or none."""
    kind = field.message_type
    if kind is None:
        return ()
    if kind.GetOptions().map_entry:
        return value.values() if kind.fields_by_name["value"].message_type else ()
    return value if field.is_repeated else (value,)
