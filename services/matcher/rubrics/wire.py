"""Between the documents and versions of candor.matcher.v1 and what Matcher works with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from candor.matcher.v1 import match_pb2
from candor.matcher.v1 import rubric_pb2 as pb

from servicekit.timestamps import timestamp
from services.matcher import wire
from services.matcher.rubrics.checking import Setting, problems
from services.matcher.rubrics.rubrics import RubricInvalid
from services.matcher.scoring.facts import Span
from services.matcher.scoring.proposing import NOWHERE

if TYPE_CHECKING:
    from servicekit.sealing import PersonKey
    from services.matcher.rubrics.rubrics import Version
    from services.matcher.scoring.facts import Criterion, Rubric
    from taxonomy.taxonomy import Taxonomy

REASON = "rubric-reason"
UNSET = Span(0, 0, 0)


def setting(proposed: Rubric, taxonomy: Taxonomy) -> Setting:
    """Return what documents of a job have to fit, from what was proposed for it."""
    parts = [part for each in proposed.criteria for part in (each, *each.alternatives)]
    return Setting(
        job_id=proposed.job_id,
        requirements_digest=proposed.requirements_digest,
        spans=frozenset(
            (part.job_span.page, part.job_span.start, part.job_span.end) for part in parts
        ),
        known=taxonomy,
    )


def to_rubric(document: pb.RubricDocument, fits: Setting) -> Rubric:
    """Parse a document, or raise RubricInvalid with all that is wrong with it."""
    if wrong := problems(document, fits):
        raise RubricInvalid(wrong)
    rubric = wire.to_rubric(
        match_pb2.Rubric(
            job_id=document.job_id,
            requirements_digest=document.requirements_digest,
            criteria=document.criteria,
        )
    )
    return replace(rubric, criteria=tuple(_placed(each) for each in rubric.criteria))


def _placed(criterion: Criterion) -> Criterion:
    """Return the criterion with one and the same span for what no line of the job asks for."""
    span = NOWHERE if criterion.job_span == UNSET else criterion.job_span
    return replace(
        criterion,
        job_span=span,
        alternatives=tuple(_placed(each) for each in criterion.alternatives),
    )


def version(value: Version, key: PersonKey | None = None) -> pb.RubricVersion:
    """Render a version; without the approver's key, its reason is empty."""
    reason = b"" if value.reason is None or key is None else key.open(value.reason, purpose=REASON)
    return pb.RubricVersion(
        number=value.number,
        rubric_digest=value.rubric_digest,
        parent_digest=value.parent_digest,
        approver=value.approver,
        reason=reason.decode(),
        create_time=timestamp(value.created_at),
        current=value.current,
    )
