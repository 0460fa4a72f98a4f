"""Text that others wrote, made safe to show inside an answer.

A resume may hold anything: markup, control characters, text that imitates a citation or
gives orders. What is shown of it is one line, bounded, without what a reader's software
could take for markup, and between quotation marks that it cannot close.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_QUOTE = 160
LONGEST_NAME = 80
ELLIPSIS = "…"

_REMOVED = frozenset("*`~|\\<>")
_REPLACED = str.maketrans(
    {
        "[": "(",
        "]": ")",
        "{": "(",
        "}": ")",
        "_": " ",
        "“": "'",
        "”": "'",
        "„": "'",
        "«": "'",
        "»": "'",
        '"': "'",
    }
)
_ADDRESS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*):(?=/)|\bwww\.")
_LEADING = re.compile(r"^(?:[#\-+=:]+|\d+[.)])(?=\s|$)\s*")


def plain(text: str, *, longest: int = LONGEST_NAME) -> str:
    """Return `text` as one line of at most `longest` characters without markup."""
    shown = "".join(_visible(each) for each in text.translate(_REPLACED))
    line = _ADDRESS.sub(
        lambda found: f"{found[1]} " if found[1] else "www ", " ".join(shown.split())
    )
    line = _LEADING.sub("", line).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + ELLIPSIS


def quoted(text: str) -> str:
    """Return `text` as a quotation of one line; "" when nothing of it can be shown."""
    line = plain(text, longest=LONGEST_QUOTE)
    return f"“{line}”" if line else ""


def _visible(character: str) -> str:
    if character in _REMOVED:
        return ""
    category = unicodedata.category(character)
    if category in ("Cf", "Cs", "Co", "Cn"):  # invisible, or turning the direction of writing
        return ""
    return " " if category in ("Cc", "Zl", "Zp") else character
