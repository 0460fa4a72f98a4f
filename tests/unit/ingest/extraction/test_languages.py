"""Languages and their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.facts import LanguageLevel as Level
from tests.unit.ingest.extraction.resumes import extracted

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Languages\nEnglish (Native speaker)\nSpanish (Fluent)\n",
            [("en", Level.NATIVE), ("es", Level.C1)],
        ),
        (
            "Languages\nIrish: C1\nZulu: Native\nTwi: Fluent\n",
            [("ga", Level.C1), ("zu", Level.NATIVE), ("tw", Level.C1)],
        ),
        ("Languages\nGerman B2, French: A1\n", [("de", Level.B2), ("fr", Level.A1)]),
        (
            "Languages\nEnglish\nNative\nItalian\nElementary\n",
            [("en", Level.NATIVE), ("it", Level.A2)],
        ),
        (
            "Sprachen\nDeutsch (Muttersprache), Englisch (verhandlungssicher)\n",
            [("de", Level.NATIVE), ("en", Level.C1)],
        ),
        (
            "Idiomas\nEspa\u00f1ol: nativo\nIngl\u00e9s: avanzado\n",
            [("es", Level.NATIVE), ("en", Level.C1)],
        ),
        (
            "Langues\nFran\u00e7ais (langue maternelle)\nAnglais courant\n",
            [("fr", Level.NATIVE), ("en", Level.C1)],
        ),
        ("Skills\nLanguages: English, Polish C2\n", [("en", Level.UNSPECIFIED), ("pl", Level.C2)]),
        ("Summary\nI am fluent in Dutch and Danish.\n", [("nl", Level.C1), ("da", Level.C1)]),
        ("Skills\nLanguages: Python, C++\n", []),
        ("Experience\nGrew the French market for English customers.\n", []),
    ],
)
def test_a_language_has_the_level_beside_it(
    text: str, expected: list[tuple[str, Level]], taxonomy: Taxonomy
) -> None:
    assert [
        (each.code, each.level) for each in extracted(text, taxonomy).facts.languages
    ] == expected


def test_a_language_said_twice_is_one_and_the_surer_counts(taxonomy: Taxonomy) -> None:
    text = "Summary\nFluent in German.\nLanguages\nGerman B1\n"
    (language,) = extracted(text, taxonomy).facts.languages
    assert language.level is Level.B1
    assert text[language.span.start : language.span.end] == "German"


def test_a_language_is_no_skill(taxonomy: Taxonomy) -> None:
    facts = extracted("Languages\nGerman B1\nSkills\nPython\n", taxonomy).facts
    assert [skill.label for skill in facts.skills] == ["Python"]
