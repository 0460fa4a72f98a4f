"""What scores cannot see who somebody is: a property of the types and of the imports."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from candor.facts.v1 import facets_pb2, facts_pb2, requirements_pb2
from candor.ingest.v1 import facts_service_pb2, profile_pb2
from candor.matcher.v1 import match_pb2, match_service_pb2, promise_pb2

from tests.contract import protos
from tests.contract.blind import reached, telling

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor

BLIND = (
    facts_pb2.ScorableFacts.DESCRIPTOR,
    requirements_pb2.Requirements.DESCRIPTOR,
    match_pb2.Rubric.DESCRIPTOR,
)
RUBRIC = {f"candor.matcher.v1.{name}" for name in ("Rubric", "Criterion", "CriterionLevel")}


@pytest.mark.parametrize("message", BLIND, ids=lambda message: message.name)
def test_no_path_leads_from_what_is_scored_to_an_identity(message: Descriptor) -> None:
    assert telling(message) == set()


def test_nothing_that_can_be_added_to_a_score_is_an_identity() -> None:
    assert telling(promise_pb2.Addition.DESCRIPTOR) == set()
    kinds = promise_pb2.Addition.DESCRIPTOR.oneofs_by_name["what"].fields
    assert {each.name for each in kinds} == {
        *("skill", "term", "certificate", "language", "work", "role", "degree")
    }
    assert {each.full_name for each in kinds} == {
        each.full_name for each in promise_pb2.Addition.DESCRIPTOR.fields
    }


def test_the_search_would_find_one() -> None:
    assert "candor.ingest.v1.Profile.name" in telling(profile_pb2.Profile.DESCRIPTOR)
    assert "candor.ingest.v1.Profile.email" in telling(profile_pb2.Profile.DESCRIPTOR)


@pytest.mark.parametrize("message", BLIND, ids=lambda message: message.name)
def test_what_is_scored_holds_nothing_whose_content_the_type_does_not_tell(
    message: Descriptor,
) -> None:
    kinds = {each.full_name for each in reached(message)}
    kinds -= RUBRIC
    assert all(kind.startswith("candor.facts.v1.") for kind in kinds), kinds
    bytes_fields = [
        field
        for each in reached(message)
        for field in each.fields
        if field.type == field.TYPE_BYTES
    ]
    assert bytes_fields == []


def test_the_way_to_the_matcher_carries_blind_facts_and_digests_only() -> None:
    for message in facts_service_pb2.DESCRIPTOR.message_types_by_name.values():
        held = {each.full_name for each in reached(message)} - {message.full_name}
        assert all(name.startswith("candor.facts.v1.") for name in held)
        assert telling(message) == set()


@pytest.mark.parametrize(
    "message", [*BLIND, match_pb2.Rubric.DESCRIPTOR], ids=lambda message: message.name
)
def test_what_searches_are_narrowed_by_is_no_part_of_what_is_scored(message: Descriptor) -> None:
    """The way to it is GetStanding alone; `lint-imports` keeps it out of scoring's modules."""
    assert facets_pb2.Facets.DESCRIPTOR not in reached(message)
    answers = facts_service_pb2.DESCRIPTOR.message_types_by_name
    carriers = {
        name for name, each in answers.items() if facets_pb2.Facets.DESCRIPTOR in reached(each)
    }
    assert carriers == {"GetStandingResponse"}


def test_what_embeds_and_scores_never_loads_what_searches_are_narrowed_by() -> None:
    program = """
import pkgutil, sys
from importlib import import_module
import services.matcher
for room in ("scoring", "embedding"):
    for module in pkgutil.walk_packages([f"{services.matcher.__path__[0]}/{room}"]):
        import_module(f"services.matcher.{room}.{module.name}")
for name in ("bm25", "evidence", "portraits", "wording"):
    import_module(f"services.matcher.retrieval.{name}")
print(*sorted(name for name in sys.modules if "facets" in name or "scoring.facts" in name))
"""
    assert loaded_by(program) == {"services.matcher.scoring.facts"}


def test_the_matchers_answers_hold_no_profile() -> None:
    for message in match_service_pb2.DESCRIPTOR.message_types_by_name.values():
        assert profile_pb2.Profile.DESCRIPTOR not in reached(message)


def test_no_event_carries_a_profile() -> None:
    """Events carry ids and digests; personal data never."""
    events = [file for file in protos.files() if file.name.endswith("/events.proto")]
    assert len(events) == 4
    for file in events:
        for message in file.message_types_by_name.values():
            personal = {"name", "email", "phone", "address", "profile", "text", "body", "content"}
            names = {field.name for each in reached(message) for field in each.fields}
            assert not names & personal, message.full_name


def test_the_matchers_code_never_loads_the_message_that_says_who() -> None:
    program = """
import pkgutil, sys
from importlib import import_module
import services.matcher
for module in pkgutil.walk_packages(services.matcher.__path__, "services.matcher."):
    import_module(module.name)
assert "candor.ingest.v1.facts_service_pb2" in sys.modules
print(*sorted(name for name in sys.modules if name.startswith("candor.ingest")))
"""
    loaded = loaded_by(program)
    assert "candor.ingest.v1.profile_pb2" not in loaded
    assert "candor.ingest.v1.candidate_service_pb2" not in loaded


def loaded_by(program: str) -> set[str]:
    """Return the words that a program prints, run by another Python."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    return set(done.stdout.split())


def test_nothing_that_is_hashed_has_a_float() -> None:
    """Canonical bytes have integers only: the same decision gives the same bytes anywhere."""
    floating = {
        field.full_name
        for message in protos.messages()
        for field in message.fields
        if field.cpp_type in (field.CPPTYPE_FLOAT, field.CPPTYPE_DOUBLE)
    }
    assert floating == set()
