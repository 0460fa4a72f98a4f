"""How rare a word is, in whichever language uses it most."""

from __future__ import annotations

import lzma

import pytest

from services.ingest.extraction.folding import fold
from taxonomy import rarity
from taxonomy.rarity import LANGUAGES, RAREST, Rarity, folded, packed


@pytest.fixture(scope="module")
def words() -> Rarity:
    return rarity.load()


def _languages(words: Rarity, word: str) -> set[str]:
    return {code for bit, code in enumerate(LANGUAGES) if words.common_in(word) >> bit & 1}


def test_small_words_of_any_language_say_nothing(words: Rarity) -> None:
    for word in ("the", "și", "und", "pentru", "które", "του", "для", "ogłoszenie", "with"):
        assert words.of(word) < RAREST / 2 + 5
    assert words.of("the") == 0


def test_the_rarer_a_word_the_higher_its_number(words: Rarity) -> None:
    order = ["the", "work", "manager", "nurse", "welding", "phlebotomy"]
    found = [words.of(word) for word in order]
    assert found == sorted(set(found))
    assert found[-1] == RAREST


def test_a_word_counts_as_where_it_is_commonest(words: Rarity) -> None:
    assert words.of("die") <= 2
    assert {"en", "de"} <= _languages(words, "die")


def test_unknown_words_are_the_rarest_and_common_nowhere(words: Rarity) -> None:
    for word in ("zxqyv", "", "C++", "two words", "漢字"):
        assert words.of(word) == RAREST
        assert words.common_in(word) == 0


@pytest.mark.parametrize(
    "word", ["Müller", "ÎNTREŢINERE", "întreținere", "Straße", "ΔΙΕΥΘΥΝΤΉΣ", "Łódź", "ﬁnance"]
)
def test_a_word_is_looked_up_as_ingest_folds_it(words: Rarity, word: str) -> None:
    assert folded(word) == fold(word)
    assert words.of(word) == words.of(fold(word))


def test_what_is_packed_is_found_again() -> None:
    held = Rarity(packed({"ab": 0, "abc": 20, "b": 44, "βγ": 8}, {"abc": 5, "b": 1}))
    assert [held.of(word) for word in ("ab", "abc", "b", "βγ")] == [0, 20, 44, 8]
    assert [held.of(word) for word in ("", "a", "abcd", "c")] == [RAREST] * 4
    assert [held.common_in(word) for word in ("ab", "abc", "b")] == [0, 5, 1]


def test_the_same_words_in_another_order_have_the_same_digest() -> None:
    one = packed({"a": 2, "b": 4}, {"b": 1})
    assert one == packed({"b": 4, "a": 2}, {"b": 1})
    assert Rarity(one).digest != Rarity(packed({"a": 4, "b": 4}, {"b": 1})).digest


def test_the_file_is_small() -> None:
    data = rarity.FILE.read_bytes()
    assert len(data) < 1_500_000
    assert len(lzma.decompress(data)) < 16_000_000
