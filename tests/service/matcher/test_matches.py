"""A ranking: what it is made of, and that anybody can check it against the blind facts."""

from __future__ import annotations

import itertools
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from candor.facts.v1 import facts_pb2, requirements_pb2
from candor.facts.v1.requirements_pb2 import Requirement
from candor.ingest.v1.candidate_service_pb2 import GetCandidateFactsRequest
from candor.ingest.v1.job_service_pb2 import GetJobRequest
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.match_service_pb2 import (
    GetMatchRunRequest,
    GetRubricRequest,
    ListMatchRunsRequest,
    MatchJobRequest,
    ScorePairRequest,
)
from grpc import StatusCode

from servicekit import canonical
from services.matcher.embedding.embedder import Embedder
from services.matcher.scoring.words import keys_of
from tests.service import bus, tables
from tests.service.clients import refused
from tests.service.matcher.people import resume, run_of
from tests.service.matcher.people import team as team_of

if TYPE_CHECKING:
    from candor.facts.v1.facts_pb2 import ScorableFacts

    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person
    from tests.service.matcher.people import Team

pytestmark = pytest.mark.asyncio(loop_scope="module")

OF_THE_TEXT = {
    requirements_pb2.REQUIREMENT_KIND_WORDS,
    requirements_pb2.REQUIREMENT_KIND_LINE_OF_WORK,
}
"""Kinds that are of no line of the job, as is the fit of titles, and shown by blocks of lines."""


@pytest_asyncio.fixture(loop_scope="module")
async def recruiter(callers: Callers, team: Team) -> Person:
    return await callers.person(team.tenant)


async def _facts(person: Person, candidate_id: str) -> ScorableFacts:
    request = GetCandidateFactsRequest(candidate_id=candidate_id)
    shown = await person.candidates.GetCandidateFacts(request)
    return shown.facts


def _texts(facts: ScorableFacts, span: facts_pb2.Span) -> list[str]:
    """Return the blind lines that a span touches."""
    touched = [
        line for line in facts.lines if line.span.start < span.end and span.start < line.span.end
    ]
    assert span.start >= touched[0].span.start
    assert span.end <= touched[-1].span.end
    return [line.text for line in touched]


async def test_everybody_is_ranked_best_first_and_equals_share_a_place(
    recruiter: Person, team: Team
) -> None:
    run = await run_of(recruiter, team.job_id)
    assert sorted(each.candidate_id for each in run.matches) == sorted(team.candidates)
    assert run.scored_count == len(team.candidates)
    points = [each.points for each in run.matches]
    assert points == sorted(points, reverse=True)
    assert [each.rank for each in run.matches] == [points.index(each) + 1 for each in points]
    assert points[0] > points[-1]


async def test_the_engineers_come_before_the_nurse(recruiter: Person, team: Team) -> None:
    run = await run_of(recruiter, team.job_id)
    assert run.matches[-1].candidate_id == team.candidates[-1]


async def test_contributions_sum_to_the_points_and_follow_the_rubric(
    recruiter: Person, team: Team
) -> None:
    run = await run_of(recruiter, team.job_id)
    rubric = (await recruiter.matches.GetRubric(GetRubricRequest(job_id=team.job_id))).rubric
    weights = [(each.criterion_id, each.weight) for each in rubric.criteria]
    for each in run.matches:
        assert each.points == sum(part.points for part in each.contributions)
        assert each.max_points == rubric.max_points == 1000
        assert [(part.criterion_id, part.max_points) for part in each.contributions] == weights
        for part in each.contributions:
            assert part.points <= part.max_points
            assert part.reason
            met = part.kind != match_pb2.EVIDENCE_KIND_UNSPECIFIED
            # Of few points a small degree brings none: it is met, and says by what.
            assert met == bool(part.evidence)
            assert met or not part.points


async def test_every_quote_is_the_blind_line_at_its_place(recruiter: Person, team: Team) -> None:
    run = await run_of(recruiter, team.job_id)
    quoted = 0
    for each in run.matches:
        facts = await _facts(recruiter, each.candidate_id)
        assert canonical.digest(facts) == each.facts_digest
        for evidence in (one for part in each.contributions for one in part.evidence):
            assert evidence.text_digest == facts.text_digest
            assert evidence.quote in _texts(facts, evidence.span)
            quoted += 1
    assert quoted > 20


