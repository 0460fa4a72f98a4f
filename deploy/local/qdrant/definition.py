"""What a collection is: its vectors and its settings, as created and as updated since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from qdrant_client import grpc as pb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deploy.local.qdrant.settings import Tuning

Diff = TypeVar("Diff", pb.HnswConfigDiff, pb.OptimizersConfigDiff)

_BYTES: Final[Mapping[int, int]] = {
    pb.Datatype.Default: 4,
    pb.Datatype.Float32: 4,
    pb.Datatype.Float16: 2,
    pb.Datatype.Uint8: 1,
}
_SPARSE_BYTES = 1024  # a guess at one document's terms, for collections with no dense vectors


@dataclass(frozen=True, slots=True)
class Definition:
    """The request that created a collection, with what updates changed in it."""

    request: pb.CreateCollection

    @classmethod
    def parse(cls, stored: bytes) -> Definition:
        """Return the definition that `bytes(self)` was stored as."""
        return cls(pb.CreateCollection.FromString(stored))

    def __bytes__(self) -> bytes:
        return self.request.SerializeToString()

    def merged(self, update: pb.UpdateCollection) -> Definition:
        """Return the definition with the settings of `update` over its own."""
        request = pb.CreateCollection()
        request.CopyFrom(self.request)
        if update.HasField("hnsw_config"):
            request.hnsw_config.MergeFrom(update.hnsw_config)
        if update.HasField("optimizers_config"):
            request.optimizers_config.MergeFrom(update.optimizers_config)
        for name in update.metadata:
            request.metadata[name].CopyFrom(update.metadata[name])
        return Definition(request)

    @property
    def dense(self) -> Mapping[str, pb.VectorParams]:
        """The dense vectors by name; the only one may have the empty name."""
        config = self.request.vectors_config
        if config.WhichOneof("config") == "params":
            return {"": config.params}
        return config.params_map.map

    @property
    def sparse(self) -> Mapping[str, pb.SparseVectorParams]:
        """The sparse vectors by name."""
        return self.request.sparse_vectors_config.map

    def hnsw(self, tuning: Tuning) -> pb.HnswConfigDiff:
        """Return the graph's settings, complete."""
        ours = pb.HnswConfigDiff(
            m=16,
            ef_construct=100,
            full_scan_threshold=10_000,
            max_indexing_threads=tuning.indexing_threads,
        )
        return over(ours, self.request.hnsw_config)

    def optimisers(self, tuning: Tuning) -> pb.OptimizersConfigDiff:
        """Return the optimiser's settings, complete."""
        ours = pb.OptimizersConfigDiff(
            deleted_threshold=0.2,
            vacuum_min_vector_number=1000,
            default_segment_number=2,
            indexing_threshold=tuning.indexing_threshold_kb,
        )
        return over(ours, self.request.optimizers_config)

    def index(self, tuning: Tuning) -> tuple[pb.HnswConfigDiff, pb.OptimizersConfigDiff]:
        """Return all settings that an optimisation applies."""
        return self.hnsw(tuning), self.optimisers(tuning)

    def points_to_index(self, tuning: Tuning) -> int:
        """Return how many points a graph is built for; 0 means never, as in Qdrant."""
        sizes = [vector.size * _BYTES[vector.datatype] for vector in self.dense.values()]
        kilobytes = self.optimisers(tuning).indexing_threshold
        return kilobytes * 1024 // max(sizes, default=_SPARSE_BYTES)

    def flush_seconds(self, otherwise: float) -> float:
        """Return how long a write may wait to be synced, where the collection says it."""
        own = self.request.optimizers_config
        return float(own.flush_interval_sec) if own.HasField("flush_interval_sec") else otherwise

    def info(self, tuning: Tuning) -> pb.CollectionConfig:
        """Return the settings in force."""
        request = self.request
        in_ram = request.HasField("on_disk_payload") and not request.on_disk_payload
        return pb.CollectionConfig(
            params=pb.CollectionParams(
                shard_number=1,
                replication_factor=1,
                write_consistency_factor=1,
                on_disk_payload=not in_ram,
                vectors_config=request.vectors_config,
                sparse_vectors_config=request.sparse_vectors_config,
            ),
            hnsw_config=self.hnsw(tuning),
            optimizer_config=self.optimisers(tuning),
            wal_config=pb.WalConfigDiff(wal_capacity_mb=32, wal_segments_ahead=0),
            metadata=request.metadata,
        )


def over(settings: Diff, changes: Diff) -> Diff:
    """Return `settings` with what `changes` sets over it."""
    settings.MergeFrom(changes)
    return settings
