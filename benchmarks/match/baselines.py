"""What is used today, over the texts as they are uploaded.

- `bm25`: bm25s with its defaults (k1 1.5, b 0.75, English stop words), words not stemmed.
- `tfidf`: cosine of scikit-learn's TF-IDF vectors with its defaults and English stop words.
- `minilm`: cosine of all-MiniLM-L6-v2 over the first 256 tokens of each text, which is what the
  model takes and what a vector store in front of it does. In int8, as Candor's matcher has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import bm25s
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel

from benchmarks.skills.vectors import Embedding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from benchmarks.match.folder import JudgedSet
    from benchmarks.match.metrics import Scores
    from benchmarks.skills.vectors import Vectors

WINDOW: Final = 256


class MiniLM:
    """Scores by the cosine of whole texts; a text is embedded once, whatever sets it is in."""

    def __init__(self) -> None:
        self._model = Embedding(most_tokens=WINDOW)
        self._known: dict[str, Vectors] = {}

    def scores(self, judged: JudgedSet) -> dict[str, Scores]:
        """Return the scores of each query."""
        return _by_query(
            judged,
            self._rows(list(judged.queries.values())) @ self._rows(list(judged.corpus.values())).T,
        )

    def _rows(self, texts: Sequence[str]) -> Vectors:
        unknown = list({text for text in texts if text not in self._known})
        self._known.update(zip(unknown, self._model.encode(unknown), strict=True))
        return np.array([self._known[text] for text in texts])


def bm25(judged: JudgedSet) -> dict[str, Scores]:
    """Return the BM25 scores of each query."""
    documents = _words(judged.corpus.values())
    if not any(documents):
        return {query: {} for query in judged.queries}
    index = bm25s.BM25()
    index.index(documents, show_progress=False)
    known = [
        [word for word in words if word in index.vocab_dict]
        for words in _words(judged.queries.values())
    ]
    nothing = np.zeros(len(documents))
    rows = [index.get_scores(words) if words else nothing for words in known]
    return _by_query(judged, np.array(rows))


def tfidf(judged: JudgedSet) -> dict[str, Scores]:
    """Return the TF-IDF cosines of each query."""
    model = TfidfVectorizer(stop_words="english")
    words = cast("Callable[[str], list[str]]", model.build_analyzer())
    if not any(words(text) for text in judged.corpus.values()):
        return {query: {} for query in judged.queries}
    documents = model.fit_transform(judged.corpus.values())
    rows = linear_kernel(model.transform(judged.queries.values()), documents)
    return _by_query(judged, cast("NDArray[np.float64]", rows))


def _words(texts: Iterable[str]) -> list[list[str]]:
    return cast(
        "list[list[str]]",
        bm25s.tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False),
    )


def _by_query(judged: JudgedSet, rows: NDArray[np.floating]) -> dict[str, Scores]:
    return {
        query: dict(zip(judged.corpus, map(float, row), strict=True))
        for query, row in zip(judged.queries, rows, strict=True)
    }
