"""What the engine is told to create, open and optimise a collection as."""

# pyright: reportUnknownArgumentType=false
# The stubs of qdrant_client cannot find one another: what one takes from another is Unknown.

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import qdrant_edge as edge
from qdrant_client import grpc as pb

from deploy.local.qdrant.convert import given
from deploy.local.qdrant.definition import over
from deploy.local.qdrant.refusals import Unsupported, WrongInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deploy.local.qdrant.definition import Definition
    from deploy.local.qdrant.settings import Tuning

_LARGEST = 1 << 16
_DISTANCES: Final[Mapping[int, edge.Distance]] = {
    pb.Distance.Cosine: edge.Distance.Cosine,
    pb.Distance.Euclid: edge.Distance.Euclid,
    pb.Distance.Dot: edge.Distance.Dot,
    pb.Distance.Manhattan: edge.Distance.Manhattan,
}
_DATATYPES: Final[Mapping[int, edge.VectorStorageDatatype | None]] = {
    pb.Datatype.Default: None,
    pb.Datatype.Float32: edge.VectorStorageDatatype.Float32,
    pb.Datatype.Float16: edge.VectorStorageDatatype.Float16,
    pb.Datatype.Uint8: edge.VectorStorageDatatype.Uint8,
}


def engine_config(definition: Definition, tuning: Tuning) -> edge.EdgeConfig:
    """Return the engine's configuration.

    Raises WrongInput where the definition makes no sense, and Unsupported where it asks for more
    than one replica of one shard or for a vector that the endpoint does not store.
    """
    _check(definition)
    hnsw, optimisers = definition.hnsw(tuning), definition.optimisers(tuning)
    request = definition.request
    return edge.EdgeConfig(
        vectors={name: _dense(one, hnsw) for name, one in definition.dense.items()},
        sparse_vectors={name: _sparse(one) for name, one in definition.sparse.items()},
        on_disk_payload=given(request, "on_disk_payload", request.on_disk_payload),
        hnsw_config=_graph(hnsw),
        optimizers=edge.EdgeOptimizersConfig(
            deleted_threshold=optimisers.deleted_threshold,
            vacuum_min_vector_number=optimisers.vacuum_min_vector_number,
            default_segment_number=optimisers.default_segment_number,
            max_segment_size=given(optimisers, "max_segment_size", optimisers.max_segment_size),
            indexing_threshold=optimisers.indexing_threshold,
        ),
        wal_enabled=True,
    )


def _check(definition: Definition) -> None:
    request = definition.request
    counts = {
        "shard_number": request.shard_number,
        "replication_factor": request.replication_factor,
        "write_consistency_factor": request.write_consistency_factor,
    }
    for name, value in counts.items():
        if given(request, name, value) not in {None, 1}:
            raise Unsupported(f"CreateCollection.{name} other than 1")
    if not definition.dense and not definition.sparse:
        raise WrongInput("a collection needs at least one vector")


def _dense(params: pb.VectorParams, hnsw: pb.HnswConfigDiff) -> edge.EdgeVectorParams:
    if not 1 <= params.size <= _LARGEST:
        raise WrongInput(f"vectors.size: must be 1 to {_LARGEST}")
    if params.distance not in _DISTANCES:
        raise WrongInput("vectors.distance: must be given")
    if params.datatype not in _DATATYPES:
        raise Unsupported(f"vectors of datatype {params.datatype}")
    own = pb.HnswConfigDiff()
    own.CopyFrom(hnsw)
    has_own = params.HasField("hnsw_config")
    return edge.EdgeVectorParams(
        size=params.size,
        distance=_DISTANCES[params.distance],
        on_disk=given(params, "on_disk", params.on_disk),
        datatype=_DATATYPES[params.datatype],
        hnsw_config=_graph(over(own, params.hnsw_config)) if has_own else None,
    )


def _sparse(params: pb.SparseVectorParams) -> edge.EdgeSparseVectorParams:
    index = params.index
    if index.datatype not in _DATATYPES:
        raise Unsupported(f"sparse vectors of datatype {index.datatype}")
    return edge.EdgeSparseVectorParams(
        full_scan_threshold=given(index, "full_scan_threshold", index.full_scan_threshold),
        on_disk=given(index, "on_disk", index.on_disk),
        modifier=edge.Modifier.Idf if params.modifier == pb.Modifier.Idf else None,
        datatype=_DATATYPES[index.datatype],
    )


def _graph(hnsw: pb.HnswConfigDiff) -> edge.HnswIndexConfig:
    return edge.HnswIndexConfig(
        m=hnsw.m,
        ef_construct=hnsw.ef_construct,
        full_scan_threshold=hnsw.full_scan_threshold,
        max_indexing_threads=hnsw.max_indexing_threads,
        on_disk=given(hnsw, "on_disk", hnsw.on_disk),
        payload_m=given(hnsw, "payload_m", hnsw.payload_m),
    )
