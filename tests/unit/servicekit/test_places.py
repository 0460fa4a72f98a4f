"""Places as people write them are found by what they are called and by where they lie."""

from __future__ import annotations

from typing import Any, cast

import pycountry
import pytest

from servicekit.places import Gazetteer

GAZETTEER = Gazetteer()


def _finds(asked: str, told: str) -> bool:
    """Say whether who is at `told` is found by `asked`."""
    words = GAZETTEER.words(told)
    return all(part & words for part in GAZETTEER.asked(asked))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Berlin", "Berlin, Germany"),
        ("berlin", "10115 BERLIN"),
        ("Germany", "Berlin"),
        ("Deutschland", "Köln, Germany"),
        ("Germany", "Köln, Deutschland"),
        ("Spain", "Sevilla (España)"),
        ("Spanien", "Sevilla, ESP"),
        ("Österreich", "Graz, Austria"),
        ("koeln, DE", "Koeln - Germany"),
        ("Munchen", "München"),
        ("US", "Austin, TX"),
        ("USA", "Springfield, IL 62701"),
        ("Texas", "Austin, TX 78701"),
        ("TX", "Austin, Texas, United States"),
        ("Austin, Texas", "Austin, TX, USA"),
        ("UK", "London, England"),
        ("United Kingdom", "Leeds, UK"),
        ("South Korea", "Seoul, Korea"),
        ("Russia", "Kazan, Russian Federation"),
        ("San Francisco", "San Francisco Bay Area"),
        ("Canada", "Toronto, ON"),
        ("Georgia", "Atlanta, GA"),
        ("Georgia", "Tbilisi, Georgia"),
    ],
)
def test_a_place_is_found_by_its_names_and_by_where_it_lies(asked: str, told: str) -> None:
    assert _finds(asked, told)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Germany", "Vienna, Austria"),
        ("Berlin, Germany", "Hamburg, Germany"),
        ("Paris, France", "Paris, TX"),
        ("Texas", "Austin Street 3, Leeds, UK"),
        ("York", "New Yorkshire"),
        ("Germany", ""),
        ("Canada", "Tampa, FL"),
        ("US", "us and them"),
    ],
)
def test_other_places_are_not(asked: str, told: str) -> None:
    assert not _finds(asked, told)


@pytest.mark.parametrize("text", ["", " ", ",,;", "12345", "...", "\n"])
def test_what_names_nothing_has_no_words(text: str) -> None:
    assert GAZETTEER.words(text) == frozenset()
    assert GAZETTEER.asked(text) == []


def test_numbers_of_houses_and_of_the_post_are_no_words() -> None:
    words = GAZETTEER.words("12 Elm St, Springfield, IL 62701")
    assert not any(any(char.isdigit() for char in word) for word in words)
    assert "springfield" in words


def test_every_country_is_found_by_its_name_where_that_is_one_part() -> None:
    names = {each.alpha_2: str(each.name) for each in cast("list[Any]", list(pycountry.countries))}
    parted = {code for code, name in names.items() if set(name) & set(",(")}
    lost = {code for code, name in names.items() if not _finds(code, name)}
    assert lost <= parted
    assert len(names) - len(parted) > 220
