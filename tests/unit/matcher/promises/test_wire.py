"""Additions on the wire, in words, and counted from the month of the promise."""

from __future__ import annotations

from typing import get_args

import pytest
from candor.facts.v1 import facts_pb2
from candor.matcher.v1 import promise_pb2 as pb

from servicekit.errors import FieldInvalid
from services.matcher.promises import tables, wire
from services.matcher.promises.pairs import counted_from
from services.matcher.promises.wording import words
from services.matcher.scoring.additions import (
    Addition,
    CertificateAddition,
    DegreeAddition,
    LanguageAddition,
    RoleAddition,
    SkillAddition,
    TermAddition,
    WorkAddition,
)

EXAMPLES: dict[Addition, str] = {
    SkillAddition("s1", "Kubernetes", 0, 0, 0): "Kubernetes, listed as a skill",
    SkillAddition("s1", "Go", 12, 12, 12): "12 months of Go at work, used within 12 months",
    SkillAddition("s1", "Go", 24, 1, 12): (
        "1 more month (24 in all) of Go at work, used within 12 months"
    ),
    TermAddition("flink", "Flink"): "“Flink” in the resume",
    CertificateAddition("cka", "CKA"): "the certificate “CKA”",
    LanguageAddition("de", "German", 4, 2): "German at B2",
    LanguageAddition("de", "German", 0, 0): "German at any level",
    WorkAddition(60, 12): "12 more months (60 in all) of work",
    RoleAddition("o1", "Backend Engineer", 12, 12): "12 months as Backend Engineer",
    DegreeAddition(4, 3): "a degree: master",
}


@pytest.mark.parametrize("addition", EXAMPLES, ids=lambda each: type(each).__name__)
def test_an_addition_comes_back_from_the_wire_and_is_told_in_words(addition: Addition) -> None:
    assert wire.to_addition(wire.addition(addition)) == addition
    told = wire.offer(addition)
    assert told.words == words(addition) == EXAMPLES[addition]
    assert told.effort_months == addition.effort > 0


def test_every_kind_on_the_wire_is_one_that_is_known() -> None:
    kinds = {
        field.message_type.name
        for field in pb.Addition.DESCRIPTOR.fields
        if field.message_type is not None
    }
    assert kinds == {each.__name__ for each in get_args(Addition)}
    assert kinds == {type(each).__name__ for each in EXAMPLES}


def test_an_addition_that_says_nothing_is_refused() -> None:
    with pytest.raises(FieldInvalid):
        wire.to_addition(pb.Addition())


def _facts(year: int, month: int, *since: int) -> facts_pb2.ScorableFacts:
    return facts_pb2.ScorableFacts(
        as_of=facts_pb2.YearMonth(year=year, month=month),
        skills=[facts_pb2.SkillEvidence(skill_id="s", months_since_use=each) for each in since],
        positions=[facts_pb2.Position(months_since_end=max(each, 0)) for each in since],
    )


def test_waiting_does_not_make_what_was_shown_any_older() -> None:
    then = facts_pb2.YearMonth(year=2026, month=11)
    later = _facts(2029, 1, -1, 0, 5, 26, 40)
    counted = counted_from(later, then)
    assert [each.months_since_use for each in counted.skills] == [-1, 0, 0, 0, 14]
    assert [each.months_since_end for each in counted.positions] == [0, 0, 0, 0, 14]
    assert later == _facts(2029, 1, -1, 0, 5, 26, 40), "the facts are as they were"


def test_facts_from_before_the_promise_are_not_made_fresher() -> None:
    then = facts_pb2.YearMonth(year=2026, month=11)
    before = _facts(2026, 3, 5, 40)
    assert counted_from(before, then) == before


def test_a_kept_table_says_what_it_said() -> None:
    table = tables.KeptTable({"s": (("t", 80), ("u", 40))}, {"o": (), "p": (("q", 99),)})
    again = tables.parsed(tables.told(table))
    assert again == table
