"""Selection: every arm of a query at once, fused into one order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError
from services.matcher.retrieval.fusion import fuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qdrant_client.models import Condition

    from services.matcher.retrieval.arms import Arm
    from services.matcher.retrieval.fusion import Selected
    from services.matcher.retrieval.index import Index
    from services.matcher.retrieval.queries import Query


class ModelUnavailable(ServiceError):
    """The embedding model cannot run, and half of an answer would be a wrong one."""

    code = Code.UNAVAILABLE
    reason = "MODEL_UNAVAILABLE"
    retry_after = 1.0


@dataclass(frozen=True, slots=True)
class Selection:
    """What retrieval selected, best first."""

    selected: tuple[Selected, ...]
    arms: tuple[Arm, ...]
    """Those that searched."""
    degraded: tuple[Arm, ...]
    """Those that should have and could not."""

    def whole(self) -> Selection:
        """Return it, or raise ModelUnavailable if an arm is missing: for what cannot say so."""
        if self.degraded:
            raise ModelUnavailable("the embedding model cannot run")
        return self


async def select(
    index: Index,
    tenant: str,
    query: Query,
    *,
    limit: int,
    must: Sequence[Condition] = (),
) -> Selection:
    """Return at most `limit` of the tenant's points that meet every condition of `must`.

    Each arm brings its best half of `limit`: further down its places hardly count, and what an
    arm brings takes its time. Where that is fewer together than `limit`, each brings as many:
    who is among so few is selected by any arm that knows of them. Raises IndexUnavailable.
    """
    half = (limit + 1) // 2
    found = await index.search(tenant, query.vectors, limit=half, must=must)
    selected = fuse(found, limit=limit)
    if len(selected) < limit and any(len(hits) == half for hits in found.values()):
        found = await index.search(tenant, query.vectors, limit=limit, must=must)
        selected = fuse(found, limit=limit)
    return Selection(selected, tuple(found), query.degraded)
