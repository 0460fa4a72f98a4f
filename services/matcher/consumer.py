"""What Matcher follows: parsed resumes and new jobs of Ingest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicekit.events import Subscription
from services.matcher import indexing, preparing

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from servicekit.events import Events


def following(
    events: Events, indexer: indexing.Indexer, preparer: preparing.Preparer
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
    return [
        events.consume_forever(resumes, indexer.handle),
        events.consume_forever(jobs, preparer.handle),
    ]
