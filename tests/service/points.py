"""What is in the index, seen past Matcher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qdrant_client.models import FieldCondition, Filter, MatchValue

from tests.harness import qdrant

if TYPE_CHECKING:
    from qdrant_client.models import Record

    from tests.harness.services import Mesh

MOST = 1000


async def of_tenant(mesh: Mesh, tenant: str) -> dict[str, str]:
    """Return every point of the tenant, vectors and payload, printed, by its id."""
    mine = Filter(must=[FieldCondition(key="tenant", match=MatchValue(value=tenant))])
    async with qdrant.connected(mesh.qdrant.address) as client:
        found, _ = await client.scroll("candidates", mine, limit=MOST, with_vectors=True)
    return {str(each.id): _printed(each) for each in found}


def _printed(record: Record) -> str:
    """Return the whole of a point: of two that are the same, the same."""
    vectors = record.vector if isinstance(record.vector, dict) else {"": record.vector}
    return repr((record.id, sorted((record.payload or {}).items()), sorted(vectors.items())))
