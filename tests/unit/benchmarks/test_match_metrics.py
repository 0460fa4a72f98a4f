from __future__ import annotations

import math

import pytest

from benchmarks.match import metrics

GRADES = {"a": 2, "b": 1, "c": 0, "d": 0}


def test_measures_of_an_order_worked_out_by_hand() -> None:
    told = metrics.measured("q", {"c": 4.0, "a": 3.0, "d": 2.0, "b": 1.0}, GRADES)
    gain = 2 / math.log2(3) + 1 / math.log2(5)
    best = 2 + 1 / math.log2(3)
    assert told["map"] == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert told["ndcg@5"] == pytest.approx(gain / best)
    assert told["ndcg@10"] == pytest.approx(gain / best)
    assert told["p@10"] == pytest.approx(0.2)
    assert told["mrr"] == pytest.approx(0.5)
    assert told["auc"] == pytest.approx(1 / 4)  # only a before d, of a and b before c and d
    assert told["pairwise"] == pytest.approx(2 / 5)  # a before d, a before b


def test_ndcg_stops_at_its_place() -> None:
    grades = {**{f"w{n}": 0 for n in range(5)}, "right": 1}
    scores = {**{f"w{n}": 9.0 - n for n in range(5)}, "right": 1.0}
    told = metrics.measured("q", scores, grades)
    assert told["ndcg@5"] == 0
    assert told["ndcg@10"] == pytest.approx(1 / math.log2(7))


def test_a_tie_counts_half_in_auc_and_pairwise() -> None:
    told = metrics.measured("q", dict.fromkeys(GRADES, 1.0), GRADES)
    assert told["auc"] == told["pairwise"] == pytest.approx(0.5)


def test_equal_scores_have_an_order_that_scores_and_ids_do_not_choose() -> None:
    documents = [f"d{number:02}" for number in range(50)]
    orders = [
        metrics.ranked("q", dict.fromkeys(documents, score), each)
        for score, each in ((0.0, documents), (7.0, documents[::-1]))
    ]
    assert orders[0] == orders[1]
    assert orders[0] != documents
    assert orders[0] != metrics.ranked("another", {}, documents)


def test_ties_are_as_good_as_chance_on_average() -> None:
    grades = {f"d{number}": int(number < 10) for number in range(100)}
    told = [metrics.measured(f"q{number}", {}, grades)["p@10"] for number in range(200)]
    assert sum(told) / len(told) == pytest.approx(0.1, abs=0.03)


def test_a_document_without_a_score_comes_after_those_that_have_one() -> None:
    told = metrics.measured("q", {"c": -5.0, "d": -6.0}, GRADES)
    assert told["auc"] == 0
    assert told["mrr"] == pytest.approx(1 / 3)


def test_grades_below_zero_are_wrong() -> None:
    told = metrics.measured("q", {"a": 2.0, "b": 1.0}, {"a": 1, "b": -1})
    assert told["auc"] == told["map"] == 1


def test_a_job_without_a_right_resume_has_no_measures() -> None:
    assert metrics.measured("q", {"a": 1.0}, {"a": 0}) == {}


def test_a_job_with_nothing_but_right_resumes_has_no_auc() -> None:
    told = metrics.measured("q", {"a": 1.0}, {"a": 1, "b": 1})
    assert told["map"] == 1
    assert "auc" not in told
    assert "pairwise" not in told


def test_pairwise_without_wrong_ones_goes_by_the_grades() -> None:
    told = metrics.measured("q", {"a": 1.0, "b": 2.0, "c": 0.5}, {"a": 3, "b": 1, "c": 1})
    assert told["pairwise"] == pytest.approx(0.5)
    assert "auc" not in told


def test_an_interval_is_the_same_each_time_and_holds_the_mean() -> None:
    values = [0.1, 0.4, 0.35, 0.8, 0.9, 0.2]
    told = metrics.interval(values)
    assert told == metrics.interval(values)
    assert told.mean == pytest.approx(sum(values) / 6)
    assert told.low < told.mean < told.high


def test_the_interval_is_as_wide_as_the_spread_of_the_mean() -> None:
    values = [0.0, 1.0] * 50
    told = metrics.interval(values)
    assert told.high - told.low == pytest.approx(2 * 1.96 * 0.05, abs=0.02)


def test_one_job_has_no_width() -> None:
    assert metrics.interval([0.25]) == metrics.Interval(0.25, 0.25, 0.25, 1)


def test_a_difference_is_taken_job_by_job() -> None:
    ours = {"q": {"map": 0.5}, "r": {"map": 0.9}, "alone": {"map": 1.0}}
    theirs = {"q": {"map": 0.4}, "r": {"map": 0.8}, "other": {"map": 0.0}}
    told = metrics.difference(ours, theirs, "map")
    assert told is not None
    assert (told.mean, told.low, told.high) == pytest.approx((0.1, 0.1, 0.1))
    assert told.jobs == 2
    assert metrics.difference(ours, theirs, "auc") is None


def test_a_measure_that_no_job_has_is_left_out() -> None:
    told = metrics.summary({"q": {"map": 0.5}, "r": {"map": 1.0}, "none": {}})
    assert set(told) == {"map"}
    assert told["map"].jobs == 2
