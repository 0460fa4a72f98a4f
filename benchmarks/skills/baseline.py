"""The baseline that the linker is held against: cosine of character n-grams by TF-IDF.

N-grams of 3 to 5 characters in lower case with a blank at each end, raw counts, smoothed
inverse document frequency and rows of length one, as scikit-learn's TfidfVectorizer weighs
with `analyzer="char"`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIZES: Final = (3, 4, 5)
Numbers: TypeAlias = NDArray[np.float64]


class CharacterTfIdf:
    """Ranks labels by their n-grams in common with a phrase."""

    def __init__(self, labels: Sequence[str]) -> None:
        self._labels = labels
        counts = [_grams(label) for label in labels]
        found_in = Counter(gram for grams in counts for gram in grams)
        self._rarity = {
            gram: float(np.log((1 + len(labels)) / (1 + rows))) + 1
            for gram, rows in found_in.items()
        }
        rows: dict[str, list[int]] = {}
        weights: dict[str, list[float]] = {}
        for row, grams in enumerate(counts):
            length = sum((n * self._rarity[gram]) ** 2 for gram, n in grams.items()) ** 0.5
            for gram, n in grams.items():
                rows.setdefault(gram, []).append(row)
                weights.setdefault(gram, []).append(n * self._rarity[gram] / length)
        self._rows = {gram: np.array(found, np.int64) for gram, found in rows.items()}
        self._weights = {gram: np.array(found) for gram, found in weights.items()}

    def ranked(self, phrase: str, limit: int) -> list[str]:
        """Return the `limit` nearest labels; equals come in the order of the labels."""
        scores: Numbers = np.zeros(len(self._labels))
        for gram, count in _grams(phrase).items():
            if gram in self._rows:
                scores[self._rows[gram]] += self._weights[gram] * count * self._rarity[gram]
        best = np.argsort(-scores, kind="stable")[:limit]
        return [self._labels[int(row)] for row in best]


def _grams(text: str) -> Counter[str]:
    padded = f" {text.lower().strip()} "
    return Counter(
        padded[at : at + size] for size in _SIZES for at in range(len(padded) - size + 1)
    )
