"""Sparse vectors whose dot product, under Qdrant's IDF modifier, is the BM25 score.

The words, their stems and their weights are those of Qdrant's own engine, so a Qdrant
server and the embedded one rank alike. Ahead of it stands one thing that its tokenizer
lacks: it reads `C++`, `C#` and `C` as the same word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import qdrant_edge

_STOPWORDS = """
a an and are as at be but by for from has have if in into is no not of on or our such that the
their then there these they this to was we were will with you your
"""
"""English function words. Unlike the engine's list it keeps `it`, `ma`, `d` and `s`, which
are names here (IT support, an MA, the language D); IDF makes little of them elsewhere."""

# What the tokenizer would take apart or merge, in casefolded text, for documents and
# queries alike. Spellings of one name only: which names mean the same is the taxonomy's.
_SPELLINGS = tuple(
    (re.compile(rf"(?<!\w){spelling}"), f" {words} ")
    for spelling, words in (
        (r"c\+\+", "cplusplus"),  # also C++17
        (r"c[#♯](?![^\W\d])", "csharp"),  # also C#12
        (r"f[#♯](?![^\W\d])", "fsharp"),
        (r"objective[- ]c(?!\w)", "objectivec"),
        (r"(ado|asp|ml|vb)?\.net(?![^\W\d])", r"\1 dotnet"),  # also .NET8; not example.net
        (r"(angular|d3|express|nest|next|node|nuxt|react|three|vue)js(?!\w)", r"\1 js"),
        (r"cicd(?!\w)", "ci cd"),
        (r"r ?& ?d(?!\w)", "research development"),
    )
)


@dataclass(frozen=True, slots=True)
class SparseVector:
    """The words of a text by number: `indices` ascend and each has a positive value.

    A text without words has no entries: as a document it is never found, and as a query it
    finds nothing.
    """

    indices: tuple[int, ...]
    values: tuple[float, ...]


class Bm25:
    """Turns text into sparse vectors, the same in every process and release of ours.

    `k1` says how much more a repeated word counts, `b` from 0 to 1 how far long documents
    are marked down, and `average_length` is the words that a document is expected to
    have, stopwords not counted. Vectors of one collection must come from one choice of
    them; a query's do not depend on it. Robertson and Zaragoza 2009, The Probabilistic
    Relevance Framework: BM25 and Beyond. Word numbers are 31-bit hashes: among 50,000
    words an even chance that some two share one.
    """

    def __init__(self, *, k1: float = 1.2, b: float = 0.75, average_length: float = 256.0) -> None:
        config = qdrant_edge.Bm25Config(
            k=k1,
            b=b,
            avg_len=average_length,
            tokenizer=qdrant_edge.TokenizerType.Word,
            language="english",
            lowercase=True,
            ascii_folding=True,
            stopwords=qdrant_edge.StopwordsSet(custom=set(_STOPWORDS.split())),
        )
        self._engine = qdrant_edge.Bm25(config)

    def document(self, text: str) -> SparseVector:
        """Return the weights f(k1 + 1) / (f + k1(1 - b + b length / average_length)) of words.

        f is how often the word occurs.
        """
        vector = self._engine.embed_document(normalised(text))
        return _sorted(vector.indices, vector.values)

    def query(self, text: str) -> SparseVector:
        """Return weight 1 for each word, however often it occurs."""
        vector = self._engine.embed_query(normalised(text))
        return _sorted(vector.indices, vector.values)


def normalised(text: str) -> str:
    """Return casefolded text in which names keep the marks that tell them apart, as words.

    Compatibility forms are undone (NFKC): PDFs write the ligature in `finance`.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = folded.replace("\u0307", "")  # casefold splits the capital of Istanbul in Turkish
    for spelling, words in _SPELLINGS:
        folded = spelling.sub(words, folded)
    return folded


def _sorted(indices: list[int], values: list[float]) -> SparseVector:
    pairs = sorted(zip(indices, values, strict=True))
    return SparseVector(tuple(index for index, _ in pairs), tuple(value for _, value in pairs))
