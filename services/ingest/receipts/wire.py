"""Between corrections, receipts and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicekit.errors import FieldInvalid
from services.ingest import read_wire
from services.ingest.extraction.correcting import Change
from services.ingest.extraction.reading import ContactKind, Skill
from services.ingest.receipts.receipts import MOST_CHANGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from candor.ingest.v1 import reading_pb2
    from candor.ingest.v1 import receipt_service_pb2 as pb

    from services.ingest.extraction.reading import Value

CORRECTION = "correction"
LONGEST_REASON = 500
LONGEST_SOURCE = 500
LONGEST_FACT = 2000  # bytes


def to_changes(request: pb.CorrectFactsRequest) -> tuple[Change, ...]:
    """Parse what should be different."""
    if not 0 < len(request.changes) <= MOST_CHANGES:
        raise FieldInvalid("changes", f"want 1 to {MOST_CHANGES}")
    named = [each.fact_id for each in request.changes if each.fact_id]
    if len(named) != len(set(named)):
        raise FieldInvalid("changes.fact_id", "want one change to a fact")
    return tuple(_to_change(each) for each in request.changes)


def _to_change(message: pb.FactChange) -> Change:
    if not 0 < len(message.reason.strip()) <= LONGEST_REASON:
        raise FieldInvalid("changes.reason", f"want 1 to {LONGEST_REASON} characters")
    value = _to_value(message.fact)
    if message.remove:
        if value is not None or not message.fact_id:
            raise FieldInvalid("changes.remove", "want the id of a fact, and no fact")
        return Change(message.fact_id, None)
    if value is None:
        raise FieldInvalid("changes.fact", "want what the fact should say, or `remove`")
    return Change(message.fact_id, value)


def _to_value(fact: reading_pb2.Fact) -> Value | None:
    if fact.ByteSize() > LONGEST_FACT:
        raise FieldInvalid("changes.fact", f"want at most {LONGEST_FACT} bytes")
    _check_dates(fact)
    try:
        value = read_wire.to_value(fact)
    except ValueError as error:
        raise FieldInvalid("changes.fact", "want known kinds and levels") from error
    if value is not None and not _says_something(fact):
        raise FieldInvalid("changes.fact", "want words")
    if fact.contact.kind == ContactKind.UNSPECIFIED and fact.HasField("contact"):
        raise FieldInvalid("changes.fact.contact.kind", "want what it is")
    if isinstance(value, Skill) and not value.label.strip():
        raise FieldInvalid("changes.fact.skill.label", "want what the skill is called")
    return value


def _check_dates(fact: reading_pb2.Fact) -> None:
    for name in ("start", "end"):
        if fact.employment.HasField(name):
            month = fact.employment.start if name == "start" else fact.employment.end
            if not (1900 <= month.year <= 2100 and 1 <= month.month <= 12):
                raise FieldInvalid(f"changes.fact.employment.{name}", "want a year and a month")


def _says_something(fact: reading_pb2.Fact) -> bool:
    """Say whether any text of a fact's value is more than spaces."""
    kind = fact.WhichOneof("value")
    if kind is None:
        return False
    told: list[tuple[object, object]] = getattr(fact, kind).ListFields()
    return any(isinstance(value, str) and value.strip() for _, value in told)


def replayed(
    first: Sequence[reading_pb2.Fact], corrections: Iterable[pb.Correction]
) -> dict[str, reading_pb2.Fact]:
    """Return the facts by id after some corrections."""
    facts = {fact.fact_id: fact for fact in first}
    for each in corrections:
        if each.HasField("after"):
            facts[each.fact_id] = each.after
        else:
            facts.pop(each.fact_id, None)
    return facts


def source(text: str, fact: reading_pb2.Fact) -> str:
    """Return the whole lines of `text` that a fact was read from."""
    if fact.span.start >= len(text):
        return ""  # added by somebody
    start = text.rfind("\n", 0, fact.span.start) + 1
    end = text.find("\n", max(start, fact.span.end - 1))
    return text[start : end if end >= 0 else len(text)].strip()[:LONGEST_SOURCE]
