"""What stands for a person, a job or a question in retrieval: texts, words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.retrieval import evidence, wording
from services.matcher.retrieval.arms import Arm
from services.matcher.scoring.facts import Kind
from taxonomy.work import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.matcher.retrieval.bm25 import SparseVector
    from services.matcher.scoring.facts import Facts, Rubric
    from services.matcher.scoring.tables import Tables


@dataclass(frozen=True, slots=True)
class Portrait:
    """One side of a comparison. An arm for which it has nothing does not search, nor find it."""

    texts: Mapping[Arm, str]
    """By dense arm, none of them empty but for a job that asks for nothing."""
    words: str
    skills: SparseVector
    occupation: SparseVector
    work: SparseVector
    """What words say of lines of work."""


def of_facts(facts: Facts, tables: Tables) -> Portrait:
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
        evidence.work_of((facts if facts.told else tables.read(facts)).told, tables.work),
    )


def of_rubric(rubric: Rubric, tables: Tables) -> Portrait:
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
        evidence.skills_asked(rubric, tables),
        evidence.occupation_asked(rubric, tables),
        _work_asked(rubric, tables),
    )


def of_text(text: str, tables: Tables) -> Portrait:
    """Return the portrait of whom somebody looks for in words of their own."""
    taxonomy = tables.taxonomy
    named = dict.fromkeys(mention.skill_id for mention in taxonomy.recognise(text))
    occupation = taxonomy.occupation_of(text)
    return Portrait(
        _said(dict.fromkeys((Arm.ROLES, Arm.SKILLS_MEANING, Arm.SUMMARY), text)),
        text,
        evidence.skills_named(named, taxonomy),
        evidence.occupation_named(occupation.occupation_id if occupation else "", taxonomy),
        evidence.work_sought(tables.work.lexicon([words_of(text)]), tables.work),
    )


def _work_asked(rubric: Rubric, tables: Tables) -> SparseVector:
    asked = next((each for each in rubric.criteria if each.kind is Kind.LINE_OF_WORK), None)
    if asked is None:
        return evidence.NOTHING
    return evidence.work_sought(tables.lexicon(asked), tables.work)


def _said(texts: Mapping[Arm, str]) -> dict[Arm, str]:
    return {arm: text for arm, text in texts.items() if text.strip()}
