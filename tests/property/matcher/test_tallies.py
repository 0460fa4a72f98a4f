"""What is counted piece by piece is what would be computed at once."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from services.matcher import scored
from services.matcher.facets.filters import UNFILTERED, Filters
from services.matcher.runs import Lineage, Run, Scored, head_of
from services.matcher.streaming import tally as module
from services.matcher.streaming.tally import Tally

LINEAGE = Lineage("q" * 64, "r" * 64, "t" * 64, "m" * 64, "v1")
PEOPLE = st.dictionaries(
    st.integers(0, 2**128 - 1).map(lambda number: str(UUID(int=number))),
    st.tuples(st.integers(0, 40), st.booleans()),
    max_size=60,
)


def tallied(people: dict[str, tuple[int, bool]]) -> tuple[Tally, tuple[Scored, ...]]:
    one_by_one = Tally()
    at_once: list[Scored] = []
    for candidate_id, (points, below) in sorted(people.items()):
        digest = sha256(candidate_id.encode()).hexdigest()
        one_by_one.add(candidate_id, digest, points, below=below)
        at_once.append(Scored(candidate_id, digest, points, below=below))
    return one_by_one, tuple(at_once)


def of_canonical_json(run: Run) -> str:
    tree = {
        **head_of(run.lineage, run.filters),
        "scored": sorted(
            [each.candidate_id, each.facts_digest, each.points, int(each.below)]
            for each in run.scored
        ),
    }
    return sha256(rfc8785.dumps(tree)).hexdigest()


@given(PEOPLE, st.integers(1, 70), st.sampled_from([UNFILTERED, Filters(places=("Bonn",))]))
def test_the_digest_is_that_of_the_run_whatever_the_pieces(
    people: dict[str, tuple[int, bool]], piece: int, filters: Filters
) -> None:
    one_by_one, at_once = tallied(people)
    run = Run("i", "j", LINEAGE, at_once, 10, datetime(2026, 11, 21, tzinfo=UTC), filters=filters)
    module.PIECE, before = piece, module.PIECE
    try:
        assert list(one_by_one.hashing(head_of(LINEAGE, filters)))[-1] == run.digest
        assert run.digest == of_canonical_json(run)
        parts = list(one_by_one.parts())
    finally:
        module.PIECE = before
    together = [each for part in parts for each in part.scored()]
    assert together == [each for _, each in run.ranked()]
    assert all(len(part.points) <= piece for part in parts)


def test_ids_sort_as_the_database_sorts_them() -> None:
    """PostgreSQL sorts UUIDs by their bytes: in text that is the order of lower-case hex."""
    ids = [str(UUID(int=number * 2**121 + number)) for number in range(128)]
    assert sorted(ids) == sorted(ids, key=lambda each: UUID(each).bytes)
    assert scored.PIECE == module.PIECE
