"""What scores and what is embedded take nothing that tells who somebody is, by their types.

The other half of `test_blindness`: that one walks the messages; this one walks on, through the
classes that messages are read into and the parameters of the code that works with them.
"""

from __future__ import annotations

import inspect
from dataclasses import make_dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np
import pytest
from candor.facts.v1 import facts_pb2
from google.protobuf import descriptor_pb2, descriptor_pool

from services.matcher import wire
from services.matcher.retrieval.portraits import Portrait
from services.matcher.scoring.facts import Criterion, Facts, Rubric
from services.matcher.scoring.proposing import Asked
from tests.contract import protos
from tests.contract.blind import (
    FACETS,
    IDENTITY,
    fields_of,
    inputs,
    leaves,
    led_to,
    modules,
    reached,
    speaks,
    telling,
)

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor

SCORER = modules("services.matcher.scoring")
# What makes texts, words and vectors of people.
WORDING = modules(
    "services.matcher.retrieval.wording",
    "services.matcher.retrieval.portraits",
    "services.matcher.retrieval.evidence",
)
EMBEDDER = modules("services.matcher.embedding")
ROOM = [*SCORER, *WORDING, *EMBEDDER]
# Our modules that the room may lead to beside itself: none of them knows a person.
BESIDE = {
    "services.matcher.bm25",
    "services.matcher.retrieval.arms",
    "services.matcher.retrieval.bm25",
    "servicekit.errors",
}
PARENTS = {"services", "services.matcher", "services.matcher.retrieval", "servicekit"}
WHOLE = ("services.matcher.scoring.", "services.matcher.embedding.", "taxonomy.")
PLAIN = (int, str, bool, float, type(None), np.integer)


def is_blind(module: str) -> bool:
    """Say whether a module is of the room, or beside it."""
    return module in BESIDE | {each.__name__ for each in ROOM} or f"{module}.".startswith(WHOLE)


def words_of_people(message: Descriptor) -> bool:
    """Say whether a message itself tells who somebody is, or when and where they would work."""
    return any(speaks(field.name, IDENTITY | FACETS) for field in message.fields)


def test_there_is_something_to_look_at() -> None:
    assert {Facts, Rubric, Criterion, Asked} <= set(vars_of_scoring())
    assert WORDING
    assert EMBEDDER


def vars_of_scoring() -> list[object]:
    return [value for module in SCORER for value in vars(module).values() if inspect.isclass(value)]


@pytest.mark.parametrize("kind", [Facts, Rubric, Asked], ids=lambda kind: kind.__name__)
def test_no_field_of_what_scorer_and_wording_take_tells_who(kind: type) -> None:
    fields = dict(fields_of(kind))
    assert fields
    for field, hint in fields.items():
        assert not speaks(field.partition(".")[2], IDENTITY | FACETS), field
        for leaf in leaves(hint):
            assert isinstance(leaf, type), field
            ours = leaf.__module__.startswith(("services.matcher.scoring.", "taxonomy."))
            assert ours or issubclass(leaf, PLAIN), field


def test_every_parameter_is_plain_or_a_class_of_the_blind_rooms() -> None:
    """A function that took a profile, a preference or a message would be found here."""
    looked_at = 0
    embedder = modules("services.matcher.embedding.embedder")  # the rest of it makes the model
    for where, hint in inputs([*SCORER, *WORDING, *embedder]):
        for leaf in leaves(hint):
            if isinstance(leaf, type):
                looked_at += 1
                ours = leaf.__module__.startswith(("services.", "candor."))
                assert not ours or is_blind(leaf.__module__), where
                assert not speaks(leaf.__name__.casefold(), FACETS), where
    assert looked_at > 100


@pytest.mark.parametrize("module", [each.__name__ for each in ROOM])
def test_no_import_leads_from_the_room_to_where_people_or_facets_are(module: str) -> None:
    assert {each for each in led_to(module) if not is_blind(each)} <= PARENTS


def test_what_embeds_takes_portraits_and_texts_alone() -> None:
    """What searches are narrowed by stands in the index beside the vectors, never in them."""
    calls = ("embed", "embed_query", "encode_batch_fast")
    embedding = dict(inputs(modules("services.matcher"), calling=calls))
    kinds = {leaf for hint in embedding.values() for leaf in leaves(hint)}
    assert Portrait in kinds
    for leaf in kinds:
        assert isinstance(leaf, type)
        ours = leaf.__module__.startswith(("services.", "candor."))
        assert not ours or is_blind(leaf.__module__), leaf


def test_the_doors_take_blind_messages_and_nothing_else() -> None:
    """The functions of `wire` that return what is scored take these messages."""
    doors: dict[str, object] = {}
    for where, hint in inputs([wire]):
        function = where.removeprefix("services.matcher.wire.").partition("(")[0]
        if function.startswith("to_") and not where.endswith("(return)"):
            doors[function] = hint
    messages = {getattr(hint, "DESCRIPTOR").full_name for hint in doors.values()}  # noqa: B009
    assert messages <= {
        "candor.facts.v1.ScorableFacts",
        "candor.facts.v1.Requirements",
        "candor.facts.v1.Span",
        "candor.matcher.v1.Rubric",
        "candor.matcher.v1.Criterion",
    }
    assert {"to_facts", "to_asked", "to_rubric"} <= doors.keys()


def test_from_no_message_about_a_person_a_path_leads_into_the_facts() -> None:
    about_people = {each.full_name for each in protos.messages() if words_of_people(each)}
    assert "candor.ingest.v1.Profile" in about_people
    into_facts = {each.full_name for each in reached(facts_pb2.ScorableFacts.DESCRIPTOR)}
    # `as_of` is the month that time is counted from; none other of these is named so.
    assert into_facts & about_people == set()


def copied(field: descriptor_pb2.FieldDescriptorProto, *, into: str) -> Descriptor:
    """Return ScorableFacts as it would be with one more field in one of its messages."""
    file = descriptor_pb2.FileDescriptorProto()
    facts_pb2.DESCRIPTOR.CopyToProto(file)
    (message,) = [each for each in file.message_type if each.name == into]
    message.field.append(field)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)  # pyright: ignore[reportAttributeAccessIssue]  # the stub lacks it
    return pool.FindMessageTypeByName("candor.facts.v1.ScorableFacts")


@pytest.mark.parametrize(
    ("into", "name"),
    [("ScorableFacts", "gender"), ("Position", "employer"), ("Education", "graduation_year")],
)
def test_one_more_field_that_tells_who_would_be_found(into: str, name: str) -> None:
    kind = descriptor_pb2.FieldDescriptorProto
    field = kind(name=name, number=90, type=kind.TYPE_STRING, label=kind.LABEL_OPTIONAL)
    assert telling(copied(field, into=into)) == {f"candor.facts.v1.{into}.{name}"}


def test_one_more_field_of_a_class_would_be_found() -> None:
    class Gender(Enum):
        ANY = 0

    wider = make_dataclass("Wider", [("facts", Facts), ("birth_year", int), ("how", Gender)])
    fields = dict(fields_of(wider))
    assert [name for name in fields if speaks(name.partition(".")[2])] == ["Wider.birth_year"]
    assert fields["Wider.how"] is Gender  # of no room: the walk above refuses it
    assert "Facts.text_digest" in fields
