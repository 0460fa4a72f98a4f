"""Values without what does not matter when they are compared."""

from __future__ import annotations

import re
import unicodedata

_HONORIFICS = frozenset({"dr", "prof", "mr", "mrs", "ms", "ing", "dipl", "herr", "frau", "mme"})
_SHORTEST_PHONE = 7


def words(text: str) -> tuple[str, ...]:
    """Return the words of `text`: runs of letters and digits, case apart."""
    return tuple(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))


def plain(text: str) -> str:
    """Return the words of `text` with single spaces between them."""
    return " ".join(words(text))


def solid(text: str) -> str:
    """Return the letters and digits of `text` alone, so that hyphenation does not matter."""
    return "".join(words(text))


def skill(text: str) -> str:
    """Return the letters and digits of `text`, and the signs that tell C from C++ and C#."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in folded if each.isalnum() or each in "+#")


def person(text: str) -> str:
    """Return a person's name without the title before it."""
    parts = list(words(text))
    while parts and parts[0] in _HONORIFICS:
        parts.pop(0)
    return " ".join(parts)


def link(text: str) -> str:
    """Return a web address without scheme, `www.` and a slash at its end."""
    address = re.sub(r"^(?:https?:)?//|^mailto:", "", text.strip().casefold())
    return address.removeprefix("www.").rstrip("/")


def same_phone(one: str, other: str) -> bool:
    """Tell whether two telephone numbers are the same, with or without a country code."""
    short, long = sorted((_digits(one), _digits(other)), key=len)
    return len(short) >= _SHORTEST_PHONE and long.endswith(short)


def _digits(text: str) -> str:
    trunk_apart = re.sub(r"\(0\)", "", text)
    return re.sub(r"[^0-9]", "", trunk_apart).lstrip("0")
