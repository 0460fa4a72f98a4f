"""The words that an advert turns on."""

from __future__ import annotations

from functools import cache

import pytest

from services.matcher.scoring.adverts import (
    MOST_SPOKEN,
    MOST_WORDS,
    NAMED,
    Lexicons,
    Telling,
    telling,
)
from services.matcher.scoring.facts import Span
from taxonomy import compiled, rarity, work

ENGLISH = """\
Senior Accountant
We need somebody who reconciles the general ledger and prepares audits.
You post invoices, reconcile accounts and file tax returns.
"""
ROMANIAN = """\
Contabil
Căutăm un coleg pentru evidența contabilă, facturare și declarații fiscale.
Întocmești balanțe, verifici facturi și depui declarații la fisc.
"""


@cache
def lexicons() -> Lexicons:
    return Lexicons(rarity.load(), work.load())


def said_by(text: str, title: str = "") -> Telling:
    return telling(text, title, lexicons())


def test_an_english_advert_tells_its_trade_and_its_own_words() -> None:
    said = said_by(ENGLISH, "Senior Accountant")
    assert said.english
    assert {"ledger", "audits", "invoices"} <= {each.word for each in said.words}
    assert {"ledger", "audits", "invoices"} <= {each.word for each in said.spoken}
    assert said.words[0].word == "accountant"  # of the title
    for each in (*said.words, *said.spoken):
        assert each.weight > 0
        line = ENGLISH[each.job_span.start : each.job_span.end]
        assert each.word in line.lower()
        assert "\n" not in line
    assert not {"the", "and", "you", "we"} & {each.word for each in said.words}


def test_words_come_by_weight_each_once() -> None:
    said = said_by(ENGLISH, "Senior Accountant")
    weights = [each.weight for each in said.words]
    assert weights == sorted(weights, reverse=True)
    assert len({each.word for each in said.words}) == len(said.words)


def test_a_romanian_advert_has_words_without_accents_and_no_line_of_work() -> None:
    said = said_by(ROMANIAN, "Contabil")
    assert not said.english
    assert said.spoken == ()
    assert {"contabil", "declaratii", "facturi"} <= {each.word for each in said.words}


@pytest.mark.parametrize("text", ["", "\n\n", "- - -\n1. 2. 3.", "We are what you are, and so."])
def test_a_text_without_a_telling_word_says_nothing(text: str) -> None:
    said = said_by(text)
    assert (said.words, said.spoken) == ((), ())


def test_only_names_are_words_and_no_line_of_work() -> None:
    said = said_by("Popescu Ionescu Georgescu\nVasilescu & Dumitrescu", "")
    assert not said.english
    assert said.spoken == ()
    assert {each.weight for each in said.words} <= set(range(NAMED + 1))
    assert {each.word for each in said.words} >= {"popescu", "ionescu", "dumitrescu"}


def test_a_word_said_often_or_in_the_title_weighs_more() -> None:
    def weight(text: str, title: str = "") -> int:
        (only,) = [each for each in said_by(text, title).words if each.word == "ledger"]
        return only.weight

    times = [weight("ledger " * n) for n in range(1, 8)]
    assert times == sorted(times)
    assert times[0] < times[1]
    assert times[4:] == [times[4]] * 3  # more than five times count as five
    assert weight("ledger", "Ledger clerk") == 3 * times[0]


def test_a_word_points_at_the_first_line_that_has_it() -> None:
    said = said_by("nothing\nthe ledger\na ledger")
    (only,) = [each for each in said.words if each.word == "ledger"]
    assert only.job_span == Span(1, 8, 18)


def test_a_long_advert_is_cut_to_the_most_telling_words() -> None:
    rows = compiled.read_described(compiled.packaged())
    said = said_by("\n".join(row.word for row in rows if len(row.word) > 5))
    assert len(said.words) == MOST_WORDS
    assert len(said.spoken) == MOST_SPOKEN
