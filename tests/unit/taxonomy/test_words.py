"""Endings of words: what counts as one word when phrases are linked."""

from __future__ import annotations

import pytest

from taxonomy.words import stems


@pytest.mark.parametrize(
    "words",
    [
        "manage manages managed managing management",
        "code codes coding coded",
        "care cares caring",
        "process processes processed processing",
        "discuss discusses discussed discussing",
        "nurse nurses nursing",
        "drive drives driver drivers driving",
        "organise organize organising organizing",
        "develop developer developers development",
    ],
)
def test_forms_of_one_word_have_one_stem(words: str) -> None:
    assert len(set(stems(words))) == 1


@pytest.mark.parametrize("words", ["care car", "C C++", "net .net", "use user", "Java JavaScript"])
def test_other_words_have_others(words: str) -> None:
    assert len(set(stems(words))) == 2


def test_small_words_say_nothing() -> None:
    assert stems("the care of a patient") == ["care", "patient"]
