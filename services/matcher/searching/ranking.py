"""Jobs for a person: those that retrieval selects, scored exactly as people are for a job."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicekit.database import transaction
from services.matcher.facets.admission import Admission, only
from services.matcher.repository import FactsStore, Jobs
from services.matcher.retrieval import portraits
from services.matcher.retrieval.selecting import select
from services.matcher.runs import FactsNotReady
from services.matcher.scoring.scorers import CURRENT, FULL, scored_points, scorer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from servicekit.database import Connection
    from services.matcher.repository import PreparedJob
    from services.matcher.retrieval.arms import Arm
    from services.matcher.retrieval.selecting import Selection
    from services.matcher.scoring.facts import Facts
    from services.matcher.stores import Stores


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom jobs are ranked for."""

    candidate_id: str
    facts_digest: str
    facts: Facts
    jobs: frozenset[str] | None
    """Those that they may be ranked for; None for all."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A job in its place."""

    rank: int
    job: PreparedJob
    places: Mapping[Arm, int]


async def known(stores: Stores, conn: Connection, tenant: str, candidate_id: UUID) -> Candidate:
    """Return the candidate with their facts of now, or raise FactsNotReady or ConsentExpired."""
    store = FactsStore(conn, tenant, stores.master)
    digest = (await store.standing([str(candidate_id)])).get(str(candidate_id), "")
    slot = (str(candidate_id), digest)
    facts = (await stores.facts.load(conn, tenant, stores.master, [slot])).get(slot)
    if facts is None:
        raise FactsNotReady("the candidate is not indexed", candidate_id=str(candidate_id))
    return Candidate(*slot, facts, await Admission(stores, conn, tenant).jobs_of(candidate_id))


async def select_jobs(stores: Stores, tenant: str, candidate_id: UUID, *, limit: int) -> Selection:
    """Return the jobs that retrieval selects for the candidate, at most `limit`."""
    async with transaction(stores.pool, tenant) as conn:
        candidate = await known(stores, conn, tenant, candidate_id)
        must = only(candidate.jobs)
    query = await stores.queries.of_person(portraits.of_facts(candidate.facts, stores.tables))
    return await select(stores.openings, tenant, query, limit=limit, must=must)


async def rank(
    stores: Stores, conn: Connection, tenant: str, candidate: Candidate, selection: Selection
) -> list[Ranked]:
    """Return those of the jobs that are to be filled, best first.

    Rubrics differ in how much they give: jobs are compared by basis points of the whole. One
    whose knock-outs the candidate does not meet comes after all whose they do.
    """
    mine = candidate.jobs
    found = {
        each.point_id: each for each in selection.selected if mine is None or each.point_id in mine
    }
    jobs = await Jobs(conn, tenant).open_among(list(found))
    shares = {job_id: _share(stores, candidate.facts, job) for job_id, job in jobs.items()}
    ordered = sorted(jobs, key=lambda job_id: (shares[job_id], job_id))
    ranked: list[Ranked] = []
    for number, job_id in enumerate(ordered, 1):
        tied = number > 1 and shares[ordered[number - 2]] == shares[job_id]
        place = ranked[-1].rank if tied else number
        ranked.append(Ranked(place, jobs[job_id], found[job_id].places))
    return ranked


def _share(stores: Stores, facts: Facts, job: PreparedJob) -> tuple[bool, int]:
    """Return whether a knock-out is not met, and the share of the points, the less the better."""
    points, below = scored_points(scorer(CURRENT, job.rubric, stores.tables), facts)
    return below, -(points * FULL // job.rubric.max_points) if job.rubric.max_points else 0
