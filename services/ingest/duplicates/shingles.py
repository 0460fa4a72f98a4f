"""Texts that are nearly the same, found by hashes (Broder 1997; Leskovec et al. 2020, ch. 3)."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from services.ingest.extraction.folding import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORDS = 3  # of a shingle
FEWEST = 40  # shingles: below, a text is too short to be told from others
BANDS, ROWS = 8, 8  # texts with a Jaccard index of 0.9 meet with 99 %, of 0.5 with 3 %
_WORD = re.compile(r"\w+")
_KEY_BYTES = 32


def shingles(text: str) -> frozenset[str]:
    """Return the runs of three words that occur in `text`, without case and accents."""
    words = _WORD.findall(fold(text))
    return frozenset(
        " ".join(words[place : place + WORDS]) for place in range(len(words) - WORDS + 1)
    )


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the shingles of either that both have, from 0 to 1."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def bands(found: frozenset[str], *, key: bytes) -> list[bytes]:
    """Return hashes of which nearly equal sets share one at the same place; none for short texts.

    Keyed, so that nobody without `key` can tell from them which words a text has.
    """
    if len(found) < FEWEST:
        return []
    hashes = np.array([_hash(each, key) for each in found], dtype=np.uint64)
    # The high bits of a product mix best, so the least product is as good as random.
    least = (hashes * _factors()[:, np.newaxis]).min(axis=1)
    return [band.tobytes() for band in least.reshape(BANDS, ROWS)]


def _factors() -> NDArray[np.uint64]:
    """Return odd numbers, each of which permutes those of 64 bits; stored hashes rest on them."""
    digests = (blake2b(bytes([row]), digest_size=8).digest() for row in range(BANDS * ROWS))
    return np.array([int.from_bytes(each) | 1 for each in digests], dtype=np.uint64)


def _hash(shingle: str, key: bytes) -> int:
    digest = blake2b(shingle.encode(), digest_size=8, key=key[:_KEY_BYTES]).digest()
    return int.from_bytes(digest)
