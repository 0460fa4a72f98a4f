"""Documents of rubrics, edited as a person would."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import match_pb2, rubric_pb2
from candor.matcher.v1 import rubric_service_pb2 as pb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.service.clients import Person


async def version_of(person: Person, job_id: str, version: str = "") -> pb.GetRubricVersionResponse:
    """Return a version of a job's rubric, the present one unless another is named."""
    request = pb.GetRubricVersionRequest(job_id=job_id, version=version)
    return await person.rubrics.GetRubricVersion(request)


async def document_of(person: Person, job_id: str, version: str = "") -> rubric_pb2.RubricDocument:
    """Return a version as a document to edit."""
    found = await version_of(person, job_id, version)
    return document(found.rubric, found.version.rubric_digest)


def document(rubric: match_pb2.Rubric, digest: str = "") -> rubric_pb2.RubricDocument:
    """Return a rubric as a document."""
    return rubric_pb2.RubricDocument(
        job_id=rubric.job_id,
        requirements_digest=rubric.requirements_digest,
        edited_from=digest,
        criteria=rubric.criteria,
    )


async def preview(person: Person, edited: rubric_pb2.RubricDocument) -> pb.PreviewRubricResponse:
    """Return what a document would do."""
    return await person.rubrics.PreviewRubric(
        pb.PreviewRubricRequest(job_id=edited.job_id, document=edited)
    )


async def approve(
    person: Person,
    edited: rubric_pb2.RubricDocument,
    *,
    expected: str = "",
    reason: str = "as agreed with the team",
    request_id: str = "",
) -> rubric_pb2.RubricVersion:
    """Approve a document in place of the version that it was edited from."""
    response = await person.rubrics.ApproveRubric(
        pb.ApproveRubricRequest(
            request_id=request_id,
            job_id=edited.job_id,
            document=edited,
            expected_rubric_digest=expected or edited.edited_from,
            reason=reason,
        )
    )
    return response.version


async def history(person: Person, job_id: str) -> Sequence[rubric_pb2.RubricVersion]:
    """Return all versions of a job's rubric, newest first."""
    response = await person.rubrics.ListRubrics(pb.ListRubricsRequest(job_id=job_id))
    return response.versions


async def reweighted(person: Person, job_id: str) -> str:
    """Let the first criterion of a job weigh 100 more; return the new rubric's digest."""
    edited = await document_of(person, job_id)
    edited.criteria[0].weight += 100
    return (await approve(person, edited)).rubric_digest
