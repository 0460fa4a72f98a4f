"""Words that are hidden, or that speak to a screener, change no fact.

The wordings and the tricks come from tests/injections, which knows nothing of the rules. Each
run has another seed, which a failure names.
"""

from __future__ import annotations

import dataclasses
import secrets
from functools import cache, partial
from random import Random
from typing import TYPE_CHECKING, cast

from services.ingest.documents.document import Document, Page
from services.ingest.documents.instructions import RULES, instructions_in
from services.ingest.documents.reading import read
from services.ingest.extraction.extract import extract
from services.ingest.extraction.facts import YearMonth
from tests.injections import docxs, pdfs, texts
from tests.injections.resumes import RESUMES
from tests.injections.wordings import Wording, wordings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from taxonomy.taxonomy import Taxonomy

    Read = Callable[[bytes], Document]

SEED = secrets.randbits(32)
ROUNDS = 6
LANGUAGES = ("en", "es", "en", "es", "de", "fr")
HELD_OUT_FLOOR = 0.3


def _facts(data: bytes, taxonomy: Taxonomy, reading: Read = read) -> object:
    facts = extract(reading(data), as_of=YearMonth(2025, 6), taxonomy=taxonomy).facts
    return _without_offsets(dataclasses.asdict(facts))


def _without_offsets(value: object) -> object:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        kept = (name for name in fields if name not in ("start", "end"))
        return {name: _without_offsets(fields[name]) for name in kept}
    if isinstance(value, list | tuple):
        return [_without_offsets(each) for each in cast("list[object]", value)]
    return value


def _wording(dice: Random, language: str, *kinds: str) -> str:
    listed = [each for each in wordings() if each.language == language and each.kind in kinds]
    return dice.choice(listed).spoken(dice)


def _hidden(dice: Random) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield each trick with each language: its name, the file, and the clean one."""
    kinds = ("addressed", "held_out", "stuffed")
    for number in range(ROUNDS):
        language, resume = LANGUAGES[number], RESUMES[number % 2]
        for pdf_trick in pdfs.TRICKS:
            words = _wording(dice, language, *kinds)
            label = f"pdf {pdf_trick.__name__} {language}: {words}"
            yield label, pdfs.planted(resume, pdf_trick, words, dice), _clean(pdfs.clean, resume)
        for docx_trick in docxs.TRICKS:
            words = _wording(dice, language, *kinds)
            label = f"docx {docx_trick.__name__} {language}: {words}"
            yield label, docxs.planted(resume, docx_trick, words, dice), _clean(docxs.clean, resume)
        for spelling in texts.SPELLINGS:
            words = _wording(dice, language, *kinds)
            label = f"text {spelling.__name__} {language}: {words}"
            yield label, texts.planted(resume, spelling(words), dice).encode(), resume.encode()


def _shown(dice: Random) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield wordings in plain sight, in each format."""
    for wording in wordings():
        if wording.kind == "addressed":
            resume = dice.choice(RESUMES)
            words = dice.choice(texts.SHOWN)(wording.spoken(dice))
            label = f"shown {wording.language}: {words}"
            text = texts.planted(resume, words, dice)
            if dice.random() < 0.7:
                yield label, text.encode(), resume.encode()
            else:
                yield label, docxs.clean(text), _clean(docxs.clean, resume)


@cache
def _clean(build: Callable[[str], bytes], resume: str) -> bytes:
    return build(resume)


def _changed(
    cases: Iterator[tuple[str, bytes, bytes]], taxonomy: Taxonomy, reading: Read = read
) -> tuple[int, list[str]]:
    """Return how many files were read, and which gave other facts than the clean ones."""
    clean: dict[bytes, object] = {}
    changed: list[str] = []
    count = 0
    for label, data, honest in cases:
        count += 1
        if honest not in clean:
            clean[honest] = _facts(honest, taxonomy)
        if _facts(data, taxonomy, reading) != clean[honest]:
            changed.append(label)
    return count, changed


def test_hidden_words_change_no_fact(taxonomy: Taxonomy) -> None:
    count, changed = _changed(_hidden(Random(SEED)), taxonomy)
    assert changed == [], f"seed {SEED}"
    assert count >= 180


def test_words_to_a_screener_in_plain_sight_change_no_fact(taxonomy: Taxonomy) -> None:
    count, changed = _changed(_shown(Random(SEED)), taxonomy)
    assert changed == [], f"seed {SEED}"
    assert count >= 60


def test_a_hole_in_the_rules_is_seen(taxonomy: Taxonomy) -> None:
    for name in ("drop orders", "note to"):
        fewer = [rule for rule in RULES if rule.name != name]
        _, changed = _changed(_shown(Random(SEED)), taxonomy, partial(read, rules=fewer))
        assert changed, f"without the rule {name!r} nothing changed, seed {SEED}"


def test_hidden_words_that_are_let_through_are_seen(taxonomy: Taxonomy) -> None:
    """The comparison is no formality: what was left out of the text would have been facts."""
    _, changed = _changed(_hidden(Random(SEED)), taxonomy, _credulous)
    assert len(changed) > 60, f"seed {SEED}"


def _credulous(data: bytes) -> Document:
    """Read a file as if all that it hides were shown."""
    document = read(data)
    hidden = "".join(f"{found.text}\n" for found in document.findings)
    text = document.text + hidden
    return Document(document.media_type, text, (Page(1, 0, len(text)),))


def test_what_is_hidden_is_recorded_with_its_words(taxonomy: Taxonomy) -> None:
    del taxonomy
    silent = [
        label
        for label, data, _ in _hidden(Random(SEED))
        if not read(data).findings and not label.split()[1] in ("properties", "note", "comment")
    ]
    assert silent == [], f"seed {SEED}"


def test_clean_files_have_no_findings() -> None:
    for resume in RESUMES:
        for data in (pdfs.clean(resume), docxs.clean(resume), resume.encode()):
            assert read(data).findings == ()


def test_rules_know_more_than_what_they_were_written_for() -> None:
    dice = Random(SEED)
    held = [each for each in wordings() if each.kind == "held_out"]
    found = [each for each in held if instructions_in(each.spoken(dice))]
    assert len(found) >= HELD_OUT_FLOOR * len(held), f"seed {SEED}: {_templates(found)}"


def _templates(found: list[Wording]) -> list[str]:
    return [each.template for each in found]
