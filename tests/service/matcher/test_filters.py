"""Selections narrowed by what people said, without embedding anybody again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from candor.facts.v1.facts_pb2 import LANGUAGE_LEVEL_A1, LANGUAGE_LEVEL_C2
from candor.facts.v1.requirements_pb2 import REMOTE_MODE_ONSITE, REMOTE_MODE_REMOTE
from candor.ingest.v1.preferences_service_pb2 import Preferences, UpdatePreferencesRequest
from candor.matcher.v1.export_service_pb2 import ExportMatchesRequest
from candor.matcher.v1.filters_pb2 import POOL_APPLICANTS, Filters, LanguageFilter
from candor.matcher.v1.match_service_pb2 import GetMatchRunRequest
from candor.matcher.v1.search_service_pb2 import SearchCandidatesRequest
from grpc import StatusCode

from tests.harness import qdrant
from tests.service import bus, points, tables
from tests.service.clients import refused
from tests.service.matcher.people import indexed, resume, run_of

if TYPE_CHECKING:
    from qdrant_client.models import Record

    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n"
BERLIN, AUSTIN, NOWHERE = 0, 1, 2
SAID = (
    Preferences(places=["Berlin, Germany", "Lyon"], remote=[REMOTE_MODE_ONSITE]),
    Preferences(remote=[REMOTE_MODE_REMOTE], available_from="2027-06-01"),
    Preferences(available_from="2027-01-01"),
)
RESUMES = (
    resume("Python") + b"\nLanguages\nGerman: B2\nFrench: native\n",
    resume("Python").replace(b"robin@example.com", b"robin@example.com\nAustin, TX"),
    resume("Python") + b"\nLanguages\nGerman: C2\n",
)


class Team:
    """A recruiter with a job and three people who said different things."""

    def __init__(self, recruiter: Person, job_id: str, people: tuple[str, ...]) -> None:
        self.recruiter = recruiter
        self.job_id = job_id
        self.people = people

    async def found(self, filters: Filters) -> set[int]:
        """Return which of the people a ranking under these filters has."""
        run = await run_of(self.recruiter, self.job_id, filters=filters)
        return {self.people.index(each.candidate_id) for each in run.matches}


async def _said(person: Person, candidate_id: str, said: Preferences) -> None:
    await person.preferences.UpdatePreferences(
        UpdatePreferencesRequest(candidate_id=candidate_id, preferences=said)
    )


@pytest_asyncio.fixture(loop_scope="module")
async def team(mesh: Mesh, callers: Callers, tenant: str) -> Team:
    recruiter = await callers.person(tenant)
    job_id = (await recruiter.job(JOB)).job_id
    people = await indexed(recruiter, RESUMES)
    for candidate_id, said in zip(people, SAID, strict=True):
        await _said(recruiter, candidate_id, said)
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    return Team(recruiter, job_id, people)


async def test_each_filter_lets_through_whom_it_says(team: Team) -> None:
    cases = [
        (Filters(), {BERLIN, AUSTIN, NOWHERE}),
        (Filters(places=["Berlin"]), {BERLIN}),
        (Filters(places=["Germany"]), {BERLIN}),
        (Filters(places=["Texas"]), {AUSTIN}),
        (Filters(places=["Lyon", "US"]), {BERLIN, AUSTIN}),
        (Filters(places=["Berlin, US"]), set()),
        (Filters(places=["Oslo"]), set()),
        (Filters(places=["Oslo"], remote_ok=True), {AUSTIN}),
        (Filters(remote_ok=True), {AUSTIN}),
        (Filters(available_by="2027-01-01"), {BERLIN, NOWHERE}),
        (Filters(available_by="2026-12-31"), {BERLIN}),
        (Filters(languages=[LanguageFilter(code="de")]), {BERLIN, NOWHERE}),
        (
            Filters(languages=[LanguageFilter(code="de", least=LANGUAGE_LEVEL_C2)]),
            {NOWHERE},
        ),
        (
            Filters(
                languages=[
                    LanguageFilter(code="de", least=LANGUAGE_LEVEL_A1),
                    LanguageFilter(code="fr", least=LANGUAGE_LEVEL_C2),
                ]
            ),
            {BERLIN},
        ),
        (Filters(places=["Berlin"], available_by="2026-12-31", remote_ok=True), {BERLIN}),
    ]
    for filters, expected in cases:
        assert await team.found(filters) == expected, filters


async def test_a_run_keeps_its_filters_and_its_digest_names_them(team: Team) -> None:
    filters = Filters(places=["Berlin"])
    plain = await run_of(team.recruiter, team.job_id)
    narrowed = await run_of(team.recruiter, team.job_id, filters=filters)
    again = await run_of(team.recruiter, team.job_id, filters=filters)
    assert not plain.HasField("filters")
    assert narrowed.filters == filters
    assert narrowed.run_digest == again.run_digest != plain.run_digest
    stored = await team.recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=narrowed.run_id))
    assert stored.run == narrowed


async def test_a_score_is_the_same_whatever_the_selection_was_narrowed_by(team: Team) -> None:
    plain = await run_of(team.recruiter, team.job_id)
    narrowed = await run_of(team.recruiter, team.job_id, filters=Filters(places=["Berlin"]))
    points_of = {each.candidate_id: each.points for each in plain.matches}
    assert [each.points for each in narrowed.matches] == [points_of[team.people[BERLIN]]]


@pytest.mark.parametrize("place", ["123", "12th, 7", "..."])
async def test_a_place_without_a_name_is_refused(team: Team, place: str) -> None:
    with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
        await team.found(Filters(places=[place]))


async def test_what_people_say_changes_the_payload_alone(mesh: Mesh, team: Team) -> None:
    before = await _record(mesh, team.people[BERLIN])
    await _said(team.recruiter, team.people[BERLIN], Preferences(places=["Oslo"]))
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    after = await _record(mesh, team.people[BERLIN])
    assert after.vector == before.vector
    assert before.payload
    assert after.payload
    assert {key for key in after.payload if after.payload[key] != before.payload[key]} == {
        "places",
        "remote",
    }
    assert await team.found(Filters(places=["Oslo"])) == {BERLIN}
    assert await team.found(Filters(places=["Berlin"])) == set()


async def _record(mesh: Mesh, candidate_id: str) -> Record:
    async with qdrant.connected(mesh.qdrant.address) as client:
        (found,) = await client.retrieve("candidates", [candidate_id], with_vectors=True)
    return found


async def test_where_somebody_lives_stands_nowhere_in_the_clear(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    (candidate_id,) = await indexed(recruiter, [resume("Python")])
    await _said(recruiter, candidate_id, Preferences(places=["Zembleburg"]))
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    held = await tables.everything(mesh.matcher)
    (point,) = (await points.of_tenant(mesh, tenant)).values()
    assert "'places', ['" in point
    assert b"zembleburg" not in held.lower() + point.lower().encode()


async def test_the_export_tells_what_searches_are_narrowed_by(callers: Callers, team: Team) -> None:
    hr = await callers.person(team.recruiter.tenant, "hr")
    request = ExportMatchesRequest(candidate_id=team.people[BERLIN])
    exported = await hr.match_exports.ExportMatches(request)
    assert {"berlin", "country:de", "lyon"} <= set(exported.facets.place_words)
    assert exported.facets.open


async def test_a_search_is_narrowed_alike_but_not_to_applicants(team: Team) -> None:
    request = SearchCandidatesRequest(text="Python", filters=Filters(places=["Berlin"]))
    found = await team.recruiter.searches.SearchCandidates(request)
    assert [each.candidate_id for each in found.candidates] == [team.people[BERLIN]]
    request.filters.pool = POOL_APPLICANTS
    with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
        await team.recruiter.searches.SearchCandidates(request)
