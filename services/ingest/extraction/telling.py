"""What a job text asks for whose demands are not understood: the words in it that tell most.

A list is asked for line by line, prose by the words that are rare in any language. All of it
is asked for as shoulds, and looked for literally.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction.degrees import degrees_in
from services.ingest.extraction.demands import Part, part_announced
from services.ingest.extraction.facts import Requirement, RequirementKind, Requirements
from services.ingest.extraction.folding import fold
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.terms import ORDINARY
from services.ingest.extraction.titles import is_place
from services.ingest.extraction.vocabulary import language_of
from taxonomy.rarity import RAREST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine
    from taxonomy.rarity import Rarity

_UNDERSTOOD = frozenset({"en", "es", "de", "fr"})  # languages in which prose is understood too
_ENOUGH, _ENOUGH_ABROAD = 3, 10  # items
_MOST_LINES, _MOST_WORDS = 40, 25
_SHORT_LINE = 8  # words
_SAYS = 24  # rarity of "management": rarer words say something beside one another
_SAYS_ALONE = 34  # rarity of "welding": rarer words say something by themselves
_SAYS_IN_FEW = 26  # the same where a text is short: nobody describes work in its small words
_FEW_WORDS = 80
_LONG_TITLE = 12  # words
_A_REMARK = 15  # words: fewer describe no work
_REPEATED = 6  # what each repetition of a word is worth, up to three
_IN_TITLE = 20
_LEAST, _LONGEST = 3, 40  # letters
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ODD_LINE = re.compile(r"[<>@]|https?:|www\.|\d{4}|:\s*\S|^\W*\d+\W*$")
_EDGES = " \t.,;:!?-\u2013—\"'()[]"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A word or two of a line, and how much they tell."""

    text: str
    line: TextLine
    weight: int


def completed(asked: Requirements, text: str, words: Rarity) -> Requirements:
    """Return `asked`, with terms where it has nearly nothing: what `requirements` said of `text`.

    At most 40 short lines and 25 words or pairs of words of longer ones are added, in the order
    of the text.
    """
    enough = _ENOUGH if language_of(text, words) in _UNDERSTOOD else _ENOUGH_ABROAD
    if len(asked.items) >= enough:
        return asked
    lines = _told(lines_of(text))
    title = [line for line in lines[:1] if len(line.text.split()) <= _LONG_TITLE]
    listed = [line for line in lines[len(title) :] if _is_item(line, words)][:_MOST_LINES]
    if not listed and len(_WORD.findall(text)) < _A_REMARK:
        return asked
    whole = {line.start for line in [*title, *listed]}
    prose = [line for line in lines if line.start not in whole]
    found = [_Phrase(line.text.strip(_EDGES), line, 0) for line in listed]
    found += _most_telling([] if asked.occupation_id else title, prose, words)
    found.sort(key=lambda phrase: phrase.line.start)
    return replace(asked, items=_with(asked.items, found))


def _told(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines without headings and without what the employer says of itself."""
    kept: list[TextLine] = []
    part = Part.PROSE
    for at, line in enumerate(lines):
        announced = part_announced(line.text)
        if announced is not None:
            part = announced
        elif at == 0 or not (part is Part.NOTHING or _is_heading(line, lines[at + 1 : at + 2])):
            kept.append(line)
    return kept


def _is_heading(line: TextLine, below: Sequence[TextLine]) -> bool:
    """Say whether a short line stands above a list or a paragraph."""
    if line.bullet or len(line.text.split()) > _SHORT_LINE:
        return False
    if line.text.endswith(":"):
        return True
    return any(each.bullet or len(each.text.split()) > 2 * _SHORT_LINE for each in below)


def _is_item(line: TextLine, words: Rarity) -> bool:
    """Say whether the whole of a line is one thing to look for."""
    spelled = _WORD.findall(line.text)
    return (
        0 < len(spelled) <= _SHORT_LINE
        and len(line.text.split()) <= _SHORT_LINE
        and _ODD_LINE.search(line.text) is None
        and not is_place(line.text)
        and not degrees_in(line.text, short_forms=True)
        and any(_says(word, words) >= _SAYS for word in spelled)
    )


def _most_telling(
    title: Sequence[TextLine], prose: Sequence[TextLine], words: Rarity
) -> list[_Phrase]:
    """Return the words that tell most, each once; those of the title before others."""
    lines = [*title, *prose]
    said = Counter(fold(word) for line in lines for word in _WORD.findall(line.text))
    alone = _SAYS_ALONE if said.total() > _FEW_WORDS else _SAYS_IN_FEW
    best: dict[str, _Phrase] = {}
    for line in lines:
        for text, rarity in _phrases(line.text, words, alone):
            repeated = min(said[fold(text)], 4) - 1 if fold(text) in said else 0
            weight = rarity + _REPEATED * repeated + _IN_TITLE * (line in title)
            best.setdefault(fold(text), _Phrase(text, line, weight))
    ranked = sorted(best.values(), key=lambda phrase: -phrase.weight)
    return ranked[:_MOST_WORDS]


def _phrases(text: str, words: Rarity, alone: int) -> Iterator[tuple[str, int]]:
    """Yield the words of a line that tell something alone, and pairs that do together."""
    before: re.Match[str] | None = None
    for word in _WORD.finditer(text):
        is_name = word[0][0].isupper() and not word[0].isupper() and word.start() > 0
        rarity = _says(word[0], words)
        if rarity >= alone and not (is_name and rarity == RAREST):
            yield word[0], rarity
            before = None
            continue
        joins = before is not None and text[before.end() : word.start()] == " "
        if rarity >= _SAYS and joins and before is not None:
            yield text[before.start() : word.end()], (rarity + _says(before[0], words)) // 2
            before = None
        else:
            before = word if _SAYS <= rarity < RAREST else None


def _says(word: str, words: Rarity) -> int:
    """Return how rare a word is; 0 for those that any job text has."""
    if not _LEAST <= len(word) <= _LONGEST or word.lower() in ORDINARY:
        return 0
    return max(words.of(part) for part in word.split("-"))


def _with(items: Sequence[Requirement], found: Sequence[_Phrase]) -> tuple[Requirement, ...]:
    """Return the items with a term for each phrase that they do not have yet."""
    kept = {fold(item.label) for item in items} | {item.term for item in items}
    added: list[Requirement] = []
    for phrase in found:
        folded = fold(phrase.text)
        if folded not in kept:
            kept.add(folded)
            span = Span(1, phrase.line.start, phrase.line.end)
            term = Requirement(
                RequirementKind.TERM, must=False, label=phrase.text, span=span, term=folded
            )
            added.append(term)
    return (*items, *added)
