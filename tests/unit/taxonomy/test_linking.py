"""Which skills a phrase means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taxonomy import linking

if TYPE_CHECKING:
    from taxonomy.linking import Linker
    from taxonomy.taxonomy import Taxonomy


@pytest.fixture(scope="module")
def linker(taxonomy: Taxonomy) -> Linker:
    return linking.load(taxonomy)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("Python", "Python (computer programming)"),
        ("golang", "Go"),
        ("team player", "work in teams"),
        ("managing musical staff", "manage musical staff"),
        ("communicate with all of our stakeholders", "communicate with stakeholders"),
        ("keeping accounting records up to date", "check accounting records"),
        ("wind turbine maintenance", "maintain wind turbines"),
    ],
)
def test_the_name_that_a_phrase_means_is_among_the_first(
    linker: Linker, phrase: str, name: str
) -> None:
    assert name in [link.name for link in linker.targets(phrase)]


def test_a_skill_that_is_named_comes_first(linker: Linker) -> None:
    (first, *_) = linker.link("k8s in production")
    assert first.skill_id == "candor:kubernetes"


def test_a_word_of_like_meaning_counts(linker: Linker) -> None:
    (first, *_) = linker.link("squad")
    assert first.name == "work in teams"


def test_each_skill_comes_once_and_the_best_first(linker: Linker, taxonomy: Taxonomy) -> None:
    links = linker.link("work in a team and with teams", limit=10)
    ids = [link.skill_id for link in links]
    assert len(set(ids)) == len(ids) == 10
    assert all(taxonomy.skill(skill_id) for skill_id in ids)
    assert [link.score for link in links] == sorted((x.score for x in links), reverse=True)


def test_cosines_lift_what_they_say(linker: Linker) -> None:
    wanted = linker.names.index("manage musical staff")
    cosines = [0.0] * len(linker.names)
    cosines[wanted] = 0.9
    (first, *_) = linker.targets("lead the band", cosines=cosines)
    assert first.name == "manage musical staff"


@pytest.mark.parametrize("phrase", ["", " ", "the of and", "\n\t", "\u00df\u0130"])
def test_a_phrase_that_says_nothing_links_to_nothing(linker: Linker, phrase: str) -> None:
    assert linker.link(phrase) == []


def test_a_protected_characteristic_is_never_linked_to(linker: Linker) -> None:
    assert {"Islam", "pregnancy", "autism"}.isdisjoint(linker.names)


@pytest.mark.timeout(20)
def test_a_very_long_phrase_is_answered(linker: Linker) -> None:
    assert linker.link("manage musical staff " * 20_000)
