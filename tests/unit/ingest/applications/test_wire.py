"""Between applications and messages."""

from __future__ import annotations

import pytest
from candor.common.v1 import event_pb2, policy_pb2
from candor.ingest.v1 import application_service_pb2 as pb

from servicekit.auth import Caller
from servicekit.errors import FieldInvalid
from services.ingest.applications import wire
from services.ingest.applications.stages import Stage

PERSON = policy_pb2.PRINCIPAL_KIND_PERSON
SERVICE = policy_pb2.PRINCIPAL_KIND_SERVICE


def caller(kind: int, actor: event_pb2.Actor, *, own_only: bool = False) -> Caller:
    roles = frozenset({int(policy_pb2.ROLE_RECRUITER)})
    return Caller("who", "acme", roles, kind, "token", 0.0, actor, own_only)


def test_a_service_that_acts_for_a_person_is_no_person() -> None:
    actor = event_pb2.Actor(subject="user-1", kind=PERSON)
    mover = wire.to_mover(caller(SERVICE, actor))
    assert not mover.is_person
    assert (mover.subject, mover.kind) == ("user-1", PERSON)


def test_a_caller_who_reaches_only_their_own_is_a_candidate() -> None:
    actor = event_pb2.Actor(subject="alex", kind=PERSON)
    assert wire.to_mover(caller(PERSON, actor, own_only=True)).is_candidate
    assert not wire.to_mover(caller(PERSON, actor)).is_candidate


@pytest.mark.parametrize("stage", [0, 8, -1])
def test_an_unknown_stage_is_refused(stage: int) -> None:
    request = pb.TransitionApplicationRequest()
    request.stage = stage  # pyright: ignore[reportAttributeAccessIssue]  # what the wire may carry
    with pytest.raises(FieldInvalid, match="stage"):
        wire.to_move(request)


def test_an_unknown_reason_is_refused() -> None:
    request = pb.TransitionApplicationRequest(stage=pb.STAGE_REJECTED)
    request.reason = 99  # pyright: ignore[reportAttributeAccessIssue]  # what the wire may carry
    with pytest.raises(FieldInvalid, match="reason"):
        wire.to_move(request)


def test_a_wish_keeps_its_stage_reason_and_note() -> None:
    move = wire.to_move(
        pb.TransitionApplicationRequest(
            stage=pb.STAGE_REJECTED, reason=pb.DECISION_REASON_REQUIREMENT_NOT_MET, note="no Go"
        )
    )
    assert move.stage is Stage.REJECTED
    assert (move.reason, move.note) == (pb.DECISION_REASON_REQUIREMENT_NOT_MET, "no Go")