async def test_what_is_of_the_whole_text_cites_blocks_of_lines_that_stand_apart(
    recruiter: Person, team: Team
) -> None:
    rubric = (await recruiter.matches.GetRubric(GetRubricRequest(job_id=team.job_id))).rubric
    kinds = {each.criterion_id: each.requirement.kind for each in rubric.criteria}
    run = await run_of(recruiter, team.job_id)
    blocks = 0
    for each in run.matches:
        facts = await _facts(recruiter, each.candidate_id)
        for part in each.contributions:
            if kinds[part.criterion_id] in OF_THE_TEXT:
                spans = sorted((one.span.start, one.span.end) for one in part.evidence)
                assert all(end < start for (_, end), (start, _) in pairwise(spans))
                blocks += any(len(_texts(facts, one.span)) > 1 for one in part.evidence)
    assert blocks > len(team.candidates)


async def test_missing_names_the_musts_of_which_there_is_no_evidence(
    recruiter: Person, team: Team
) -> None:
    run = await run_of(recruiter, team.job_id)
    assert any(each.missing for each in run.matches)
    for each in run.matches:
        wanting = [
            part.label
            for part in each.contributions
            if part.must and part.kind == match_pb2.EVIDENCE_KIND_UNSPECIFIED
        ]
        assert list(each.missing) == wanting


async def test_each_criterion_points_at_the_line_of_the_job_that_asks(
    recruiter: Person, team: Team
) -> None:
    job = (await recruiter.jobs.GetJob(GetJobRequest(job_id=team.job_id))).job
    rubric = await recruiter.matches.GetRubric(GetRubricRequest(job_id=team.job_id))
    assert rubric.rubric_digest == canonical.digest(rubric.rubric)
    assert rubric.rubric.requirements_digest == job.requirements_digest
    assert sum(each.weight for each in rubric.rubric.criteria) == rubric.rubric.max_points
    of_no_line = {*OF_THE_TEXT, requirements_pb2.REQUIREMENT_KIND_OCCUPATION}
    whole = [each for each in rubric.rubric.criteria if each.requirement.kind in of_no_line]
    assert {each.requirement.kind for each in whole} == of_no_line
    assert all(each.requirement.span == facts_pb2.Span(page=1) for each in whole)
    for word in (word for each in whole for word in each.requirement.words):
        assert word.word in keys_of(job.text[word.span.start : word.span.end])
    offered = [
        part
        for each in rubric.rubric.criteria
        if each not in whole
        for part in each.alternatives or [each.requirement]
    ]
    asked = sorted((each.span.start, each.label) for each in offered)
    items = job.requirements.items
    assert asked == sorted((each.span.start, each.label) for each in items)
    groups = {each.alternative for each in items} - {0}
    assert len([each for each in rubric.rubric.criteria if each.alternatives]) == len(groups) > 0
    by_label = {each.label: each for each in items}
    for each in offered:
        alone = Requirement()
        alone.CopyFrom(by_label[each.label])
        alone.ClearField("alternative")
        alone.ClearField("one_is_must")
        assert each == alone


async def test_a_pair_scores_what_the_run_says(mesh: Mesh, recruiter: Person, team: Team) -> None:
    run = await run_of(recruiter, team.job_id)
    for each in run.matches:
        request = ScorePairRequest(job_id=team.job_id, candidate_id=each.candidate_id)
        scored = await recruiter.matches.ScorePair(request)
        expected = match_pb2.Match()
        expected.CopyFrom(each)
        for of_the_ranking in ("rank", "by_weights", "by_one_fact"):
            expected.ClearField(of_the_ranking)
        assert scored.match == expected
        assert scored.lineage == run.lineage
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    assert (await bus.happened(mesh.ground, team.tenant)).count("PairScored") >= len(run.matches)


async def test_a_run_says_which_places_are_sure(recruiter: Person, team: Team) -> None:
    run = await run_of(recruiter, team.job_id)
    order = [each.candidate_id for each in run.matches]
    for each in run.matches:
        for places in (each.by_weights, each.by_one_fact):
            assert 1 <= places.best_place <= each.rank <= places.worst_place <= run.scored_count
    assert run.ties
    for group in run.ties:
        first = order.index(group.candidate_ids[0])
        assert order[first : first + len(group.candidate_ids)] == list(group.candidate_ids)
    tied = {pair for group in run.ties for pair in itertools.pairwise(group.candidate_ids)}
    for above, below in itertools.pairwise(run.matches):
        if above.points == below.points:
            assert (above.candidate_id, below.candidate_id) in tied


async def test_places_are_as_sure_of_a_short_page_as_of_a_long_one(
    recruiter: Person, team: Team
) -> None:
    short = await run_of(recruiter, team.job_id, page_size=3)
    long = await run_of(recruiter, team.job_id)
    for few, many in zip(short.matches, long.matches, strict=False):
        assert few.by_weights == many.by_weights
        assert few.by_one_fact == many.by_one_fact


