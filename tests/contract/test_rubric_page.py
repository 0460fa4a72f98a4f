"""The page on rubrics says what a document is: each field, each kind, and one that is taken."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from candor.facts.v1 import requirements_pb2
from candor.matcher.v1 import match_pb2, rubric_pb2

from cli import rubric_documents
from services.matcher.rubrics.asking import FIELDS, GROUPS
from services.matcher.rubrics.checking import Setting, problems
from taxonomy import taxonomy

if TYPE_CHECKING:
    from google.protobuf.message import Message

PAGE = (Path(__file__).parents[2] / "docs" / "rubrics.md").read_text("utf-8")
OF_A_KIND = {field for fields in FIELDS.values() for field in fields}


def rows(head: str) -> dict[str, str]:
    """Return the rows of the table whose first column is headed so, by their first cells."""
    table = PAGE.partition(f"\n| {head} |")[2].partition("\n\n")[0]
    found = re.findall(r"^\| `(\w+)` \|(.*)\|$", table, re.MULTILINE)
    return dict(found)


@pytest.mark.parametrize(
    ("head", "message", "elsewhere"),
    [
        ("field", rubric_pb2.RubricDocument, set[str]()),
        ("of a criterion", match_pb2.Criterion, set[str]()),
        ("of a requirement", requirements_pb2.Requirement, OF_A_KIND | {*GROUPS}),
        ("of a level", match_pb2.CriterionLevel, set[str]()),
    ],
)
def test_every_field_has_a_row(head: str, message: type[Message], elsewhere: set[str]) -> None:
    assert set(rows(head)) == {field.name for field in message.DESCRIPTOR.fields} - elsewhere


def test_every_kind_has_a_row_with_its_fields() -> None:
    said = {kind: set(re.findall(r"`(\w+)`", cells)) for kind, cells in rows("kind").items()}
    names = {
        requirements_pb2.RequirementKind.Name(kind).removeprefix("REQUIREMENT_KIND_").lower(): kind
        for kind in FIELDS
    }
    assert said.keys() == names.keys()
    for name, kind in names.items():
        assert said[name] - {"label"} == set(FIELDS[kind])


def test_the_example_is_a_document_that_is_taken() -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    document = rubric_documents.read(example)
    assert rubric_documents.written(document) == example
    fits = Setting(document.job_id, document.requirements_digest, frozenset(), taxonomy.load())
    assert problems(document, fits) == []


def test_a_change_of_any_field_of_a_criterion_can_be_told() -> None:
    fields = {field.name for field in match_pb2.Criterion.DESCRIPTOR.fields}
    told = {field.name for field in rubric_pb2.CriterionChange.DESCRIPTOR.fields}
    assert fields <= told
