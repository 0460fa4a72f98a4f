"""What a ranking is worth, and how sure that is.

| measure | of one job |
|---|---|
| map | mean precision at the place of each right resume, over all places |
| ndcg@5, ndcg@10 | discounted gain of the first places over that of the best order; gain is the grade |
| p@10 | share of right resumes among the first ten |
| mrr | one over the place of the first right resume |
| auc | share of pairs of a right and a wrong resume that are in order |
| pairwise | share of pairs of different grades that are in order |

The first five are trec_eval's; auc and pairwise count a tie as half. trec_eval needs an order
without ties: equal scores are put in the order of the SHA-256 of query and document, which no
method can know. A document without a score comes after all that have one. A measure that a
job does not have (no right resume, or nothing else) is left out of the means.
"""  # noqa: E501  # a table

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import numpy as np
import pytrec_eval
from sklearn.metrics import roc_auc_score

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from numpy.typing import NDArray

MEASURES: Final = ("map", "ndcg@5", "ndcg@10", "p@10", "mrr", "auc", "pairwise")
RESAMPLES: Final = 10_000
SEED: Final = 20_260_401

_TREC: Final = {
    "map": "map",
    "ndcg_cut_5": "ndcg@5",
    "ndcg_cut_10": "ndcg@10",
    "P_10": "p@10",
    "recip_rank": "mrr",
}

Scores: TypeAlias = "Mapping[str, float]"
"""The score of each document for one query: higher is better."""
Measured: TypeAlias = "Mapping[str, float]"
"""By measure."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over jobs and its 95% interval, which is the mean alone when there is one job."""

    mean: float
    low: float
    high: float
    jobs: int


def measured(query: str, scores: Scores, grades: Mapping[str, int]) -> Measured:
    """Return the measures of a ranking of the documents that `grades` names, 0 for wrong ones."""
    if not any(grade > 0 for grade in grades.values()):
        return {}
    places = ranked(query, scores, grades)
    run = {document: float(-place) for place, document in enumerate(places)}
    gains = {document: max(0, grade) for document, grade in grades.items()}
    judge = pytrec_eval.RelevanceEvaluator(
        {query: gains}, {"map", "ndcg_cut_5,10", "P_10", "recip_rank"}
    )
    told = judge.evaluate({query: run})[query]
    return {
        **{name: float(told[trec]) for trec, name in _TREC.items()},
        **_in_order(scores, gains),
    }


def ranked(query: str, scores: Scores, documents: Collection[str]) -> list[str]:
    """Return the documents best first; equal ones in the order of a hash."""
    worst = float("-inf")
    return sorted(documents, key=lambda each: (-scores.get(each, worst), _lot(query, each)))


def interval(values: Sequence[float]) -> Interval:
    """Return the mean of what jobs measured, with the percentile bootstrap over jobs."""
    told = np.asarray(values, float)
    dice = np.random.default_rng(SEED)
    means = told[dice.integers(0, len(told), (RESAMPLES, len(told)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return Interval(float(told.mean()), float(low), float(high), len(told))


def difference(
    ours: Mapping[str, Measured], theirs: Mapping[str, Measured], measure: str
) -> Interval | None:
    """Return the mean over jobs of our measure less theirs, None when no job has both."""
    pairs = [
        told[measure] - theirs[query][measure]
        for query, told in ours.items()
        if measure in told and measure in theirs.get(query, {})
    ]
    return interval(pairs) if pairs else None


def summary(by_query: Mapping[str, Measured]) -> dict[str, Interval]:
    """Return each measure's mean over the jobs that have it."""
    told = {
        measure: [each[measure] for each in by_query.values() if measure in each]
        for measure in MEASURES
    }
    return {measure: interval(values) for measure, values in told.items() if values}


def _in_order(scores: Scores, gains: Mapping[str, int]) -> dict[str, float]:
    """Return AUC and pairwise accuracy, where the grades differ."""
    lowest = min(scores.values(), default=0.0) - 1.0
    values = np.array([scores.get(document, lowest) for document in gains])
    levels = np.array(list(gains.values()))
    if levels.min() == levels.max():
        return {}
    pairs, right = 0, 0.0
    for grade in np.unique(levels)[1:]:
        kept = levels <= grade
        above = levels[kept] == grade
        count = int(above.sum()) * int((~above).sum())
        pairs += count
        right += count * _area(above, values[kept])
    told = {"pairwise": right / pairs}
    if levels.min() == 0:
        told["auc"] = _area(levels > 0, values)
    return told


def _area(above: NDArray[np.bool_], values: NDArray[np.float64]) -> float:
    return float(cast("float", roc_auc_score(above, values)))


def _lot(query: str, document: str) -> bytes:
    return sha256(f"{query}\0{document}".encode()).digest()