async def test_a_stored_run_shows_the_same_bytes(recruiter: Person, team: Team) -> None:
    for size in (3, 100):
        run = await run_of(recruiter, team.job_id, page_size=size, fresh=True)
        found = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=run.run_id))
        assert found.run.SerializeToString(deterministic=True) == run.SerializeToString(
            deterministic=True
        )
        assert [each.place for each in found.retrieved] == [*range(1, len(team.candidates) + 1)]
        assert {each.candidate_id for each in found.retrieved} == set(team.candidates)


async def test_matching_afresh_gives_another_run_with_the_same_digest(
    recruiter: Person, team: Team
) -> None:
    runs = [await run_of(recruiter, team.job_id, fresh=True) for _ in range(4)]
    assert len({run.run_id for run in runs}) == len(runs)
    assert len({run.run_digest for run in runs}) == 1
    assert all(run.matches == runs[0].matches for run in runs)


async def test_under_one_request_id_there_is_one_run(
    mesh: Mesh, recruiter: Person, team: Team
) -> None:
    request_id = str(uuid4())
    first = await run_of(recruiter, team.job_id, request_id=request_id)
    before = await tables.counts(mesh.matcher, team.tenant)
    again = await run_of(recruiter, team.job_id, request_id=request_id)
    assert again.SerializeToString(deterministic=True) == first.SerializeToString(
        deterministic=True
    )
    assert (await tables.counts(mesh.matcher, team.tenant))["run"] == before["run"]
    with refused("REQUEST_ID_REUSED", StatusCode.ALREADY_EXISTS):
        await run_of(recruiter, team.job_id, request_id=request_id, page_size=1)


@pytest.mark.parametrize(("asked", "shown"), [(0, 7), (1, 1), (3, 3), (2**31 - 1, 7)])
async def test_as_many_are_shown_as_were_asked_for_and_all_are_scored(
    recruiter: Person, team: Team, asked: int, shown: int
) -> None:
    run = await run_of(recruiter, team.job_id, page_size=asked)
    assert (len(run.matches), run.scored_count) == (shown, 7)


async def test_runs_are_listed_by_pages_newest_first_without_matches(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team_of(recruiter, [resume("Python")], job="Engineer\nMust have\n- Python")
    made = [await run_of(recruiter, own.job_id, fresh=True) for _ in range(7)]
    listed: list[match_pb2.MatchRun] = []
    token = ""
    while True:
        page = await recruiter.matches.ListMatchRuns(
            ListMatchRunsRequest(job_id=own.job_id, page_size=3, page_token=token)
        )
        listed += page.runs
        token = page.next_page_token
        if not token:
            break
    assert [each.run_id for each in listed] == [each.run_id for each in reversed(made)]
    assert not any(each.matches for each in listed)
    assert {each.run_digest for each in listed} == {made[0].run_digest}
    elsewhere = await recruiter.job("Cook")
    page = await recruiter.matches.ListMatchRuns(ListMatchRunsRequest(job_id=elsewhere.job_id))
    assert not page.runs


async def test_what_is_not_there_is_not_found(recruiter: Person, team: Team) -> None:
    missing = str(uuid4())
    with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
        await run_of(recruiter, team.job_id, page_size=-1)
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND) as told:
        await recruiter.matches.MatchJob(MatchJobRequest(job_id=missing))
    assert told[0].metadata == {"job_id": missing}
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND):
        await recruiter.matches.GetRubric(GetRubricRequest(job_id=missing))
    with refused("RUN_NOT_FOUND", StatusCode.NOT_FOUND):
        await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=missing))
    with refused("FACTS_NOT_READY", StatusCode.FAILED_PRECONDITION):
        await recruiter.matches.ScorePair(
            ScorePairRequest(job_id=team.job_id, candidate_id=missing)
        )


async def test_a_run_names_all_that_it_came_from(mesh: Mesh, recruiter: Person, team: Team) -> None:
    run = await run_of(recruiter, team.job_id, fresh=True)
    rubric = await recruiter.matches.GetRubric(GetRubricRequest(job_id=team.job_id))
    lineage = run.lineage
    assert lineage.rubric_digest == rubric.rubric_digest
    assert lineage.requirements_digest == rubric.rubric.requirements_digest
    assert lineage.scorer == "v2"
    (model,) = mesh.ground.models.glob("*.onnx")
    with closing(Embedder(model)) as embedder:
        assert lineage.model_digest == embedder.model.digest
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    parsed = [
        event
        for event in await bus.announced(mesh.ground, team.tenant)
        if bus.name_of(event) == "ResumeParsed"
    ]
    assert all(lineage.taxonomy_digest.encode() in event.data.value for event in parsed)
    last = (await bus.announced(mesh.ground, team.tenant))[-1]
    assert bus.name_of(last) == "MatchRunCompleted"
    assert run.run_digest.encode() in last.data.value
