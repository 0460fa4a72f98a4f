"""Lines of work: which texts are near, and that the arithmetic is what it says."""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import isqrt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy import compiled, work
from taxonomy.work import cosine, first_words_of, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNTS = "Reconciled the general ledger, posted invoices, prepared audits and tax returns."
NURSING = "Cared for patients on a surgical ward, gave medication, kept charts for physicians."
LEDGERS = "We need somebody for bookkeeping, payroll and financial statements."


@cache
def lines() -> work.LinesOfWork:
    return work.load()


@cache
def table() -> Mapping[str, compiled.DescribedRow]:
    return {row.word: row for row in compiled.read_described(compiled.packaged())}


def nearness(words: Mapping[str, int]) -> dict[int, int]:
    """What the module does with numpy, in plain Python."""
    near: dict[int, int] = {}
    for word, count in words.items():
        if word in table():
            times = (0, 16, 27, 34, 38, 42, 45, 47, 49, 51, 53, 54, 56, 57, 58, 59, 60)
            weight = times[min(count, 16)] * table()[word].rarity
            for at, share in table()[word].said:
                near[at] = near.get(at, 0) + weight * share
    return {at: each >> 8 for at, each in near.items()}


def plain(asked: Mapping[str, int], shown: Mapping[str, int]) -> int:
    job, person = nearness(asked), nearness(shown)
    length = isqrt(sum(each * each for each in job.values()))
    told = isqrt(sum(each * each for each in person.values()))
    if not length or not told:
        return 0
    sought = {at: each * 16384 // length for at, each in job.items()}
    said = 0
    for word, count in shown.items():
        if word in table():
            times = (0, 16, 27, 34, 38, 42, 45, 47, 49, 51, 53, 54, 56, 57, 58, 59, 60)
            weight = times[min(count, 16)] * table()[word].rarity
            said += weight * sum(n * sought.get(at, 0) for at, n in table()[word].said)
    return min(10_000, 10_000 * (said >> 8) // (isqrt(sum(v * v for v in sought.values())) * told))


def test_texts_of_one_line_of_work_are_near_without_a_word_in_common() -> None:
    sought = lines().lexicon([words_of(LEDGERS)])
    assert words_of(LEDGERS).keys() & words_of(ACCOUNTS).keys() <= {"and", "for"}
    near = cosine(sought, lines().told(words_of(ACCOUNTS)))
    far = cosine(sought, lines().told(words_of(NURSING)))
    assert near > 2 * far


said = st.dictionaries(
    st.sampled_from(["ledger", "patients", "code", "sales", "weld", "zxqv", "audit", "ward"]),
    st.integers(1, 40),
    min_size=1,
)


@settings(deadline=None)  # the first example loads the tables
@given(said, said)
def test_numpy_and_plain_arithmetic_say_the_same(
    asked: dict[str, int], shown: dict[str, int]
) -> None:
    assert cosine(lines().lexicon([asked]), lines().told(shown)) == plain(asked, shown)


def test_every_text_is_nearest_to_its_own_line_of_work() -> None:
    for text in (ACCOUNTS, NURSING, LEDGERS):
        assert cosine(lines().lexicon([words_of(text)]), lines().told(words_of(text))) >= 9_990


@pytest.mark.parametrize("text", ["", "zxqv qvzx", "și pentru"])
def test_a_text_without_a_known_word_says_nothing(text: str) -> None:
    nothing = lines().told(words_of(text))
    assert nothing.length == 0
    assert cosine(lines().lexicon([words_of(ACCOUNTS)]), nothing) == 0
    assert cosine(lines().lexicon([words_of(text)]), lines().told(words_of(NURSING))) == 0


def test_the_order_and_the_case_of_words_say_nothing() -> None:
    backwards = " ".join(reversed(ACCOUNTS.upper().split()))
    first, second = (lines().told(words_of(text)) for text in (ACCOUNTS, backwards))
    assert (list(first.rows), list(first.weights), first.length) == (
        list(second.rows),
        list(second.weights),
        second.length,
    )


def test_texts_told_together_say_as_much_each_however_long_they_are() -> None:
    short, long = words_of(ACCOUNTS), words_of(" ".join([NURSING] * 30))
    accounts, nursing = lines().lexicon([short]), lines().lexicon([long])
    both, poured = lines().told(short, long), lines().told(short + long)
    assert abs(cosine(accounts, both) - cosine(nursing, both)) < 20
    assert cosine(accounts, poured) < cosine(accounts, both) - 500
    again = lines().told(long, short)
    assert (list(again.weights), again.length) == (list(both.weights), both.length)


def test_a_text_without_a_known_word_takes_nothing_from_the_one_beside_it() -> None:
    alone, beside = lines().told(words_of(NURSING)), lines().told(Counter(), words_of(NURSING))
    assert (list(alone.weights), alone.length) == (list(beside.weights), beside.length)
    assert lines().told().length == lines().told(Counter(), Counter()).length == 0


def test_the_first_words_are_counted_in_lower_case() -> None:
    assert first_words_of("Cook, a cook and COOK", 3) == {"cook": 2, "and": 1}
    assert first_words_of("Cook", 0) == {}


def test_a_voice_says_more_of_a_word_that_recurs_but_not_as_much_again() -> None:
    voice = lines().voice(lines().lexicon([words_of(LEDGERS)]))
    once, twice = voice.said("ledger"), voice.said("ledger xyzzy Ledger")
    assert once > 0
    assert 27 * once == 16 * twice  # 1 + ln 2, in sixteenths
    assert voice.said("ledger audits") == once + voice.said("audits")
    assert voice.loudest("audits xyzzy ledger ledger", 1) == ["ledger"]
