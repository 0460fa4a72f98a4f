"""Rarity: how rarely a word is used in the language that uses it most.

Words are compared without case, accents and compatibility forms, as Ingest folds the words of
resumes and adverts, so that a word is equally rare in both. `data/rarity.xz` is made by `python
-m taxonomy.rarity` from the lists of wordfreq 3.1 (its licence stands beside it) for the
languages of `LANGUAGES`: every word used at least twice in a million, and the 20,000 commonest
of each language.
"""

from __future__ import annotations

import hashlib
import lzma
import struct
import unicodedata
from array import array
from bisect import bisect_left
from io import BytesIO
from itertools import pairwise, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = (
    *("en", "es", "de", "fr", "it", "pt", "nl", "ro", "pl", "sv", "da", "nb", "fi", "cs", "hu"),
    *("el", "tr", "ca", "ru", "uk", "bg", "sh", "sk", "sl", "lt", "lv", "is", "mk", "vi", "id"),
)
"""ISO 639-1 codes; `sh` is Bosnian, Croatian and Serbian, in Latin letters."""
RAREST: Final = 60
"""Of a word that is in no list: a name, a slip, or used less than twice in a million."""
FILE: Final = Path(__file__).parent / "data" / "rarity.xz"

_STEP: Final = 2
_COMMONEST: Final = 7.5  # Zipf: the logarithm of uses in a billion words; that of "the" is 7.7
_FLOOR: Final = 3.3
_OFTEN: Final = 20_000  # words of a language that its writers are taken to use
_LEAST: Final = 2  # letters
_LONGEST_SHARED: Final = 255
_HEAD: Final = struct.Struct("<IH")


class Rarity:
    """Which words are how rare, and in which languages they are common. Made by `load`.

    Words lie in one sorted run of bytes and are found by bisection: some 10 MB, where a dict
    would take ten times that.
    """

    def __init__(self, content: bytes) -> None:
        words, kinds = _HEAD.unpack_from(content)
        at = _HEAD.size
        self.digest = hashlib.sha256(content).hexdigest()
        self._rarities = content[at : (at := at + words)]
        shared = content[at : (at := at + words)]
        self._kinds = array("H", content[at : (at := at + 2 * words)])
        self._masks = array("I", content[at : (at := at + 4 * kinds)])
        text, self._starts, word = bytearray(), array("I", [0]), b""
        for length, line in zip(shared, BytesIO(content[at:]), strict=True):
            word = word[:length] + line[:-1]
            text += word
            self._starts.append(len(text))
        self._text = bytes(text)

    def of(self, word: str) -> int:
        """Return how rare a word is, however it is written.

        0 of "the" to 44 of a word used twice in a million, where 10 more is a tenth of the use;
        `RAREST` for one that is not known. What several languages write alike is as rare as
        where it is commonest: "die" is a small word.
        """
        place = self._place(word)
        return RAREST if place is None else _STEP * self._rarities[place]

    def common_in(self, word: str) -> int:
        """Return the languages in which a word is among the commonest: bits, as in LANGUAGES."""
        place = self._place(word)
        return 0 if place is None else self._masks[self._kinds[place]]

    def _place(self, word: str) -> int | None:
        sought = folded(word).encode()
        places = range(len(self._rarities))
        place = bisect_left(places, sought, key=self._at)
        return place if place < len(places) and self._at(place) == sought else None

    def _at(self, place: int) -> bytes:
        return self._text[self._starts[place] : self._starts[place + 1]]


def load() -> Rarity:
    """Return what the committed file says; reads it anew each time, in about half a second."""
    return Rarity(lzma.decompress(FILE.read_bytes()))


def folded(word: str) -> str:
    """Return a word as it is looked up: without case, accents and compatibility forms."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def packed(rarities: Mapping[str, int], masks: Mapping[str, int]) -> bytes:
    """Return the content of the file for words with their rarity and languages, 0 for none."""
    words = sorted(word.encode() for word in rarities)
    spelled = [word.decode() for word in words]
    held = [masks.get(word, 0) for word in spelled]
    kinds = {mask: at for at, mask in enumerate(dict.fromkeys(held))}
    shared = [_shared(one, other) for one, other in pairwise([b"", *words])]
    return b"".join(
        (
            _HEAD.pack(len(words), len(kinds)),
            bytes(rarities[word] // _STEP for word in spelled),
            bytes(shared),
            array("H", (kinds[mask] for mask in held)).tobytes(),
            array("I", kinds).tobytes(),
            *(word[length:] + b"\n" for word, length in zip(words, shared, strict=True)),
        )
    )


def _shared(one: bytes, other: bytes) -> int:
    """Return with how many bytes both begin."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return min(_LONGEST_SHARED, sum(1 for _ in alike))


def _compile() -> None:
    """Write the file from the lists of wordfreq."""
    from wordfreq import get_frequency_list  # noqa: PLC0415  # needed for this alone

    rarities: dict[str, int] = {}
    masks: dict[str, int] = {}
    for bit, language in enumerate(LANGUAGES):
        often: set[str] = set()
        for hundredths, names in enumerate(get_frequency_list(language)):
            zipf = 9 - hundredths / 100
            rarity = min(RAREST, max(0, round(10 * (_COMMONEST - zipf))))
            for word in sorted({folded(name) for name in names if name.isalpha()}):
                if len(word) >= _LEAST and len(often) < _OFTEN:
                    often.add(word)
                if len(word) >= _LEAST and (zipf >= _FLOOR or word in often):
                    rarities[word] = min(rarity, rarities.get(word, RAREST))
        for word in often:
            masks[word] = masks.get(word, 0) | 1 << bit
    FILE.write_bytes(lzma.compress(packed(rarities, masks), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    _compile()
