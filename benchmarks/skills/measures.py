"""Measures: precision and recall of spans, R-precision of rankings, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Span: TypeAlias = tuple[int, int]
Numbers: TypeAlias = NDArray[np.float64]

_SAMPLES: Final = 2000
_SEED: Final = 20


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the bounds that 95 of 100 bootstrap samples of the same size keep to."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one sentence: spans chosen, right ones among them, annotated, found among them."""

    chosen: int
    right: int
    annotated: int
    found: int


def exact(chosen: Collection[Span], annotated: Collection[Span]) -> Counts:
    """Count a span as right when it has both ends of an annotated one."""
    same = len(set(chosen) & set(annotated))
    return Counts(len(chosen), same, len(annotated), same)


def overlap(chosen: Collection[Span], annotated: Collection[Span]) -> Counts:
    """Count a span as right, or found, when it shares a character with one of the others."""
    return Counts(
        len(chosen), _touching(chosen, annotated), len(annotated), _touching(annotated, chosen)
    )


def precision_recall_f1(sentences: Sequence[Counts]) -> tuple[Interval, Interval, Interval]:
    """Return micro averages with intervals over sentences."""
    rows = np.array([(c.chosen, c.right, c.annotated, c.found) for c in sentences], np.float64)
    samples = np.array([_rates(rows[sample].sum(0)) for sample in _resampled(len(rows))])
    value = _rates(rows.sum(0))
    bounds = np.quantile(samples, (0.025, 0.975), axis=0)
    precision, recall, f1 = (
        Interval(float(value[k]), float(bounds[0, k]), float(bounds[1, k])) for k in range(3)
    )
    return precision, recall, f1


def r_precision(ranked: Sequence[str], labels: Collection[str], at: int) -> float:
    """Return RP@at: of the first `at` how many are labels, by how many could be."""
    return sum(name in labels for name in ranked[:at]) / min(at, len(labels))


def mean(values: Sequence[float]) -> Interval:
    """Return a mean with its interval; of differences, it is that of the paired difference."""
    rows = np.array(values, np.float64)
    samples = np.array([rows[sample].mean() for sample in _resampled(len(rows))])
    low, high = np.quantile(samples, (0.025, 0.975))
    return Interval(float(rows.mean()), float(low), float(high))


def _touching(spans: Collection[Span], others: Collection[Span]) -> int:
    return sum(any(s < end and start < e for start, end in others) for s, e in spans)


def _rates(totals: Numbers) -> Numbers:
    chosen, right, annotated, found = (float(total) for total in totals)
    precision, recall = right / max(1.0, chosen), found / max(1.0, annotated)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return np.array((precision, recall, f1))


def _resampled(rows: int) -> NDArray[np.int64]:
    return np.random.default_rng(_SEED).integers(0, rows, (_SAMPLES, rows))
