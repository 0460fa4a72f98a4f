from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import qdrant_edge
from hypothesis import given
from hypothesis import strategies as st

from services.matcher.retrieval.bm25 import Bm25, SparseVector

if TYPE_CHECKING:
    import random
    from pathlib import Path

# Single words that are their own stems and no stopwords.
WORDS = ("c", "c++", "c#", ".net", "python", "kafka", "rust", "welder", "nurs", "it", "r")

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60)
texts = st.text(max_size=200) | words.map(" ".join)


@given(texts)
def test_a_document_and_the_same_query_have_the_same_words(text: str) -> None:
    assert Bm25().document(text).indices == Bm25().query(text).indices


@given(texts)
def test_indices_ascend_and_values_are_positive_and_bounded(text: str) -> None:
    bm25 = Bm25(k1=1.2)
    for vector in (bm25.document(text), bm25.query(text)):
        assert list(vector.indices) == sorted(set(vector.indices))
        assert len(vector.values) == len(vector.indices)
        assert all(0 <= index < 2**31 for index in vector.indices)
        assert all(0 < value < 2.2 for value in vector.values)


@given(words, st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_count(words: list[str], dice: random.Random) -> None:
    shuffled = dice.sample(words, len(words))
    assert Bm25().document(" ".join(words)) == Bm25().document(" ".join(shuffled))


@given(words, st.floats(0, 3), st.floats(0, 1), st.floats(1, 1000))
def test_weights_are_those_of_the_formula(
    words: list[str], k1: float, b: float, average_length: float
) -> None:
    bm25 = Bm25(k1=k1, b=b, average_length=average_length)
    vector = bm25.document(" ".join(words))
    found = dict(zip(vector.indices, vector.values, strict=True))
    norm = k1 * (1 - b + b * len(words) / average_length)
    for word in set(words):
        (index,) = bm25.query(word).indices
        count = words.count(word)
        assert found.pop(index) == pytest.approx(count * (k1 + 1) / (count + norm), rel=1e-5)
    assert not found


@given(words, st.sampled_from(WORDS))
def test_a_word_more_often_weighs_more_and_the_others_less(words: list[str], word: str) -> None:
    bm25 = Bm25()
    (index,) = bm25.query(word).indices
    before = _weights(bm25.document(" ".join([*words, word])))
    after = _weights(bm25.document(" ".join([*words, word, word])))
    assert after[index] > before[index]
    assert all(after[other] < before[other] for other in before if other != index)


def test_a_query_counts_each_word_once() -> None:
    assert Bm25().query("python Python PYTHON kafka").values == (1.0, 1.0)


def test_names_that_differ_in_marks_alone_are_different_words() -> None:
    names = ("C", "C++", "C#", "F#", "F", "Objective-C", ".NET", "net", "R", "R&D")
    for one, other in itertools.combinations(names, 2):
        shared = set(Bm25().query(one).indices) & set(Bm25().query(other).indices)
        assert not shared, f"{one} and {other}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C++", "c++"),
        ("C++17", "C++ 17"),
        ("C/C++", "C, C++"),
        ("\uff23\uff0b\uff0b", "C++"),
        ("C#12", "c# 12"),
        ("C♯", "C#"),
        (".NET8", ".net 8"),
        ("ASP.NET", "asp .net"),
        ("Node.js", "NodeJS"),
        ("node js", "nodejs"),
        ("CI/CD", "cicd"),
        ("R & D", "R&D"),
        ("Objective C", "objective-c"),
        ("résumé", "resume"),
        ("re\u0301sume\u0301", "RÉSUMÉ"),
        ("İstanbul", "istanbul"),
        ("\ufb01nance", "finance"),
        ("engineering", "Engineers"),
    ],
)
def test_spellings_of_one_name_are_the_same_words(one: str, other: str) -> None:
    assert Bm25().query(one) == Bm25().query(other)
    assert Bm25().query(one).indices


@pytest.mark.parametrize("text", ["example.net", "www.example.net"])
def test_an_address_is_not_a_platform(text: str) -> None:
    assert not set(Bm25().query(text).indices) & set(Bm25().query(".NET").indices)


@pytest.mark.parametrize("text", ["", "  ", "the of and", "+++ ## ..", "\x00"])
def test_a_text_without_words_has_no_entries(text: str) -> None:
    nothing = SparseVector((), ())
    assert Bm25().document(text) == nothing
    assert Bm25().query(text) == nothing


@pytest.mark.parametrize("name", ["IT", "MA", "Go", "D", "R", "C"])
def test_names_that_look_like_function_words_count(name: str) -> None:
    assert len(Bm25().query(name).indices) == 1


def test_words_keep_their_numbers_across_releases_and_processes() -> None:
    """Stored vectors would match nothing after an upgrade that changes these."""
    text = "Senior C++ engineer, Kafka and PostgreSQL. Engineering in C++ and C#"
    expected = Bm25().document(text)
    assert _weights(expected) == pytest.approx(
        {
            616419554: 1.656471,
            647769940: 1.656471,
            856081220: 1.889933,
            1019721094: 1.656471,
            1067717801: 1.656471,
            1735074521: 1.889933,
        }
    )
    program = (
        "import sys; from services.matcher.retrieval.bm25 import Bm25;"
        "sys.stdout.write(repr(Bm25().document(sys.argv[1])))"
    )
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", program, text],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed},
        )
        assert done.stdout == repr(expected)


def test_the_engine_ranks_by_these_vectors_with_idf(tmp_path: Path) -> None:
    bm25 = Bm25()
    documents = ["C developer", "C++ developer", "C# developer", "developer of C and C++, C++"]
    found = _ranked(tmp_path, [bm25.document(text) for text in documents], bm25.query("c++"))
    assert found == [3, 1]


def test_the_engine_takes_texts_without_words_and_finds_nothing_by_them(tmp_path: Path) -> None:
    bm25 = Bm25()
    documents = [bm25.document(text) for text in ("", "C developer", "the of")]
    assert _ranked(tmp_path / "some", documents, bm25.query("developer")) == [1]
    assert _ranked(tmp_path / "none", documents, bm25.query("the of")) == []


def _weights(vector: SparseVector) -> dict[int, float]:
    return dict(zip(vector.indices, vector.values, strict=True))


def _ranked(folder: Path, documents: list[SparseVector], query: SparseVector) -> list[int]:
    """Return the documents that a shard of Qdrant's engine finds, best first."""
    config = qdrant_edge.EdgeConfig(
        vectors={},
        sparse_vectors={
            "words": qdrant_edge.EdgeSparseVectorParams(modifier=qdrant_edge.Modifier.Idf)
        },
    )
    shard = qdrant_edge.EdgeShard.create(str(folder), config)
    points = [
        qdrant_edge.Point(id=number, vector={"words": _native(vector)}, payload={})
        for number, vector in enumerate(documents)
    ]
    shard.update(qdrant_edge.UpdateOperation.upsert_points(points))
    nearest = qdrant_edge.Query.Nearest(_native(query), using="words")
    hits = shard.query(qdrant_edge.QueryRequest(limit=10, query=nearest))
    shard.close()
    return [int(hit.id) for hit in hits]


def _native(vector: SparseVector) -> qdrant_edge.SparseVector:
    return qdrant_edge.SparseVector(list(vector.indices), list(vector.values))
