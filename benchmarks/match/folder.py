"""Judged sets in folders.

A set is a folder with three files:

- `queries.jsonl`: a line of JSON for each job, `{"id": ..., "text": ...}`,
- `corpus.jsonl`: the same for each resume,
- `qrels.tsv`: a line for each judgement, `query 0 document grade`, parted by blanks; a grade above
  0 is relevant, and a document that is not named for a query has grade 0.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

QUERIES, CORPUS, QRELS = "queries.jsonl", "corpus.jsonl", "qrels.tsv"


class NotASet(Exception):
    """A folder is no judged set; the message says which file and line."""


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Jobs, resumes, and which resumes are right for which job."""

    name: str
    queries: Mapping[str, str]
    corpus: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]
    """By query, then by document; may name ids that are not there."""

    def named(self, query: str) -> dict[str, int]:
        """Return the grades of the documents of this corpus that are judged for the query."""
        told = self.grades.get(query, {})
        return {document: grade for document, grade in told.items() if document in self.corpus}


def found(root: Path) -> list[JudgedSet]:
    """Return the set that `root` is, or those in its folders, by name; NotASet when none is."""
    if (root / QUERIES).exists():
        return [read(root)]
    sets = [read(folder) for folder in sorted(root.iterdir()) if (folder / QUERIES).exists()]
    if not sets:
        raise NotASet(f"neither {root} nor a folder in it has a {QUERIES}")
    return sets


def read(folder: Path) -> JudgedSet:
    """Return the set in a folder; NotASet says what is wrong with it."""
    return JudgedSet(
        name=folder.resolve().name,
        queries=_texts(folder / QUERIES),
        corpus=_texts(folder / CORPUS),
        grades=_grades(folder / QRELS),
    )


def write(folder: Path, judged: JudgedSet) -> None:
    """Write a set into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, texts in ((QUERIES, judged.queries), (CORPUS, judged.corpus)):
        lines = (json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items())
        (folder / name).write_text("".join(lines), encoding="utf-8")
    rows = (
        f"{query}\t0\t{document}\t{grade}\n"
        for query, told in judged.grades.items()
        for document, grade in told.items()
    )
    (folder / QRELS).write_text("".join(rows), encoding="utf-8")


def _texts(file: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        try:
            tree = json.loads(line)
            key, text = str(tree["id"]), tree["text"]
        except (ValueError, TypeError, KeyError) as problem:
            raise NotASet(f"{file}, line {number}: no JSON with an id and a text") from problem
        if key in texts:
            raise NotASet(f"{file}, line {number}: the id {key} is taken")
        texts[key] = text if isinstance(text, str) else ""
    if not texts:
        raise NotASet(f"{file} is empty")
    return texts


def _grades(file: Path) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(file), 1):
        words = line.split()
        if not words:
            continue
        try:
            query, _, document, grade = words
            grades.setdefault(query, {})[document] = int(grade)
        except ValueError as problem:
            raise NotASet(f"{file}, line {number}: not `query 0 document grade`") from problem
    return grades


def _lines(file: Path) -> list[str]:
    try:
        # Not splitlines(): JSON may have other separators of lines inside its strings.
        return file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise NotASet(f"{file}: {problem}") from problem
