"""Names of things in a job text that the taxonomy does not know: tools, norms, products.

Only what looks like a name counts: capitals inside a sentence, acronyms, and words with
digits or signs in them. It is looked for literally later, so a wrong one costs a fair
candidate points; when in doubt a word is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.folding import fold
from services.ingest.extraction.titles import has_role, is_place
from services.ingest.extraction.tongues import names_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(
    r"(?<![\w@./<&-])\.?[^\W\d_][\w]*(?:[.+#&/-](?=[\w+#])[\w]*)*[+#]*(?![\w>])|<[A-Z_]+>"
)
_TECHNICAL = re.compile(
    r"[a-z][A-Z]|[A-Z]{2,}[a-z]+[A-Z]|[+#]$|^\.[A-Za-z]|[A-Za-z]\.[a-z]{2}|^[A-Z][\w-]*\d|[a-z]\d+$"
)
_ACRONYM = re.compile(r"[A-Z]{2,6}(?:[/&][A-Z]{2,6})?")
_LEVEL = re.compile(r"[ABC][12]")
_CAPITAL = re.compile(r"[A-ZÀ-Ü][a-zà-ÿ]+(?:-[A-Z][a-z]+)?")
_STOP_WORDS = """
a an and or the of in for with to at as on by we you your our us this that these those they he
she it is are be bachelor bachelors bachelor's master masters master's degree phd bsc msc ba
bs ma ms mba university college diploma computer science engineering business administration
sciences mathematics physics finance economics experience experienced knowledge skills skill
ability strong good great excellent proven solid understanding senior junior mid level team
teams company position role job work working full part time remote hybrid office onsite monday
tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december german english french spanish europe european usa
us uk eu it hr id ceo cto cv pm am tv eoe gpa m/f/d m/w/d f/m/d w/m/d h/f m/f/x d/f/m etc e.g
i.e eg ie and/or n/a asap b2b b2c saas iii ii iv i'm you'll we're you're you've plus bonus
must nice minimum preferred required requirements qualifications c-level c-suite native fluent
hands-on self-starter start-up startup startups on-site agile lead manager engineer java/j2ee
date posted likes love dislikes yes no not
solutions solution product products support success marketing operations service services customer
customers client clients development management design ba/bs bs/ba bs/ms bsc/msc ba/ma ms/phd
"""
ORDINARY = frozenset(_STOP_WORDS.split())
"""Words of any job text, in lower case."""
_GERMAN_WORDS = """
und der die das mit für sie wir ihre oder eine einen im von zu
"""
_GERMAN = frozenset(_GERMAN_WORDS.split())
_COMPANY = re.compile(
    r"\b(?:[Aa]t|[Jj]oin|[Aa]bout|[Bb]ei|[Cc]hez|[Ee]n)\s+((?:[A-Z][\w&.-]+\s?){1,3})"
    r"|((?:[A-Z][\w&.-]+\s?){1,3})(?:is|are|ist|est|es)\s+"
    r"(?:looking|seeking|hiring|a |an |one|the |eine?|une?|un )"
)
_MAX_WORDS = 3
_TITLED_LINE = 0.6
_MANY_GERMAN = 0.06
_SHORT = 3  # "SQL" is no shout
_RUN_TOGETHER = 60  # more words than a sentence has: lines without their ends


@dataclass(frozen=True, slots=True)
class Term:
    """A name in a sentence: `text[start:end]`, as written."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TermFinder:
    """What the whole of a job text says about which of its words are names."""

    nouns_are_capital: bool
    company: frozenset[str]
    ordinary: frozenset[str]  # words that the text also writes without a capital

    @classmethod
    def of(cls, text: str) -> TermFinder:
        """Return the finder for a job text."""
        words = re.findall(r"[^\W\d_]+", text.lower())
        german = sum(word in _GERMAN for word in words) > _MANY_GERMAN * max(1, len(words))
        names = " ".join(" ".join(filter(None, match)) for match in _COMPANY.findall(text))
        ordinary = re.findall(r"(?<!\w)[a-zà-ÿ]{3,}", text)
        return cls(
            german,
            frozenset(word.strip(".,").lower() for word in names.split()),
            frozenset(ordinary),
        )

    def terms_in(self, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Term]:
        """Yield the names in a sentence, without what stands in `taken`."""
        tokens = list(_TOKEN.finditer(text))
        capitals = sum(token[0][0].isupper() for token in tokens)
        titled = capitals > _TITLED_LINE * max(4, len(tokens)) or len(tokens) > _RUN_TOGETHER
        shouted = sum(len(token[0]) > _SHORT and token[0].isupper() for token in tokens)
        if shouted > _TITLED_LINE * len(tokens):
            return
        row: list[re.Match[str]] = []
        for at, token in enumerate(tokens):
            plain = (
                not self.nouns_are_capital
                and not titled
                and not _starts_sentence(text, token.start(), at)
            )
            named = not _is_taken(token, taken) and self._is_name(token[0], plain=plain)
            joins = (
                bool(row) and text[row[-1].end() : token.start()] == " " and len(row) < _MAX_WORDS
            )
            if row and not (named and joins):
                yield from _term(row, text)
                row = []
            if named:
                row.append(token)
        if row:
            yield from _term(row, text)

    def _is_name(self, word: str, *, plain: bool) -> bool:
        """Say whether a word is a name; `plain` allows one for its capital alone."""
        lower = word.lower().strip(".")
        if (
            lower in ORDINARY
            or lower in self.company
            or word.startswith("<")
            or names_language(word)
            or _LEVEL.fullmatch(word)
        ):
            return False
        if _TECHNICAL.search(word) is not None or _ACRONYM.fullmatch(word) is not None:
            return True
        if (
            not plain
            or _CAPITAL.fullmatch(word) is None
            or lower in self.ordinary
            or lower.endswith("ing")
        ):
            return False
        return not is_place(word) and not has_role(word)


def _starts_sentence(text: str, start: int, at: int) -> bool:
    """Say whether the word at `start` is capital only for being the first."""
    before = text[:start].rstrip(' "“(')
    return at == 0 or not before or before[-1] in ".:;!?•-\u2013—("


def _is_taken(token: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < token.end() and token.start() < end for start, end in taken)


def _term(row: Sequence[re.Match[str]], text: str) -> Iterator[Term]:
    """Yield the term that a row of words makes, unless it is too short to be looked for."""
    words = text[row[0].start() : row[-1].end()]
    folded = fold(words)
    if len(folded) > 1 and not is_place(words):
        yield Term(words, folded, row[0].start(), row[-1].end())
