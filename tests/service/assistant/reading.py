"""Reading what the Assistant streamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.rpc import error_details_pb2
from grpc_status import rpc_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import grpc.aio
    from candor.assistant.v1 import assistant_service_pb2 as pb


def kinds(pieces: Sequence[pb.ChatResponse]) -> list[str]:
    """Return what each piece is."""
    return [each.WhichOneof("piece") or "" for each in pieces]


def text_of(pieces: Sequence[pb.ChatResponse]) -> str:
    """Return the text of an answer."""
    return "".join(each.text.text for each in pieces)


def steps_of(pieces: Sequence[pb.ChatResponse]) -> list[str]:
    """Return the tools that were used, in order."""
    return [each.step.tool for each in pieces if each.HasField("step")]


def cards_of(pieces: Sequence[pb.ChatResponse]) -> list[pb.CandidateCard]:
    """Return the candidates found."""
    return [card for each in pieces for card in each.candidates.candidates]


def jobs_of(pieces: Sequence[pb.ChatResponse]) -> list[pb.JobCard]:
    """Return the jobs found."""
    return [card for each in pieces for card in each.jobs.jobs]


def citations_of(pieces: Sequence[pb.ChatResponse]) -> dict[int, pb.Citation]:
    """Return the citations by number; the same number must always mean the same."""
    found: dict[int, pb.Citation] = {}
    for each in pieces:
        for citation in each.text.citations:
            assert found.setdefault(citation.number, citation) == citation
    return found


def answered(pieces: Sequence[pb.ChatResponse]) -> bool:
    """Return whether the question was answered; there must be an end, and but one."""
    assert kinds(pieces).count("done") == 1
    assert pieces[-1].done.message_id
    return pieces[-1].done.answered


def reason_of(error: grpc.aio.AioRpcError) -> str:
    """Return the reason that a failed call carries."""
    status = rpc_status.from_call(error)  # pyright: ignore[reportArgumentType]
    assert status is not None
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    return info.reason
