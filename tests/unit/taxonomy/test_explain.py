"""The table of closeness can be read, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taxonomy import explain

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


@pytest.mark.parametrize("name", ["Kubernetes", "k8s", "candor:kubernetes"])
def test_a_neighbour_comes_with_its_closeness_and_reason(taxonomy: Taxonomy, name: str) -> None:
    head, *lines = explain.neighbours(taxonomy, name)
    assert head == f"Kubernetes [candor:kubernetes], taxonomy {taxonomy.digest[:12]}"
    assert "75  Docker  (written by hand)" in lines
    assert [int(line[:2]) for line in lines] == [
        c for _, c in taxonomy.related("candor:kubernetes")
    ]


def test_an_occupation_is_explained_by_its_title(taxonomy: Taxonomy) -> None:
    head, *lines = explain.neighbours(taxonomy, "ICU Nurse")
    assert head.startswith("Registered Nurse [")
    assert any("(one group of ESCO, ISCO or SOC)" in line for line in lines)


def test_an_unknown_name_is_told(taxonomy: Taxonomy) -> None:
    with pytest.raises(LookupError, match="qwertz"):
        explain.neighbours(taxonomy, "qwertz")


def test_every_reason_is_in_the_table() -> None:
    reasons = {line.split("\t")[1] for line in explain.everything()}
    assert reasons == set(explain.REASONS.values())


def test_a_language_is_close_by_label_to_nothing() -> None:
    rows = [line.split("\t") for line in explain.everything()]
    labels = {label for _, why, *pair in rows if why == "labels mean alike" for label in pair}
    assert not [label for label in labels if {"Czech", "Polish", "Dutch"} & set(label.split())]
