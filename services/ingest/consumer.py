"""What Ingest follows: its own work queue, Matcher's index, and erasures in every service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicekit import erasing
from servicekit.events import Subscription
from services.ingest.erasure.following import Collector, FileRemover
from services.ingest.resumes.burying import DeadFollower
from services.ingest.resumes.reading import CONSUMER, IndexFollower, Reader

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from servicekit.events import Events
    from services.ingest.stores import Stores


def following(
    events: Events, stores: Stores, reader: Reader, *, parse_workers: int
) -> list[Coroutine[object, object, None]]:
    """Return the work of following, to be run for as long as Ingest runs."""
    work = Subscription(
        CONSUMER, "WORK", ("work.*.ingest.parse-resume.v1",), lanes=parse_workers * 2
    )
    indexed = Subscription(
        IndexFollower.CONSUMER, "EVENTS", ("candor.*.matcher.candidate-indexed.v1",), batch=20
    )
    erased = Subscription(
        FileRemover.CONSUMER,
        "EVENTS",
        ("candor.*.ingest.candidate-erased.v1",),
        backoff=erasing.BACKOFF,
    )
    confirmed = Subscription(
        Collector.CONSUMER,
        "EVENTS",
        ("candor.*.*.erasure-confirmed.v1",),
        backoff=erasing.BACKOFF,
    )
    dead = Subscription(
        DeadFollower.CONSUMER, "DEAD", (f"dead.{CONSUMER}", "dead.matcher-index"), batch=20
    )
    return [
        events.consume_forever(work, reader.handle),
        events.consume_forever(indexed, IndexFollower(stores).handle),
        events.consume_forever(dead, DeadFollower(stores).handle),
        events.consume_forever(erased, FileRemover(stores).handle),
        events.consume_forever(confirmed, Collector(stores).handle),
    ]
