"""Who may move an application where: the whole table."""

from __future__ import annotations

from itertools import product

import pytest
from candor.ingest.v1 import application_service_pb2 as pb

from servicekit.errors import FieldInvalid, ServiceError
from services.ingest.applications.stages import (
    HumanRequired,
    Move,
    Mover,
    ReasonMissing,
    Stage,
    StageNotReachable,
    check,
)

PERSON = Mover(subject="user-1", kind=1, is_person=True, is_candidate=False)
PROGRAM = Mover(subject="ats", kind=2, is_person=False, is_candidate=False)
CANDIDATE = Mover(subject="alex", kind=1, is_person=True, is_candidate=True)
MOVERS = {"person": PERSON, "program": PROGRAM, "candidate": CANDIDATE}

# Rows: from; columns: to APPLIED SCREENING INTERVIEW OFFER HIRED REJECTED WITHDRAWN.
# "+" may be entered, "." may not, "r" may with a reason, "h" takes a person.
TABLE = {
    "person": {
        Stage.APPLIED: ". + + + + r r",
        Stage.SCREENING: ". . + + + r r",
        Stage.INTERVIEW: ". . . + + r r",
        Stage.OFFER: ". . . . + r r",
        Stage.HIRED: ". . . . . . .",
        Stage.REJECTED: ". . . . . . .",
        Stage.WITHDRAWN: ". . . . . . .",
    },
    "program": {
        Stage.APPLIED: ". + + + + h h",
        Stage.SCREENING: ". . + + + h h",
        Stage.INTERVIEW: ". . . + + h h",
        Stage.OFFER: ". . . . + h h",
        Stage.HIRED: ". . . . . h h",
        Stage.REJECTED: ". . . . . h h",
        Stage.WITHDRAWN: ". . . . . h h",
    },
    "candidate": {
        Stage.APPLIED: ". . . . . . +",
        Stage.SCREENING: ". . . . . . +",
        Stage.INTERVIEW: ". . . . . . +",
        Stage.OFFER: ". . . . . . +",
        Stage.HIRED: ". . . . . . .",
        Stage.REJECTED: ". . . . . . .",
        Stage.WITHDRAWN: ". . . . . . .",
    },
}
OUTCOMES: dict[str, tuple[type[ServiceError] | None, type[ServiceError] | None]] = {
    # with a reason, without one
    "+": (None, None),
    ".": (StageNotReachable, StageNotReachable),
    "r": (None, ReasonMissing),
    "h": (HumanRequired, HumanRequired),
}


def outcome(present: Stage, move: Move, mover: Mover) -> type[ServiceError] | None:
    try:
        check(present, move, mover)
    except ServiceError as error:
        return type(error)
    return None


@pytest.mark.parametrize(("who", "present", "to"), [*product(MOVERS, Stage, Stage)])
def test_every_move_by_everybody(who: str, present: Stage, to: Stage) -> None:
    expected = OUTCOMES[TABLE[who][present].split()[to - 1]]
    found = tuple(outcome(present, Move(to, reason, ""), MOVERS[who]) for reason in (1, 0))
    assert found == expected


def test_stages_and_reasons_are_numbered_as_the_contract_numbers_them() -> None:
    names = {f"STAGE_{stage.name}": stage.value for stage in Stage}
    assert names == {name: number for name, number in pb.Stage.items() if number}


def test_a_refusal_says_from_where_to_where() -> None:
    with pytest.raises(StageNotReachable) as refused:
        check(Stage.HIRED, Move(Stage.OFFER, 0, ""), PERSON)
    assert refused.value.metadata == {"from": "hired", "to": "offer"}


def test_a_note_has_at_most_2000_characters() -> None:
    assert Move(Stage.OFFER, 0, "n" * 2000)
    with pytest.raises(FieldInvalid, match="note"):
        Move(Stage.OFFER, 0, "n" * 2001)
