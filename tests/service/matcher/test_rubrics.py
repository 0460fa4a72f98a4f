"""Rubrics as code: looked at before they are approved, and never changed behind a back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from candor.facts.v1 import requirements_pb2
from candor.matcher.v1 import events_pb2, match_pb2, rubric_pb2
from candor.matcher.v1 import rubric_service_pb2 as pb
from candor.matcher.v1.match_service_pb2 import (
    GetMatchRunRequest,
    GetRubricRequest,
    ScorePairRequest,
)
from grpc import StatusCode
from grpc.aio import AioRpcError

from servicekit import canonical
from taxonomy import taxonomy
from tests.service import bus, tables
from tests.service.clients import refusal_of, refused
from tests.service.matcher import rubrics
from tests.service.matcher.people import resume, run_of
from tests.service.matcher.people import team as team_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from candor.matcher.v1.rubric_pb2 import RubricDocument

    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person
    from tests.service.matcher.people import Team

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Backend Engineer\nMust have\n- Python\n- Kubernetes\nNice to have\n- Go\n- Terraform"
PEOPLE = (
    resume("Python", "Kubernetes", "Terraform", years=9, title="Backend Engineer"),
    resume("Python", "Go", years=6, title="Backend Engineer"),
    resume("Kubernetes", "Terraform", years=8, title="Site Reliability Engineer"),
    resume("Go", "Rust", years=3, title="Engineer"),
    resume("triage", "patient care", years=5, title="Registered Nurse"),
)
SAYS_NOTHING = "You will be with us, and we will be with you. " * 3
"""Not one word that tells one job from another."""


@pytest_asyncio.fixture(loop_scope="module")
async def recruiter(callers: Callers, tenant: str) -> Person:
    return await callers.person(tenant)


@pytest_asyncio.fixture(loop_scope="module")
async def people(recruiter: Person) -> Team:
    return await team_of(recruiter, PEOPLE, job=JOB)


@pytest_asyncio.fixture(loop_scope="module")
async def job_id(recruiter: Person) -> str:
    """A job that nobody has applied for."""
    return (await recruiter.job(JOB)).job_id


def of(document: RubricDocument, label: str) -> match_pb2.Criterion:
    """Return the criterion of this label."""
    return next(each for each in document.criteria if each.requirement.label == label)


def weigh(document: RubricDocument) -> None:
    of(document, "Go").weight = 900
    of(document, "Kubernetes").weight = 1


def drop(document: RubricDocument) -> None:
    kept = of(document, "Terraform")
    del document.criteria[:]
    document.criteria.append(kept)


def ask_for_triage(document: RubricDocument) -> None:
    requirement = requirements_pb2.Requirement(
        kind=requirements_pb2.REQUIREMENT_KIND_TERM, label="Triage", term="triage"
    )
    document.criteria.add(criterion_id="new", weight=700, requirement=requirement)


def turn_round(document: RubricDocument) -> None:
    turned = list(reversed(document.criteria))
    del document.criteria[:]
    document.criteria.extend(turned)


async def ranks(person: Person, job_id: str) -> dict[str, tuple[int, int]]:
    run = await run_of(person, job_id)
    return {each.candidate_id: (each.rank, each.points) for each in run.matches}


@pytest.mark.parametrize("edit", [weigh, drop, ask_for_triage, turn_round])
async def test_a_preview_says_exactly_whose_rank_changes_once_approved(
    recruiter: Person, people: Team, edit: Callable[[RubricDocument], None]
) -> None:
    before = await ranks(recruiter, people.job_id)
    document = await rubrics.document_of(recruiter, people.job_id)
    edit(document)
    seen = await rubrics.preview(recruiter, document)
    version = await rubrics.approve(recruiter, document)
    after = await ranks(recruiter, people.job_id)

    assert seen.rubric_digest == version.rubric_digest
    assert seen.current_rubric_digest == version.parent_digest
    moved = {each.candidate_id: each for each in seen.changes}
    assert set(moved) == {each for each in people.candidates if before[each][0] != after[each][0]}
    assert bool(moved) == (edit is not turn_round)
    for candidate_id, each in moved.items():
        assert (each.before.rank, each.before.points) == before[candidate_id]
        assert (each.after.rank, each.after.points) == after[candidate_id]
        gained = sum(part.after - part.before for part in each.points)
        assert gained == each.after.points - each.before.points
        own = each.before.points != each.after.points
        assert each.cause == (
            rubric_pb2.RANK_CAUSE_OWN_POINTS if own else rubric_pb2.RANK_CAUSE_OTHERS_POINTS
        )
    kept = set(people.candidates) - set(moved)
    assert seen.unchanged_count == len(kept)
    assert seen.other_points_count == sum(before[each][1] != after[each][1] for each in kept)
    assert not (await rubrics.preview(recruiter, document)).changes


async def test_why_somebody_moves_is_told_by_the_criteria_that_changed(
    recruiter: Person, people: Team
) -> None:
    document = await rubrics.document_of(recruiter, people.job_id)
    drop(document)
    ask_for_triage(document)
    seen = await rubrics.preview(recruiter, document)
    changed = {each.criterion_id for each in (*seen.diff.added, *seen.diff.removed)}
    told = {part.criterion_id for each in seen.changes for part in each.points}
    assert told == changed
    nurse = next(each for each in seen.changes if each.candidate_id == people.candidates[-1])
    assert [part.criterion_id for part in nurse.points] == ["new"]
    assert nurse.points[0].before == 0 < nurse.points[0].after


async def test_a_preview_stores_and_announces_nothing(
    mesh: Mesh, recruiter: Person, people: Team
) -> None:
    document = await rubrics.document_of(recruiter, people.job_id)
    weigh(document)
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    before = sorted((await tables.everything(mesh.matcher)).split(b"\n"))
    events = await bus.happened(mesh.ground, recruiter.tenant)
    assert (await rubrics.preview(recruiter, document)).changes
    assert sorted((await tables.everything(mesh.matcher)).split(b"\n")) == before
    assert await bus.happened(mesh.ground, recruiter.tenant) == events
    assert await rubrics.document_of(recruiter, people.job_id) != document


async def test_later_runs_use_what_was_approved_and_earlier_ones_stay(
    recruiter: Person, people: Team
) -> None:
    old = await run_of(recruiter, people.job_id)
    document = await rubrics.document_of(recruiter, people.job_id)
    weigh(document)
    version = await rubrics.approve(recruiter, document)
    new = await run_of(recruiter, people.job_id)
    assert new.lineage.rubric_digest == version.rubric_digest
    assert {each.max_points for each in new.matches} == {
        sum(each.weight for each in document.criteria)
    }
    shown = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=old.run_id))
    assert shown.run.SerializeToString(deterministic=True) == old.SerializeToString(
        deterministic=True
    )


async def test_the_search_follows_the_rubric(recruiter: Person, people: Team) -> None:
    assert match_pb2.ARM_WORDS not in await _arms_of_the_nurse(recruiter, people)
    document = await rubrics.document_of(recruiter, people.job_id)
    ask_for_triage(document)
    await rubrics.approve(recruiter, document)
    assert match_pb2.ARM_WORDS in await _arms_of_the_nurse(recruiter, people)


async def _arms_of_the_nurse(person: Person, people: Team) -> set[match_pb2.Arm.ValueType]:
    run = await run_of(person, people.job_id)
    found = await person.matches.GetMatchRun(GetMatchRunRequest(run_id=run.run_id))
    return {
        held.arm
        for each in found.retrieved
        if each.candidate_id == people.candidates[-1]
        for held in each.arms
    }


async def test_a_version_says_who_approved_it_why_and_what_came_before(
    mesh: Mesh, callers: Callers, recruiter: Person, job_id: str
) -> None:
    document = await rubrics.document_of(recruiter, job_id)
    weigh(document)
    lead = await callers.person(recruiter.tenant, "hr", subject="user-7")
    version = await rubrics.approve(lead, document, reason=" the team writes Go ")
    newest, first = await rubrics.history(recruiter, job_id)
    assert newest == version
    assert (first.number, first.approver, first.reason, first.current) == (1, "", "", False)
    assert first.rubric_digest == document.edited_from == newest.parent_digest
    assert not first.parent_digest
    assert (newest.number, newest.approver, newest.reason) == (2, "user-7", "the team writes Go")
    assert newest.current
    present = await recruiter.matches.GetRubric(GetRubricRequest(job_id=job_id))
    assert present.rubric_digest == newest.rubric_digest == canonical.digest(present.rubric)
    assert list(present.rubric.criteria) == list(document.criteria)
    assert b"the team writes Go" not in await tables.everything(mesh.matcher)

    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    events = await bus.announced(mesh.ground, recruiter.tenant)
    (told,) = [each for each in events if bus.name_of(each) == "RubricApproved"]
    approved = events_pb2.RubricApproved()
    told.data.Unpack(approved)
    assert approved == events_pb2.RubricApproved(
        job_id=job_id,
        rubric_digest=newest.rubric_digest,
        parent_digest=first.rubric_digest,
        version=2,
    )
    assert told.actor.subject == "user-7"


async def test_versions_are_named_by_number_and_by_digest_and_listed_by_pages(
    recruiter: Person, job_id: str
) -> None:
    for weight in (10, 20, 30):
        document = await rubrics.document_of(recruiter, job_id)
        of(document, "Go").weight = weight
        await rubrics.approve(recruiter, document)
    listed: list[rubric_pb2.RubricVersion] = []
    token = ""
    while True:
        page = await recruiter.rubrics.ListRubrics(
            pb.ListRubricsRequest(job_id=job_id, page_size=3, page_token=token)
        )
        listed += page.versions
        token = page.next_page_token
        if not token:
            break
    assert [each.number for each in listed] == [4, 3, 2, 1]
    assert [each.current for each in listed] == [True, False, False, False]
    for each in listed:
        by_number = await rubrics.version_of(recruiter, job_id, str(each.number))
        assert by_number == await rubrics.version_of(recruiter, job_id, each.rubric_digest)
        assert by_number.version.number == each.number
        assert canonical.digest(by_number.rubric) == each.rubric_digest
    told = await recruiter.rubrics.DiffRubrics(
        pb.DiffRubricsRequest(job_id=job_id, from_version="2", to_version="current")
    )
    (change,) = told.diff.changed
    assert (change.label, change.weight) == ("Go", rubric_pb2.NumberChange(before=10, after=30))


async def test_an_earlier_version_is_approved_again_as_a_new_one(
    recruiter: Person, job_id: str
) -> None:
    first = await rubrics.document_of(recruiter, job_id)
    document = await rubrics.document_of(recruiter, job_id)
    weigh(document)
    second = await rubrics.approve(recruiter, document)
    first.edited_from = second.rubric_digest
    third = await rubrics.approve(recruiter, first)
    assert (third.number, third.parent_digest) == (3, second.rubric_digest)
    assert third.rubric_digest == second.parent_digest
    named = await rubrics.version_of(recruiter, job_id, third.rubric_digest)
    assert named.version.number == 3
    assert [each.current for each in await rubrics.history(recruiter, job_id)] == [
        True,
        False,
        False,
    ]


async def test_a_proposal_is_approved_as_it_is_once(recruiter: Person, job_id: str) -> None:
    document = await rubrics.document_of(recruiter, job_id)
    version = await rubrics.approve(recruiter, document)
    assert (version.number, version.rubric_digest) == (2, document.edited_from)
    with refused("RUBRIC_UNCHANGED", StatusCode.FAILED_PRECONDITION):
        await rubrics.approve(recruiter, document)


async def test_what_was_approved_meanwhile_is_not_undone_unseen(
    recruiter: Person, job_id: str
) -> None:
    document = await rubrics.document_of(recruiter, job_id)
    stale = await rubrics.document_of(recruiter, job_id)
    weigh(document)
    drop(stale)
    version = await rubrics.approve(recruiter, document)
    with refused("RUBRIC_CHANGED", StatusCode.ABORTED) as told:
        await rubrics.approve(recruiter, stale)
    assert told[0].metadata == {"job_id": job_id, "rubric_digest": version.rubric_digest}
    with refused("FIELD_INVALID") as told:
        await rubrics.approve(recruiter, stale, expected=version.rubric_digest)
    assert told[0].metadata["field"] == "document.edited_from"


async def test_of_approvals_at_once_one_wins(recruiter: Person, job_id: str) -> None:
    base = await rubrics.document_of(recruiter, job_id)

    async def attempt(weight: int) -> str:
        document = rubric_pb2.RubricDocument()
        document.CopyFrom(base)
        of(document, "Go").weight = weight
        try:
            await rubrics.approve(recruiter, document)
        except AioRpcError as error:
            return refusal_of(error).reason
        return "approved"

    outcomes = await asyncio.gather(*(attempt(weight) for weight in range(1, 9)))
    assert sorted(outcomes) == sorted(["approved"] + ["RUBRIC_CHANGED"] * 7)
    assert [each.number for each in await rubrics.history(recruiter, job_id)] == [2, 1]


async def test_under_one_request_id_there_is_one_version(recruiter: Person, job_id: str) -> None:
    document = await rubrics.document_of(recruiter, job_id)
    weigh(document)
    request_id = str(uuid4())
    first = await rubrics.approve(recruiter, document, request_id=request_id)
    assert await rubrics.approve(recruiter, document, request_id=request_id) == first
    assert len(await rubrics.history(recruiter, job_id)) == 2


async def test_a_job_that_asks_for_nothing_has_no_order_until_a_person_adds_criteria(
    recruiter: Person, people: Team
) -> None:
    job = await recruiter.job(SAYS_NOTHING)
    empty = await rubrics.document_of(recruiter, job.job_id)
    assert not empty.criteria
    with refused("RUBRIC_EMPTY", StatusCode.FAILED_PRECONDITION) as told:
        await run_of(recruiter, job.job_id)
    assert told[0].metadata == {"job_id": job.job_id}
    assert "add criteria" in told[0].message
    with refused("RUBRIC_EMPTY", StatusCode.FAILED_PRECONDITION):
        await recruiter.matches.ScorePair(
            ScorePairRequest(job_id=job.job_id, candidate_id=people.candidates[0])
        )
    ask_for_triage(empty)
    seen = await rubrics.preview(recruiter, empty)
    assert {each.candidate_id for each in seen.changes} == set(people.candidates)
    assert {each.cause for each in seen.changes} == {rubric_pb2.RANK_CAUSE_SELECTED}
    await rubrics.approve(recruiter, empty)
    run = await run_of(recruiter, job.job_id)
    assert run.matches[0].candidate_id == people.candidates[-1]
    assert [each.candidate_id for each in run.matches] == [
        each.candidate_id for each in seen.changes
    ]


async def test_a_document_that_breaks_a_rule_changes_nothing(
    mesh: Mesh, recruiter: Person, job_id: str
) -> None:
    good = await rubrics.document_of(recruiter, job_id)
    other = await rubrics.document_of(recruiter, (await recruiter.job("Cook")).job_id)
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    before = await tables.counts(mesh.matcher, recruiter.tenant)
    bad = rubric_pb2.RubricDocument()
    for count in (201, 10_000):
        bad.CopyFrom(good)
        bad.criteria.extend([good.criteria[0]] * (count - len(good.criteria)))
        for call in (rubrics.preview, rubrics.approve):
            with refused("RUBRIC_INVALID", StatusCode.INVALID_ARGUMENT) as told:
                await call(recruiter, bad)
            assert told[0].metadata["field"] == "criteria"
    bad.CopyFrom(good)
    for each in bad.criteria:
        each.weight = 0
    with refused("RUBRIC_INVALID") as told:
        await rubrics.approve(recruiter, bad)
    assert "sum to 0" in told[0].metadata["problem"]
    bad.CopyFrom(good)
    bad.job_id = other.job_id
    with refused("RUBRIC_INVALID") as told:
        await recruiter.rubrics.ApproveRubric(
            pb.ApproveRubricRequest(
                job_id=job_id, document=bad, expected_rubric_digest=good.edited_from, reason="x"
            )
        )
    assert told[0].metadata["field"] == "job_id"
    assert await tables.counts(mesh.matcher, recruiter.tenant) == before
    assert [each.number for each in await rubrics.history(recruiter, job_id)] == [1]


async def test_an_approval_needs_a_reason_and_what_it_expects(
    recruiter: Person, job_id: str
) -> None:
    document = await rubrics.document_of(recruiter, job_id)
    for reason in ("", "  ", "x" * 1001):
        with refused("FIELD_INVALID") as told:
            await rubrics.approve(recruiter, document, reason=reason)
        assert told[0].metadata["field"] == "reason"
    document.edited_from = ""
    with refused("FIELD_INVALID") as told:
        await rubrics.approve(recruiter, document)
    assert told[0].metadata["field"] == "expected_rubric_digest"


async def test_a_candidate_reads_a_version_but_not_who_approved_it(
    callers: Callers, recruiter: Person, job_id: str
) -> None:
    document = await rubrics.document_of(recruiter, job_id)
    weigh(document)
    await rubrics.approve(recruiter, document)
    candidate = await callers.person(recruiter.tenant, "candidate", subject="user-9")
    found = await rubrics.version_of(candidate, job_id)
    assert list(found.rubric.criteria) == list(document.criteria)
    assert (found.version.number, found.version.approver, found.version.reason) == (2, "", "")
    for call in (rubrics.history(candidate, job_id), rubrics.preview(candidate, document)):
        with refused("CALLER_NOT_ALLOWED", StatusCode.PERMISSION_DENIED):
            await call


async def test_programs_approve_nothing(callers: Callers, recruiter: Person, job_id: str) -> None:
    document = await rubrics.document_of(recruiter, job_id)
    for role, kind in (("hr", "service"), ("partner", "service"), ("auditor", "person")):
        other = await callers.person(recruiter.tenant, role, kind=kind)
        with refused("CALLER_NOT_ALLOWED", StatusCode.PERMISSION_DENIED):
            await rubrics.approve(other, document)


async def test_what_is_not_there_is_not_found(
    callers: Callers, recruiter: Person, job_id: str
) -> None:
    for version in ("0", "2", "9" * 30, "f" * 64, "newest"):
        with refused("RUBRIC_NOT_FOUND", StatusCode.NOT_FOUND):
            await rubrics.version_of(recruiter, job_id, version)
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND):
        await rubrics.history(recruiter, str(uuid4()))
    stranger = await callers.person(f"t-{uuid4().hex}")
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND):
        await rubrics.version_of(stranger, job_id)


async def test_knock_outs_levels_and_alternatives_are_kept(recruiter: Person, job_id: str) -> None:
    document = await rubrics.document_of(recruiter, job_id)
    rust = taxonomy.load().recognise("Programming languages: Python, Rust, Java.")[1].skill_id
    criterion = of(document, "Go")
    criterion.knock_out = True
    criterion.levels.add(label="shows at all", months=0, percent=40)
    criterion.levels.add(label="two years", months=24, percent=100)
    criterion.alternatives.add(
        kind=requirements_pb2.REQUIREMENT_KIND_SKILL, label="Rust", skill_id=rust
    ).span.page = 1
    version = await rubrics.approve(recruiter, document)
    kept = await rubrics.version_of(recruiter, job_id)
    assert list(kept.rubric.criteria) == list(document.criteria)
    assert canonical.digest(kept.rubric) == version.rubric_digest
