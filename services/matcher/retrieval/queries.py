"""Queries: what to look for, as vectors, at once and in the lane of those who wait."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.embedding.embedder import EmbeddingFailed
from services.matcher.retrieval.points import Vectors, sparse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from services.matcher.embedding.embedder import Embedder
    from services.matcher.retrieval.arms import Arm
    from services.matcher.retrieval.bm25 import Bm25
    from services.matcher.retrieval.portraits import Portrait

REMEMBERED = 1024
"""Texts of jobs whose vectors are kept: 1.5 MB."""
DRAWN = 128
"""Rubrics whose portraits are kept: 8 MB."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for."""

    vectors: Vectors
    degraded: tuple[Arm, ...] = ()
    """Arms that should search and cannot: the model failed."""


class Queries:
    """Makes queries of portraits; when the model fails, of words, skills and occupation alone."""

    def __init__(self, embedder: Embedder, words: Bm25) -> None:
        self._embedder = embedder
        self._words = words
        # By text: one process has one model, which makes one vector of a text.
        self._kept: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._drawn: OrderedDict[str, Portrait] = OrderedDict()

    def portrait(self, rubric_digest: str, draw: Callable[[], Portrait]) -> Portrait:
        """Return the portrait of a rubric, drawn when it is not kept from the last time."""
        drawn = self._drawn.get(rubric_digest) or draw()
        self._drawn[rubric_digest] = drawn
        self._drawn.move_to_end(rubric_digest)
        if len(self._drawn) > DRAWN:
            self._drawn.popitem(last=False)
        return drawn

    async def of_job(self, drawn: Portrait) -> Query:
        """Return the query of a job, whose vectors are kept for the next time."""
        texts = list(dict.fromkeys(drawn.texts.values()))
        absent = [text for text in texts if text not in self._kept]
        known = {text: self._kept[text] for text in texts if text in self._kept}
        try:
            known |= await self._embedded(absent)
        except EmbeddingFailed:
            return self._without_meaning(drawn)
        for text in texts:
            self._kept[text] = known[text]
            self._kept.move_to_end(text)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)
        return self._query(drawn, known)

    async def of_person(self, drawn: Portrait) -> Query:
        """Return the query of a person, or of what somebody wrote: nothing of it is kept."""
        try:
            known = await self._embedded(list(dict.fromkeys(drawn.texts.values())))
        except EmbeddingFailed:
            return self._without_meaning(drawn)
        return self._query(drawn, known)

    async def _embedded(self, texts: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        if not texts:
            return {}
        return dict(zip(texts, await self._embedder.embed_queries(texts), strict=True))

    def _query(self, drawn: Portrait, known: dict[str, NDArray[np.float32]]) -> Query:
        dense = {arm: known[text] for arm, text in drawn.texts.items()}
        return Query(Vectors(dense, sparse(drawn, self._words.query(drawn.words))))

    def _without_meaning(self, drawn: Portrait) -> Query:
        words = sparse(drawn, self._words.query(drawn.words))
        return Query(Vectors({}, words), degraded=tuple(drawn.texts))
