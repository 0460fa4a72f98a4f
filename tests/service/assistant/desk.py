"""What the neighbours of the Assistant know in these tests, and what they were asked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from candor.facts.v1 import facts_pb2
from candor.ingest.v1 import application_service_pb2, job_service_pb2
from candor.matcher.v1 import match_pb2

from servicekit.auth import caller

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMESPACE = UUID("0190b3a0-0000-7000-8000-000000000000")


def id_of(name: str) -> str:
    """Return the id of anything in the data, by what it is called there."""
    return str(uuid5(NAMESPACE, name))


@dataclass(frozen=True)
class Tenant:
    """What one tenant has. Candidates are in the order of their ranking."""

    jobs: Sequence[job_service_pb2.Job]
    names: Mapping[str, str]
    matches: Mapping[str, Sequence[match_pb2.Match]]
    applications: Sequence[application_service_pb2.Application]
    owners: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass
class Desk:
    """The data behind the servers, what was called, and what holds a call up."""

    tenants: Mapping[str, Tenant]
    calls: list[str] = field(default_factory=list[str])
    tokens: set[str] = field(default_factory=set[str])
    runs: dict[str, match_pb2.MatchRun] = field(default_factory=dict[str, match_pb2.MatchRun])
    may_match: asyncio.Event = field(default_factory=asyncio.Event)
    matching: asyncio.Event = field(default_factory=asyncio.Event)
    match_bug: bool = False

    def __post_init__(self) -> None:
        self.may_match.set()

    def called(self, method: str) -> Tenant:
        """Note a call and return the data of its caller's tenant."""
        self.calls.append(method)
        self.tokens.add(caller().token)
        return self.tenants[caller().tenant]

    def run(self, tenant: Tenant, job_id: str, size: int) -> match_pb2.MatchRun:
        """Make a run, as new as each ranking is."""
        matches = tenant.matches.get(job_id, ())
        run = match_pb2.MatchRun(
            run_id=id_of(f"run {len(self.runs)}"),
            job_id=job_id,
            matches=matches[:size],
            scored_count=len(matches),
        )
        self.runs[run.run_id] = run
        return run


def job(title: str, *, is_open: bool = True) -> job_service_pb2.Job:
    """Return a job."""
    state = job_service_pb2.JOB_STATE_OPEN if is_open else job_service_pb2.JOB_STATE_CLOSED
    return job_service_pb2.Job(job_id=id_of(title), title=title, text="...", state=state)


def application(
    who: str, title: str, stage: application_service_pb2.Stage.ValueType
) -> application_service_pb2.Application:
    """Return an application of a candidate for a job."""
    return application_service_pb2.Application(
        application_id=id_of(f"{who} for {title}"),
        candidate_id=id_of(who),
        job_id=id_of(title),
        stage=stage,
    )


def contribution(
    criterion_id: str,
    label: str,
    points: int,
    max_points: int,
    reason: str,
    quote: str = "",
    *,
    must: bool = True,
) -> match_pb2.Contribution:
    """Return what a criterion brought, shown by one line of a resume if there is a `quote`."""
    evidence = match_pb2.Evidence(
        text_digest="d1",
        span=facts_pb2.Span(page=1, start=len(label), end=len(label) + len(quote)),
        quote=quote,
    )
    return match_pb2.Contribution(
        criterion_id=criterion_id,
        label=label,
        must=must,
        points=points,
        max_points=max_points,
        reason=reason,
        evidence=[evidence] if quote else [],
    )


def match(who: str, rank: int, *contributions: match_pb2.Contribution) -> match_pb2.Match:
    """Return a candidate's score."""
    return match_pb2.Match(
        candidate_id=id_of(who),
        rank=rank,
        points=sum(each.points for each in contributions),
        max_points=sum(each.max_points for each in contributions),
        contributions=contributions,
        missing=[each.label for each in contributions if each.must and not each.points],
    )
