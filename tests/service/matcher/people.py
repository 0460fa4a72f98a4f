"""People and a job for matches: real files, and short resumes that differ in what is asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from candor.ingest.v1.operation_pb2 import OPERATION_STATE_SUCCEEDED
from candor.matcher.v1 import filters_pb2, match_pb2, match_service_pb2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.service.clients import Person

SAMPLES = Path(__file__).parents[3] / "samples"
JOB = (SAMPLES / "jobs" / "senior-backend-engineer.txt").read_text()
FILES = (
    "resumes/oleksandr-kravchenko.txt",
    "resumes/amara-okafor.pdf",
    "resumes/tomasz-wieczorek.docx",
    "resumes/lan-nguyen.pdf",
    "resumes/yuki-tanabe.pdf",
    "resumes/priya-raghunathan.pdf",
    "resumes/daniel-kim.txt",
)
RESUMES = tuple((SAMPLES / name).read_bytes() for name in FILES)


@dataclass(frozen=True, slots=True)
class Team:
    """A tenant with a job, and people who are indexed, in the order of their files."""

    tenant: str
    job_id: str
    candidates: tuple[str, ...]


async def indexed(person: Person, contents: Sequence[bytes]) -> tuple[str, ...]:
    """Upload the resumes one after the other; return the candidates once all are indexed."""
    operations = [await person.upload(content) for content in contents]
    ended = await asyncio.gather(*(person.ended(each) for each in operations))
    assert {each.state for each in ended} == {OPERATION_STATE_SUCCEEDED}
    return tuple(each.candidate_id for each in ended)


async def team(person: Person, contents: Sequence[bytes] = RESUMES, *, job: str = JOB) -> Team:
    """Return a team of these people in the tenant of `person`."""
    made = await person.job(job)
    return Team(person.tenant, made.job_id, await indexed(person, contents))


async def run_of(
    person: Person,
    job_id: str,
    *,
    page_size: int = 100,
    request_id: str = "",
    fresh: bool = False,
    filters: filters_pb2.Filters | None = None,
) -> match_pb2.MatchRun:
    """Match a job."""
    request = match_service_pb2.MatchJobRequest(
        job_id=job_id,
        page_size=page_size,
        request_id=request_id,
        fresh=fresh,
        filters=filters,
    )
    return (await person.matches.MatchJob(request)).run


def resume(*skills: str, title: str = "Engineer", years: int = 4) -> bytes:
    """Return a short resume as text."""
    return f"""\
Robin Sample
robin@example.com

Experience
{title}, Widget Works
January {2026 - years} - present
- Worked with {", ".join(skills)} every day for many customers.

Skills
{", ".join(skills)}
""".encode()
