"""Which of the old encodings text without a mark is in.

The family, such as Cyrillic or Japanese, is told by charset-normalizer. Between the Latin code
pages it cannot tell, for all of them make letters of each other's letters; those of a text fit
the alphabet of one language, and that tells.
"""

from __future__ import annotations

import charset_normalizer

_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254", "mac_roman", "cp850")  # the likeliest first
_OTHERS = (
    *("cp1251", "koi8_r", "cp1253", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
    *("cp866", "cp1255", "cp1256"),
)
_SIGNS = "ªº°§²³µ·«»“”„\u2018\u2019\u201a\u2013—•…€£©®™½¼\u00a0"
_ALPHABETS = tuple(
    frozenset(letters + letters.upper() + _SIGNS)
    for letters in (
        *("áéíóúüñ¿¡", "àâæçéèêëîïôœùûü", "äöüßé", "áâãàçéêíóôõú", "àèéìíòóù", "åäöæøé"),
        *("éëïöü", "ąćęłńóśźż", "áčďéěíňóřšťúůýžľĺŕôä", "áéíóöőúüű", "çğıöşüâîûİ"),
        *("ăâîșțşţ", "čćđšž", "àèéíòóúüïç·"),
    )
)
_SAMPLE = 65_536  # bytes that are looked at
_MOSTLY_LATIN = 0.9  # of the bytes


def decode(data: bytes) -> str | None:
    """Return the text of `data`, which is in none of Unicode's encodings; None if in no other."""
    sample = data[:_SAMPLE]
    plain = sum(byte < 0x80 for byte in sample)
    if plain < _MOSTLY_LATIN * len(sample):
        names = [*_LATIN, *_OTHERS]
        best = charset_normalizer.from_bytes(sample, cp_isolation=names).best()
        # It falls on ASCII when it finds nothing, and calls encodings by other names.
        if best is not None and best.encoding not in _LATIN:
            text = _decoded(data, best.encoding)
            if text is not None:
                return text
    if plain < len(sample) / 2:
        return None
    texts = [text for name in _LATIN if (text := _decoded(data, name)) is not None]
    return max(texts, key=_fit, default=None)


def _fit(text: str) -> float:
    """Return the share of the text's letters outside ASCII that one language has."""
    letters = [letter for letter in text if letter >= "\x80"]
    return max(sum(letter in alphabet for letter in letters) for alphabet in _ALPHABETS)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
