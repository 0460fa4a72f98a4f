"""How well duplicates are told from people who are merely alike, on labelled pairs.

`python -m tests.unit.ingest.duplicates.test_labelled_pairs` prints the figures by kind.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from hashlib import sha256

from services.ingest import read_wire
from services.ingest.documents.reading import read
from services.ingest.duplicates import people
from services.ingest.duplicates.likeness import Person, likeness
from services.ingest.duplicates.marks import Known, Marker
from services.ingest.extraction.extract import extract
from services.ingest.extraction.facts import YearMonth
from taxonomy import taxonomy
from tests.unit.ingest.duplicates.pairs import pairs

COUNT = 40  # of each kind
NOW = YearMonth(2026, 11)
MARKER = Marker(bytes(32), "acme")
PRECISION, RECALL = 0.98, 0.95


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the pairs. `found` counts the proposed ones by kind."""

    found: Counter[str]
    of: Counter[str]
    same: frozenset[str]

    @property
    def precision(self) -> float:
        """Of the proposed pairs, the share that is one person."""
        return self._hits / sum(self.found.values())

    @property
    def recall(self) -> float:
        """Of the pairs that are one person, the share that is proposed."""
        return self._hits / sum(count for kind, count in self.of.items() if kind in self.same)

    @property
    def _hits(self) -> int:
        return sum(count for kind, count in self.found.items() if kind in self.same)


def measured(count: int) -> Figures:
    """Read `count` pairs of each kind as Ingest does, and see which would be proposed."""
    known = taxonomy.load()
    found, of, same = Counter[str](), Counter[str](), set[str]()

    def opened(text: str) -> tuple[Known, Person]:
        document = read(text.encode())
        extraction = extract(document, as_of=NOW, taxonomy=known)
        profile = read_wire.profile(read_wire.reading(document, extraction.reading, NOW, None))
        digest = sha256(text.encode()).hexdigest()
        return (
            Known(profile.name, profile.email, profile.phone, digest, document.text),
            replace(people.person(profile), text=document.text),
        )

    for pair in pairs(count):
        (one, first), (other, second) = opened(pair.one), opened(pair.other)
        shared = {mark.kind for mark in MARKER.kept(one) & MARKER.sought(other)}
        of[pair.kind] += 1
        found[pair.kind] += likeness(first, second, shared) is not None
        same |= {pair.kind} if pair.same else set()
    return Figures(found, of, frozenset(same))


def test_one_person_twice_is_proposed_and_people_who_are_alike_are_not() -> None:
    figures = measured(COUNT)
    assert figures.precision >= PRECISION, figures
    assert figures.recall >= RECALL, figures


def main() -> None:
    """Print the figures of a larger sample."""
    figures = measured(200)
    rows: defaultdict[bool, list[str]] = defaultdict(list)
    for kind, count in figures.of.items():
        rows[kind in figures.same].append(f"  {kind:<18}{figures.found[kind]:>4} of {count}")
    sys.stdout.write("one person, proposed\n" + "\n".join(rows[True]) + "\n")
    sys.stdout.write("two people, proposed\n" + "\n".join(rows[False]) + "\n")
    sys.stdout.write(f"precision {figures.precision:.3f}  recall {figures.recall:.3f}\n")


if __name__ == "__main__":
    main()
