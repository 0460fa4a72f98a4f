"""A promise of points is kept when the candidate comes back with what it names."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import uuid4

import jwt
import pytest
import pytest_asyncio
from candor.ingest.v1.duplicate_service_pb2 import MergeCandidatesRequest
from candor.matcher.v1 import events_pb2
from candor.matcher.v1 import promise_service_pb2 as pb
from candor.matcher.v1.export_service_pb2 import ExportMatchesRequest
from candor.matcher.v1.fit_service_pb2 import GetFitRequest
from candor.matcher.v1.match_service_pb2 import ScorePairRequest
from candor.matcher.v1.promise_pb2 import Addition, SkillAddition
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from grpc import StatusCode
from jwt.api_jws import PyJWS

from servicekit import canonical
from tests.service import bus, tables
from tests.service.clients import refused
from tests.service.erasure import zebulon
from tests.service.matcher import promising
from tests.service.matcher.people import indexed, run_of
from tests.service.matcher.promising import JOB, comes_back, goal, promise, reach, redeem

if TYPE_CHECKING:
    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Applicant:
    """Somebody with a record of their own, and the job that they want."""

    def __init__(self, own: Person, recruiter: Person, job_id: str, candidate_id: str) -> None:
        self.own, self.recruiter = own, recruiter
        self.job_id, self.candidate_id = job_id, candidate_id

    @property
    def pair(self) -> tuple[str, str]:
        return self.job_id, self.candidate_id


@pytest_asyncio.fixture(loop_scope="module")
async def applicant(callers: Callers, tenant: str) -> Applicant:
    own = await callers.person(tenant, "candidate", subject="robin")
    recruiter = await callers.person(tenant)
    job = await recruiter.job(JOB)
    (candidate_id,) = await indexed(own, [promising.resume()])
    return Applicant(own, recruiter, job.job_id, candidate_id)


async def _points(who: Applicant) -> int:
    scored = await who.recruiter.matches.ScorePair(
        ScorePairRequest(job_id=who.job_id, candidate_id=who.candidate_id)
    )
    return scored.match.points


async def test_sets_are_in_words_and_numbers_and_reach_the_points(applicant: Applicant) -> None:
    points = await goal(applicant.own, *applicant.pair)
    found = await reach(applicant.own, *applicant.pair, points=points)
    assert found.points == await _points(applicant) < points <= found.reachable_points
    assert not found.below_line
    assert 0 < len(found.counterfactuals) <= 5
    assert found.complete
    for each in found.counterfactuals:
        assert each.points >= points
        assert each.effort_months == sum(offer.effort_months for offer in each.offers)
        for offer in each.offers:
            assert offer.words
            assert offer.addition.WhichOneof("what")
    sizes = [(len(each.offers), each.effort_months) for each in found.counterfactuals]
    assert sizes == sorted(sizes)


async def test_pages_go_on_where_the_last_ended_and_for_the_same_facts_only(
    mesh: Mesh, applicant: Applicant
) -> None:
    points = await goal(applicant.own, *applicant.pair)
    first = await reach(applicant.own, *applicant.pair, points=points)
    assert first.next_page_token
    second = await reach(
        applicant.own, *applicant.pair, points=points, page_token=first.next_page_token
    )
    seen = [each.SerializeToString() for each in first.counterfactuals]
    assert second.counterfactuals
    assert not {each.SerializeToString() for each in second.counterfactuals} & set(seen)
    await comes_back(
        mesh, applicant.own, applicant.candidate_id, promising.resume() + b"\nTerraform\n"
    )
    with refused("PAGE_TOKEN_INVALID"):
        await reach(applicant.own, *applicant.pair, points=points, page_token=first.next_page_token)


async def test_who_has_the_points_needs_nothing_and_who_cannot_reach_them_gets_no_set(
    applicant: Applicant,
) -> None:
    have = await _points(applicant)
    found = await reach(applicant.own, *applicant.pair, points=have)
    assert [list(each.offers) for each in found.counterfactuals] == [[]]
    beyond = await reach(applicant.own, *applicant.pair, points=1000)
    assert beyond.reachable_points < 1000
    assert not beyond.counterfactuals
    for points in (0, 1001):
        with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
            await reach(applicant.own, *applicant.pair, points=points)


@pytest.mark.parametrize("percent", [20, 60, 90])
async def test_who_comes_back_with_what_was_promised_has_the_points(
    mesh: Mesh, applicant: Applicant, percent: int
) -> None:
    given = await promise(applicant.own, *applicant.pair, percent=percent)
    points = given.promise.points
    assert len(given.text) < 4096
    before = await redeem(applicant.own, given.text)
    assert not before.kept
    assert before.points == await _points(applicant)
    assert not any(each.shown for each in before.additions)

    additions = list(given.promise.additions)
    await comes_back(mesh, applicant.own, applicant.candidate_id, promising.resume(additions))
    after = await redeem(applicant.own, given.text)
    assert [each.shown for each in after.additions] == [True] * len(additions), after
    assert after.kept
    assert after.points >= points
    assert after.facts_digest != before.facts_digest == given.promise.facts_digest
    assert any(evidence.quote for each in after.additions for evidence in each.evidence)


async def test_a_promise_is_kept_under_the_rubric_it_was_given_for(
    mesh: Mesh, applicant: Applicant
) -> None:
    given = await promise(applicant.own, *applicant.pair)
    await applicant.recruiter.job("Nurse\n\nMust have\n- Nursing\n- 20 years of experience\n")
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    tenant, job_id = applicant.own.tenant, applicant.job_id
    await promising.score_by_another_rubric(mesh.matcher, tenant, job_id)
    additions = list(given.promise.additions)
    await comes_back(mesh, applicant.own, applicant.candidate_id, promising.resume(additions))
    assert await _points(applicant) < given.promise.points
    after = await redeem(applicant.own, given.text)
    assert after.kept
    assert after.points >= given.promise.points


async def test_anybody_can_check_a_promise_with_the_public_key(applicant: Applicant) -> None:
    given = await promise(applicant.own, *applicant.pair)
    told = await applicant.own.promises.GetPromiseKey(pb.GetPromiseKeyRequest())
    key = Ed25519PublicKey.from_public_bytes(told.public_key)
    body = PyJWS().decode(given.text, key, ["EdDSA"])
    assert body == canonical.canonical(given.promise)
    assert jwt.get_unverified_header(given.text)["kid"] == told.key_id
    assert given.promise.tenant == applicant.own.tenant
    assert (given.promise.job_id, given.promise.candidate_id) == applicant.pair


async def test_what_is_not_offered_or_does_not_reach_is_not_promised(
    mesh: Mesh, applicant: Applicant
) -> None:
    points = await goal(applicant.own, *applicant.pair)
    found = await reach(applicant.own, *applicant.pair, points=points)
    additions = [each.addition for each in found.counterfactuals[0].offers]
    made_up = Addition(skill=SkillAddition(skill_id="nothing", label="Nothing", months=12))
    for wrong in ([], [made_up], [additions[0], additions[0]], [Addition()], additions * 21):
        with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
            await _issue(applicant, wrong, points)
    with refused("PROMISE_NOT_REACHED", StatusCode.FAILED_PRECONDITION) as told:
        await _issue(applicant, additions, found.reachable_points)
    assert told[0].metadata == {"points": str(found.counterfactuals[0].points)}
    assert "promise" not in await tables.counts(mesh.matcher, applicant.own.tenant)


async def _issue(who: Applicant, additions: list[Addition], points: int) -> None:
    await who.own.promises.IssuePromise(
        pb.IssuePromiseRequest(
            job_id=who.job_id, candidate_id=who.candidate_id, additions=additions, points=points
        )
    )


async def test_candidates_reach_their_own_record_only(
    callers: Callers, applicant: Applicant
) -> None:
    given = await promise(applicant.own, *applicant.pair)
    other = await callers.person(applicant.own.tenant, "candidate", subject="casey")
    for candidate_id in (applicant.candidate_id, str(uuid4())):
        pair = applicant.job_id, candidate_id
        with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
            await reach(other, *pair, points=1)
        with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
            await other.fits.GetFit(GetFitRequest(job_id=pair[0], candidate_id=pair[1]))
        with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
            await other.promises.IssuePromise(
                pb.IssuePromiseRequest(job_id=pair[0], candidate_id=pair[1], points=1)
            )
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await redeem(other, given.text)
    assert (await redeem(applicant.recruiter, given.text)).promise == given.promise


async def test_another_tenants_promise_is_none(callers: Callers, applicant: Applicant) -> None:
    given = await promise(applicant.own, *applicant.pair)
    stranger = await callers.person(f"{applicant.own.tenant}x")
    for text in (given.text, "", "a.b.c", given.text[:-1], f"{given.text}=", f" {given.text}"):
        with refused("PROMISE_INVALID", StatusCode.INVALID_ARGUMENT):
            await redeem(stranger if text == given.text else applicant.own, text)


async def test_a_place_is_reached_with_the_points_of_who_holds_it(
    applicant: Applicant,
) -> None:
    recruiter = applicant.recruiter
    asked = pb.ListCounterfactualsRequest(
        job_id=applicant.job_id, candidate_id=applicant.candidate_id, target_rank=1
    )
    with refused("RUN_NOT_COMPARABLE", StatusCode.FAILED_PRECONDITION):
        await recruiter.promises.ListCounterfactuals(asked)
    better = (
        b"Kim Other\nkim@example.com\n\nExperience\nBackend Engineer, Rivals\n"
        b"January 2021 - present\n- Ran Kubernetes and PostgreSQL with Python.\n"
    )
    await indexed(recruiter, [better])
    run = await run_of(recruiter, applicant.job_id)
    assert run.matches[0].candidate_id != applicant.candidate_id
    found = await recruiter.promises.ListCounterfactuals(asked)
    assert found.target_points == run.matches[0].points > found.points
    assert all(each.points >= found.target_points for each in found.counterfactuals)
    last = pb.ListCounterfactualsRequest(
        job_id=applicant.job_id, candidate_id=applicant.candidate_id, target_rank=2
    )
    second = await recruiter.promises.ListCounterfactuals(last)
    assert [list(each.offers) for each in second.counterfactuals] == [[]], "the place is theirs"
    with refused("TARGET_RANK_WITHHELD", StatusCode.PERMISSION_DENIED):
        await applicant.own.promises.ListCounterfactuals(asked)


async def test_candidates_see_the_score_that_recruiters_see(applicant: Applicant) -> None:
    fit = await applicant.own.fits.GetFit(
        GetFitRequest(job_id=applicant.job_id, candidate_id=applicant.candidate_id)
    )
    scored = await applicant.recruiter.matches.ScorePair(
        ScorePairRequest(job_id=applicant.job_id, candidate_id=applicant.candidate_id)
    )
    assert fit.match == scored.match
    assert fit.lineage == scored.lineage
    assert fit.match.rank == 0
    assert fit.match.missing
    assert fit.gains
    points = [each.points for each in fit.gains]
    assert points == sorted(points, reverse=True)
    assert points[-1] > fit.match.points
    for gain in fit.gains[:2]:
        await _issue(applicant, [gain.offer.addition], gain.points)


async def test_one_request_id_gives_one_promise_and_one_redemption(
    mesh: Mesh, applicant: Applicant
) -> None:
    request_id = str(uuid4())
    given = [await promise(applicant.own, *applicant.pair, request_id=request_id) for _ in range(2)]
    assert given[0] == given[1]
    redeemed = [await redeem(applicant.own, given[0].text, request_id=request_id) for _ in "ab"]
    assert redeemed[0] == redeemed[1]
    with refused("REQUEST_ID_REUSED"):
        await promise(applicant.own, *applicant.pair, percent=30, request_id=request_id)
    assert (await tables.counts(mesh.matcher, applicant.own.tenant))["promise"] == 1


async def test_the_ledger_has_ids_and_digests_of_both(mesh: Mesh, applicant: Applicant) -> None:
    given = await promise(applicant.own, *applicant.pair)
    await redeem(applicant.own, given.text)
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    events = {
        bus.name_of(each): each
        for each in await bus.announced(mesh.ground, applicant.own.tenant)
        if bus.name_of(each).startswith("Promise")
    }
    issued, redeemed = events_pb2.PromiseIssued(), events_pb2.PromiseRedeemed()
    assert events["PromiseIssued"].data.Unpack(issued)
    assert events["PromiseRedeemed"].data.Unpack(redeemed)
    mark = sha256(given.text.encode()).hexdigest()
    assert issued.promise_digest == redeemed.promise_digest == mark
    assert issued.promise_id == redeemed.promise_id == given.promise.promise_id
    assert (issued.points, redeemed.kept) == (given.promise.points, False)
    assert events["PromiseIssued"].actor.subject == "robin"
    words = [each.skill.label for each in given.promise.additions if each.skill.label]
    for event in events.values():
        assert not any(word.encode() in event.SerializeToString() for word in words)


async def test_an_export_has_the_text_of_every_promise(
    callers: Callers, mesh: Mesh, applicant: Applicant
) -> None:
    given = await promise(applicant.own, *applicant.pair)
    hr = await callers.person(applicant.own.tenant, "hr")
    asked = ExportMatchesRequest(candidate_id=applicant.candidate_id)
    (exported,) = (await hr.match_exports.ExportMatches(asked)).promises
    assert exported.text == given.text
    assert exported.issue_time == given.promise.issue_time
    assert not exported.HasField("keep_time")
    additions = list(given.promise.additions)
    await comes_back(mesh, applicant.own, applicant.candidate_id, promising.resume(additions))
    await redeem(applicant.own, exported.text)
    (exported,) = (await hr.match_exports.ExportMatches(asked)).promises
    assert exported.HasField("keep_time")
    assert given.text.encode() not in await tables.everything(mesh.matcher)


async def test_a_promise_follows_its_candidate_into_a_merge(
    mesh: Mesh, applicant: Applicant
) -> None:
    recruiter = applicant.recruiter
    (other_id,) = await indexed(recruiter, [promising.resume()])
    given = await promise(recruiter, applicant.job_id, other_id)
    with refused("CANDIDATE_NOT_FOUND"):
        await redeem(applicant.own, given.text)
    additions = list(given.promise.additions)
    await comes_back(mesh, applicant.own, applicant.candidate_id, promising.resume(additions))
    await recruiter.duplicates.MergeCandidates(
        MergeCandidatesRequest(keep_id=applicant.candidate_id, other_id=other_id)
    )
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    assert (await redeem(applicant.own, given.text)).kept
    assert (await redeem(recruiter, given.text)).kept


async def test_who_was_erased_has_no_promise(
    callers: Callers, mesh: Mesh, applicant: Applicant
) -> None:
    given = await promise(applicant.own, *applicant.pair)
    hr = await callers.person(applicant.own.tenant, "hr")
    await hr.erasures.EraseCandidate(zebulon.erase(applicant.candidate_id))
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    assert "promise" not in await tables.counts(mesh.matcher, applicant.own.tenant)
    with refused("PERSON_ERASED", StatusCode.NOT_FOUND):
        await redeem(applicant.recruiter, given.text)
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await redeem(applicant.own, given.text)


async def test_a_promise_that_cannot_be_scored_any_more_says_so(
    mesh: Mesh, applicant: Applicant
) -> None:
    given = await promise(applicant.own, *applicant.pair)
    async with tables.opened(mesh.matcher) as conn:
        await conn.execute("DELETE FROM closeness WHERE tenant = $1", applicant.own.tenant)
    with refused("PROMISE_NOT_SCORABLE", StatusCode.FAILED_PRECONDITION):
        await redeem(applicant.own, given.text)
