"""What was read is shown beside its source, and people may correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.ingest.v1.candidate_service_pb2 import GetCandidateFactsRequest, GetCandidateRequest
from candor.ingest.v1.profile_pb2 import Employment
from candor.ingest.v1.reading_pb2 import CONTACT_KIND_NAME, Contact, Fact, Skill
from candor.ingest.v1.receipt_service_pb2 import (
    CorrectFactsRequest,
    FactChange,
    GetParseReceiptRequest,
    ParseReceipt,
)
from grpc import StatusCode

from tests.fixtures import files
from tests.service import bus
from tests.service.clients import refused

if TYPE_CHECKING:
    from candor.facts.v1.facts_pb2 import ScorableFacts

    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

RESUME = files.RESUME.encode()
LATER = files.RESUME.replace("Go", "Rust").encode()


async def _taken_in(person: Person) -> str:
    return (await person.taken_in(RESUME)).candidate_id


async def _receipt(person: Person, candidate_id: str) -> ParseReceipt:
    request = GetParseReceiptRequest(candidate_id=candidate_id)
    return (await person.receipts.GetParseReceipt(request)).receipt


async def _facts(person: Person, candidate_id: str) -> ScorableFacts:
    request = GetCandidateFactsRequest(candidate_id=candidate_id)
    return (await person.candidates.GetCandidateFacts(request)).facts


def _correcting(receipt: ParseReceipt, *changes: FactChange) -> CorrectFactsRequest:
    return CorrectFactsRequest(
        request_id=str(uuid4()),
        candidate_id=receipt.candidate_id,
        document_id=receipt.document_id,
        changes=changes,
    )


def _adding(label: str) -> FactChange:
    return FactChange(fact=Fact(skill=Skill(label=label)), reason="I left it out")


def _ids(receipt: ParseReceipt) -> set[str]:
    return {each.fact.fact_id for each in receipt.facts}


async def test_each_fact_stands_beside_the_line_it_was_read_from(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    operation = await recruiter.taken_in(RESUME)
    receipt = await _receipt(recruiter, operation.candidate_id)
    sources = {each.fact.fact_id: each.source for each in receipt.facts}
    assert sources["name"] == "Alex Example"
    assert sources["email"] == "alex@example.com"
    assert sources["employment-1"].startswith("Senior Engineer, Widget Works\t2019 - 2023\nBuilt")
    assert sources["education-1"] == "Bachelor of Science, Computer Science"
    for each in receipt.facts:
        span = each.fact.span
        assert receipt.text[span.start : span.end]
        assert receipt.text[span.start : span.end] in each.source or span.end - span.start > 500
        assert 0 < each.fact.confidence <= 100
        assert not each.corrected


async def test_a_correction_is_a_new_fact_indexed_and_audited_and_the_old_one_stays(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    alex = await callers.person(tenant, "candidate", subject="alex")
    operation = await alex.taken_in(RESUME)
    receipt = await _receipt(alex, operation.candidate_id)
    before = await _facts(alex, operation.candidate_id)
    job = next(each.fact for each in receipt.facts if each.fact.fact_id == "employment-1")
    longer = Employment()
    longer.CopyFrom(job.employment)
    longer.start.year -= 4
    corrected = await alex.receipts.CorrectFacts(
        _correcting(
            receipt,
            FactChange(fact_id="employment-1", fact=Fact(employment=longer), reason="since 2015"),
            _adding("Kubernetes"),
            FactChange(
                fact_id="name",
                fact=Fact(contact=Contact(kind=CONTACT_KIND_NAME, value="Alex van Example")),
                reason="my full name",
            ),
        )
    )

    now = corrected.receipt
    assert [each.fact_id for each in now.corrections] == ["employment-1", "added-2", "name"]
    first = now.corrections[0]
    assert (first.actor.subject, first.reason) == ("alex", "since 2015")
    assert first.before == job
    assert first.after.employment.start.year == job.employment.start.year - 4
    assert not now.corrections[1].HasField("before")
    assert {each.fact.fact_id for each in now.facts if each.corrected} == {
        "employment-1",
        "added-2",
        "name",
    }
    facts = await _facts(alex, operation.candidate_id)
    assert facts.total_months == before.total_months + 48
    kubernetes = next(each for each in facts.skills if each.label == "Kubernetes")
    lines = "\n".join(line.text for line in facts.lines)
    (mention,) = kubernetes.mentions
    assert lines[mention.start : mention.end] == "Kubernetes"
    found = await alex.candidates.GetCandidate(
        GetCandidateRequest(candidate_id=operation.candidate_id)
    )
    assert found.candidate.profile.name == "Alex van Example"
    assert found.candidate.facts_digest == now.facts_digest

    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    happened = await bus.happened(mesh.ground, tenant)
    assert happened[-2:] == ["FactsCorrected", "CandidateIndexed"]


async def test_corrections_follow_one_another(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    parsed = await _taken_in(recruiter)
    receipt = await _receipt(recruiter, parsed)
    added = await recruiter.receipts.CorrectFacts(_correcting(receipt, _adding("Kubernetes")))
    assert "added-1" in _ids(added.receipt)
    more = await recruiter.receipts.CorrectFacts(_correcting(receipt, _adding("Terraform")))
    assert {"added-1", "added-2"} <= _ids(more.receipt)
    gone = await recruiter.receipts.CorrectFacts(
        _correcting(receipt, FactChange(fact_id="added-1", remove=True, reason="not mine"))
    )
    assert "added-1" not in _ids(gone.receipt)
    assert "added-2" in _ids(gone.receipt)
    assert gone.receipt.corrections[2].before.skill.label == "Kubernetes"
    skills = {each.label for each in (await _facts(recruiter, parsed)).skills}
    assert "Terraform" in skills
    assert "Kubernetes" not in skills


async def test_a_retry_of_a_correction_changes_nothing(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    receipt = await _receipt(recruiter, await _taken_in(recruiter))
    request = _correcting(receipt, FactChange(fact_id="email", remove=True, reason="old"))
    first = await recruiter.receipts.CorrectFacts(request)
    assert await recruiter.receipts.CorrectFacts(request) == first
    assert len((await _receipt(recruiter, receipt.candidate_id)).corrections) == 1


async def test_what_cannot_be_corrected_is_refused_and_changes_nothing(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    receipt = await _receipt(recruiter, await _taken_in(recruiter))
    skill = Fact(skill=Skill(label="Go"))
    wrong = [
        (FactChange(fact_id="employment-9", remove=True, reason="no"), "FACT_NOT_FOUND"),
        (FactChange(fact_id="employment-1", fact=skill, reason="no"), "FACT_KIND_DIFFERS"),
        (FactChange(fact_id="name", fact=skill, remove=True, reason="no"), "FIELD_INVALID"),
        (FactChange(fact=skill), "FIELD_INVALID"),
        (FactChange(reason="no"), "FIELD_INVALID"),
        (FactChange(fact=Fact(skill=Skill(label=" ")), reason="no"), "FIELD_INVALID"),
        (FactChange(fact=Fact(skill=Skill(label="x" * 2000)), reason="no"), "FIELD_INVALID"),
    ]
    twice = FactChange(fact_id="name", remove=True, reason="no")
    with refused("FIELD_INVALID"):
        await recruiter.receipts.CorrectFacts(_correcting(receipt, twice, twice))
    for change, reason in wrong:
        with refused(reason):
            await recruiter.receipts.CorrectFacts(_correcting(receipt, _adding("Rust"), change))
    assert await _receipt(recruiter, receipt.candidate_id) == receipt


async def test_a_receipt_of_an_earlier_resume_is_outdated(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    candidate_id = await _taken_in(recruiter)
    old = await _receipt(recruiter, candidate_id)
    await recruiter.taken_in(LATER, candidate_id=candidate_id)
    with refused("RECEIPT_OUTDATED") as told:
        await recruiter.receipts.CorrectFacts(_correcting(old, _adding("Rust")))
    new = await _receipt(recruiter, candidate_id)
    assert told[0].metadata["document_id"] == new.document_id != old.document_id


async def test_nobody_sees_or_corrects_what_is_anothers(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    receipt = await _receipt(recruiter, await _taken_in(recruiter))
    for other in (
        await callers.person(tenant, "candidate", subject="sam"),
        await callers.person(f"{tenant}-x"),
    ):
        with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
            await _receipt(other, receipt.candidate_id)
        with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
            await other.receipts.CorrectFacts(_correcting(receipt, _adding("Rust")))
