"""Take out of the file what a contribution cites, and the contribution is nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from candor.facts.v1 import facts_pb2, requirements_pb2
from candor.ingest.v1.candidate_service_pb2 import GetCandidateFactsRequest
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.match_service_pb2 import ScorePairRequest

from taxonomy import taxonomy
from tests.service import clients
from tests.service.matcher import rubrics
from tests.service.matcher.people import indexed

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.harness.identity import Identities
    from tests.harness.services import Mesh
    from tests.service.clients import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROUNDS = 10
JOB = """\
Senior Accountant
We need an accountant who reconciles the general ledger, prepares audits and tax returns,
posts invoices and reports to the board every month.
"""
RESUME = """\
Robin Sample
robin@example.com

Summary
Accountant for manufacturers, at home in audits and tax returns.

Experience
Senior Accountant, Widget Works
January 2020 - present
- Reconciled the general ledger and prepared audits of 14 subsidiaries.
- Wrote the month-end reports in Python; the Blorptide ledger closes in two days.
- Ran the Blorptide migration with the controllers.

Accountant, Gadget House
March 2015 - December 2019
- Posted invoices and filed tax returns.

Education
Bachelor of Science in Accounting, University of Leeds, 2014

Skills
Python, SQL, Excel

Languages
English: native
German: B2

Certifications
Certified Public Accountant (CPA), 2016
"""
KIND = requirements_pb2.RequirementKind


def asked() -> dict[str, requirements_pb2.Requirement]:
    """Return one criterion of each kind that can be asked for, beside those that are proposed."""
    (python,) = taxonomy.load().recognise("Python")
    every = {
        "skill": requirements_pb2.Requirement(
            kind=KIND.Value("REQUIREMENT_KIND_SKILL"), skill_id=python.skill_id
        ),
        "term": requirements_pb2.Requirement(
            kind=KIND.Value("REQUIREMENT_KIND_TERM"), term="blorptide"
        ),
        "words of a term": requirements_pb2.Requirement(
            kind=KIND.Value("REQUIREMENT_KIND_TERM"), term="blorptide closes quickly"
        ),
        "language": requirements_pb2.Requirement(
            kind=KIND.Value("REQUIREMENT_KIND_LANGUAGE"),
            language="de",
            language_level=facts_pb2.LANGUAGE_LEVEL_B1,
        ),
        "degree": requirements_pb2.Requirement(
            kind=KIND.Value("REQUIREMENT_KIND_EDUCATION"), level=facts_pb2.EDUCATION_LEVEL_BACHELOR
        ),
        "certificate": requirements_pb2.Requirement(
            kind=KIND.Value("REQUIREMENT_KIND_CERTIFICATE"), term="certified public accountant"
        ),
        "experience": requirements_pb2.Requirement(
            kind=KIND.Value("REQUIREMENT_KIND_EXPERIENCE"), months=60
        ),
    }
    for label, each in every.items():
        each.label = label
    return every


PROPOSED = {
    "title": "Senior Accountant",
    "line of work": "Work as Senior Accountant",
    "words": "The advert's own words",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def recruiter(mesh: Mesh, identities: Identities) -> AsyncGenerator[Person]:
    """A recruiter of a tenant that all tests of the module share."""
    addresses = {"ingest": mesh.ingest.address, "matcher": mesh.matcher.address}
    async with clients.callers(identities, addresses) as callers:
        yield await callers.person(f"t-{uuid4().hex}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def job_id(recruiter: Person) -> str:
    """A job whose rubric asks for something of every kind."""
    job = await recruiter.job(JOB)
    document = await rubrics.document_of(recruiter, job.job_id)
    del document.criteria[10:]
    for requirement in asked().values():
        document.criteria.add(weight=10_000, requirement=requirement)
    for number, each in enumerate(document.criteria):
        each.weight, each.criterion_id = 1000, f"n{number}"
    await rubrics.approve(recruiter, document)
    return job.job_id


async def _shown(
    person: Person, job_id: str, text: str, label: str
) -> tuple[match_pb2.Contribution, list[facts_pb2.Line]]:
    """Upload a text as somebody new; return what a criterion brings, and the blind lines."""
    (candidate_id,) = await indexed(person, [text.encode()])
    request = ScorePairRequest(job_id=job_id, candidate_id=candidate_id)
    match = (await person.matches.ScorePair(request)).match
    facts = await person.candidates.GetCandidateFacts(
        GetCandidateFactsRequest(candidate_id=candidate_id)
    )
    named = PROPOSED.get(label, label)
    (part,) = [each for each in match.contributions if each.label == named]
    return part, list(facts.facts.lines)


def _without(text: str, lines: list[facts_pb2.Line], part: match_pb2.Contribution) -> str:
    """Return the file without the lines whose blind text stands where the part says."""
    cited = [
        line.text
        for line in lines
        for evidence in part.evidence
        if line.span.start < evidence.span.end and evidence.span.start < line.span.end
    ]
    assert {evidence.quote for evidence in part.evidence} <= set(cited)
    kept = [line for line in text.split("\n") if not any(_is_of(each, line) for each in cited)]
    return "\n".join(kept)


def _is_of(blind: str, line: str) -> bool:
    """Say whether a line of the file is the one that a blind line is what is left of."""
    words = [word.strip(",;()") for word in blind.split()]
    return bool(line.strip()) and blind.split() != [] and all(word in line for word in words)


@pytest.mark.parametrize("label", [*PROPOSED, *asked()])
async def test_without_the_lines_that_it_cites_a_contribution_is_nothing(
    recruiter: Person, job_id: str, label: str
) -> None:
    text = RESUME
    part, lines = await _shown(recruiter, job_id, text, label)
    assert part.points
    for _ in range(ROUNDS):
        if part.kind == match_pb2.EVIDENCE_KIND_UNSPECIFIED:
            break
        assert part.evidence
        left = _without(text, lines, part)
        assert left != text, part
        text = left
        part, lines = await _shown(recruiter, job_id, text, label)
    assert (part.points, list(part.evidence)) == (0, [])
