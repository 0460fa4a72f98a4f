"""Whether text is text: some language's letters, in some language's order.

A scan without a text layer has none; a font without a character map gives wrong ones. Neither
may become facts. Nothing here asks for words, so names, terms and any Western language pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from math import sqrt
from string import ascii_lowercase
from typing import TYPE_CHECKING

import numpy as np

from services.ingest.documents.characters import REPLACEMENT
from services.ingest.documents.errors import TextUnreadable

if TYPE_CHECKING:
    from services.ingest.documents.document import Document

MIN_LETTERS = 40
MIN_PAGE_LETTERS = 15  # on average: what a scanner's stamp leaves on each page is less
MAX_REPLACED = 0.05  # of the characters that are not spaces
MIN_LETTER_SHARE = 0.5  # of the same
MIN_NEIGHBOURS = 0.35  # letters with a letter behind them: words that fell apart have none
MIN_PAIRS = 0.8  # pairs of letters that are usual; text reaches 0.94, ciphers at most 0.74
MIN_SCRIPT = 0.8  # of the letters that are not Latin, where those are most
MIN_TAUGHT = 0.7  # of Chinese characters and Korean syllables; of bytes paired wrongly 0.3 are

# For each letter those that follow it in at least 6 of 10,000 pairs of English, Spanish,
# German, French, Italian, Dutch or Portuguese text, without accents.
_FOLLOWERS = {
    "a": "abcdfghijklmnoprstuvyz",
    "b": "aeilorsuy",
    "c": "acehiklortu",
    "d": "aegilorstu",
    "e": "abcdefghijklmnpqrstuvwxz",
    "f": "adefiortu",
    "g": "aeghilmnorstu",
    "h": "aeilnorst",
    "i": "abcdefgjklmnopqrstuvxz",
    "j": "aeknou",
    "k": "aeiklostu",
    "l": "abcdefghiklopstuvy",
    "m": "abeimopsu",
    "n": "acdefghikmnorstuvyz",
    "o": "abcdefgijklmnoprstuvwxy",
    "p": "acdehilmoprtuz",
    "q": "u",
    "r": "abcdefghiklmnoqrstuvwyz",
    "s": "acdehiklmnopqstuy",
    "t": "aehimorstuwyz",
    "u": "abcdefghiklmnoprstvwxy",
    "v": "aeioru",
    "w": "aehiou",
    "x": "ceioptx",
    "y": "aesu",
    "z": "aeiotuwz",
}
# Character sets that keep the most used characters together: the lead bytes of those.
_TAUGHT = (
    *(("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7))),
    *(("euc_jp", range(0xB0, 0xD0)), ("euc_kr", range(0xB0, 0xC9))),
)
_MANY = re.compile("[\u4e00-\u9fff\uac00-\ud7a3]")  # scripts of more characters than are in use
_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")
_NOT_LATIN = re.compile("[^a-z]+")
_ACCENTED = re.compile(r"[^\x00-\x7f]+")
_USUAL = np.array(
    [[z in _FOLLOWERS[a] for z in ascii_lowercase] for a in ascii_lowercase], np.bool_
)
_FOLDED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "\u0131": "i"}
)


def check(document: Document) -> None:
    """Raise TextUnreadable when the text of `document` is none that a person could read."""
    text = document.text
    letters = sum(map(str.isalpha, text))
    least = max(MIN_LETTERS, MIN_PAGE_LETTERS * (len(document.pages) - document.pages_left_out))
    if letters + text.count(REPLACEMENT) < least:
        raise _unreadable("no_text", letters, least)
    shown = len("".join(text.split()))
    if text.count(REPLACEMENT) > MAX_REPLACED * shown:
        raise _unreadable("replaced", text.count(REPLACEMENT) / shown, MAX_REPLACED)
    if letters < MIN_LETTER_SHARE * shown:
        raise _unreadable("few_letters", letters / shown, MIN_LETTER_SHARE)
    _check_order(text, letters)


def _check_order(text: str, letters: int) -> None:
    folded = _folded(text)
    latin = len(_NOT_LATIN.sub("", folded))
    if latin < letters / 2:
        share = _largest_script(text)
        if share < MIN_SCRIPT:
            raise _unreadable("scripts", share, MIN_SCRIPT)
        share = _taught(text)
        if share < MIN_TAUGHT:
            raise _unreadable("characters", share, MIN_TAUGHT)
        return
    pairs, usual = _pairs(folded)
    if pairs < MIN_NEIGHBOURS * latin:
        raise _unreadable("scattered", pairs / latin, MIN_NEIGHBOURS)
    spelled, usual_spelled = _pairs(_folded(_ACRONYM.sub(" ", text)))
    if spelled > pairs / 4:
        pairs, usual = spelled, usual_spelled
    share = usual / pairs
    # Three standard errors of mercy: a short text says less about its language.
    if share + 3 * sqrt(MIN_PAIRS * (1 - MIN_PAIRS) / pairs) < MIN_PAIRS:
        raise _unreadable("letter_pairs", share, MIN_PAIRS)


def _pairs(folded: str) -> tuple[int, int]:
    """Return how many letters have a letter behind them, and how many of these are usual."""
    codes = np.frombuffer(folded.encode("latin-1", "replace"), np.uint8).astype(np.intp) - ord("a")
    is_letter = (codes >= 0) & (codes < len(_FOLLOWERS))
    at = np.flatnonzero(is_letter[:-1] & is_letter[1:])
    return len(at), int(np.count_nonzero(_USUAL[codes[at], codes[at + 1]]))


def _folded(text: str) -> str:
    """Return the text in lower case, its letters without accents."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    return _ACCENTED.sub(_bare, lowered.translate(_FOLDED))


def _bare(match: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFD", match[0])
    return "".join([c for c in decomposed if not unicodedata.combining(c)])


def _largest_script(text: str) -> float:
    """Return the share of the most used script among the letters that are not Latin.

    Those that Chinese, Japanese and Korean are written with count as one.
    """
    scripts: Counter[str] = Counter()
    for letter, count in Counter(filter(str.isalpha, text)).items():
        script = unicodedata.name(letter, "NONE").split()[0]
        scripts["CJK" if script in ("HIRAGANA", "KATAKANA", "HANGUL") else script] += count
    del scripts["LATIN"]
    return max(scripts.values()) / scripts.total()


def _taught(text: str) -> float:
    """Return the share of Chinese and Korean characters in common use; 1 where too few stand."""
    found = Counter(_MANY.findall(text))
    if found.total() < MIN_LETTERS:
        return 1.0
    return sum(count for char, count in found.items() if _is_taught(char)) / found.total()


def _is_taught(char: str) -> bool:
    """Say whether a character is among the 2,350 to 5,400 that a set keeps together."""
    return any(char.encode(name, "replace")[0] in leads for name, leads in _TAUGHT)


def _unreadable(signal: str, measured: float, limit: float) -> TextUnreadable:
    return TextUnreadable(
        "the file has no text that can be read",
        signal=signal,
        measured=f"{measured:.2f}",
        limit=f"{limit:.2f}",
    )
