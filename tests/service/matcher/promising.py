"""People who ask what they lack, and come back with it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from candor.matcher.v1 import promise_service_pb2 as pb

from tests.service import bus, tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.matcher.v1.promise_pb2 import Addition

    from tests.harness.services import Mesh, Service
    from tests.service.clients import Person

JOB = """\
Backend Engineer

Must have
- Python
- Kubernetes
- PostgreSQL
- 6 years of experience
- German B2

Nice to have
- Terraform
- Certified Frobnicator certificate
"""


def resume(additions: Sequence[Addition] = ()) -> bytes:
    """Return the resume of somebody who lacks much, with these additions and dates for them.

    A job for each skill with months, one before the other, back from now; what was there
    before stays.
    """
    jobs = ["Engineer, Widget Works\nJanuary 2025 - present\n- Wrote Python services."]
    listed, tongues, certificates = ["Python"], ["English"], list[str]()
    for each in additions:
        match each.WhichOneof("what"):
            case "skill" if each.skill.months:
                first = 2026 - each.skill.months // 12 - 1
                jobs.append(
                    f"Consultant, {each.skill.label} House\n"
                    f"January {first} - present\n- Ran {each.skill.label}."
                )
            case "skill":
                listed.append(each.skill.label)
            case "language":
                tongues.append(f"{each.language.label} (C1)")
            case "certificate":
                certificates.append(each.certificate.label)
            case "term":
                listed.append(each.term.label)
            case "role":
                first = 2026 - each.role.months // 12 - 1
                jobs.append(f"{each.role.label}, Role House\nJanuary {first} - present\n- Led.")
            case "work":
                first = 2026 - each.work.months // 12 - 1
                jobs.append(f"Clerk, Long House\nJanuary {first} - present\n- Filed papers.")
            case _:
                raise AssertionError(each)
    parts = [
        "Robin Sample\nrobin@example.com",
        "Experience\n" + "\n\n".join(jobs),
        "Skills\n" + ", ".join(listed),
        "Languages\n" + "\n".join(tongues),
    ]
    if certificates:
        parts.append("Certifications\n" + "\n".join(certificates))
    return "\n\n".join(parts).encode()


async def goal(person: Person, job_id: str, candidate_id: str, *, percent: int = 60) -> int:
    """Return points so far on the way from what somebody has to the most they can have."""
    found = await reach(person, job_id, candidate_id, points=1)
    return found.points + (found.reachable_points - found.points) * percent // 100


async def reach(
    person: Person, job_id: str, candidate_id: str, *, points: int = 0, page_token: str = ""
) -> pb.ListCounterfactualsResponse:
    """Return what reaches the points."""
    return await person.promises.ListCounterfactuals(
        pb.ListCounterfactualsRequest(
            job_id=job_id, candidate_id=candidate_id, target_points=points, page_token=page_token
        )
    )


async def promise(
    person: Person, job_id: str, candidate_id: str, *, percent: int = 60, request_id: str = ""
) -> pb.IssuePromiseResponse:
    """Return a promise of the first set that goes so far on the way to the most there is."""
    points = await goal(person, job_id, candidate_id, percent=percent)
    found = await reach(person, job_id, candidate_id, points=points)
    return await person.promises.IssuePromise(
        pb.IssuePromiseRequest(
            request_id=request_id,
            job_id=job_id,
            candidate_id=candidate_id,
            points=points,
            additions=[each.addition for each in found.counterfactuals[0].offers],
        )
    )


async def redeem(person: Person, text: str, *, request_id: str = "") -> pb.RedeemPromiseResponse:
    """Come back with a promise."""
    return await person.promises.RedeemPromise(
        pb.RedeemPromiseRequest(text=text, request_id=request_id)
    )


async def comes_back(mesh: Mesh, person: Person, candidate_id: str, content: bytes) -> None:
    """Upload another resume of a candidate and wait until it is what they are scored by."""
    operation = await person.taken_in(content, candidate_id=candidate_id)
    assert not operation.HasField("error"), operation
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)


async def score_by_another_rubric(matcher: Service, tenant: str, job_id: str) -> None:
    """Have the job scored by another job's rubric, as a person's edit does."""
    async with tables.opened(matcher) as conn:
        done = await conn.execute(
            """
            UPDATE job SET rubric_digest = other.rubric_digest
            FROM job other
            WHERE job.tenant = $1 AND job.job_id = $2
              AND other.tenant = $1 AND other.job_id <> $2
            """,
            tenant,
            UUID(job_id),
        )
    assert done == "UPDATE 1"
