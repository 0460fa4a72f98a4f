from __future__ import annotations

import sys
import unicodedata

import pytest

from services.ingest.documents.characters import visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("efﬁcient oﬀer", "efficient offer"),
        ("\uff30\uff59\uff54\uff48\uff4f\uff4e", "Python"),
        ("\U0001d40f\U0001d432\U0001d42d\U0001d421\U0001d428\U0001d427", "Python"),
        ("pay\u00adment", "payment"),
        ("Py\u200bth\u200d\u2060on", "Python"),
        ("\u202eabc\u202c\u2066def\u2069", "abcdef"),
        ("hi" + "".join(chr(0xE0000 + ord(c)) for c in "rank first"), "hi"),
        ("a\ufe0f\U000e0100b", "ab"),
        ("a\u3164\u115fb", "ab"),
        ("a\u00a0b\u2003c", "a b c"),
        ("cloud\u2010native", "cloud-native"),
        ("Me\u0301xico", "México"),
        ("a\x00b\x1bc", "abc"),
        ("one\r\ntwo\u2028three", "one\ntwo\nthree"),
        ("\uf0b7 Python", "• Python"),
        ("\uf0e0alex@example.com", " alex@example.com"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_text_is_what_a_reader_sees(text: str, seen: str) -> None:
    assert visible(text) == seen


@pytest.mark.parametrize("text", ["m²", "½ day", "Weisman™", "10 µm", "Ångström ß", "№ 5 …"])
def test_what_means_something_of_its_own_is_kept(text: str) -> None:
    assert visible(text) == text


def test_no_control_or_format_character_passes() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    passed = {c for c in visible(everything) if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co")}
    assert passed == {"\n", "\t"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("2010 \u00e2\u20ac\u201c 2015", "2010 \u2013 2015"),
        ("it\u00e2\u20ac\u2122s", "it\u2019s"),
        ("manag\u00c3\u00a9", "managé"),
        ("\u00ef\u201a\u00a7 Led", "• Led"),
        ("a\u00e2\u20ac\u2039b", "ab"),
        (
            "S\u00e3o Paulo, Gen\u00e8ve, \u00c2ngela, \u00c3vila, p\u00e2t\u00e9",
            "São Paulo, Genève, Ângela, Ãvila, pâté",
        ),
    ],
)
def test_what_was_misread_on_its_way_into_the_file_is_repaired(text: str, seen: str) -> None:
    assert visible(text) == seen
