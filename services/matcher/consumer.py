"""What Matcher follows: resumes, corrections, merges, erasures, jobs and their rubrics."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from candor.ingest.v1.events_pb2 import CandidatesMerged, CandidatesUnmerged

from servicekit.erasing import BACKOFF
from servicekit.events import Subscription
from services.matcher import erasing, indexing, preparing
from services.matcher.facets import following as following_facets

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from candor.common.v1 import event_pb2

    from servicekit.events import Events
    from services.matcher.merging import Joiner

FACTS = ("candor.*.ingest.resume-parsed.v1", "candor.*.ingest.facts-corrected.v1")
MERGES = ("candor.*.ingest.candidates-merged.v1", "candor.*.ingest.candidates-unmerged.v1")
# One lane, too: a job is closed after it was created.
JOBS = (
    "candor.*.ingest.job-created.v1",
    "candor.*.ingest.job-closed.v1",
    "candor.*.matcher.rubric-approved.v1",
)

STANDINGS = (
    "candor.*.ingest.consent-updated.v1",
    "candor.*.ingest.retention-extended.v1",
    "candor.*.ingest.preferences-updated.v1",
)
APPLICATIONS = (
    "candor.*.ingest.application-created.v1",
    "candor.*.ingest.application-moved.v1",
)


def following(
    events: Events,
    indexer: indexing.Indexer,
    joiner: Joiner,
    preparer: preparing.Preparer,
    eraser: erasing.Eraser,
) -> list[Coroutine[object, object, None]]:
    """Return the work of following, to be run for as long as Matcher runs."""

    async def index(happened: Sequence[event_pb2.Event]) -> None:
        for merges, group in groupby(happened, key=_is_merge):
            if not merges:
                await indexer.handle(list(group))
                continue
            for event in group:
                await joiner.handle(event)

    # One lane: a candidate's later resume must not be overtaken by an earlier one.
    resumes = Subscription(indexing.CONSUMER, "EVENTS", (*FACTS, *MERGES), batch=16)
    jobs = Subscription(preparing.CONSUMER, "EVENTS", JOBS)
    erased = Subscription(
        erasing.CONSUMER,
        "EVENTS",
        ("candor.*.ingest.candidate-erased.v1",),
        backoff=BACKOFF,
    )
    return [
        events.consume_forever(resumes, index),
        events.consume_forever(jobs, preparer.handle),
        events.consume_forever(erased, eraser.handle),
    ]


def narrowing(
    events: Events, follower: following_facets.Follower
) -> list[Coroutine[object, object, None]]:
    """Return the work of following what selections are narrowed by."""
    standings = Subscription(following_facets.STANDINGS, "EVENTS", STANDINGS, batch=16)
    retentions = Subscription(
        following_facets.RETENTIONS, "EVENTS", ("candor.*.ingest.retention-set.v1",)
    )
    applications = Subscription(following_facets.APPLICATIONS, "EVENTS", APPLICATIONS, batch=16)
    return [
        events.consume_forever(standings, follower.standings),
        events.consume_forever(retentions, follower.retentions),
        events.consume_forever(applications, follower.applications),
    ]


def _is_merge(event: event_pb2.Event) -> bool:
    return event.data.Is(CandidatesMerged.DESCRIPTOR) or event.data.Is(
        CandidatesUnmerged.DESCRIPTOR
    )
