"""Between jobs and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.facts.v1 import requirements_pb2
from candor.ingest.v1 import job_service_pb2 as pb

from servicekit import canonical
from servicekit.timestamps import timestamp

if TYPE_CHECKING:
    from services.ingest.jobs.jobs import Job


def job(value: Job) -> pb.Job:
    """Render a job."""
    return pb.Job(
        job_id=value.job_id,
        title=value.title,
        text=value.text,
        requirements=canonical.parse(value.requirements, requirements_pb2.Requirements()),
        requirements_digest=value.requirements_digest,
        state=pb.JobState.ValueType(value.state),
        create_time=timestamp(value.created_at),
    )
