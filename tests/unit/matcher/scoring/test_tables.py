"""What facts are made ready for scoring with."""

from __future__ import annotations

from dataclasses import replace

from services.matcher.scoring.facts import Line, Span
from services.matcher.scoring.tables import OPENING, Tables
from taxonomy import taxonomy, work
from taxonomy.work import cosine, words_of
from tests.property.matcher.scoring import facts_of

ACCOUNTS = "reconciled the general ledger, posted invoices, prepared audits and tax returns"
NURSING = "cared for patients on a surgical ward, gave medication, kept charts for physicians"
TIMES = OPENING // 10  # either text is more than ten words, so that many are the opening


def _lines(*texts: str) -> list[Line]:
    return [Line(text, Span(1, 100 * at, 100 * at + len(text))) for at, text in enumerate(texts)]


def test_what_stands_first_says_as_much_of_the_line_of_work_as_all_of_the_resume() -> None:
    tables = Tables(taxonomy.load(), work.load())
    sought = tables.work.lexicon([words_of(ACCOUNTS)])
    first, last = (
        tables.read(facts_of(lines=_lines(*texts))).told
        for texts in (
            [ACCOUNTS] * TIMES + [NURSING] * TIMES,
            [NURSING] * TIMES + [ACCOUNTS] * TIMES,
        )
    )
    assert first is not None
    assert last is not None
    assert cosine(sought, first) > cosine(sought, last) + 1_000
    assert cosine(sought, last) > 0


def test_what_stands_first_is_told_by_places_and_not_by_the_order_of_facts() -> None:
    tables = Tables(taxonomy.load(), work.load())
    facts = facts_of(lines=_lines(*[ACCOUNTS] * TIMES, *[NURSING] * TIMES))
    turned = replace(facts, lines=facts.lines[::-1])
    one, other = tables.read(facts).told, tables.read(turned).told
    assert one is not None
    assert other is not None
    assert (one.weights.tolist(), one.length) == (other.weights.tolist(), other.length)


def test_a_line_that_stands_nowhere_is_not_what_stands_first() -> None:
    tables = Tables(taxonomy.load(), work.load())
    lines = _lines(*[ACCOUNTS] * TIMES)
    added = Line(" ".join([NURSING] * TIMES), Span(0, 0, 0))
    before, after = (
        tables.read(replace(facts_of(lines=lines), lines=tuple(each))).told
        for each in (lines, [*lines, added])
    )
    assert before is not None
    assert after is not None
    assert before.weights.tolist() == after.weights.tolist()
