"""What Matcher's servicer and consumers stand on."""

from __future__ import annotations

import gc
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.repository import FactsStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from servicekit.database import Connection, Pool
    from servicekit.pages import Pages
    from servicekit.places import Gazetteer
    from services.matcher.embedding.embedder import Embedder
    from services.matcher.lineage.taxonomies import Taxonomies
    from services.matcher.retrieval.index import Index
    from services.matcher.retrieval.points import Points
    from services.matcher.retrieval.queries import Queries
    from services.matcher.scoring.adverts import Lexicons
    from services.matcher.scoring.facts import Facts
    from services.matcher.scoring.tables import Tables
    from taxonomy.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Stores:
    """The database, the indexes, what fills them and asks them, and the time."""

    pool: Pool
    index: Index
    """Of people."""
    openings: Index
    """Of jobs that are to be filled."""
    embedder: Embedder
    points: Points
    queries: Queries
    taxonomy: Taxonomy
    places: Gazetteer
    tables: Tables
    """What scores are computed with: of the same version as the taxonomy."""
    taxonomies: Taxonomies
    """The present tables and earlier ones."""
    lexicons: Lexicons
    """What rubrics are proposed with."""
    facts: FactsCache
    master: bytes
    pages: Pages
    clock: Callable[[], datetime]


SETTLE_AFTER = 200  # facts: looking at so many new ones takes the collector some 15 ms


def settle() -> None:
    """Have Python's collector pass over what is in memory now from here on.

    Taxonomies and cached facts are hundreds of thousands of objects that stay; to look at
    all of them for cycles, as it does whenever a quarter has been added, holds up every
    call for a tenth of a second and more. What is dropped is freed as ever, but for cycles.
    """
    gc.collect()
    gc.freeze()


class FactsCache:
    """Facts by tenant, candidate and digest, as the tables of the moment read them.

    They never change; who was erased is forgotten.
    """

    def __init__(self, size: int, tables: Tables) -> None:
        self._size = size
        self._tables = tables
        self._kept: OrderedDict[tuple[str, str, str], Facts] = OrderedDict()
        self._forgotten: set[str] = set()
        self._unsettled = 0

    async def load(
        self, conn: Connection, tenant: str, master: bytes, wanted: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Facts]:
        """Return those of the facts, by candidate and digest, that are kept and readable."""
        found: dict[tuple[str, str], Facts] = {}
        for slot in wanted:
            kept = self._kept.get((tenant, *slot))
            if kept is not None:
                self._kept.move_to_end((tenant, *slot))
                found[slot] = kept
        absent = [slot for slot in wanted if slot not in found]
        if absent:
            stored = await FactsStore(conn, tenant, master).load(absent)
            loaded = {slot: self._tables.read(facts) for slot, facts in stored.items()}
            found |= loaded
            for slot, facts in loaded.items():
                if slot[0] not in self._forgotten:  # while it was being loaded
                    self._kept[(tenant, *slot)] = facts
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
            self._unsettled += len(loaded)
            if self._unsettled >= SETTLE_AFTER:
                self._unsettled = 0
                settle()
        return found

    def forget(self, candidate_id: str) -> None:
        """Keep nothing of the candidate any more; of nobody what is kept now, if "".

        "" is what a listener hears when it may have missed something.
        """
        if not candidate_id:
            self._kept.clear()
            return
        self._forgotten.add(candidate_id)
        for slot in [each for each in self._kept if each[1] == candidate_id]:
            del self._kept[slot]
