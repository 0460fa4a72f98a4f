"""`python -m benchmarks.match.sets --shared DIR --out DIR`: build the judged sets of this room.

- `talentclef`: the four jobs of TalentCLEF 2026 in Romanian against its 472 resumes, as they are.
- `onet`: LiveCareer resumes against descriptions of O*NET occupations (`occupations.tsv`).
- `postings`: LiveCareer resumes against real postings (`postings.tsv`).
- `djinni`: Djinni CVs of project managers and designers against real adverts for both
  (`adverts.tsv`).

Labels of the last three are weak: a resume is right for a job when its category is the job's. The
category is never in a text or an id by our doing: resumes are in the order of the hash of their
ids, because the source has them by category; of a Djinni CV only the body is taken, since its
`position` is the label in other words. LiveCareer resumes begin with a title line of their own,
which a real resume has too; it often names the category. With --untitled it is left out, to see
how much hangs on it; the sets are then called `onet-untitled` and `postings-untitled`, and the
others are not written.

OUT gets `whole/SET`, `A/SET` and `B/SET` (see `halves.py`). TalentCLEF has two queries a half and
keeps its whole corpus in both; elsewhere each half has its own documents.
"""

from __future__ import annotations

import argparse
import csv
import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.match import folder, halves
from benchmarks.match.folder import JudgedSet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from benchmarks.match.halves import Half

HERE: Final = Path(__file__).parent
LABELS: Final = {"onet": "occupations.tsv", "postings": "postings.tsv", "djinni": "adverts.tsv"}
"""The file of this room that has the labels of a set's queries."""
WHOLE_CORPUS: Final = frozenset({"talentclef"})


def labels(name: str) -> dict[str, str]:
    """Return the label of each query of a set of ours."""
    return {query: label for query, (label, _) in described(name).items()}


def described(name: str) -> dict[str, tuple[str, str]]:
    """Return the label of each query of a set of ours, and what the job is."""
    lines = (HERE / LABELS[name]).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {query: (label, what) for query, label, what in rows}


def built(shared: Path) -> list[JudgedSet]:
    """Return the four sets, from the data under `shared`."""
    resumes = _rows(shared / "resumes/livecareer/text.jsonl")
    people = _rows(shared / "resumes/djinni_cvs.jsonl")
    postings = {row["id"]: row["text"] for row in _rows(shared / "jobs/skillspan_postings.jsonl")}
    bodies = {row["id"]: row["text"] for row in resumes}
    categories = {row["id"]: row["category"] for row in resumes}
    trades = {row["id"]: "project" if row["is_pm"] else "design" for row in people}
    talentclef = folder.read(shared / "matching/talentclef2026_ro_en")
    onet = occupations(shared / "taxonomies/onet/Occupation Data.txt")
    return [
        JudgedSet("talentclef", talentclef.queries, talentclef.corpus, talentclef.grades),
        labelled("onet", onet, labels("onet"), bodies, categories),
        labelled("postings", postings, labels("postings"), bodies, categories),
        labelled(
            "djinni",
            postings,
            labels("djinni"),
            {row["id"]: row["cv"] for row in people},
            trades,
        ),
    ]


def without_titles(judged: JudgedSet) -> JudgedSet:
    """Return a set whose resumes lack their first line where that is in capitals."""
    corpus = {key: _untitled(text) for key, text in judged.corpus.items()}
    return JudgedSet(f"{judged.name}-untitled", judged.queries, corpus, judged.grades)


def labelled(
    name: str,
    jobs: Mapping[str, str],
    wanted: Mapping[str, str],
    corpus: Mapping[str, str],
    kinds: Mapping[str, str],
) -> JudgedSet:
    """Return a set where a document is right for a query when its kind is the one wanted."""
    ordered = {key: corpus[key] for key in sorted(corpus, key=_order)}
    grades = {
        query: {document: 1 for document in ordered if kinds[document] == label}
        for query, label in wanted.items()
    }
    return JudgedSet(name, {query: jobs[query] for query in wanted}, ordered, grades)


def half_of(judged: JudgedSet, half: Half) -> JudgedSet:
    """Return a half of a set, with titles or without."""
    dealt = halves.of_queries()
    name = judged.name.removesuffix("-untitled")
    queries = {key: text for key, text in judged.queries.items() if dealt[name, key] == half}
    whole = judged.name in WHOLE_CORPUS
    corpus = {
        key: text for key, text in judged.corpus.items() if whole or halves.of_document(key) == half
    }
    rest = JudgedSet(judged.name, queries, corpus, judged.grades)
    return JudgedSet(judged.name, queries, corpus, {query: rest.named(query) for query in queries})


def occupations(file: Path) -> dict[str, str]:
    """Return title and description of each O*NET occupation, by its code."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t")
        return {code: f"{title}\n\n{told}\n" for code, title, told in rows}


def _untitled(text: str) -> str:
    title, _, rest = text.lstrip().partition("\n")
    return rest if title.isupper() else text


def _rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def _order(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def write(out: Path, sets: Iterable[JudgedSet]) -> None:
    """Write each set, whole and by halves."""
    for judged in sets:
        folder.write(out / "whole" / judged.name, judged)
        for half in ("A", "B"):
            folder.write(out / half / judged.name, half_of(judged, half))


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.match.sets",
        epilog=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--untitled", action="store_true", help="LiveCareer without title lines")
    given = parser.parse_args()
    sets = built(given.shared)
    if given.untitled:
        sets = [without_titles(each) for each in sets if each.name in ("onet", "postings")]
    write(given.out, sets)


if __name__ == "__main__":
    main()
