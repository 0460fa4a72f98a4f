"""Between jobs and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.facts.v1 import requirements_pb2
from candor.ingest.v1 import job_service_pb2 as pb

from servicekit import canonical
from servicekit.errors import FieldInvalid
from servicekit.timestamps import timestamp
from services.ingest import wire as facts_wire
from services.ingest.jobs.jobs import JobFormat

if TYPE_CHECKING:
    from services.ingest.jobs.jobs import Job
    from services.ingest.linting.findings import Finding
    from services.ingest.linting.lint import Report


def job_format(value: pb.JobFormat.ValueType) -> JobFormat:
    """Return how a job is written, or raise FieldInvalid for a number that means nothing."""
    try:
        return JobFormat(value)
    except ValueError as error:
        raise FieldInvalid("format", "want a JobFormat") from error


def lint(text: str, report: Report) -> pb.LintJobResponse:
    """Render what a lint of `text` found."""
    return pb.LintJobResponse(
        text=text,
        findings=[_finding(each) for each in report.findings],
        balance=pb.GenderBalance(
            masculine=report.balance.masculine, feminine=report.balance.feminine
        ),
    )


def _finding(value: Finding) -> pb.LintFinding:
    return pb.LintFinding(
        category=pb.LintCategory.ValueType(value.category),
        severity=pb.LintSeverity.ValueType(value.severity),
        span=facts_wire.span(value.span) if value.span else None,
        text=value.text,
        suggestion=value.suggestion,
        explanation=value.explanation,
        reference=value.reference,
    )


def job(value: Job) -> pb.Job:
    """Render a job."""
    return pb.Job(
        job_id=value.job_id,
        title=value.draft.title,
        text=value.draft.text,
        requirements=canonical.parse(value.requirements, requirements_pb2.Requirements()),
        requirements_digest=value.requirements_digest,
        state=pb.JobState.ValueType(value.state),
        create_time=timestamp(value.created_at),
        format=pb.JobFormat.ValueType(value.draft.format),
        hiring_organization=value.draft.hiring_organization,
        employment_types=value.draft.employment_types,
        valid_through_time=timestamp(value.draft.valid_through)
        if value.draft.valid_through
        else None,
    )
