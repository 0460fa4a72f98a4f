"""What is measured of residual identity: the labels, the planted names, the areas."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks.residual.asking import Known
from benchmarks.residual.labels import questions
from benchmarks.residual.measures import Fold, area, folds, mean_area, with_interval
from benchmarks.residual.people import Resume
from benchmarks.residual.planting import planted
from benchmarks.residual.views import Person, views

if TYPE_CHECKING:
    import re
    from pathlib import Path

PEOPLE = (
    Resume("a", "Waitress, 1984 to 1990. Sorority treasurer."),
    Resume("b", "Foreman, 2003 to 2010. Speaks Hindi."),
    Resume("c", "Accountant since 2012"),
    Resume("d", "Managed women's and men's apparel in 1999"),
    Resume("e", "Without any year"),
)


def truth(name: str) -> dict[str, bool]:
    (found,) = [each for each in questions(PEOPLE) if each.name == name]
    return dict(found.truth)


def test_age_is_told_by_the_earliest_year_and_of_nobody_without_one() -> None:
    assert truth("age") == {"a": True, "d": True, "b": False, "c": False}


def test_gender_is_told_by_words_of_one_side_alone() -> None:
    assert truth("gender") == {"a": True, "b": False}


def test_origin_is_told_by_countries_and_languages() -> None:
    assert [key for key, inside in truth("origin").items() if inside] == ["b"]


def test_each_question_strikes_the_words_that_it_was_told_by() -> None:
    left = {each.name: each.tells.sub("", PEOPLE[0].text) for each in questions(PEOPLE)}
    assert "1984" not in left["age"]
    assert "Waitress" not in left["gender"]
    assert "Sorority" not in left["gender"]
    assert left["origin"] == PEOPLE[0].text


def test_planted_names_leave_the_rest_of_the_text(tmp_path: Path) -> None:
    names = tmp_path / "fairness" / "bertrand_mullainathan" / "names.csv"
    groups = tmp_path / "fairness" / "names_by_group" / "counterfactual_names.csv"
    for file in (names, groups):
        file.parent.mkdir(parents=True)
    given = ["Ada,white,f", "Bo,white,m", "Cee,black,f", "Dee,black,m"]
    names.write_text("\n".join(["firstname,race,gender", *given]))
    groups.write_text("kind,group,name,p\nlast,white,Moor,1\nlast,black,Noor,1\n")
    made = planted(PEOPLE, tmp_path, Random(3))
    gender, race = made.questions
    for copies in (made.named, made.swapped):
        assert [copy.text.endswith(each.text) for copy, each in zip(copies, PEOPLE, strict=True)]
    for copy, other in zip(made.named, made.swapped, strict=True):
        assert copy.text.count("\n") == other.text.count("\n")
        first, last = copy.text.split("\n")[0].split()
        assert gender.truth[copy.key] == (first in ("Ada", "Cee"))
        assert race.truth[copy.key] == (first in ("Cee", "Dee")) == (last == "Noor")


def person(text: str, *, months: int = 0) -> Person:
    return Person(text, Known({"totalMonths": months}, (months, 1)))


def test_a_view_that_holds_the_answer_tells_it_and_one_that_does_not_cannot() -> None:
    people = [person("always the same words", months=12 * (n % 2) * 9) for n in range(60)]
    inside = np.array([n % 2 == 0 for n in range(60)])
    areas = {
        view.name: mean_area(folds(view, people, inside, seed=1))
        for view in views(_nothing())
        if view.name in ("the text", "months of work alone")
    }
    assert areas == {"the text": 0.5, "months of work alone": 1.0}


def _nothing() -> re.Pattern[str]:
    return questions(PEOPLE)[0].tells


def test_an_area_is_the_one_of_scikit_learn() -> None:
    dice = np.random.default_rng(4)
    for spread in (1, 5, 1000):  # many ties, some, none
        inside = np.array([True, False, False] * 20)
        scores = dice.integers(0, spread, 60).astype(float)
        assert area(inside, scores) == pytest.approx(cast("float", roc_auc_score(inside, scores)))


def test_an_area_lies_in_its_interval_and_the_same_seed_gives_the_same() -> None:
    dice = np.random.default_rng(1)
    inside = np.array([True, False] * 40)
    parts = [Fold(inside, dice.normal(size=80) + inside) for _ in range(3)]
    found = with_interval(parts, seed=2)
    assert found.low < found.value < found.high
    assert found == with_interval(parts, seed=2)
