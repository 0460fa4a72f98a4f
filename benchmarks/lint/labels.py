"""How each finding on the real postings was judged: right or wrong, and why.

`labels.tsv` has a line for each: key, verdict, posting, category, the words found, why. The
key is a hash of posting, category, words and which of equal ones it is, so that a change of
rules leaves new findings unlabelled instead of mislabelled.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FILE = Path(__file__).with_name("labels.tsv")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the API on a posting."""

    key: str
    posting_id: str
    split: str
    category: str
    words: str
    around: str


def keyed(
    posting_id: str, split: str, findings: Iterable[Mapping[str, object]], text: str
) -> Iterator[Found]:
    """Yield the findings of one posting with their keys."""
    seen: Counter[tuple[str, str]] = Counter()
    for each in findings:
        category = str(each["category"]).removeprefix("LINT_CATEGORY_")
        words = " ".join(str(each.get("text", "")).split())
        seen[category, words] += 1
        mark = f"{posting_id}|{category}|{words}|{seen[category, words]}"
        key = sha256(mark.encode()).hexdigest()[:12]
        yield Found(key, posting_id, split, category, words, _around(each, text))


def _around(finding: Mapping[str, object], text: str) -> str:
    span = finding.get("span")
    if not isinstance(span, dict):
        return ""
    places = cast("dict[str, int]", span)  # proto3 JSON leaves a zero out
    start, end = places.get("start", 0), places.get("end", 0)
    return " ".join(text[max(0, start - 90) : end + 90].split())


def verdicts() -> dict[str, bool]:
    """Return whether each labelled finding is right, by key."""
    lines = FILE.read_text("utf-8").splitlines() if FILE.exists() else []
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: row[1] == "right" for row in rows}
