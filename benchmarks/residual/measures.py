"""The area under the curve, with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from sklearn.model_selection import StratifiedKFold

from benchmarks.residual.views import matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from benchmarks.residual.views import Person, View

FOLDS = 5
SAMPLES = 1000
FEWEST = 20
"""People on either side: with fewer, nothing is said."""

Bools: TypeAlias = "NDArray[np.bool_]"
Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class Area:
    """An area under the ROC curve, and the 95% interval of bootstrap samples of people."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Fold:
    """People that a regression was not fitted on: whether in the group, and how likely it says."""

    truth: Bools
    scores: Floats


def folds(view: View, people: list[Person], truth: Bools, *, seed: int) -> list[Fold]:
    """Return the people in FOLDS parts, each told by a regression fitted on the others."""
    splits = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    found: list[Fold] = []
    for others, these in splits.split(people, truth):
        model = view.model()
        model.fit(matrix(view, [people[at] for at in others]), truth[others])
        told: Any = model.decision_function(matrix(view, [people[at] for at in these]))
        found.append(Fold(truth[these], cast("Floats", told)))
    return found


def area(truth: Bools, scores: Floats) -> float:
    """Return the chance that one in the group scores above one who is not; ties count half.

    By the sum of ranks (Mann and Whitney 1947): scikit-learn's takes ten times as long, and a
    thousand samples are wanted.
    """
    inside = int(truth.sum())
    _, which, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[which]
    above = ranks[truth].sum() - inside * (inside + 1) / 2
    return float(above / (inside * (len(truth) - inside)))


def mean_area(parts: list[Fold]) -> float:
    """Return the mean of the folds' areas.

    Not the area of all of them at once: regressions of different folds are not on one scale,
    and where there is nothing to tell that comes out below one half (Forman, Scholz 2010).
    """
    return sum(area(each.truth, each.scores) for each in parts) / len(parts)


def with_interval(parts: list[Fold], *, seed: int) -> Area:
    """Return the area with its interval, of samples drawn within each fold and each side."""
    dice = np.random.default_rng(seed)
    sampled = [mean_area([_drawn(each, dice) for each in parts]) for _ in range(SAMPLES)]
    low, high = np.percentile(sampled, [2.5, 97.5])
    return Area(mean_area(parts), float(low), float(high))


def _drawn(fold: Fold, dice: np.random.Generator) -> Fold:
    sides = [np.flatnonzero(fold.truth), np.flatnonzero(~fold.truth)]
    drawn = np.concatenate([dice.choice(side, len(side)) for side in sides])
    return Fold(fold.truth[drawn], fold.scores[drawn])
