"""Laws of recognition and closeness, over generated texts and the packaged taxonomy."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from taxonomy import compiled, words
from taxonomy.compiled import SILENT, Guard
from taxonomy.taxonomy import NEAREST, load

TAXONOMY = load()
CONTENT = compiled.read(compiled.packaged())
SKILLS = [row.skill_id for row in CONTENT.skills]
SURFACES = list(CONTENT.surfaces)
NEAR = list(CONTENT.related)
OCCUPATIONS = [row.occupation_id for row in CONTENT.occupations]
KNOWN = {words.lower(row.text) for row in SURFACES}
FREE = [row.text for row in SURFACES if row.guard is Guard.FREE and row.skill != SILENT]

pieces = st.one_of(
    st.sampled_from([row.text for row in SURFACES]),
    st.sampled_from(
        [" ", "\n", "\n\n", ", ", " and ", "/", "-", ".", "(", "\t", " \u00a0", "+", "#"]
    ),
    st.text(max_size=8),
)
texts = st.lists(pieces, max_size=20).map("".join)


@given(texts)
def test_mentions_are_in_range_in_order_and_apart(text: str) -> None:
    mentions = TAXONOMY.recognise(text)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(left.end <= right.start for left, right in pairwise(mentions))


@given(texts)
def test_a_mention_is_a_known_surface_of_a_known_skill(text: str) -> None:
    for mention in TAXONOMY.recognise(text):
        assert words.key(text[mention.start : mention.end]) in KNOWN
        assert TAXONOMY.skill(mention.skill_id) is not None


@given(texts)
def test_a_mention_is_whole_words(text: str) -> None:
    for mention in TAXONOMY.recognise(text):
        around = text[: mention.start][-1:], text[mention.start], text[mention.end :][:1]
        assert not (around[0].isalnum() and around[1].isalnum())
        assert not (text[mention.end - 1].isalnum() and around[2].isalnum())


@given(st.sampled_from(FREE), st.sampled_from(["upper", "lower", "title", "swapcase"]))
def test_case_does_not_matter_to_a_free_surface(surface: str, recase: str) -> None:
    named = [mention.skill_id for mention in TAXONOMY.recognise(surface)]
    recased = TAXONOMY.recognise(getattr(surface, recase)())
    assert named
    assert [mention.skill_id for mention in recased] == named


@given(st.sampled_from(FREE), st.sampled_from(["{}", "({})", "x, {}; y", "\n{}\n\nx"]))
def test_the_longest_name_wins_over_those_inside_it(surface: str, around: str) -> None:
    start = around.index("{")
    spans = [(m.start, m.end) for m in TAXONOMY.recognise(around.format(surface))]
    assert spans == [(start, start + len(surface))]


@given(texts)
def test_folding_keeps_every_offset(text: str) -> None:
    folded = words.fold(text)
    assert len(folded.cased) == len(folded.lower)
    origins = [folded.origin(at) for at in range(len(folded.cased))]
    assert origins == sorted(set(origins))
    assert all(0 <= origin < len(text) for origin in origins)


@given(st.sampled_from(NEAR))
def test_each_compiled_pair_is_found_from_both_ends(pair: compiled.CloseRow) -> None:
    first, second = SKILLS[pair.first], SKILLS[pair.second]
    assert (second, pair.closeness) in TAXONOMY.related(first)
    assert (first, pair.closeness) in TAXONOMY.related(second)


@given(st.sampled_from(SKILLS))
def test_closeness_of_skills_is_symmetric_and_bounded(skill_id: str) -> None:
    near = TAXONOMY.related(skill_id)
    assert len(near) <= NEAREST
    assert len(dict(near)) == len(near)
    for other, closeness in near:
        assert 1 <= closeness <= 99
        assert other != skill_id
        assert dict(TAXONOMY.related(other))[skill_id] == closeness


@given(st.sampled_from(OCCUPATIONS))
def test_closeness_of_occupations_is_symmetric_and_bounded(occupation_id: str) -> None:
    near = TAXONOMY.related_occupations(occupation_id)
    assert len(near) <= NEAREST
    for other, closeness in near:
        assert 1 <= closeness <= 99
        assert other != occupation_id
        assert dict(TAXONOMY.related_occupations(other))[occupation_id] == closeness


@given(st.text(max_size=60))
def test_any_title_is_answered(title: str) -> None:
    found = TAXONOMY.occupation_of(title)
    assert found is None or found == TAXONOMY.occupation(found.occupation_id)
