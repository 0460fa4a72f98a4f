"""Rubrics as code: looked at before they are approved, and never changed behind a back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.matcher import rubrics
from tests.service.matcher.people import resume, run_of
from tests.service.matcher.people import team as team_of

if TYPE_CHECKING:
    from candor.matcher.v1 import rubric_pb2

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


async def _team(callers: Callers, tenant: str) -> tuple[Person, Team]:
    recruiter = await callers.person(tenant)
    return recruiter, await team_of(recruiter, PEOPLE, job=JOB)


def _weigh(document: rubric_pb2.RubricDocument, **weights: int) -> None:
    """Weigh the criteria of these labels anew."""
    labels = {each.requirement.label: each for each in document.criteria}
    for label, weight in weights.items():
        labels[label].weight = weight


async def _ranks(person: Person, job_id: str) -> dict[str, tuple[int, int]]:
    run = await run_of(person, job_id)
    return {each.candidate_id: (each.rank, each.points) for each in run.matches}


async def test_a_preview_says_exactly_whose_rank_changes_once_approved(
    callers: Callers, tenant: str
) -> None:
    recruiter, team = await _team(callers, tenant)
    before = await _ranks(recruiter, team.job_id)
    document = await rubrics.document_of(recruiter, team.job_id)
    _weigh(document, Go=900, Kubernetes=1)
    seen = await rubrics.preview(recruiter, document)
    version = await rubrics.approve(recruiter, document)
    after = await _ranks(recruiter, team.job_id)

    assert seen.rubric_digest == version.rubric_digest
    moved = {each.candidate_id: each for each in seen.changes}
    changed = {each for each in team.candidates if before[each][0] != after[each][0]}
    assert set(moved) == changed != set()
    for candidate_id, each in moved.items():
        assert (each.before.rank, each.before.points) == before[candidate_id]
        assert (each.after.rank, each.after.points) == after[candidate_id]
        gained = sum(part.after - part.before for part in each.points)
        assert gained == each.after.points - each.before.points
    assert seen.unchanged_count == len(team.candidates) - len(changed)
    assert [each.after.rank for each in seen.changes] == sorted(
        each.after.rank for each in seen.changes
    )
    assert not (await rubrics.preview(recruiter, document)).changes
