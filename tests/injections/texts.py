"""Ways to plant words in text: in characters that nobody sees, and in plain sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Spelling = Callable[[str], str]

_LOOKALIKES = str.maketrans("aeopcxi", "\u0430\u0435\u043e\u0440\u0441\u0445\u0456")


def in_tags(words: str) -> str:
    return "".join(chr(0xE0000 + ord(each)) for each in words if each.isascii())


def in_bits(words: str) -> str:
    bits = "".join(f"{byte:08b}" for byte in words.encode())
    return bits.replace("0", "\u200b").replace("1", "\u200c")


def in_selectors(words: str) -> str:
    return "".join(
        chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in words.encode()
    )


def overridden(words: str) -> str:
    return f"\u202e{words}\u202c"


SPELLINGS: tuple[Spelling, ...] = (in_tags, in_bits, in_selectors, overridden)


def plain(words: str) -> str:
    return words


def broken(words: str) -> str:
    """With characters between the letters that have no width."""
    return "\u200b".join(words)


def lookalike(words: str) -> str:
    """With letters of another alphabet that look the same."""
    return words.translate(_LOOKALIKES)


SHOWN: tuple[Spelling, ...] = (plain, broken, lookalike)


def planted(text: str, words: str, dice: Random) -> str:
    """Return the text with the words as a line of their own, or behind a sentence."""
    lines = text.splitlines()
    whole = [at for at, line in enumerate(lines) if line.endswith(".")]
    if dice.random() < 0.5:
        lines[dice.choice(whole)] += f" {words}"
    else:
        lines.insert(dice.choice(whole) + 1, words)
    return "\n".join(lines) + "\n"
