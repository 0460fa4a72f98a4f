"""A cached ranking is named by everything that it depends on."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime

import pytest

from services.matcher.caching.keys import Question

QUESTION = Question(
    job_id="j",
    rubric_digest="r",
    taxonomy_digest="t",
    scorer="v1",
    model_digest="m",
    retrieval="1",
    pool=200,
    filters="",
    consent_end=datetime(2026, 11, 21, tzinfo=UTC),
    version=7,
)
CHANGES: dict[type, object] = {str: "other", int: 201, datetime: datetime(2026, 11, 22, tzinfo=UTC)}


def test_equal_questions_have_one_key() -> None:
    assert replace(QUESTION).key == QUESTION.key
    assert len(QUESTION.key) == 64


@pytest.mark.parametrize("name", [each.name for each in fields(Question)])
def test_whatever_changes_changes_the_key(name: str) -> None:
    value = getattr(QUESTION, name)
    assert replace(QUESTION, **{name: CHANGES[type(value)]}).key != QUESTION.key


def test_no_field_runs_into_the_next() -> None:
    assert replace(QUESTION, job_id="jr", rubric_digest="").key != QUESTION.key
