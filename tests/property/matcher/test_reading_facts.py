"""Facts are read from their canonical bytes as the message itself is."""

from __future__ import annotations

from candor.facts.v1 import facts_pb2 as pb
from hypothesis import given
from hypothesis import strategies as st

from servicekit import canonical
from services.matcher import wire
from services.matcher.repository import parse

NUMBERS = st.integers(0, 2**32 - 1)
TEXTS = st.text(max_size=20)
SPANS = st.builds(pb.Span, page=NUMBERS, start=NUMBERS, end=NUMBERS)
LEVELS = st.sampled_from(pb.EducationLevel.values())
COMMANDS = st.sampled_from(pb.LanguageLevel.values())
FACTS = st.builds(
    pb.ScorableFacts,
    as_of=st.builds(pb.YearMonth, year=NUMBERS, month=NUMBERS),
    total_months=NUMBERS,
    positions=st.lists(
        st.builds(pb.Position, title=TEXTS, occupation_id=TEXTS, months=NUMBERS, span=SPANS),
        max_size=3,
    ),
    education=st.lists(st.builds(pb.Education, level=LEVELS, span=SPANS), max_size=3),
    skills=st.lists(
        st.builds(
            pb.SkillEvidence,
            skill_id=TEXTS,
            months_since_use=st.integers(-1, 2**31 - 1),
            mentions=st.lists(SPANS, max_size=2),
        ),
        max_size=3,
    ),
    languages=st.lists(
        st.builds(pb.LanguageFact, code=TEXTS, level=COMMANDS, span=SPANS), max_size=3
    ),
    lines=st.lists(st.builds(pb.Line, text=TEXTS, span=SPANS), max_size=3),
    certificates=st.lists(st.builds(pb.Certificate, label=TEXTS, span=SPANS), max_size=2),
    summary=TEXTS,
    text_digest=TEXTS,
)


@given(FACTS)
def test_facts_come_back_from_their_canonical_bytes(facts: pb.ScorableFacts) -> None:
    assert parse(canonical.canonical(facts)) == wire.to_facts(facts)
