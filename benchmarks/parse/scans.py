"""The character error of what is read from scans.

Characters inserted, deleted and replaced between the text on a scan and what was read, over the
characters of the text, runs of white space counting as one space (Levenshtein's distance, as in
ISRI's "Accuracy": Rice, Jenkins, Nartker 1996). A scan that is refused is all deleted.

The order of the text counts: where the truth has a column after another and the reading has
their lines side by side, the columns' words count as errors though each is right. The errors in
any order are therefore told beside: words that both have are taken away, as often as both have
them, and what is left is compared.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.parse.candor import Receipts
    from benchmarks.parse.folder import Scan


@dataclass(frozen=True, slots=True)
class ScanRead:
    """One scan: the characters on it, how many are wrong, and why it was refused, if it was."""

    name: str
    characters: int
    errors: int
    unordered: int
    """Errors when the order of the words does not count."""
    refused: str = ""


def compare(scans: Sequence[Scan], receipts: Receipts) -> list[ScanRead]:
    """Return how each scan was read."""
    results: list[ScanRead] = []
    for scan in scans:
        told, text = plain(scan.text), plain(receipts.text(scan.file))
        refused = receipts.refused.get(scan.file, "")
        wrong, unordered = errors(told, text), errors_in_any_order(told, text)
        results.append(ScanRead(scan.file.name, len(told), wrong, unordered, refused))
    return results


def plain(text: str) -> str:
    """Return `text` with single spaces, in compatibility form: ligatures are their letters."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def errors(told: str, read_as: str) -> int:
    """Return how many characters are inserted, deleted or replaced."""
    return Levenshtein.distance(told, read_as)


def errors_in_any_order(told: str, read_as: str) -> int:
    """Return the errors in the words that one text has and the other has not, or less often.

    Never more than the errors in order, which may pair what is left in a better way.
    """
    one, other = Counter(told.split()), Counter(read_as.split())
    left = errors(_left(told, one - other), _left(read_as, other - one))
    return min(left, errors(told, read_as))


def _left(text: str, counts: Counter[str]) -> str:
    """Return the words of `text` that `counts` has, that often each, in their order."""
    left: list[str] = []
    for word in text.split():
        if counts[word] > 0:
            counts[word] -= 1
            left.append(word)
    return " ".join(left)


def error_rates(results: Sequence[ScanRead]) -> tuple[float, float] | None:
    """Return the errors over all characters, in order and in any, or None without scans."""
    characters = sum(each.characters for each in results)
    if not characters:
        return None
    wrong, unordered = (
        sum(each.errors for each in results),
        sum(each.unordered for each in results),
    )
    return wrong / characters, unordered / characters
