"""The rules of a criterion's own scale."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from candor.facts.v1 import facts_pb2
from candor.facts.v1 import requirements_pb2 as pb

from services.matcher.rubrics.asking import LONGEST_LABEL, MOST_MONTHS, is_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from candor.matcher.v1 import match_pb2

MOST_LEVELS = 20
STEPS = MappingProxyType(
    {
        pb.REQUIREMENT_KIND_SKILL: ("months", 0, MOST_MONTHS),
        pb.REQUIREMENT_KIND_EXPERIENCE: ("months", 0, MOST_MONTHS),
        pb.REQUIREMENT_KIND_OCCUPATION: ("months", 0, MOST_MONTHS),
        pb.REQUIREMENT_KIND_EDUCATION: ("least", 1, int(facts_pb2.EDUCATION_LEVEL_DOCTORATE)),
        pb.REQUIREMENT_KIND_LANGUAGE: ("least", 1, int(facts_pb2.LANGUAGE_LEVEL_NATIVE)),
    }
)
"""What the steps of each kind are of, and from where to where they go."""


def scale(
    path: str, kind: int, levels: Sequence[match_pb2.CriterionLevel]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a scale of a criterion of this kind."""
    if not levels:
        return
    if kind not in STEPS:
        yield path, "what this criterion asks for has no levels"
        return
    if len(levels) > MOST_LEVELS:
        yield path, f"want at most {MOST_LEVELS}"
        return
    name, lowest, highest = STEPS[pb.RequirementKind.ValueType(kind)]
    other = "least" if name == "months" else "months"
    before, brought = -1, 0
    for index, each in enumerate(levels):
        place, step = f"{path}[{index}]", int(getattr(each, name))
        if getattr(each, other):
            yield f"{place}.{other}", f"the scale of this criterion is in `{name}`"
        if not lowest <= step <= highest:
            yield f"{place}.{name}", f"want {lowest} to {highest}"
        if step <= before:
            yield f"{place}.{name}", "want more than the level before takes"
        if not 0 < each.percent <= 100:
            yield f"{place}.percent", "want 1 to 100"
        elif each.percent <= brought:
            yield f"{place}.percent", "want more than the level before brings"
        if each.label and not is_line(each.label):
            yield f"{place}.label", f"want one line of at most {LONGEST_LABEL} characters"
        before, brought = step, each.percent
