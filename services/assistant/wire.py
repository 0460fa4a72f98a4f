"""Between the wire and answers: what tools answer, what is streamed, what is stored."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, cast

from candor.assistant.v1 import assistant_service_pb2 as pb
from candor.facts.v1 import facts_pb2
from candor.ingest.v1 import application_service_pb2, job_service_pb2
from google.protobuf.proto import parse_length_prefixed, serialize_length_prefixed

from servicekit.errors import FieldInvalid
from servicekit.timestamps import timestamp
from services.assistant.hiring import (
    STAGES,
    Applied,
    Evidence,
    Job,
    Ranking,
    Reason,
    Score,
    Span,
)
from services.assistant.phrasing import DISCLOSURE
from services.assistant.pieces import CandidatesFound, JobsFound, Step, Topic, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from candor.matcher.v1 import match_pb2

    from services.assistant.pieces import Citation, Piece
    from services.assistant.sessions import Said, Session

LONGEST_TEXT = 4_000


def to_text(request: pb.ChatRequest) -> str:
    """Return what the person says, or raise FieldInvalid."""
    if not request.text.strip() or len(request.text) > LONGEST_TEXT:
        raise FieldInvalid("text", f"want 1 to {LONGEST_TEXT} characters")
    return request.text


def to_job(message: job_service_pb2.Job) -> Job:
    """Parse a job."""
    is_open = message.state == job_service_pb2.JOB_STATE_OPEN
    return Job(message.job_id, message.title, is_open)


def to_applied(message: application_service_pb2.Application) -> Applied:
    """Parse an application."""
    return Applied(message.candidate_id, STAGES[message.stage - 1])


def to_ranking(message: match_pb2.MatchRun) -> Ranking:
    """Parse a match run."""
    scores = tuple(to_score(each) for each in message.matches)
    return Ranking(message.run_id, message.scored_count, scores)


def to_score(message: match_pb2.Match) -> Score:
    """Parse a match."""
    return Score(
        candidate_id=message.candidate_id,
        rank=message.rank,
        points=message.points,
        max_points=message.max_points,
        reasons=tuple(_reason(each) for each in message.contributions),
        missing=tuple(message.missing),
    )


def _reason(message: match_pb2.Contribution) -> Reason:
    return Reason(
        criterion_id=message.criterion_id,
        label=message.label,
        must=message.must,
        points=message.points,
        max_points=message.max_points,
        words=message.reason,
        evidence=tuple(
            Evidence(Span(each.span.page, each.span.start, each.span.end), each.quote)
            for each in message.evidence
        ),
    )


def disclosure() -> pb.ChatResponse:
    """Render the first piece of every answer."""
    return pb.ChatResponse(disclosure=pb.Disclosure(text=DISCLOSURE))


def done(message_id: str, *, answered: bool) -> pb.ChatResponse:
    """Render the last piece of every answer."""
    return pb.ChatResponse(done=pb.Done(message_id=message_id, answered=answered))


def piece(value: Piece) -> pb.ChatResponse:
    """Render a piece of an answer."""
    match value:
        case Step():
            return pb.ChatResponse(step=pb.StepTaken(tool=value.tool, text=value.text))
        case CandidatesFound():
            return pb.ChatResponse(candidates=_candidates(value))
        case JobsFound():
            return pb.ChatResponse(jobs=_jobs(value))
        case Words():
            citations = [_citation(each) for each in value.citations]
            return pb.ChatResponse(text=pb.TextPiece(text=value.text, citations=citations))


def _candidates(value: CandidatesFound) -> pb.CandidatesFound:
    cards = [
        pb.CandidateCard(
            candidate_id=each.candidate_id,
            name=each.name,
            rank=each.rank,
            points=each.points,
            max_points=each.max_points,
            reasons=each.reasons,
            missing=each.missing,
        )
        for each in value.cards
    ]
    return pb.CandidatesFound(candidates=cards)


def _jobs(value: JobsFound) -> pb.JobsFound:
    cards = [
        pb.JobCard(
            job_id=each.job_id,
            title=each.title,
            state=each.state,
            applications_by_stage=each.applications,
        )
        for each in value.cards
    ]
    return pb.JobsFound(jobs=cards)


def _citation(value: Citation) -> pb.Citation:
    span = value.source.span
    return pb.Citation(
        number=value.number,
        resource=value.source.resource,
        span=None
        if span is None
        else facts_pb2.Span(page=span.page, start=span.start, end=span.end),
        quote=value.source.quote,
    )


def stored(pieces: Iterable[pb.ChatResponse]) -> bytes:
    """Return pieces as the bytes that are kept: each one prefixed by its length."""
    buffer = BytesIO()
    for each in pieces:
        serialize_length_prefixed(each, buffer)
    return buffer.getvalue()


def to_pieces(body: bytes) -> list[pb.ChatResponse]:
    """Parse kept pieces."""
    buffer, pieces = BytesIO(body), list[pb.ChatResponse]()
    # typeshed does not say that the end of the bytes is None
    while each := cast("pb.ChatResponse | None", parse_length_prefixed(pb.ChatResponse, buffer)):
        pieces.append(each)
    return pieces


def stored_topic(topic: Topic) -> bytes:
    """Return a topic as the bytes that are kept: ids only."""
    return " ".join((topic.job_id or "-", topic.run_id or "-", topic.candidate_id or "-")).encode()


def to_topic(body: bytes) -> Topic:
    """Parse a kept topic; one that was removed is no topic."""
    if not body:
        return Topic()
    return Topic(*("" if each == "-" else each for each in body.decode().split(" ")))


def session(value: Session) -> pb.Session:
    """Render a session."""
    return pb.Session(session_id=value.session_id, create_time=timestamp(value.created_at))


def message(value: Said) -> pb.Message:
    """Render what was said: its texts joined, each citation once; nothing if it was removed."""
    texts = [each.text for each in to_pieces(value.pieces) if each.HasField("text")]
    citations = {each.number: each for text in texts for each in text.citations}
    return pb.Message(
        message_id=value.message_id,
        author=pb.Author.ValueType(value.author),
        text="".join(each.text for each in texts),
        citations=[citations[number] for number in sorted(citations)],
        create_time=timestamp(value.created_at),
        removed=value.removed,
    )
