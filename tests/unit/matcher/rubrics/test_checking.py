"""Each rule of a rubric document, broken once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from candor.facts.v1 import requirements_pb2
from candor.matcher.v1 import match_pb2, rubric_pb2

from servicekit.errors import to_status
from services.matcher.rubrics.checking import problems
from services.matcher.rubrics.rubrics import RubricInvalid
from services.matcher.rubrics.wire import to_rubric
from tests.property.matcher.rubrics import DIGEST, JOB, SETTING

if TYPE_CHECKING:
    from collections.abc import Callable

KIND = "requirement { kind: REQUIREMENT_KIND_"
MUCH = 4_294_967_295
"""The most that a uint32 holds."""


def good() -> rubric_pb2.RubricDocument:
    """Return a document that is taken."""
    requirement = requirements_pb2.Requirement(
        kind=requirements_pb2.REQUIREMENT_KIND_SKILL, must=True, label="Go", skill_id="go"
    )
    tongue = requirements_pb2.Requirement(
        kind=requirements_pb2.REQUIREMENT_KIND_LANGUAGE, label="German", language="de"
    )
    return rubric_pb2.RubricDocument(
        job_id=JOB,
        requirements_digest=DIGEST,
        criteria=[
            match_pb2.Criterion(criterion_id="c1", weight=600, requirement=requirement),
            match_pb2.Criterion(criterion_id="c2", weight=400, requirement=tongue),
        ],
    )


def asking(**fields: object) -> Callable[[match_pb2.Criterion], None]:
    """Return an edit that makes a criterion ask for this and nothing else."""

    def edit(criterion: match_pb2.Criterion) -> None:
        criterion.requirement.CopyFrom(
            requirements_pb2.Requirement(**{"label": "x", **fields})  # pyright: ignore[reportArgumentType]  # whatever a test says
        )

    return edit


def scaled(
    *steps: dict[str, int], kind: int = requirements_pb2.REQUIREMENT_KIND_EXPERIENCE
) -> Callable[[match_pb2.Criterion], None]:
    """Return an edit that gives a criterion a scale."""
    known = {
        requirements_pb2.REQUIREMENT_KIND_EXPERIENCE: {"months": 12},
        requirements_pb2.REQUIREMENT_KIND_EDUCATION: {"level": 3},
        requirements_pb2.REQUIREMENT_KIND_TERM: {"term": "x"},
    }

    def edit(criterion: match_pb2.Criterion) -> None:
        asking(kind=kind, **known[requirements_pb2.RequirementKind.ValueType(kind)])(criterion)
        for each in steps:
            level = criterion.levels.add()
            for name, value in each.items():
                setattr(level, name, value)

    return edit


def offering(**fields: object) -> Callable[[match_pb2.Criterion], None]:
    """Return an edit that adds an alternative."""

    def edit(criterion: match_pb2.Criterion) -> None:
        whole = {"label": "x", "kind": 2, "term": "x", **fields}
        criterion.alternatives.append(
            requirements_pb2.Requirement(**whole)  # pyright: ignore[reportArgumentType]  # whatever a test says
        )

    return edit


def setting(name: str, value: object) -> Callable[[match_pb2.Criterion], None]:
    """Return an edit that sets one field of a criterion."""
    return lambda criterion: setattr(criterion, name, value)


def many(criterion: match_pb2.Criterion) -> None:
    for _ in range(21):
        offering()(criterion)


def mixed(criterion: match_pb2.Criterion) -> None:
    criterion.levels.add(months=1, percent=50)
    offering()(criterion)


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (setting("weight", 1_000_001), "weight"),
        (setting("weight", MUCH), "weight"),
        (setting("criterion_id", ""), "criterion_id"),
        (setting("criterion_id", "c2"), "criterion_id"),
        (setting("criterion_id", "a b"), "criterion_id"),
        (setting("criterion_id", "c" * 65), "criterion_id"),
        (asking(), "requirement.kind"),
        (asking(kind=99), "requirement.kind"),
        (asking(kind=1), "requirement.skill_id"),
        (asking(kind=1, skill_id="cobol"), "requirement.skill_id"),
        (asking(kind=1, skill_id="go", label=""), "requirement.label"),
        (asking(kind=1, skill_id="go", label=" "), "requirement.label"),
        (asking(kind=1, skill_id="go", label="x" * 201), "requirement.label"),
        (asking(kind=1, skill_id="go", label="x\ny"), "requirement.label"),
        (asking(kind=1, skill_id="go", label="x\x1b[2J"), "requirement.label"),
        (asking(kind=1, skill_id="go", months=3), "requirement.months"),
        (asking(kind=1, skill_id="go", alternative=1), "requirement.alternative"),
        (asking(kind=1, skill_id="go", one_is_must=True), "requirement.one_is_must"),
        (asking(kind=1, skill_id="go", span={"page": 1, "end": 999}), "requirement.span"),
        (asking(kind=2), "requirement.term"),
        (asking(kind=2, term=" "), "requirement.term"),
        (asking(kind=2, term="Kafka"), "requirement.term"),
        (asking(kind=2, term="x" * 201), "requirement.term"),
        (asking(kind=3), "requirement.months"),
        (asking(kind=3, months=1201), "requirement.months"),
        (asking(kind=3, months=MUCH), "requirement.months"),
        (asking(kind=4), "requirement.level"),
        (asking(kind=4, level=6), "requirement.level"),
        (asking(kind=5, language="german"), "requirement.language"),
        (asking(kind=5, language="de", language_level=8), "requirement.language_level"),
        (asking(kind=6, occupation_id="wizard"), "requirement.occupation_id"),
        (offering(term=""), "alternatives[0].term"),
        (offering(must=True), "alternatives[0].must"),
        (offering(kind=0), "alternatives[0].kind"),
        (many, "alternatives"),
        (mixed, "alternatives[0].kind"),
        (scaled({"months": 12, "percent": 101}), "levels[0].percent"),
        (scaled({"months": 12, "percent": 0}), "levels[0].percent"),
        (scaled({"months": 1201, "percent": 1}), "levels[0].months"),
        (scaled({"least": 1, "percent": 1}), "levels[0].least"),
        (
            scaled({"months": 24, "percent": 50}, {"months": 12, "percent": 60}),
            "levels[1].months",
        ),
        (
            scaled({"months": 12, "percent": 50}, {"months": 12, "percent": 60}),
            "levels[1].months",
        ),
        (
            scaled({"months": 12, "percent": 50}, {"months": 24, "percent": 50}),
            "levels[1].percent",
        ),
        (
            scaled({"months": 12, "percent": 50}, {"months": 24, "percent": 40}),
            "levels[1].percent",
        ),
        (scaled({"least": 6, "percent": 50}, kind=4), "levels[0].least"),
        (scaled({"least": 0, "percent": 50}, kind=4), "levels[0].least"),
        (scaled({"months": 1, "percent": 50}, kind=2), "levels"),
    ],
)
def test_what_breaks_a_rule_is_named_by_its_field(
    edit: Callable[[match_pb2.Criterion], None], field: str
) -> None:
    document = good()
    edit(document.criteria[0])
    assert f"criteria[0].{field}" in [name for name, _ in problems(document, SETTING)]


@pytest.mark.parametrize(
    ("weights", "wrong"),
    [((0, 0), 1), ((0, 1), 0), ((999_999, 1), 0), ((1_000_000, 1), 1)],
)
def test_weights_sum_to_something_that_is_not_too_much(
    weights: tuple[int, int], wrong: int
) -> None:
    document = good()
    for each, weight in zip(document.criteria, weights, strict=True):
        each.weight = weight
    assert [name for name, _ in problems(document, SETTING)] == ["criteria"] * wrong


@pytest.mark.parametrize(("count", "wrong"), [(0, 1), (200, 0), (201, 1), (10_000, 1)])
def test_there_are_1_to_200_criteria(count: int, wrong: int) -> None:
    document = good()
    first = document.criteria[0]
    del document.criteria[:]
    for number in range(count):
        document.criteria.append(first)
        document.criteria[-1].criterion_id = f"c{number}"
    assert [name for name, _ in problems(document, SETTING)] == ["criteria"] * wrong


def test_another_job_or_other_requirements_are_refused() -> None:
    document = good()
    document.job_id, document.requirements_digest = "another", ""
    assert [name for name, _ in problems(document, SETTING)] == ["job_id", "requirements_digest"]


def test_all_that_is_wrong_is_told_at_once_up_to_20_things() -> None:
    document = good()
    for each in document.criteria:
        each.weight = MUCH
    with pytest.raises(RubricInvalid) as refused:
        to_rubric(document, SETTING)
    assert [name for name, _ in refused.value.violations] == [
        "criteria[0].weight",
        "criteria[1].weight",
        "criteria",
    ]
    assert refused.value.metadata["field"] == "criteria[0].weight"
    del document.criteria[:]
    document.criteria.extend([match_pb2.Criterion()] * 200)
    with pytest.raises(RubricInvalid) as refused:
        to_rubric(document, SETTING)
    assert len(refused.value.violations) == 20
    assert to_status(refused.value).ByteSize() < 4_000


def test_what_no_line_of_the_job_asks_for_has_one_and_the_same_place() -> None:
    left_out, said = good(), good()
    said.criteria[0].requirement.span.page = 1
    assert to_rubric(left_out, SETTING) == to_rubric(said, SETTING)
