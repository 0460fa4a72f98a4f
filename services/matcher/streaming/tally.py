"""Everybody's scores while they are counted, and what is made of them, a piece at a time.

A piece takes a millisecond or two for 1,000 people, so that whoever counts can let others
have their turn in between.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from services.matcher.runs import entry, opened
from services.matcher.scored import PIECE, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from services.matcher.facets.filters import Tree


@dataclass(slots=True)
class Tally:
    """Scores so far. They are added in the order of candidates' ids."""

    candidate_ids: list[str] = field(default_factory=list[str])
    digests: list[str] = field(default_factory=list[str])
    points: array[int] = field(default_factory=lambda: array("i"))
    below: bytearray = field(default_factory=bytearray)

    def add(self, candidate_id: str, digest: str, points: int, *, below: bool) -> None:
        """Add a score, below the line or not."""
        self.below.append(below)
        self.candidate_ids.append(candidate_id)
        self.digests.append(digest)
        self.points.append(points)

    def __len__(self) -> int:
        """Return how many were scored."""
        return len(self.points)

    def hashing(self, head: Mapping[str, Tree]) -> Iterator[str]:
        """Yield "" for each piece, and at last the digest that `Run.digest` would be.

        `head` is what that is of beside the scores, which come last in canonical JSON.
        """
        hashed = sha256(opened(head))
        for start in range(0, len(self), PIECE):
            piece = ",".join(
                entry(self.candidate_ids[at], self.digests[at], self.points[at], self.below[at])
                for at in range(start, min(start + PIECE, len(self)))
            )
            hashed.update(f",{piece}".encode() if start else piece.encode())
            yield ""
        hashed.update(b"]}")
        yield hashed.hexdigest()

    def parts(self) -> Iterator[Part]:
        """Yield all places, best first, equals by id."""
        # Stable, also in reverse: equals stay in the order of ids, and then the line decides.
        order = sorted(range(len(self)), key=self.points.__getitem__, reverse=True)
        order.sort(key=self.below.__getitem__)
        for start in range(0, len(order), PIECE):
            piece = order[start : start + PIECE]
            yield Part(
                [self.candidate_ids[at] for at in piece],
                bytes.fromhex("".join(self.digests[at] for at in piece)),
                [self.points[at] for at in piece],
                [bool(self.below[at]) for at in piece],
            )
