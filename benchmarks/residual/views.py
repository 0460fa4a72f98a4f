"""The views of a person that a regression is given, each as a matrix with a row a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MaxAbsScaler, StandardScaler

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

    from sklearn.pipeline import Pipeline

    from benchmarks.residual.asking import Known, Tree

WORD = r"(?u)\b\w[\w'+#]*"
MOST_TITLES = 4
MOST_SKILLS = 24
MOST_CHARACTERS = 400
TELLING = 5  # words: a line with fewer is no part of a summary


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's text and what Candor knows by it."""

    text: str
    known: Known


Show: TypeAlias = "Callable[[Person], Any]"


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a person, and the regression that is fitted to it."""

    name: str
    show: Show
    model: Callable[[], Pipeline]


def views(tells: re.Pattern[str]) -> tuple[View, ...]:
    """Return the views, for a question whose answer the words of `tells` give away."""
    return (
        View("the text", lambda person: person.text, _words),
        View(
            "the text without the words that the group is told by",
            lambda person: tells.sub(" ", person.text),
            _words,
        ),
        View("the blind lines (words are looked for here)", _lines, _words),
        View(
            "the blind lines without the words that the group is told by",
            lambda person: tells.sub(" ", _lines(person)),
            _words,
        ),
        View("facts (skills, jobs, months, degrees, languages)", _facts, _counts),
        View("months of work alone", _months, _counts),
        View("what is embedded (titles, skills, summary)", _embedded, _words),
        View("the points for 20 jobs", lambda person: person.known.points, _numbers),
    )


def _words() -> Pipeline:
    words = TfidfVectorizer(min_df=2, sublinear_tf=True, token_pattern=WORD)
    return make_pipeline(words, LogisticRegression(C=10, max_iter=2000))


def _counts() -> Pipeline:
    return make_pipeline(DictVectorizer(), MaxAbsScaler(), LogisticRegression(max_iter=2000))


def _numbers() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))


def matrix(view: View, people: list[Person]) -> Any:  # noqa: ANN401  # as the vectorizer wants it
    """Return what the view shows of each."""
    shown = [view.show(each) for each in people]
    return np.array(shown) if shown and isinstance(shown[0], tuple) else shown


def _lines(person: Person) -> str:
    return "\n".join(line.get("text", "") for line in person.known.facts.get("lines", []))


def _embedded(person: Person) -> str:
    """Return the texts that stand for a person in the index: titles, skills, and a summary."""
    facts = person.known.facts
    titles = dict.fromkeys(each.get("title", "") for each in facts.get("positions", []))
    skills = sorted(facts.get("skills", []), key=_longest)
    labels = [each["label"] for each in skills][:MOST_SKILLS]
    lines = [line.get("text", "") for line in facts.get("lines", [])]
    telling = " ".join(line for line in lines if len(line.split()) >= TELLING)
    summary = (facts.get("summary", "") or telling)[:MOST_CHARACTERS]
    return "\n".join(["; ".join(list(titles)[:MOST_TITLES]), ", ".join(labels), summary])


def _longest(skill: Tree) -> tuple[int, str]:
    return -skill.get("months", 0), skill["label"]


def _months(person: Person) -> dict[str, float]:
    years = person.known.facts.get("totalMonths", 0) / 12
    return {"years": years, "square": years * years}


def _facts(person: Person) -> Mapping[str, float]:
    """Return every fact as a number: whether it is there, and for how long."""
    facts = person.known.facts
    found: dict[str, float] = _months(person)
    for each in facts.get("positions", []):
        _add(found, f"occupation {each.get('occupationId', '')}", each.get("months", 0))
        found["positions"] = found.get("positions", 0) + 1
        ended = found.get("months since the last job", 600)
        found["months since the last job"] = min(ended, each.get("monthsSinceEnd", 0))
    for each in facts.get("skills", []):
        _add(found, f"skill {each['skillId']}", each.get("months", 0))
    for each in facts.get("education", []):
        _add(found, f"degree {each.get('level', '')}", 0)
    for each in facts.get("languages", []):
        _add(found, f"language {each['code']} {each.get('level', '')}", 0)
    found["certificates"] = len(facts.get("certificates", []))
    return found


def _add(found: dict[str, float], name: str, months: int) -> None:
    found[name] = found.get(name, 0) + 1
    found[f"months of {name}"] = found.get(f"months of {name}", 0) + months
