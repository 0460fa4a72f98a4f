"""Equal messages have equal canonical bytes, different ones different bytes."""

from __future__ import annotations

import json

from candor.facts.v1 import facts_pb2
from candor.facts.v1.facts_pb2 import Line, Position, ScorableFacts, Span, YearMonth
from hypothesis import given
from hypothesis import strategies as st

from servicekit.canonical import canonical, digest, parse

counts = st.integers(0, 2**32 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
spans = st.builds(Span, page=counts, start=counts, end=counts)
levels = st.sampled_from(facts_pb2.EducationLevel.values())

facts = st.builds(
    ScorableFacts,
    text_digest=texts,
    as_of=st.none() | st.builds(YearMonth, year=counts, month=counts),
    total_months=counts,
    positions=st.lists(st.builds(Position, title=texts, months=counts, span=spans), max_size=3),
    education=st.lists(
        st.builds(facts_pb2.Education, level=levels, field=texts, span=st.none() | spans),
        max_size=3,
    ),
    skills=st.lists(
        st.builds(
            facts_pb2.SkillEvidence,
            skill_id=texts,
            months_since_use=st.integers(-(2**31), 2**31 - 1),
            mentions=st.lists(spans, max_size=3),
        ),
        max_size=3,
    ),
    lines=st.lists(st.builds(Line, text=texts, span=spans), max_size=3),
)


@given(facts)
def test_canonical_bytes_are_read_back_and_made_again(one: ScorableFacts) -> None:
    body = canonical(one)
    again = parse(body, ScorableFacts())
    assert again == one
    assert canonical(again) == body


@given(facts, facts)
def test_messages_are_equal_exactly_when_their_digests_are(
    one: ScorableFacts, two: ScorableFacts
) -> None:
    assert (digest(one) == digest(two)) == (one == two)


@given(facts)
def test_the_way_over_the_wire_changes_nothing(one: ScorableFacts) -> None:
    assert digest(ScorableFacts.FromString(one.SerializeToString())) == digest(one)


@given(facts)
def test_every_field_is_there_and_in_order(one: ScorableFacts) -> None:
    pairs = json.loads(canonical(one), object_pairs_hook=lambda found: found)
    names = [name for name, _ in pairs]
    assert names == sorted(names)
    always = set(ScorableFacts.DESCRIPTOR.fields_by_name) - {"as_of"}
    assert always <= set(names)
