from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from benchmarks.match import baselines, page, report
from benchmarks.match.candor import Rankings, recall
from benchmarks.match.folder import JudgedSet
from benchmarks.match.report import Compared
from benchmarks.match.runs import Contribution

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from benchmarks.match.metrics import Scores

ODD = JudgedSet(
    "djinni",
    {"q": "Python developer", "none": "", "unseen": "xylophone"},
    {"dev": "Python developer, Django", "cook": "A cook", "again": "A cook", "blank": ""},
    {"q": {"dev": 2, "cook": 1, "absent": 1}, "none": {"absent": 1}, "unseen": {"cook": 1}},
)


def compared(judged: JudgedSet, ours: Mapping[str, Scores], *, judged_only: bool) -> Compared:
    told = Rankings(
        recall={"q": {"10": 0.5, "50": 1.0}},
        reasons={("q", "dev"): (Contribution("Go|Rust", 7, 10), Contribution("Java", 0, 10))},
        refused={"blank": "FILE_EMPTY"},
    )
    systems = {
        **dict.fromkeys(("ours", "shortlist", "fused", "arm WORDS"), ours),
        "bm25": baselines.bm25(judged),
        "tfidf": baselines.tfidf(judged),
        "minilm": ours,
    }
    return Compared(judged, judged_only, systems, told)


@pytest.mark.parametrize("baseline", [baselines.bm25, baselines.tfidf])
def test_words_that_are_shared_score_and_nothing_else_does(
    baseline: Callable[[JudgedSet], Mapping[str, Scores]],
) -> None:
    told = baseline(ODD)
    assert told["q"]["dev"] > told["q"]["cook"] == told["q"]["blank"] == 0
    assert set(told["none"].values()) == set(told["unseen"].values()) == {0.0}


def test_a_corpus_without_words_is_ranked_by_nothing() -> None:
    blank = JudgedSet("blank", {"q": "Python"}, {"a": "", "b": "!"}, {})
    assert baselines.bm25(blank) == baselines.tfidf(blank) == {"q": {}}


def test_the_json_has_each_system_its_intervals_and_the_differences() -> None:
    each = compared(ODD, {"q": {"dev": 1.0}}, judged_only=False)
    told = json.loads(json.dumps(report.result([each])))
    assert told["ours"]["map"] == told["minilm"]["map"]
    assert told["ours"]["jobs"] == 2  # of "none" no right resume is there
    for name in ("bm25", "tfidf", "minilm"):
        assert set(told["ours"]) == set(told[name])
        assert told["paired"][name]["ndcg@5"]["jobs"] == 2
    assert told["arms"]["WORDS"] == told["ours"]
    assert told["sets"]["djinni"]["refused"] == {"djinni/blank": "FILE_EMPTY"}
    assert told["by_job"][0]["first"][0]["contributions"][0] == ["Go|Rust", 7, 10]


def test_sets_are_pooled_job_by_job() -> None:
    few = compared(ODD, {"q": {"dev": 3.0, "cook": 2.0}}, judged_only=False)
    wrong = {"r": {"x": 1.0, "y": 0.0}}
    other = JudgedSet("other", {"r": "z"}, {"x": "a b", "y": "c d"}, {"r": {"y": 1}})
    told = report.result([few, compared(other, wrong, judged_only=False)])
    parts = [told["sets"]["djinni"]["ours"], told["sets"]["other"]["ours"]]
    assert parts[1]["map"] == 0.5
    assert told["ours"]["jobs"] == 3
    assert told["ours"]["map"] == pytest.approx(((parts[0]["map"] or 0) * 2 + 0.5) / 3, abs=1e-4)


def test_judged_only_leaves_the_others_out() -> None:
    each = compared(ODD, {"q": {"dev": 1.0, "blank": 5.0, "cook": 0.5}}, judged_only=True)
    told = report.result([each])
    assert told["by_job"][0]["measures"]["ours"]["map"] == 1
    assert told["by_job"][0]["measures"]["ours"]["pairwise"] == 1
    assert "auc" not in told["by_job"][0]["measures"]["ours"]


def test_selection_is_not_blamed_for_which_of_equals_it_took() -> None:
    scores = {"a": 3.0, "b": 2.0, "c": 2.0, "d": 2.0, "e": 0.0}
    assert recall(scores, {"a", "d"}, top=2) == 1
    assert recall(scores, {"b", "c", "d"}, top=2) == 0.5
    assert recall(scores, {"e"}, top=2) == 0
    assert recall(scores, {"a", "b", "c", "d", "e"}, top=50) == 1
    assert recall({}, set(), top=10) == 1


def test_tables_and_the_page_show_what_is_there_and_escape_what_would_break_them() -> None:
    told = report.result([compared(ODD, {"q": {"dev": 1.0}}, judged_only=False)])
    console = Console(width=200)
    with console.capture() as printed:
        report.show(console, told)
    assert "djinni: 2 jobs" in printed.get()
    text = page.text(told, told)
    assert "Go/Rust 7/10" in text
    assert "Java" not in text
