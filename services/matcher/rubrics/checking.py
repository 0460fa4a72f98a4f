"""The rules of a rubric document. All that is wrong with one is told, field by field."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from services.matcher.rubrics.asking import asked
from services.matcher.rubrics.scales import scale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from candor.matcher.v1 import match_pb2, rubric_pb2

    from services.matcher.rubrics.asking import Known

    Problems = Iterator[tuple[str, str]]
    """Paths of fields, as BadRequest has them, with what is wrong there."""

MOST_CRITERIA = 200
MOST_POINTS = 1_000_000
MOST_ALTERNATIVES = 20
MOST_TOLD = 20  # errors travel in trailers, which have little room
CRITERION_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document has to fit: its job, the lines of it that ask, and what is known."""

    job_id: str
    requirements_digest: str
    spans: frozenset[tuple[int, int, int]]
    known: Known


def problems(document: rubric_pb2.RubricDocument, setting: Setting) -> Sequence[tuple[str, str]]:
    """Return what is wrong with a document, at most 20 things; nothing if it may be used."""
    count = len(document.criteria)
    if not 0 < count <= MOST_CRITERIA:
        return [("criteria", f"want 1 to {MOST_CRITERIA} criteria, not {count}")]
    return list(islice(_all(document, setting), MOST_TOLD))


def _all(document: rubric_pb2.RubricDocument, setting: Setting) -> Problems:
    if document.job_id != setting.job_id:
        yield "job_id", "the document is another job's"
    if document.requirements_digest != setting.requirements_digest:
        yield "requirements_digest", "not the digest of the job's requirements"
    yield from _weights(document.criteria)
    uses = Counter(each.criterion_id for each in document.criteria)
    for index, each in enumerate(document.criteria):
        path = f"criteria[{index}]"
        if CRITERION_ID.fullmatch(each.criterion_id) is None:
            yield f"{path}.criterion_id", "want 1 to 64 letters, digits, '-', '_' or '.'"
        elif uses[each.criterion_id] > 1:
            yield f"{path}.criterion_id", "another criterion has it, too"
        yield from _criterion(path, each, setting)


def _weights(criteria: Sequence[match_pb2.Criterion]) -> Problems:
    for index, each in enumerate(criteria):
        if each.weight > MOST_POINTS:
            yield f"criteria[{index}].weight", f"want 0 to {MOST_POINTS}"
    total = sum(each.weight for each in criteria)
    if not 0 < total <= MOST_POINTS:
        yield "criteria", f"the weights sum to {total}: want 1 to {MOST_POINTS}"


def _criterion(path: str, criterion: match_pb2.Criterion, setting: Setting) -> Problems:
    yield from asked(f"{path}.requirement", criterion.requirement, setting.spans, setting.known)
    if len(criterion.alternatives) > MOST_ALTERNATIVES:
        yield f"{path}.alternatives", f"want at most {MOST_ALTERNATIVES}"
        return
    for index, each in enumerate(criterion.alternatives):
        place = f"{path}.alternatives[{index}]"
        yield from asked(place, each, setting.spans, setting.known)
        if each.must:
            yield f"{place}.must", "the criterion's own requirement says whether it is a must"
        if criterion.levels and each.kind != criterion.requirement.kind:
            yield f"{place}.kind", "a scale needs alternatives of the criterion's own kind"
    yield from scale(f"{path}.levels", criterion.requirement.kind, criterion.levels)
