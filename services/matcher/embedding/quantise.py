"""Weights from float32 to int8, with one scale a row or column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVELS = 127
"""Largest magnitude of a quantised weight; -128 is left out so that the range is symmetric."""


@dataclass(frozen=True, slots=True)
class Quantised:
    """An int8 matrix: multiplied by its scales it is within half a step of the original."""

    values: NDArray[np.int8]
    scale: NDArray[np.float32]


def symmetric(weight: NDArray[np.float32], *, axis: int) -> Quantised:
    """Return `weight` with one scale for each slice along `axis` and zero kept exact."""
    # A slice of zeros would divide by zero; any scale represents it.
    largest = np.maximum(np.abs(weight).max(axis), 1e-12)
    scale = (largest / LEVELS).astype(np.float32)
    steps = np.rint(weight / np.expand_dims(scale, axis))
    return Quantised(np.clip(steps, -LEVELS, LEVELS).astype(np.int8), scale)
