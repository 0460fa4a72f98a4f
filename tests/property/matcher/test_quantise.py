from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from services.matcher.embedding.quantise import LEVELS, symmetric

if TYPE_CHECKING:
    from numpy.typing import NDArray

matrices = arrays(
    np.float32,
    array_shapes(min_dims=2, max_dims=2, max_side=12),
    elements=st.floats(-100, 100, width=32, allow_subnormal=False),
)


@given(matrices, st.sampled_from([0, 1]))
def test_the_way_back_misses_by_half_a_step_at_most(weight: NDArray[np.float32], axis: int) -> None:
    quantised = symmetric(weight, axis=axis)
    step = np.expand_dims(quantised.scale, axis)
    missed = np.abs(quantised.values * step.astype(np.float64) - weight)
    assert np.all(missed <= step * 0.501)


@given(matrices)
def test_zero_is_exact_and_the_largest_uses_the_whole_range(weight: NDArray[np.float32]) -> None:
    quantised = symmetric(weight, axis=0)
    assert not quantised.values[weight == 0].any()
    largest = np.abs(weight).max(0)
    reached = np.abs(quantised.values.astype(np.int64)).max(0)
    assert np.all(reached[largest > 1e-6] == LEVELS)
    assert np.all(reached <= LEVELS)


@given(matrices)
def test_columns_do_not_depend_on_their_neighbours(weight: NDArray[np.float32]) -> None:
    together = symmetric(weight, axis=0).values
    for column in range(weight.shape[1]):
        alone = symmetric(weight[:, column : column + 1], axis=0).values
        assert np.array_equal(alone[:, 0], together[:, column])
