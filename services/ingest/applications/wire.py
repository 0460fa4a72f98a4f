"""Between applications and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.common.v1 import event_pb2, policy_pb2
from candor.ingest.v1 import application_service_pb2 as pb

from servicekit.errors import FieldInvalid
from servicekit.timestamps import timestamp
from services.ingest.applications.stages import Move, Mover, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicekit.auth import Caller
    from servicekit.sealing import PersonKey
    from services.ingest.applications.stages import Application, StageChange

NOTE = "note"


def to_move(request: pb.TransitionApplicationRequest) -> Move:
    """Parse where an application is to go."""
    if request.stage not in pb.Stage.values() or request.stage == pb.STAGE_UNSPECIFIED:
        raise FieldInvalid("stage", "want a stage")
    if request.reason not in pb.DecisionReason.values():
        raise FieldInvalid("reason", "want a known reason")
    return Move(Stage(request.stage), request.reason, request.note)


def to_mover(who: Caller) -> Mover:
    """Parse who moves it: a service acts as the service, whomever it acts for."""
    return Mover(
        subject=who.actor.subject,
        kind=who.actor.kind,
        is_person=who.kind == policy_pb2.PRINCIPAL_KIND_PERSON,
        is_candidate=who.own_only,
    )


def application(
    value: Application, history: Sequence[StageChange], key: PersonKey | None, *, own: str
) -> pb.Application:
    """Render an application; without the person's key its notes are empty.

    For its owner (`own`), what others wrote and who they are is left out.
    """
    return pb.Application(
        application_id=value.application_id,
        candidate_id=value.candidate_id,
        job_id=value.job_id,
        stage=pb.Stage.ValueType(value.stage),
        history=[_change(each, key, shown=own in ("", each.actor)) for each in history],
        create_time=timestamp(value.created_at),
        superseded_by=value.superseded_by,
    )


def _change(value: StageChange, key: PersonKey | None, *, shown: bool) -> pb.StageChange:
    return pb.StageChange(
        stage=pb.Stage.ValueType(value.stage),
        actor=event_pb2.Actor(
            subject=value.actor if shown else "",
            kind=policy_pb2.PrincipalKind.ValueType(value.actor_kind),
        ),
        reason=pb.DecisionReason.ValueType(value.reason),
        note=key.open(value.note, purpose=NOTE).decode() if key and shown else "",
        change_time=timestamp(value.changed_at),
    )
