"""Which job an advert is for: the title above it, or the one that its sentences name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from services.ingest.extraction.demands import part_announced
from services.ingest.extraction.sought import addressed_in, is_sentence, sought_in
from services.ingest.extraction.titles import title_score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine
    from taxonomy.taxonomy import Taxonomy

GENDERS = re.compile(
    r"\s?[(\[]?\s?\b(?:[mwfdhxi]\s?[/|*]\s?){1,3}[mwfdhxi]\b(?:\s?[)\]])?"
    r"|\s?\((?:all genders|gn|m|w|f|d)\)|<[A-Z_]+>",
    re.IGNORECASE,
)
"""Of "Cook (m/f/d)" what is no title; so too of placeholders for names."""

_TITLE_LINES = 6
_TITLE_LENGTH = 90
_OPENING = 160  # letters of a line in which its title stands, if it is one
_PLAIN = 6  # words: what no list of titles knows is a title only when short
_LABEL = re.compile(
    r"^(?:(?:official\s+)?(?:job|position)\s+title|position|title|role|job|vacancy|(?:job\s+)?description"
    r"|stelle|stellenbezeichnung|puesto|cargo|poste|intitulé(?: du poste)?)\s*:\s*"
    r"|^.{0,80}?\b(?:official|job|position)\s+title\s*:\s*",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(
    r"\s+(?:(?:Job|Work|Business|Employment|Contract|Company|Req\w*)\s+)?[A-Z]\w+(?:\s/\s\w+)?\s*:"
)
_PIECES = re.compile(
    r"\s*(?:<[A-Z_]+>\s*)+|\s+[-\u2013\u2014|]\s+|\s*[|<]|\s+[.:](?!\s?NET\b)|\s{3,}|(?:\s+Date)?\s+posted\b",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*[(\[]|,\s+")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_BRACKET = re.compile(r"\s*[()\[\]]\s*")
_NAME = re.compile(r"<[A-Z_]+>")
_LEFT_OVER = re.compile(r"\s+(?:at|for|in|with|to|as|bei|für|chez|pour|para)\W*$", re.IGNORECASE)
_EDGES = " -\u2013|,."
_ODD = re.compile(r"[.?!:;@]|\d{2}")


@dataclass(frozen=True, slots=True)
class Headline:
    """The title of an advert, empty when it has none.

    `known_as` names the occupation, `line` is where the title stands by itself.
    """

    title: str = ""
    known_as: str = ""
    line: TextLine | None = None


def headline(lines: Sequence[TextLine], taxonomy: Taxonomy, *, given: str = "") -> Headline:
    """Return the title above the text, else the first that it looks for, else a short first line.

    A title that was `given` beside the text comes before them where it reads as one: "Vacancy 12"
    does not. A sentence is no title, however many words for jobs it has.
    """
    first = [line for line in lines[:_TITLE_LINES] if part_announced(line.text) is None]
    found = _read(lines, first, taxonomy)
    if given and _reads(title := cleaned(_TAIL.split(given, maxsplit=1)[0]), taxonomy):
        return replace(found, title=title, known_as=given)
    if found.title:
        return found
    plain = cleaned(given)
    if not plain and first and first[0] is lines[0]:
        plain = cleaned(lines[0].text)
    return Headline(plain, plain) if _is_short(plain) else Headline()


def _read(lines: Sequence[TextLine], first: Sequence[TextLine], taxonomy: Taxonomy) -> Headline:
    """Return what a text has that reads as its title."""
    for line in first:
        found = _above(line, taxonomy, 3 if line is lines[0] else 1)
        if found.title:
            return found
    for said in (sought_in, addressed_in):
        for title in chain.from_iterable(said(_plain(line.text)) for line in lines):
            if _reads(title, taxonomy):
                return Headline(title, title)
    return Headline()


def _is_short(title: str) -> bool:
    """Say whether words that no list knows may be a title all the same."""
    if not title or len(title.split()) > _PLAIN:
        return False
    return _ODD.search(title) is None and not is_sentence(title)


def _above(line: TextLine, taxonomy: Taxonomy, most: int) -> Headline:
    """Return the title that one of the first pieces of a line is, if any is."""
    labelled = _LABEL.search(line.text)
    text = line.text if labelled is None else line.text[labelled.end() :]
    if labelled is not None:
        text = _NEXT_LABEL.split(text, maxsplit=1)[0]
    if len(text) > _OPENING:
        text = text[:_OPENING].rpartition(" ")[0]
    pieces = [cleaned(each) for each in _PIECES.split(text)]
    pieces = [piece for piece in pieces if piece] if most > 1 else pieces
    own = line if len(line.text) <= _TITLE_LENGTH else None
    for at, piece in enumerate(pieces[:most]):
        if at and piece.partition(" ")[0].islower():
            continue  # the rest of a sentence
        for head in _heads(piece):
            if _reads(head, taxonomy):
                return Headline(_whole(head, pieces[at:], taxonomy), piece, own)
    return Headline()


def _heads(piece: str) -> Iterator[str]:
    """Yield what may be the title of a piece of a line: without brackets, opened or left out."""
    yield cleaned(_TAIL.split(piece, maxsplit=1)[0])
    if _BRACKET.search(piece) is not None:
        yield cleaned(_BRACKET.sub(" ", piece))
        yield cleaned(_BRACKETS.sub(" ", piece))


def _whole(head: str, pieces: Sequence[str], taxonomy: Taxonomy) -> str:
    """Return a title with what stands behind it where that reads as another: "Cook, Waiter"."""
    piece = pieces[0]
    rest = piece.removeprefix(head)
    if rest != piece and rest.lstrip()[:1] not in "([" and _reads(cleaned(rest), taxonomy):
        head = piece
    if len(pieces) > 1 and _reads(pieces[1], taxonomy):
        head = f"{head} - {pieces[1]}"
    return head


def _reads(title: str, taxonomy: Taxonomy) -> bool:
    """Say whether a text reads as a title."""
    return (
        len(title) <= _TITLE_LENGTH and not is_sentence(title) and title_score(title, taxonomy) > 1
    )


def _plain(text: str) -> str:
    """Return a line whose placeholders and genders are in the way of no pattern."""
    return _NAME.sub("<>", GENDERS.sub(lambda m: m[0] if _NAME.search(m[0]) else " ", text))


def cleaned(title: str) -> str:
    """Return a title without "(m/f/d)", placeholders and loose signs."""
    return _LEFT_OVER.sub("", GENDERS.sub("", title)).strip(_EDGES)
