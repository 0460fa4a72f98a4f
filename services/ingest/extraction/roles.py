"""Several jobs with one employer, told under one name; and jobs told twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.ingest.extraction.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.extraction.employment import Job

_GAP = 3  # months between two roles with one employer
_INHERITED_COSTS = 10


def settled(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """Return the jobs, each role with its employer, and each once.

    An employer with dates of its own and no title, above roles that lie in them, is no job;
    a role without an employer that adjoins the one before it in time has that one's.
    """
    found: list[Job] = []
    umbrella: Job | None = None
    owner: Job | None = None
    for at, job in enumerate(jobs):
        if at + 1 < len(jobs) and _covers(job, jobs[at + 1]):
            umbrella = job
            continue
        if umbrella is not None and not _is_within(job, umbrella):
            umbrella = None
        employer = umbrella.employer if umbrella is not None else _adjoining(found, owner, job)
        owner = job if job.employer else owner
        found.append(job if job.employer or not employer else _with(job, employer))
    return _once(found)


def _with(job: Job, employer: str) -> Job:
    return replace(job, employer=employer, confidence=job.confidence - _INHERITED_COSTS)


def _covers(job: Job, role: Job) -> bool:
    """Say whether `job` is only an employer, and `role` the first of the roles there."""
    bare = not job.title and bool(job.employer) and not any(ln.bullet for ln in job.entry.lines)
    return bare and bool(role.title) and not role.employer and _is_within(role, job)


def _is_within(role: Job, job: Job) -> bool:
    one, other = role.interval, job.interval
    return (
        one is not None
        and other is not None
        and (other.start - _GAP <= one.start and one.end <= other.end + _GAP)
    )


def _adjoining(found: Sequence[Job], owner: Job | None, job: Job) -> str:
    """Return the employer of `owner`, the last that has one, when `job` is a role there.

    Its header is shorter, and it began or ended where the job before it did.
    """
    before = found[-1].interval if found else None
    if owner is None or before is None or job.interval is None or not (job.title and owner.title):
        return ""
    gap = min(abs(before.start - job.interval.end), abs(job.interval.start - before.end))
    shorter = len(job.entry.header) < len(owner.entry.header)
    return owner.employer if shorter and gap <= _GAP else ""


def _once(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """Return the jobs without those that repeat one, as where two sections tell the same."""
    seen: dict[tuple[object, ...], Job] = {}
    for at, job in enumerate(jobs):
        dated = job.interval is not None and bool(job.title or job.employer)
        key = (fold(job.title), fold(job.employer), job.interval) if dated else (at,)
        seen.setdefault(key, job)
    return tuple(seen.values())
