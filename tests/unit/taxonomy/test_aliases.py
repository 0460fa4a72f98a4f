"""The alias file says what it means, and the packaged file was compiled from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taxonomy import compiled, words
from taxonomy.compile import ALIASES
from taxonomy.compiled import Guard
from taxonomy.sources import aliases

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.taxonomy import Taxonomy

OURS = aliases.read(ALIASES)


def label_of(taxonomy: Taxonomy, text: str, name: str) -> str | None:
    at = text.index(name)
    for mention in taxonomy.recognise(text):
        if (mention.start, mention.end) == (at, at + len(name)):
            skill = taxonomy.skill(mention.skill_id)
            return skill.label if skill else None
    return None


def test_each_alias_names_its_skill(taxonomy: Taxonomy) -> None:
    texts = {None: "", Guard.FREE: "{}", Guard.CASED: "{}", Guard.LISTED: "SQL, {}, SQL"}
    wrong = [
        (alias.label, name)
        for alias in OURS.skills
        for name, guard in alias.names
        if guard is not None and label_of(taxonomy, texts[guard].format(name), name) != alias.label
    ]
    assert wrong == []


def test_each_title_names_its_occupation(taxonomy: Taxonomy) -> None:
    wrong = [
        (label, title)
        for label, titles in OURS.occupations
        for title in (label, *titles)
        if (found := taxonomy.occupation_of(title)) is None or found.label != label
    ]
    assert wrong == []


def test_ignored_names_are_silent(taxonomy: Taxonomy) -> None:
    assert [name for name in OURS.ignored if label_of(taxonomy, name, name)] == []


def test_silent_phrases_name_nothing(taxonomy: Taxonomy) -> None:
    assert [text for text in OURS.silent if taxonomy.recognise(f"SQL, {text}, SQL"[5:-5])] == []


def test_no_label_of_a_protected_characteristic_is_a_skill(taxonomy: Taxonomy) -> None:
    labels = {words.key(row.label) for row in compiled.read(compiled.packaged()).skills}
    assert labels.isdisjoint(OURS.protected)
    assert taxonomy.recognise(", ".join(OURS.protected)) == []


def test_each_hand_written_closeness_is_at_least_what_was_written(taxonomy: Taxonomy) -> None:
    ids = {
        label: mentions[0].skill_id
        for label in {label for group in OURS.close for label in group.labels}
        if (mentions := taxonomy.recognise(f"SQL, {label}, SQL"[5:-5]))
    }
    for group in OURS.close:
        known = [ids[label] for label in group.labels if label in ids]
        for first in known:
            near = dict(taxonomy.related(first))
            assert all(near.get(other, 99) >= group.closeness for other in known if other != first)


@pytest.mark.parametrize("group", ["[50, React, Nothing]", "[0, React]", "[100, React]"])
def test_a_bad_closeness_group_is_refused(tmp_path: Path, group: str) -> None:
    file = tmp_path / "aliases.yaml"
    file.write_text(
        "tools: {web: {React: []}}\nabilities: {}\nlanguages: []\nprotected: []\nignore: []\n"
        "silent: []\noccupations: {}\ngeneric_titles: []\nclose_occupations: []\n"
        f"close: [{group}]\n"
    )
    with pytest.raises(ValueError, match="closeness"):
        aliases.read(file)
