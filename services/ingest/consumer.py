"""What Ingest follows: its own work and news, and Matcher's word that a candidate is indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicekit.events import Subscription
from services.ingest.duplicates import proposing
from services.ingest.resumes.reading import CONSUMER, IndexFollower, Reader

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from servicekit.events import Events


def following(
    events: Events,
    reader: Reader,
    follower: IndexFollower,
    proposer: proposing.Proposer,
    *,
    parse_workers: int,
) -> list[Coroutine[object, object, None]]:
    """Return the work of following, to be run for as long as Ingest runs."""
    work = Subscription(
        CONSUMER, "WORK", ("work.*.ingest.parse-resume.v1",), lanes=parse_workers * 2
    )
    indexed = Subscription(
        IndexFollower.CONSUMER, "EVENTS", ("candor.*.matcher.candidate-indexed.v1",), batch=20
    )
    known = Subscription(
        proposing.CONSUMER, "EVENTS", (proposing.CREATED, proposing.PARSED), batch=20
    )
    return [
        events.consume_forever(work, reader.handle),
        events.consume_forever(indexed, follower.handle),
        events.consume_forever(known, proposer.handle),
    ]
