"""What Ingest follows: its own work and news, Matcher's index, erasures in every service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicekit import erasing
from servicekit.events import Subscription
from services.ingest.duplicates import proposing
from services.ingest.erasure.following import Collector, FileRemover
from services.ingest.resumes.burying import DeadFollower
from services.ingest.resumes.reading import CONSUMER, LOOKING, IndexFollower

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from servicekit.events import Events
    from services.ingest.resumes.reading import Readers
    from services.ingest.stores import Stores


def following(
    events: Events,
    stores: Stores,
    readers: Readers,
    *,
    parse_workers: int,
    ocr_workers: int,
) -> list[Coroutine[object, object, None]]:
    """Return the work of following, to be run for as long as Ingest runs.

    Files that have to be looked at wait in a queue of their own, and hold up no others.
    """
    work = Subscription(
        CONSUMER, "WORK", ("work.*.ingest.parse-resume.v1",), lanes=parse_workers * 2
    )
    looking = Subscription(
        LOOKING, "WORK", ("work.*.ingest.read-scan.v1",), lanes=max(1, ocr_workers)
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
        DeadFollower.CONSUMER,
        "DEAD",
        (f"dead.{CONSUMER}", f"dead.{LOOKING}", "dead.matcher-index"),
        batch=20,
    )
    known = Subscription(
        proposing.CONSUMER, "EVENTS", (proposing.CREATED, proposing.PARSED), batch=20
    )
    return [
        events.consume_forever(work, readers.handle),
        events.consume_forever(looking, readers.look),
        events.consume_forever(indexed, IndexFollower(stores).handle),
        events.consume_forever(known, proposing.Proposer(stores).handle),
        events.consume_forever(dead, DeadFollower(stores).handle),
        events.consume_forever(erased, FileRemover(stores).handle),
        events.consume_forever(confirmed, Collector(stores).handle),
    ]
