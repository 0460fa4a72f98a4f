"""What holds for any text at all."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.documents.document import Document, Page, Span
from services.ingest.extraction.extract import extract
from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.reading import Employment, Skill
from services.ingest.extraction.requirements import requirements

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_PIECES = st.sampled_from(
    [
        *(
            "Experience",
            "Education",
            "Skills",
            "Languages",
            "Requirements:",
            "Nice to have",
            "\n",
            "\t",
        ),
        *("Ada Lovelace", "ada@example.org", "+44 20 7946 0958", "Software Engineer", "Acme GmbH"),
        *(
            "Jan 2019 - Present",
            "2018-2020",
            "99/2020",
            "13/2019-0/2021",
            "2020 - 2018",
            "(",
            "•",
            "- ",
        ),
        *(
            "BSc Computer Science",
            "PhD",
            "English (native)",
            "Python",
            "5+ years of Java",
            ", ",
            " | ",
        ),
    ]
)
_TEXTS = st.lists(_PIECES | st.text(max_size=8), max_size=40).map(" ".join) | st.text(max_size=300)
_AS_OF = YearMonth(2025, 6)
_any_text = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _document(text: str) -> Document:
    return Document("text/plain", text, (Page(1, 0, len(text)),))


@_any_text
@given(_TEXTS)
def test_any_text_has_facts_within_bounds(taxonomy: Taxonomy, text: str) -> None:
    extraction = extract(_document(text), as_of=_AS_OF, taxonomy=taxonomy)
    facts = extraction.facts
    assert (
        0
        <= facts.total_months
        <= sum(position.months for position in facts.positions)
        + sum(2025 * 12 for job in extraction.reading.of(Employment) if not job.title)
    )
    assert all(p.months >= 0 and p.months_since_end >= 0 for p in facts.positions)
    assert all(0 <= s.months <= facts.total_months for s in facts.skills)
    confident = chain(facts.positions, facts.education, facts.skills, facts.languages)
    assert all(0 <= fact.confidence <= 100 for fact in confident)


@_any_text
@given(_TEXTS)
def test_every_span_lies_in_the_text_and_quotes_something(taxonomy: Taxonomy, text: str) -> None:
    extraction = extract(_document(text), as_of=_AS_OF, taxonomy=taxonomy)
    read = [fact.span for fact in extraction.reading.facts]
    read += [span for skill in extraction.reading.of(Skill) for span in skill.mentions]
    assert all(0 <= span.start < span.end <= len(text) and span.page == 1 for span in read)


@_any_text
@given(_TEXTS)
def test_every_scorable_span_lies_in_the_stripped_text(taxonomy: Taxonomy, text: str) -> None:
    facts = extract(_document(text), as_of=_AS_OF, taxonomy=taxonomy).facts
    stripped = "\n".join(line.text for line in facts.lines)
    assert all(stripped[s.start : s.end] == line.text for line in facts.lines if (s := line.span))
    spans: list[Span] = [span for skill in facts.skills for span in skill.mentions]
    assert all(span.start < span.end <= len(stripped) for span in spans)
    told = chain(facts.positions, facts.education, facts.languages, facts.certificates)
    spans += [each.span for each in told]
    assert all(0 <= span.start <= span.end <= len(stripped) and span.page == 1 for span in spans)


@_any_text
@given(_TEXTS)
def test_no_text_is_too_odd_to_be_a_job(taxonomy: Taxonomy, text: str) -> None:
    asked = requirements(text, taxonomy=taxonomy)
    assert all(0 <= item.span.start < item.span.end <= len(text) for item in asked.items)
    keys = [(i.kind, i.skill_id, i.term, i.months, i.level, i.language) for i in asked.items]
    assert len(keys) == len(set(keys))
