from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.match import folder, halves, sets
from benchmarks.match.folder import JudgedSet, NotASet

if TYPE_CHECKING:
    from pathlib import Path

TALENTCLEF: dict[str, str] = dict.fromkeys(("29243", "35129", "39060", "44719"), "job")


def judged(name: str = "djinni") -> JudgedSet:
    corpus = {"a": "Ada", "b": "Bob\u2028Bo", "c": ""}
    return JudgedSet(name, {"q": "Cook"}, corpus, {"q": {"a": 1, "b": 2}})


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    folder.write(tmp_path / "djinni", judged())
    assert folder.found(tmp_path / "djinni") == folder.found(tmp_path) == [judged()]


def test_ids_that_are_numbers_and_judgements_with_blanks_are_read(tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"id": 7, "text": "Cook"}\n\n')
    (tmp_path / "corpus.jsonl").write_text('\ufeff{"id": 1, "text": "Ada"}', encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("7 0  1 1\n7\t0\tabsent\t1\n\n9 Q0 1 0\n")
    told = folder.read(tmp_path)
    assert told.named("7") == {"1": 1}
    assert told.named("nobody") == {}


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("queries.jsonl", '{"id": "q"}\n', "line 1"),
        ("queries.jsonl", "[]\n", "line 1"),
        ("corpus.jsonl", '{"id": "a", "text": ""}\n{"id": "a", "text": ""}\n', "line 2"),
        ("corpus.jsonl", "", "empty"),
        ("qrels.tsv", "q 0 a 1\nq 0 a right\n", "line 2"),
        ("qrels.tsv", "q a 1\n", "line 1"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, file: str, content: str, message: str) -> None:
    folder.write(tmp_path, judged())
    (tmp_path / file).write_text(content)
    with pytest.raises(NotASet, match=message) as caught:
        folder.found(tmp_path)
    assert file in str(caught.value)


def test_a_folder_without_sets_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotASet):
        folder.found(tmp_path)


def test_the_halves_are_as_the_rule_deals_them() -> None:
    dealt = {
        (name, query): half
        for name in sets.LABELS
        for query, half in halves.dealt(name, sets.labels(name)).items()
    }
    dealt |= {
        ("talentclef", query): half
        for query, half in halves.dealt("talentclef", TALENTCLEF).items()
    }
    assert halves.of_queries() == dealt


def test_the_halves_have_as_many_of_each_label_but_for_one() -> None:
    dealt = halves.of_queries()
    for name in sets.LABELS:
        for label in set(sets.labels(name).values()):
            own = [dealt[name, query] for query, told in sets.labels(name).items() if told == label]
            assert abs(own.count("A") - own.count("B")) <= 1


def test_the_halves_of_a_set_share_no_job_and_no_resume() -> None:
    corpus = {str(number): "" for number in range(200)}
    queries = dict.fromkeys(sets.labels("djinni"), "")
    whole = JudgedSet("djinni", queries, corpus, {query: {"1": 1} for query in queries})
    first, second = sets.half_of(whole, "A"), sets.half_of(whole, "B")
    for one, other in ((first.corpus, second.corpus), (first.queries, second.queries)):
        assert one
        assert other
        assert not one.keys() & other.keys()
    assert {**first.corpus, **second.corpus} == corpus
    assert all(told.keys() <= first.corpus.keys() for told in first.grades.values())


def test_the_order_of_resumes_does_not_tell_their_kind() -> None:
    corpus = {str(number): "" for number in range(40)}
    kinds = {key: "design" if int(key) < 20 else "project" for key in corpus}
    told = sets.labelled("djinni", {"q": "Designer"}, {"q": "design"}, corpus, kinds)
    assert set(list(told.corpus)[:20]) != set(told.grades["q"])
    assert sum(told.grades["q"].values()) == 20


def test_a_document_never_changes_its_half() -> None:
    # printf a | sha256sum ends in bb, b in 9d, c in c6
    assert [halves.of_document(key) for key in "abc"] == ["B", "B", "A"]


def test_without_titles_a_resume_lacks_its_first_line_if_that_is_in_capitals() -> None:
    corpus = {"1": "\n HR MANAGER\nSummary", "2": "Summary\nHR", "3": ""}
    told = sets.without_titles(JudgedSet("onet", {"11-3121.00": "HR"}, corpus, {}))
    assert told.corpus == {"1": "Summary", "2": "Summary\nHR", "3": ""}
    both = [sets.half_of(told, half).queries for half in ("A", "B")]
    assert sorted(map(len, both)) == [0, 1]
