"""What a person may write into a rubric, and what is refused by name."""

from __future__ import annotations

import pytest
import typer
from candor.facts.v1 import facts_pb2, requirements_pb2

from cli import rubric_documents


def requirement(text: str) -> requirements_pb2.Requirement:
    document = rubric_documents.read(f"criteria:\n- requirement: {{{text}}}\n")
    return document.criteria[0].requirement


def test_values_are_read_by_their_fields_and_not_by_their_looks() -> None:
    read = requirement("kind: language, language: no, must: true, label: 5, language_level: c1")
    assert (read.language, read.label, read.must) == ("no", "5", True)
    assert read.kind == requirements_pb2.REQUIREMENT_KIND_LANGUAGE
    assert read.language_level == facts_pb2.LANGUAGE_LEVEL_C1


def test_whole_names_of_enums_and_json_are_taken() -> None:
    text = '{"criteria": [{"requirement": {"kind": "REQUIREMENT_KIND_TERM", "must": true}}]}'
    read = rubric_documents.read(text).criteria[0].requirement
    assert (read.kind, read.must) == (requirements_pb2.REQUIREMENT_KIND_TERM, True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("criteria: [", "YAML"),
        ("- a", "mapping"),
        ("", "mapping"),
        ("mystery: 5", "mystery"),
        ("criteria:\n- weight: 1\n  weight: 2", "stands twice"),
        ("criteria:\n- weight: -1", "weight"),
        ("criteria:\n- weight: 4294967296", "weight"),
        ("criteria:\n- weight: 1.5", "weight"),
        ("criteria:\n- weight: many", "weight"),
        ("criteria:\n- knock_out: yes", "knock_out"),
        ("criteria:\n- requirement: {kind: magic}", "magic"),
        ("criteria:\n- requirement: text", "requirement"),
        ("criteria: text", "criteria"),
        ("? [a]\n: 1", "unhashable"),
        ("a: &a [*a]", "YAML"),
        ("job_id: !!python/object/apply:os.getcwd []", "job_id"),
    ],
)
def test_what_is_no_document_is_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(typer.BadParameter) as refused:
        rubric_documents.read(text)
    assert named in str(refused.value)
