"""What points at one person: addresses, numbers, pages, handles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EMAIL = re.compile(
    r"(?<![\w.+%'-])(?:mailto:)?[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\])\s?"
    r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}"
)
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+|00)?\s?\(?\d(?:[\s().\-/\u2013]{0,3}\d){6,14}(?![\w%])(?![.,]\d)"
)
_TOP = (
    "com|org|net|io|dev|me|edu|gov|info|biz|co|ai|app|tech|eu|uk|de|fr|es|it|nl|ch|at|pt|pl|ua|ru"
    "|in|ca|au|us|br|mx"
)
# With a scheme, "www." or a path: never a technology ("Node.js") or an employer ("Booking.com").
PAGE = re.compile(
    rf"(?:https?://|www\.)[^\s|<>()\[\]]+|(?<![\w@.])(?:[\w-]+\.)+(?:{_TOP})/[^\s|<>()\[\]]*[\w/]",
    re.IGNORECASE,
)
LINK = re.compile(
    rf"(?:https?://|www\.)[^\s|<>()\[\]]+|(?<![\w@.])(?:[\w-]+\.)+(?:{_TOP})\b(?:/[^\s"
    rf"|<>()\[\]]*)?",
    re.IGNORECASE,
)
HANDLE = re.compile(
    r"(?<![\w@/.])@[A-Za-z_][\w.]{2,}\b(?!/)"
    r"|\b(?:linkedin|github|gitlab|twitter|skype|xing|instagram|facebook|telegram|whatsapp"
    r"|behance|dribbble)\s*:\s*[\w@./-]+",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PREFIX = re.compile(r"\s*(?:\+|00|\(\+?\d{1,5}\))")
_DIGITS = range(9, 16)
_SHORT_DIGITS = 7


_DIGIT = re.compile(r"\d")


def anonymous(text: str, *, blank: Callable[[str], str]) -> str:
    """Return `text` with `blank` of each e-mail address, number, page and handle in their place."""
    if "@" in text or "(at)" in text or "[at]" in text:
        text = EMAIL.sub(lambda match: blank(match[0]), text)
    if "/" in text or "www." in text.lower():
        text = PAGE.sub(lambda match: blank(match[0]), text)
    if "@" in text or ":" in text:
        text = HANDLE.sub(lambda match: blank(match[0]), text)
    if len(_DIGIT.findall(text)) >= _SHORT_DIGITS:
        text = PHONE.sub(lambda match: blank(match[0]) if is_phone(match[0]) else match[0], text)
    return text


def is_phone(number: str) -> bool:
    """Say whether a match of PHONE is a telephone number and not dates or an amount.

    International numbers have 7 to 15 digits (ITU-T E.164); without "+", "00" or an area code
    in brackets we ask for nine, and no year among them.
    """
    digits = sum(char.isdigit() for char in number)
    if _PREFIX.match(number) is not None:
        return _SHORT_DIGITS <= digits <= _DIGITS[-1]
    return digits in _DIGITS and _YEAR.search(number) is None
