"""What Matcher follows: parsed resumes, new jobs and erasures of Ingest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicekit.erasing import BACKOFF
from servicekit.events import Subscription
from services.matcher import erasing, indexing, preparing

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from servicekit.events import Events


def following(
    events: Events,
    indexer: indexing.Indexer,
    preparer: preparing.Preparer,
    eraser: erasing.Eraser,
) -> list[Coroutine[object, object, None]]:
    """Return the work of following, to be run for as long as Matcher runs."""
    # One lane: a candidate's later resume must not be overtaken by an earlier one.
    resumes = Subscription(
        indexing.CONSUMER,
        "EVENTS",
        ("candor.*.ingest.resume-parsed.v1", "candor.*.ingest.facts-corrected.v1"),
        batch=16,
    )
    jobs = Subscription(preparing.CONSUMER, "EVENTS", ("candor.*.ingest.job-created.v1",))
    erased = Subscription(
        erasing.CONSUMER,
        "EVENTS",
        ("candor.*.ingest.candidate-erased.v1",),
        backoff=BACKOFF,
    )
    return [
        events.consume_forever(resumes, indexer.handle),
        events.consume_forever(jobs, preparer.handle),
        events.consume_forever(erased, eraser.handle),
    ]
