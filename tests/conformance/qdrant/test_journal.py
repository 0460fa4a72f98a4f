"""The bound on what our endpoint keeps in memory while a copy is optimised."""

from __future__ import annotations

import pytest
from qdrant_client import grpc as pb

from deploy.local.qdrant.journal import SMALL, Journal
from deploy.local.qdrant.refusals import JournalFull

LARGE = pb.DeletePayloadPoints(keys=["x" * (SMALL * 3)])
HALF = pb.DeletePayloadPoints(keys=["x" * (SMALL // 2)])


def filled(count: int, limit: int) -> Journal:
    journal = Journal(limit)
    for _ in range(count):
        journal.append(HALF)
    return journal


def test_writes_are_taken_in_the_order_of_their_coming() -> None:
    journal = Journal(SMALL)
    writes = [pb.DeletePayloadPoints(keys=[str(number)]) for number in range(5)]
    for write in writes:
        journal.append(write)
    assert [journal.take() for _ in range(6)] == [*writes, None]


def test_a_full_journal_takes_no_more() -> None:
    journal = filled(8, limit=4 * SMALL)
    with pytest.raises(JournalFull):
        journal.append(HALF)
    journal.take()
    journal.append(HALF)


def test_writers_who_never_pause_do_not_keep_it_from_becoming_small() -> None:
    for write in (HALF, LARGE):
        journal = Journal(100 * SMALL)
        for _ in range(20):
            journal.append(write)
        assert not journal.crowded
        taken = 0
        while not journal.small:
            assert journal.take()
            taken += 1
            while not journal.crowded:
                journal.append(write)
        assert taken <= 40
