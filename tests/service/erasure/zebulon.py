"""Somebody who goes through everything that Candor does, and what then stands of them where."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from candor.assistant.v1.assistant_service_pb2 import ChatRequest, CreateSessionRequest
from candor.ingest.v1 import application_service_pb2
from candor.ingest.v1.erasure_service_pb2 import (
    ERASURE_REASON_PERSON_ASKED,
    ERASURE_STATE_DONE,
    EraseCandidateRequest,
    Erasure,
    GetErasureRequest,
)
from candor.matcher.v1.match_service_pb2 import MatchJobRequest, ScorePairRequest
from uuid_utils.compat import uuid7

from tests.fixtures import files
from tests.service import tables
from tests.service.clients import BOUND
from tests.service.matcher import promising

if TYPE_CHECKING:
    from tests.harness.services import Service
    from tests.service.clients import Person

NAME, EMAIL = "Zebulon Quagmire", "zebulon.quagmire@example.com"
RESUME = f"""\
{NAME}
{EMAIL} | (612) 555-0174 | Minneapolis, MN

Experience
Senior Engineer, Brackwater Widget Works, Minneapolis
January 2019 - March 2023
- Built payment services in Python and Go for two million customers.

Skills
Python, Go, PostgreSQL, Kubernetes
"""
FILENAME = "quagmire-zebulon-2026.pdf"
NOTE = "I know Zeb from the choir"
JOB = "Backend Engineer\nRequirements\n- Python\n- Go"
CANARIES = ("zebulon", "quagmire", "555-0174", "choir", "Built payment services", "Brackwater")


@dataclass(frozen=True, slots=True)
class Zebulon:
    """Who was taken through everything."""

    candidate_id: str
    job_id: str
    session_id: str
    """A conversation of somebody else about them."""
    subject: str


async def taken_through(zebulon: Person, recruiter: Person, *, subject: str) -> Zebulon:
    """Upload, rank, apply, move and talk about the person, each under a request id."""
    uploaded = await zebulon.upload(files.pdf(RESUME), filename=FILENAME, request_id=str(uuid7()))
    operation = await zebulon.ended(uploaded)
    assert not operation.HasField("error"), operation
    job = await recruiter.job(JOB)
    applied = await zebulon.applications.CreateApplication(
        application_service_pb2.CreateApplicationRequest(
            candidate_id=operation.candidate_id, job_id=job.job_id, request_id=str(uuid7())
        )
    )
    await recruiter.applications.TransitionApplication(
        application_service_pb2.TransitionApplicationRequest(
            application_id=applied.application.application_id,
            stage=application_service_pb2.STAGE_SCREENING,
            note=NOTE,
            request_id=str(uuid7()),
        )
    )
    await recruiter.matches.MatchJob(
        MatchJobRequest(job_id=job.job_id, page_size=10, request_id=str(uuid7()))
    )
    await recruiter.matches.ScorePair(
        ScorePairRequest(
            job_id=job.job_id, candidate_id=operation.candidate_id, request_id=str(uuid7())
        )
    )
    pair = job.job_id, operation.candidate_id
    await promising.promise(zebulon, *pair, percent=50, request_id=str(uuid7()))
    await talked(zebulon, "which jobs are there?")
    session_id = await talked(
        recruiter,
        "Who are the best three candidates for the backend engineer job and why?",
        f"What is {NAME} missing for the backend engineer job?",
    )
    return Zebulon(operation.candidate_id, job.job_id, session_id, subject)


async def talked(person: Person, *questions: str) -> str:
    """Ask the Assistant in a new session; return its id."""
    created = await person.assistant.CreateSession(CreateSessionRequest())
    session_id = created.session.session_id
    for text in questions:
        request = ChatRequest(session_id=session_id, text=text, request_id=str(uuid7()))
        pieces = [each async for each in person.assistant.Chat(request)]
        assert pieces[-1].done.answered, pieces
    return session_id


def erase(candidate_id: str, *, request_id: str = "") -> EraseCandidateRequest:
    """Return a request to erase somebody who asked for it."""
    return EraseCandidateRequest(
        candidate_id=candidate_id, reason=ERASURE_REASON_PERSON_ASKED, request_id=request_id
    )


async def erased(person: Person, candidate_id: str) -> Erasure:
    """Erase somebody and return the erasure once every service has confirmed."""
    begun = (await person.erasures.EraseCandidate(erase(candidate_id))).erasure
    return await done(person, begun.erasure_id)


async def done(person: Person, erasure_id: str) -> Erasure:
    """Return the erasure once every service has confirmed."""
    async with asyncio.timeout(BOUND):
        while True:
            found = await person.erasures.GetErasure(GetErasureRequest(erasure_id=erasure_id))
            if found.erasure.state == ERASURE_STATE_DONE:
                return found.erasure
            await asyncio.sleep(0.02)


def found(haystack: bytes, needles: tuple[str, ...] = CANARIES) -> list[str]:
    """Return which of the texts stand there, in any case and in the usual encodings."""
    lower = haystack.lower()
    there: list[str] = []
    for needle in needles:
        raw = needle.encode()
        forms = [
            raw.lower(),
            raw.lower().hex().encode(),
            needle.lower().encode("utf-16-le"),
            base64.b64encode(raw)[:-4].lower(),
        ]
        there += [needle for form in forms if form in lower]
    return there


async def rows_about(service: Service, candidate_id: str) -> dict[str, int]:
    """Return how many rows of each table name the candidate in a column of its own."""
    async with tables.opened(service) as conn:
        columns = await conn.fetch(
            """
            SELECT table_name, column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND column_name IN ('candidate_id', 'person_id')
            """
        )
        counts = {
            row["table_name"]: await conn.fetchval(
                f"""
                SELECT count(*) FROM {row["table_name"]} WHERE {row["column_name"]}::text = $1
                """,  # noqa: S608
                candidate_id,
            )
            for row in columns
        }
    return {table: number for table, number in counts.items() if number}
