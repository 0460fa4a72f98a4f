"""The area under the curve, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from benchmarks.residual.views import matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.residual.views import Person, View

FOLDS = 10
SAMPLES = 1000
FEWEST = 20
"""People on either side: with fewer, nothing is said."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area under the ROC curve, and the 95% interval of bootstrap samples of people."""

    value: float
    low: float
    high: float


def predicted(
    view: View, people: list[Person], truth: NDArray[np.bool_], *, seed: int
) -> NDArray[np.float64]:
    """Return how likely each is in the group, by a regression fitted on the others."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    shown: Any = matrix(view, people)
    found = cross_val_predict(view.model(), shown, truth, cv=folds, method="decision_function")
    return cast("NDArray[np.float64]", found)


def area(truth: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Return the chance that one in the group scores above one who is not; ties count half.

    By the sum of ranks (Mann and Whitney 1947): scikit-learn's takes ten times as long, and a
    thousand samples are wanted.
    """
    inside = int(truth.sum())
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[which]
    above = ranks[truth].sum() - inside * (inside + 1) / 2
    return float(above / (inside * (len(truth) - inside)))


def with_interval(truth: NDArray[np.bool_], scores: NDArray[np.float64], *, seed: int) -> Area:
    """Return the area with its interval; samples with one side alone are drawn again."""
    dice = np.random.default_rng(seed)
    found: list[float] = []
    while len(found) < SAMPLES:
        drawn = dice.integers(0, len(truth), len(truth))
        if 0 < truth[drawn].sum() < len(truth):
            found.append(area(truth[drawn], scores[drawn]))
    low, high = np.percentile(found, [2.5, 97.5])
    return Area(area(truth, scores), float(low), float(high))
