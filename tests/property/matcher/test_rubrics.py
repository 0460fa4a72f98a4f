"""What holds of any two rubrics of a job, and of any document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import match_pb2, rubric_pb2
from hypothesis import given, settings
from hypothesis import strategies as st

from cli import rubric_documents
from servicekit import canonical
from services.matcher import wire
from services.matcher.rubrics.checking import problems
from services.matcher.rubrics.diffing import diff
from services.matcher.rubrics.moves import Standing, moves
from services.matcher.rubrics.wire import to_rubric
from tests.property.matcher.rubrics import SETTING, documents

if TYPE_CHECKING:
    from collections.abc import Mapping

standings = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(
        Standing,
        st.just("facts"),
        rank=st.integers(1, 4),
        points=st.integers(0, 3),
        below_line=st.booleans(),
    ),
)


def rubric(document: rubric_pb2.RubricDocument) -> match_pb2.Rubric:
    return wire.rubric(to_rubric(document, SETTING))


def applied(told: rubric_pb2.RubricDiff, before: match_pb2.Rubric) -> match_pb2.Rubric:
    """Return the rubric that a diff leads to, from nothing but the diff and the earlier."""
    gone = {each.criterion_id for each in told.removed}
    kept = {each.criterion_id: each for each in before.criteria if each.criterion_id not in gone}
    for change in told.changed:
        _change(kept[change.criterion_id], change)
    kept |= {each.criterion_id: each for each in told.added}
    after = match_pb2.Rubric(
        job_id=before.job_id,
        requirements_digest=before.requirements_digest,
        criteria=[kept[each] for each in told.order or kept],
    )
    moved = told.HasField("max_points")
    after.max_points = told.max_points.after if moved else before.max_points
    return after


def _change(criterion: match_pb2.Criterion, change: rubric_pb2.CriterionChange) -> None:
    if change.HasField("requirement"):
        criterion.requirement.CopyFrom(change.requirement.after)
    if change.HasField("must"):
        criterion.requirement.must = change.must.after
    if change.HasField("weight"):
        criterion.weight = change.weight.after
    if change.HasField("knock_out"):
        criterion.knock_out = change.knock_out.after
    if change.HasField("levels"):
        del criterion.levels[:]
        criterion.levels.extend(change.levels.after)
    if change.HasField("alternatives"):
        del criterion.alternatives[:]
        criterion.alternatives.extend(change.alternatives.after)


@settings(deadline=None)
@given(documents(), documents())
def test_a_diff_applied_to_the_earlier_gives_the_later(
    one: rubric_pb2.RubricDocument, other: rubric_pb2.RubricDocument
) -> None:
    before, after = rubric(one), rubric(other)
    told = diff(before, after)
    changed = match_pb2.Rubric()
    changed.CopyFrom(before)
    assert applied(told, changed) == after
    assert (told == rubric_pb2.RubricDiff()) == (before == after)


@settings(deadline=None)
@given(documents())
def test_a_document_that_may_be_approved_is_kept_as_it_is(
    document: rubric_pb2.RubricDocument,
) -> None:
    assert problems(document, SETTING) == []
    kept = rubric(document)
    assert list(kept.criteria) == list(document.criteria)
    assert kept.max_points == sum(each.weight for each in document.criteria)
    stored = canonical.parse(canonical.canonical(kept), match_pb2.Rubric())
    assert wire.rubric(wire.to_rubric(stored)) == kept


@settings(deadline=None)
@given(documents())
def test_a_document_survives_yaml_and_back(document: rubric_pb2.RubricDocument) -> None:
    text = rubric_documents.written(document, "A remark: of two", "lines")
    assert rubric_documents.read(text) == document
    again = rubric_documents.read(rubric_documents.written(rubric_documents.read(text)))
    assert again == document
    assert text.endswith(rubric_documents.written(document))


@settings(deadline=None)
@given(standings, standings)
def test_a_move_is_told_of_everybody_whose_place_differs_and_of_nobody_else(
    before: Mapping[str, Standing], after: Mapping[str, Standing]
) -> None:
    told = {each.candidate_id: each for each in moves(before, after)}
    for candidate_id in before.keys() | after.keys():
        old, new = before.get(candidate_id), after.get(candidate_id)
        stays = old is not None and new is not None and old.place == new.place
        assert (candidate_id not in told) == stays
        if not stays:
            assert (told[candidate_id].before, told[candidate_id].after) == (old, new)
