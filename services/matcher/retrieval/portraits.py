"""What stands for a person, a job or a question in retrieval: texts, words, skills, occupations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.retrieval import evidence, wording
from services.matcher.retrieval.arms import Arm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.matcher.retrieval.bm25 import SparseVector
    from services.matcher.retrieval.evidence import Closeness
    from services.matcher.scoring.facts import Facts, Rubric
    from taxonomy.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class Portrait:
    """One side of a comparison. An arm for which it has nothing does not search, nor find it."""

    texts: Mapping[Arm, str]
    """By dense arm, none of them empty but for a job that asks for nothing."""
    words: str
    skills: SparseVector
    occupation: SparseVector


def of_facts(facts: Facts) -> Portrait:
    """Return the portrait of a person."""
    texts = {
        Arm.ROLES: wording.titles_of(facts),
        Arm.SKILLS_MEANING: wording.labels_of(facts),
        Arm.SUMMARY: wording.summary_of(facts),
    }
    return Portrait(
        _said(texts),
        wording.words_of(facts),
        evidence.skills_of(facts),
        evidence.occupations_of(facts),
    )


def of_rubric(rubric: Rubric, table: Closeness) -> Portrait:
    """Return the portrait of whom a job asks for.

    That of a job which asks for nothing is a text without words: everybody is as near to it
    as they happen to be, and scores 0.
    """
    query = wording.query_of(rubric)
    texts = {
        Arm.ROLES: wording.title_of(rubric),
        Arm.SKILLS_MEANING: wording.asked_of(rubric),
        Arm.SUMMARY: query[: wording.MOST_CHARACTERS],
    }
    return Portrait(
        _said(texts) or {Arm.SUMMARY: ""},
        query,
        evidence.skills_asked(rubric, table),
        evidence.occupation_asked(rubric, table),
    )


def of_text(text: str, taxonomy: Taxonomy) -> Portrait:
    """Return the portrait of whom somebody looks for in words of their own."""
    named = dict.fromkeys(mention.skill_id for mention in taxonomy.recognise(text))
    occupation = taxonomy.occupation_of(text)
    return Portrait(
        _said(dict.fromkeys((Arm.ROLES, Arm.SKILLS_MEANING, Arm.SUMMARY), text)),
        text,
        evidence.skills_named(named, taxonomy),
        evidence.occupation_named(occupation.occupation_id if occupation else "", taxonomy),
    )


def _said(texts: Mapping[Arm, str]) -> dict[Arm, str]:
    return {arm: text for arm, text in texts.items() if text.strip()}
