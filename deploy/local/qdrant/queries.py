"""Reads as the engine takes them, from the wire."""

# pyright: reportUnknownArgumentType=false
# The stubs of qdrant_client cannot find one another: what one takes from another is Unknown.

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import qdrant_edge as edge
from qdrant_client import grpc as pb

from deploy.local.qdrant import convert
from deploy.local.qdrant.filters import filter_of
from deploy.local.qdrant.refusals import Unsupported, WrongInput

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIMIT = 10
_RRF_K = 2  # Qdrant's default, not the 60 of the paper (Cormack et al., 2009)


def query(message: pb.QueryPoints) -> edge.QueryRequest:
    """Return the query; without a `query` it lists points by id."""
    return edge.QueryRequest(
        limit=limit(message),
        offset=message.offset,
        query=_scoring(message),
        prefetches=_prefetches(message.prefetch),
        with_vector=with_vectors(message),
        with_payload=with_payload(message, absent=False),
        filter=filter_in(message),
        score_threshold=convert.given(message, "score_threshold", message.score_threshold),
        params=_params(message),
    )


def batch(message: pb.QueryBatchPoints) -> edge.QueryBatchRequest:
    """Return the queries, which must all be of the batch's collection."""
    for one in message.query_points:
        if one.collection_name not in {"", message.collection_name}:
            raise WrongInput("a batch queries one collection")
    return edge.QueryBatchRequest([query(one) for one in message.query_points])


def scroll(message: pb.ScrollPoints) -> edge.ScrollRequest:
    """Return the scroll, in the order of ids or of a payload field that has a range index."""
    ordered = message.HasField("order_by")
    if ordered and message.HasField("offset"):
        raise WrongInput("Cannot use an offset together with order_by")
    return edge.ScrollRequest(
        offset=convert.point_id(message.offset) if message.HasField("offset") else None,
        limit=limit(message),
        filter=filter_in(message),
        with_payload=with_payload(message, absent=True),
        with_vector=with_vectors(message),
        order_by=_order_by(message.order_by) if ordered else None,
    )


def count(message: pb.CountPoints) -> edge.CountRequest:
    """Return the count, exact unless the caller says otherwise."""
    exact = message.exact if message.HasField("exact") else True
    return edge.CountRequest(exact=exact, filter=filter_in(message))


def filter_in(
    message: pb.QueryPoints | pb.PrefetchQuery | pb.ScrollPoints | pb.CountPoints,
) -> edge.Filter | None:
    """Return the filter of a read, if it has one."""
    return filter_of(message.filter) if message.HasField("filter") else None


def limit(message: pb.QueryPoints | pb.PrefetchQuery | pb.ScrollPoints) -> int:
    """Return how many results are wanted: 10 where the caller does not say, never 0."""
    if not message.HasField("limit"):
        return _LIMIT
    if message.limit < 1:
        raise WrongInput("limit: must be 1 or larger")
    return message.limit


def with_payload(
    message: pb.QueryPoints | pb.ScrollPoints | pb.GetPoints, *, absent: bool
) -> edge.WithPayloadType:
    """Return which payload fields are wanted; `absent` where the caller does not say."""
    if not message.HasField("with_payload"):
        return absent
    wanted = message.with_payload
    match wanted.WhichOneof("selector_options"):
        case "include":
            return edge.PayloadSelector.Include(list(wanted.include.fields))
        case "exclude":
            return edge.PayloadSelector.Exclude(list(wanted.exclude.fields))
        case _:
            return wanted.enable


def with_vectors(message: pb.QueryPoints | pb.ScrollPoints | pb.GetPoints) -> edge.WithVectorType:
    """Return which vectors are wanted: none where the caller does not say."""
    wanted = message.with_vectors
    if wanted.WhichOneof("selector_options") == "include":
        return list(wanted.include.names)
    return wanted.enable


def _scoring(message: pb.QueryPoints | pb.PrefetchQuery) -> edge.ScoringQueryType | None:
    if not message.HasField("query"):
        return None
    wanted = message.query
    match wanted.WhichOneof("variant"):
        case "nearest":
            using = convert.given(message, "using", message.using)
            return edge.Query.Nearest(_example(wanted.nearest), using=using)
        case "fusion":
            return _fusion(wanted.fusion)
        case "rrf":
            return _rrf(wanted.rrf)
        case "order_by":
            return _order_by(wanted.order_by)
        case kind:
            raise Unsupported(f"queries of kind {kind}")


def _example(message: pb.VectorInput) -> convert.Named:
    match message.WhichOneof("variant"):
        case "dense":
            return convert.dense(message.dense.data)
        case "sparse":
            return convert.sparse(message.sparse.indices, message.sparse.values)
        case kind:
            raise Unsupported(f"nearest to {kind}")


def _fusion(kind: pb.Fusion.ValueType) -> edge.ScoringQueryType:
    # The stub declares the engine's fusions apart from the union that it accepts them in.
    if kind == pb.Fusion.RRF:
        return cast("edge.Fusion", edge.Fusion.Rrf(_RRF_K))
    if kind == pb.Fusion.DBSF:
        return cast("edge.Fusion", edge.Fusion.Dbsf())
    raise Unsupported(f"fusion {kind}")


def _rrf(message: pb.Rrf) -> edge.ScoringQueryType:
    k = message.k if message.HasField("k") else _RRF_K
    if k < 1:
        raise WrongInput("rrf.k: must be 1 or larger")
    return cast("edge.Fusion", edge.Fusion.Rrf(k, list(message.weights) or None))


def _order_by(message: pb.OrderBy) -> edge.OrderBy:
    descending = message.direction == pb.Direction.Desc
    return edge.OrderBy(message.key, edge.Direction.Desc if descending else edge.Direction.Asc)


def _prefetches(messages: Iterable[pb.PrefetchQuery]) -> list[edge.Prefetch] | None:
    return [_prefetch(message) for message in messages] or None


def _prefetch(message: pb.PrefetchQuery) -> edge.Prefetch:
    return edge.Prefetch(
        limit=limit(message),
        query=_scoring(message),
        prefetches=_prefetches(message.prefetch),
        params=_params(message),
        filter=filter_in(message),
        score_threshold=convert.given(message, "score_threshold", message.score_threshold),
    )


def _params(message: pb.QueryPoints | pb.PrefetchQuery) -> edge.SearchParams | None:
    if not message.HasField("params"):
        return None
    params = message.params
    return edge.SearchParams(
        hnsw_ef=convert.given(params, "hnsw_ef", params.hnsw_ef),
        exact=params.exact,
        indexed_only=params.indexed_only,
    )
