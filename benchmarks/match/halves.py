"""The halves: A is for choosing methods and numbers, B for reporting what they are worth.

`halves.tsv` has the half of each query, and was committed before anything was chosen; `dealt`
is the rule that made it. Documents have halves too, by their id alone, so that the halves of a
set share neither jobs nor resumes.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Half: TypeAlias = Literal["A", "B"]

FILE: Final = Path(__file__).with_name("halves.tsv")


def of_queries() -> dict[tuple[str, str], Half]:
    """Return the half of each query, by set and query id, as the file has it."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {(name, query): "A" if half == "A" else "B" for name, query, half in rows}


def of_document(document: str) -> Half:
    """Return the half of a document: A when the last bit of its id's SHA-256 is 0."""
    return "B" if _hash(document)[-1] & 1 else "A"


def dealt(name: str, labels: Mapping[str, str]) -> dict[str, Half]:
    """Return the half of each query of a set, from its label.

    The queries of each label are put in the order of the SHA-256 of `set/query` and dealt in
    turn; the last bit of the SHA-256 of `set/label` says which half gets the first.
    """
    halves: dict[str, Half] = {}
    for label in sorted(set(labels.values())):
        own = [query for query in labels if labels[query] == label]
        first = _hash(f"{name}/{label}")[-1] & 1
        for place, query in enumerate(sorted(own, key=lambda each: _hash(f"{name}/{each}"))):
            halves[query] = "B" if (first + place) & 1 else "A"
    return halves


def _hash(text: str) -> bytes:
    return sha256(text.encode()).digest()
