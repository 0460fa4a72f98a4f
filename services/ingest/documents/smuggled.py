"""Words spelled in characters that nobody sees, or that a page shows in another order.

One such character alone is ordinary: a soft hyphen, the joiner of an emoji, a mark of Arabic or
Hebrew text. Here only what spells something is looked for.
"""

from __future__ import annotations

import re

# An emoji's flag, as of Scotland, is a black flag, its letters as tags, and a closing tag.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e007a]{1,6}\U000e007f")
_TAGS = re.compile("[\U000e0000-\U000e007f]{2,}")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}")
_BLANKS = re.compile("[\u180e\u200b-\u200f\u2060-\u2064\ufeff]{8,}")
# Reversed by the override (Unicode TR9, RLO) up to its end or the line's.
_REVERSED = re.compile("\u202e([^\u202c\n]*)\u202c?")
_SUSPECT = re.compile(
    "[\u180e\u200b-\u200f\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_MIN_LETTERS = 3


def split(text: str) -> tuple[str, list[str]]:
    """Return `text` without what is spelled in it out of sight, and what is."""
    if text.isascii() or _SUSPECT.search(text) is None:
        return text, []
    found: list[str] = []
    text = _FLAG.sub("\U0001f3f4", text)
    for pattern, spelled in _SPELLINGS:
        for match in pattern.finditer(text):
            said = spelled(match[0])
            if said:
                found.append(said)
        text = pattern.sub(lambda match, of=spelled: "" if of(match[0]) else match[0], text)
    return text, found


def _in_tags(run: str) -> str:
    return "".join(chr(ord(tag) - 0xE0000) for tag in run if 0xE0020 <= ord(tag) < 0xE007F)


def _in_selectors(run: str) -> str:
    """Return the bytes that variation selectors stand for, each for one, as text."""
    numbers = (
        ord(selector) - (0xFE00 if ord(selector) < 0xFFFF else 0xE0100 - 16) for selector in run
    )
    return bytes(numbers).decode(errors="replace")


def _in_blanks(run: str) -> str:
    """Return what two blank characters spell as bits; how many there are if they spell nothing."""
    zero, *others = sorted(set(run))
    if len(others) == 1:
        for ones in (others[0], zero):
            bits = "".join("1" if blank == ones else "0" for blank in run)
            spelled = bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8))
            if spelled.isascii() and spelled.decode().isprintable():
                return spelled.decode()
    return f"{len(run)} invisible characters"


def _reversed(run: str) -> str:
    letters = run.strip("\u202e\u202c")
    return letters if sum(map(str.isalpha, letters)) >= _MIN_LETTERS else ""


_SPELLINGS = (
    (_TAGS, _in_tags),
    (_SELECTORS, _in_selectors),
    (_BLANKS, _in_blanks),
    (_REVERSED, _reversed),
)
