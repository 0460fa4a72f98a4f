"""With the model failing, answers are by words, skills and occupation, and say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from candor.ingest.v1.candidate_service_pb2 import GetCandidateFactsRequest
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.match_service_pb2 import (
    GetMatchRunRequest,
    GetRubricRequest,
    ListMatchRunsRequest,
    ScorePairRequest,
)
from candor.matcher.v1.search_service_pb2 import SearchCandidatesRequest
from grpc import StatusCode

from services.matcher import wire
from services.matcher.scoring.scorers import scorer
from services.matcher.scoring.tables import Tables
from taxonomy import taxonomy, work
from tests.harness import services
from tests.service.clients import refused
from tests.service.matcher import broken
from tests.service.matcher.people import indexed, resume, run_of
from tests.service.matcher.rubrics import document_of, preview

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tests.harness.services import Ground, Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

MEANING = [match_pb2.ARM_ROLES, match_pb2.ARM_SKILLS_MEANING, match_pb2.ARM_SUMMARY]
LEXICAL = {match_pb2.ARM_WORDS, match_pb2.ARM_SKILLS, match_pb2.ARM_OCCUPATION}
SHORT = "Backend Engineer\n\nMust have\n- Python\n"
LONG = SHORT + "".join(
    f"- {skill}\n"
    for skill in (
        "Kubernetes",
        "PostgreSQL",
        "Terraform",
        "Prometheus",
        "Elasticsearch",
        "RabbitMQ",
        "Ansible",
        "TypeScript",
        "JavaScript",
        "machine learning",
        "Apache Kafka",
        "Cassandra",
        "Tableau",
        "Salesforce",
        "SolidWorks",
        "GraphQL",
    )
)
PEOPLE = (
    resume("Python", "Go", title="Backend Engineer"),
    resume("triage", title="Registered Nurse"),
)


@pytest_asyncio.fixture(loop_scope="module")
async def recruiter(callers: Callers, tenant: str) -> Person:
    return await callers.person(tenant)


@pytest.fixture(scope="module")
def models(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the services of this module find a model that fails on long texts."""
    cache = tmp_path_factory.mktemp("broken")
    broken.model(models, cache)
    return cache


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mesh(ground: Ground) -> AsyncGenerator[Mesh]:
    """A mesh with that model."""
    async with services.mesh(ground) as running:
        yield running


async def test_a_run_without_the_model_says_so_and_ranks_by_the_rest(recruiter: Person) -> None:
    candidates = await indexed(recruiter, PEOPLE)
    job = await recruiter.job(LONG)
    run = await run_of(recruiter, job.job_id)
    assert list(run.degraded) == MEANING
    assert [each.candidate_id for each in run.matches] == [candidates[0]]
    shown = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=run.run_id))
    assert shown.run == run
    assert {each.arm for found in shown.retrieved for each in found.arms} <= LEXICAL
    listed = await recruiter.matches.ListMatchRuns(ListMatchRunsRequest(job_id=job.job_id))
    assert list(listed.runs[0].degraded) == MEANING


async def test_what_the_model_can_do_is_whole(recruiter: Person) -> None:
    candidates = await indexed(recruiter, PEOPLE)
    run = await run_of(recruiter, (await recruiter.job(SHORT)).job_id)
    assert not run.degraded
    assert {each.candidate_id for each in run.matches} >= set(candidates)


async def test_points_are_those_of_the_facts_alone_whatever_the_model_does(
    recruiter: Person,
) -> None:
    """Computed here from the blind facts and the rubric, where no model is loaded."""
    await indexed(recruiter, PEOPLE)
    tables = Tables(taxonomy.load(), work.load())
    for text in (LONG, SHORT):
        job_id = (await recruiter.job(text)).job_id
        run = await run_of(recruiter, job_id)
        assert bool(run.degraded) == (text is LONG)
        shown = await recruiter.matches.GetRubric(GetRubricRequest(job_id=job_id))
        scoring = scorer(run.lineage.scorer, wire.to_rubric(shown.rubric), tables)
        assert run.matches
        for each in run.matches:
            request = GetCandidateFactsRequest(candidate_id=each.candidate_id)
            held = (await recruiter.candidates.GetCandidateFacts(request)).facts
            assert scoring.points(tables.read(wire.to_facts(held))) == each.points
            pair = ScorePairRequest(job_id=job_id, candidate_id=each.candidate_id)
            assert (await recruiter.matches.ScorePair(pair)).match.points == each.points


async def test_a_search_without_the_model_says_so(recruiter: Person) -> None:
    candidates = await indexed(recruiter, PEOPLE)
    text = "Python " + "and more of the same for everybody " * 20
    found = await recruiter.searches.SearchCandidates(SearchCandidatesRequest(text=text))
    assert list(found.degraded) == MEANING
    assert found.candidates[0].candidate_id in candidates
    assert {each.arm for each in found.candidates[0].arms} <= LEXICAL


async def test_what_cannot_say_that_it_is_half_is_refused(recruiter: Person) -> None:
    await indexed(recruiter, PEOPLE)
    job = await recruiter.job(LONG)
    document = await document_of(recruiter, job.job_id)
    with refused("MODEL_UNAVAILABLE", StatusCode.UNAVAILABLE):
        await preview(recruiter, document)
