"""Any document that may be approved, of one job."""

from __future__ import annotations

from dataclasses import dataclass

from candor.facts.v1 import facts_pb2, requirements_pb2
from candor.matcher.v1 import match_pb2, rubric_pb2
from hypothesis import strategies as st

from services.matcher.rubrics.checking import Setting

JOB = "0192d3f4-0000-7000-8000-000000000001"
DIGEST = "d" * 64
SKILLS = ("go", "python", "rust")
OCCUPATIONS = ("engineer", "nurse")
SPANS = ((1, 0, 0), (1, 10, 40), (1, 41, 80))
LABELS = (
    "Go",
    "no",
    "5",
    "2026-01-01",
    "- a: b #c",
    "Straße „x“",
    "C++ / \\ 'q' \"d\"",
    "1_000",
    "~",
)
TERMS = ("kafka streams", "no", "null", "c++", "yes", "0x1f", "straße".casefold())
KINDS = (
    requirements_pb2.REQUIREMENT_KIND_SKILL,
    requirements_pb2.REQUIREMENT_KIND_TERM,
    requirements_pb2.REQUIREMENT_KIND_EXPERIENCE,
    requirements_pb2.REQUIREMENT_KIND_EDUCATION,
    requirements_pb2.REQUIREMENT_KIND_LANGUAGE,
    requirements_pb2.REQUIREMENT_KIND_OCCUPATION,
)
IN_MONTHS = (KINDS[0], KINDS[2], KINDS[5])


@dataclass(frozen=True, slots=True)
class Table:
    """What is known."""

    def skill(self, skill_id: str) -> str | None:
        return skill_id if skill_id in SKILLS else None

    def occupation(self, occupation_id: str) -> str | None:
        return occupation_id if occupation_id in OCCUPATIONS else None


SETTING = Setting(JOB, DIGEST, frozenset(SPANS), Table())


@st.composite
def requirements(
    draw: st.DrawFn, kind: requirements_pb2.RequirementKind.ValueType, *, must: bool
) -> requirements_pb2.Requirement:
    """Return something of a kind that may be asked for."""
    made = requirements_pb2.Requirement(kind=kind, must=must, label=draw(st.sampled_from(LABELS)))
    made.span.page, made.span.start, made.span.end = draw(st.sampled_from(SPANS))
    match kind:
        case requirements_pb2.REQUIREMENT_KIND_SKILL:
            made.skill_id = draw(st.sampled_from(SKILLS))
        case requirements_pb2.REQUIREMENT_KIND_TERM:
            made.term = draw(st.sampled_from(TERMS))
        case requirements_pb2.REQUIREMENT_KIND_EXPERIENCE:
            made.months = draw(st.integers(1, 1200))
        case requirements_pb2.REQUIREMENT_KIND_EDUCATION:
            made.level = draw(st.sampled_from(facts_pb2.EducationLevel.values()[1:]))
        case requirements_pb2.REQUIREMENT_KIND_LANGUAGE:
            made.language = draw(st.sampled_from(("no", "de", "en")))
            made.language_level = draw(st.sampled_from(facts_pb2.LanguageLevel.values()))
        case _:
            made.occupation_id = draw(st.sampled_from(("", *OCCUPATIONS)))
    return made


@st.composite
def scales(
    draw: st.DrawFn, kind: requirements_pb2.RequirementKind.ValueType
) -> list[match_pb2.CriterionLevel]:
    """Return a scale that a criterion of a kind may have."""
    if kind == requirements_pb2.REQUIREMENT_KIND_TERM:
        return []
    count = draw(st.integers(0, 4))
    unique = st.lists(st.integers(1, 100), min_size=count, max_size=count, unique=True)
    percents = sorted(draw(unique))
    if kind in IN_MONTHS:
        months = st.lists(st.integers(0, 1200), min_size=count, max_size=count, unique=True)
        return [
            match_pb2.CriterionLevel(label="x" * index, months=step, percent=percent)
            for index, (step, percent) in enumerate(
                zip(sorted(draw(months)), percents, strict=True)
            )
        ]
    return [
        match_pb2.CriterionLevel(least=index, percent=percent)
        for index, percent in enumerate(percents, 1)
    ]


@st.composite
def criteria(draw: st.DrawFn, criterion_id: str) -> match_pb2.Criterion:
    """Return a criterion that a rubric may have."""
    kind = draw(st.sampled_from(KINDS))
    levels = draw(scales(kind))
    other = st.just(kind) if levels else st.sampled_from(KINDS)
    return match_pb2.Criterion(
        criterion_id=criterion_id,
        requirement=draw(requirements(kind, must=draw(st.booleans()))),
        weight=draw(st.integers(0, 1000)),
        knock_out=draw(st.booleans()),
        alternatives=[
            draw(requirements(draw(other), must=False)) for _ in range(draw(st.integers(0, 2)))
        ],
        levels=levels,
    )


@st.composite
def documents(draw: st.DrawFn) -> rubric_pb2.RubricDocument:
    """Return a document that may be approved; two of them share criteria and ids."""
    ids = draw(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=6))
    listed = [draw(criteria(each)) for each in ids]
    first = match_pb2.Criterion(
        criterion_id="first", weight=1, requirement=draw(requirements(KINDS[0], must=True))
    )
    listed.insert(draw(st.integers(0, len(listed))), first)
    return rubric_pb2.RubricDocument(
        job_id=JOB, requirements_digest=DIGEST, edited_from=DIGEST, criteria=listed
    )
