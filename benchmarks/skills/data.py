"""Data: the annotated sentences and labels that skills are measured on, as published.

They are not part of the project; each licence and origin is in the README of its folder.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypedDict, cast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LINKED: Final = ("tech", "house")
_SPANS: Final = "skills/skillspan/dev.jsonl"
_LINKING: Final = "skills/esco_skill_linking"
_LABELS: Final = f"{_LINKING}/skills_en_label.txt"
_NOT_LINKED: Final = frozenset({"UNDERSPECIFIED", "LABEL NOT PRESENT"})


class DataMissing(Exception):
    """The data folder lacks files; the text says which."""


class _Row(TypedDict):
    tokens: list[str]
    tags_skill: list[str]
    tags_knowledge: list[str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a job posting and the half-open spans of code points that annotators chose."""

    text: str
    skills: frozenset[tuple[int, int]]
    knowledge: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Query:
    """A text and the ESCO labels that annotators linked it to."""

    text: str
    labels: frozenset[str]


def check(folder: Path) -> None:
    """Raise DataMissing unless `folder` has all that is read here."""
    wanted = (_SPANS, _LABELS, *(_annotations(name) for name in LINKED))
    missing = [name for name in wanted if not (folder / name).is_file()]
    if missing:
        raise DataMissing(f"{folder} lacks {', '.join(missing)}; give the folder as DATA=...")


def sentences(folder: Path) -> list[Sentence]:
    """Return the sentences of SkillSpan's dev part (Zhang et al. 2022)."""
    lines = (folder / _SPANS).read_text(encoding="utf-8").splitlines()
    return [_sentence(cast("_Row", json.loads(line))) for line in lines]


def candidates(folder: Path) -> list[str]:
    """Return the ESCO labels that a phrase may be linked to, each once."""
    return list(dict.fromkeys((folder / _LABELS).read_text(encoding="utf-8").splitlines()))


def queries(folder: Path, name: str) -> tuple[list[Query], list[Query]]:
    """Return a validation set (Decorte et al. 2022) by span and by sentence.

    A span is asked once a sentence, with all labels of its parts; what annotators could not
    link is left out.
    """
    spans: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    whole: defaultdict[str, set[str]] = defaultdict(set)
    with (folder / _annotations(name)).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["label"] not in _NOT_LINKED:
                spans[row["sentence"], row["span"]].add(row["label"])
                whole[row["sentence"]].add(row["label"])
    return (
        [Query(span, frozenset(labels)) for (_, span), labels in spans.items()],
        [Query(text, frozenset(labels)) for text, labels in whole.items()],
    )


def _annotations(name: str) -> str:
    return f"{_LINKING}/{name}_validation_annotations.csv"


def _sentence(row: _Row) -> Sentence:
    places: list[tuple[int, int]] = []
    at = 0
    for token in row["tokens"]:
        places.append((at, at + len(token)))
        at += len(token) + 1
    return Sentence(
        " ".join(row["tokens"]),
        _spans(row["tags_skill"], places),
        _spans(row["tags_knowledge"], places),
    )


def _spans(tags: Sequence[str], places: Sequence[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for tag, (start, end) in zip(tags, places, strict=True):
        if tag == "B":
            found.append((start, end))
        elif tag == "I" and found:
            found[-1] = (found[-1][0], end)
    return frozenset(found)
