"""What is asked for where nothing is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.facts import Requirement, RequirementKind, Requirements
from services.ingest.extraction.requirements import requirements
from services.ingest.extraction.telling import completed
from taxonomy import rarity

if TYPE_CHECKING:
    from taxonomy.rarity import Rarity
    from taxonomy.taxonomy import Taxonomy

_CASHIER = """Casier

Despre rol
Ca un Casier, va opera un registru de numerar și va ajuta clienții cu întrebări despre mărfuri.

Competențe necesare
- Gestionarea numerarului
- Serviciul Clienți

Ce oferim
- Oportunități de formare
"""
_ROOFERS = (
    "Roofers\n\nCover roofs of structures with shingles, slate, asphalt, aluminum, wood, or "
    "related materials. May spray roofs, sidings, and walls with material to bind, seal, or "
    "soundproof sections of structures."
)


@pytest.fixture(scope="module")
def words() -> Rarity:
    return rarity.load()


def _asked(text: str, taxonomy: Taxonomy, words: Rarity) -> tuple[Requirement, ...]:
    return completed(requirements(text, taxonomy=taxonomy), text, words).items


def test_lists_and_telling_words_of_another_language_are_asked_for(
    taxonomy: Taxonomy, words: Rarity
) -> None:
    items = _asked(_CASHIER, taxonomy, words)
    assert {"gestionarea numerarului", "serviciul clienti", "casier", "numerar"} <= {
        item.term for item in items
    }
    assert all(item.kind is RequirementKind.TERM and not item.must for item in items)


def test_what_is_offered_and_headings_are_not_asked_for(taxonomy: Taxonomy, words: Rarity) -> None:
    labels = {item.label for item in _asked(_CASHIER, taxonomy, words)}
    assert not labels & {"Oportunități de formare", "Ce oferim", "Despre rol", "formare"}


def test_each_term_stands_in_the_line_that_it_cites(taxonomy: Taxonomy, words: Rarity) -> None:
    for text in (_CASHIER, _ROOFERS):
        for item in _asked(text, taxonomy, words):
            assert item.label in text[item.span.start : item.span.end]


def test_english_prose_without_demands_asks_by_its_rare_words(
    taxonomy: Taxonomy, words: Rarity
) -> None:
    labels = {item.label.lower() for item in _asked(_ROOFERS, taxonomy, words)}
    assert {"shingles", "slate", "asphalt"} <= labels
    assert not labels & {"with", "or", "may", "of"}


def test_a_text_that_is_understood_stays_as_it_is(taxonomy: Taxonomy, words: Rarity) -> None:
    text = "Engineer\nRequirements\n- Docker\n- Python\n- Kafka\n- a rare chrysanthemum"
    asked = requirements(text, taxonomy=taxonomy)
    assert completed(asked, text, words) is asked


def test_no_more_than_forty_lines_and_twenty_five_words_are_asked_for(words: Rarity) -> None:
    telling = [f"{a}{b}wicz" for a in "bcdfghjklm" for b in ("ab", "eb", "ib", "ob", "ub", "yb")]
    lines = [f"- {word} numerarului" for word in telling]
    prose = [f"- ca un casier va opera {word} și {word} cu alte metode" for word in telling]
    text = "\n".join(("Casier", *lines, *prose))
    items = completed(Requirements("Casier", "", ()), text, words).items
    assert len([item for item in items if item.label.endswith(" numerarului")]) == 40
    assert len([item for item in items if " " not in item.label]) == 25
    assert [item.span.start for item in items] == sorted(item.span.start for item in items)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "???", "x" * 5000, "2020\n2021", "We are nice and the coffee is good"]
)
def test_a_text_without_words_still_asks_for_nothing(
    text: str, taxonomy: Taxonomy, words: Rarity
) -> None:
    assert _asked(text, taxonomy, words) == ()
