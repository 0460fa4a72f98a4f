"""`python -m benchmarks.match.page --chosen A.json --reported B.json`: write docs/quality.md.

The two are results of `make eval-match` on the folders A and B that `benchmarks.match.sets` makes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.match import baselines, metrics, report, sets
from benchmarks.match.metrics import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.match.report import Difference, Figures, Job, Placed, Result

TRIED: Final = Path(__file__).with_name("tried.md")
WORST: Final = 12
_NO_WORDS: Final = frozenset({"talentclef"})
"""Sets whose texts may not be copied, not even as labels of criteria."""

_INTRODUCTION = """# Quality of ranking, measured

Written by `python -m benchmarks.match.page` from results of `make eval-match`. Each figure is a
mean over jobs, with its 95% interval in parentheses: the percentile bootstrap over jobs, seeded.
A difference is ours less theirs on the same jobs; it counts when its interval leaves out 0. Jobs of
one category share resumes, so the intervals are somewhat too narrow.

Candor gets the texts as uploads of text files and as jobs, over the public REST API, with
whatever reading does to them; the others get the same texts raw. A resume that is refused is
ranked last. Recency is counted to the day of the run.

- `ours`: every resume by its points. `shortlist`: what MatchJob returns, those that
  retrieval selected by points and the rest after, all equal. `fused` and `arm ...`: orders of
  retrieval alone, before anything is scored.
"""
_SETS = """## The sets

| Set | Jobs | Resumes | Right when |
|---|---|---|---|
| `talentclef` | TalentCLEF 2026 in machine-translated Romanian | its own, synthetic | its judgement says so |
| `onet` | O*NET occupations: title and description | LiveCareer | of the category that `occupations.tsv` gives the occupation |
| `postings` | real postings of skillspan | LiveCareer | of the category that `postings.tsv` gives the posting |
| `djinni` | real adverts of skillspan | Djinni: project managers, designers | of the trade that `adverts.tsv` gives the advert |

The labels of the last three are weak: same category or not. LiveCareer files many a resume under
what it was searched by, not under what the person does, and a finance manager is wrong for an
accountant's job. No method can be perfect on them; compare methods, not figures.

The category is in no text or id by our doing: resumes are ordered by the hash of their ids, and
a Djinni CV is its body without the `position` beside it. LiveCareer resumes do begin with a title
line of their own, as resumes do, and in 80% of those of the twelve categories asked for it has the
category's words. All methods see it, but one that reads titles gains the most by it:
`python -m benchmarks.match.sets --untitled` makes the same sets without these lines.

Half A chose methods and numbers; half B is reported. `halves.tsv` was committed first. The halves
of all sets but TalentCLEF, which has two jobs a half, share neither jobs nor resumes.
"""  # noqa: E501  # a table


def text(chosen: Result, reported: Result) -> str:
    """Return the page."""
    parts = [
        _INTRODUCTION,
        _SETS,
        f"## Measures\n\n{_after_title(metrics.__doc__)}",
        f"## What it is compared with\n\n{_after_title(baselines.__doc__)}",
        "## All sets, half B\n",
        *_tables(reported),
        "## Selection\n",
        _selection(reported),
        *(
            part
            for name, figures in reported["sets"].items()
            for part in (f"## `{name}`, half B\n", *_tables(figures))
        ),
        "## Half A, on which methods were chosen\n",
        *_tables(chosen),
        "## Project managers and designers, advert by advert\n",
        _adverts([("A", chosen), ("B", reported)]),
        "## Failures\n",
        _failures(reported),
        "## What was tried\n",
        TRIED.read_text(encoding="utf-8"),
    ]
    return "\n".join(parts)


def _after_title(told: str | None) -> str:
    return (told or "").partition("\n\n")[2]


def _tables(figures: Figures) -> Iterable[str]:
    """Yield the means of every system, and the differences of ours to each."""
    yield _table(
        [f"{figures['ours']['jobs']} jobs", *MEASURES],
        [
            [name, *(report.cell(row, measure) for measure in MEASURES)]
            for name, row in report.rows(figures).items()
        ],
    )
    yield _table(
        ["difference", *MEASURES],
        [
            [f"ours - {name}", *(_difference(told.get(measure)) for measure in MEASURES)]
            for name, told in figures["paired"].items()
            if told
        ],
    )


def _difference(told: Difference | None) -> str:
    if told is None:
        return ""
    sure = "**" if told["low"] > 0 or told["high"] < 0 else ""
    return f"{sure}{told['difference']:+.3f}{sure} ({told['low']:+.2f} to {told['high']:+.2f})"


def _selection(told: Result) -> str:
    names = [*told["sets"].items(), ("all", told)]
    rows = [
        [
            name,
            *(f"{share:.1%}" for share in figures["selected"].values()),
            str(figures["documents"]),
            str(len(figures["refused"])),
            str(len(figures["failed"])),
        ]
        for name, figures in names
    ]
    heads = [f"of the best {top}" for top in told["selected"]]
    return (
        "The share of the best by exhaustive scoring that retrieval selected to be scored;"
        " resumes that were refused; jobs that were.\n\n"
        + _table(["Set", *heads, "Resumes", "Refused", "Jobs refused"], rows)
    )


def _adverts(results: Sequence[tuple[str, Result]]) -> str:
    kinds = sets.described("djinni")
    rows = [
        [
            half,
            job["query"],
            *kinds.get(job["query"], ("", "")),
            *(_auc(job, name) for name in _SYSTEMS),
        ]
        for half, told in results
        for job in told["by_job"]
        if job["set"] == "djinni"
    ]
    return "AUC of each.\n\n" + _table(["Half", "Advert", "For", "What", *_SYSTEMS], rows)


_SYSTEMS: Final = ("ours", "bm25", "tfidf", "minilm")


def _auc(job: Job, system: str) -> str:
    told = job["measures"][system].get("auc")
    return "" if told is None else f"{told:.3f}"


def _failures(told: Result) -> str:
    """Return the jobs that ours ranks worst, with what came first and why."""
    ranked = [job for job in told["by_job"] if "ndcg@10" in job["measures"]["ours"]]
    worst = sorted(ranked, key=lambda job: (job["measures"]["ours"]["ndcg@10"], job["query"]))
    named = {name: sets.described(name) for name in sets.LABELS}
    rows = [
        [
            f"`{job['set']}` {job['query']}: "
            + ", ".join(reversed(named.get(job["set"], {}).get(job["query"], ("", "")))),
            *(f"{job['measures'][name]['ndcg@10']:.2f}" for name in _SYSTEMS),
            "<br>".join(_placed(each, words=job["set"] not in _NO_WORDS) for each in job["first"]),
        ]
        for job in worst[:WORST]
    ]
    heads = ["Job", *_SYSTEMS, "Ranked first: resume, points, what brought them"]
    return f"The {len(rows)} worst by NDCG@10 of ours on half B.\n\n" + _table(heads, rows)


def _placed(each: Placed, *, words: bool) -> str:
    mark = "right" if each["grade"] > 0 else "wrong"
    brought = [part for part in each["contributions"] if part[1]]
    why = "; ".join(f"{_cell(label)} {points}/{most}" for label, points, most in brought)
    points = "no score" if each["points"] is None else f"{each['points']:.0f}"
    return f"{each['document']} ({mark}) {points}{f': {why}' if words and why else ''}"


def _cell(text: str) -> str:
    short = text if len(text) <= 40 else f"{text[:39]}…"
    return " ".join(short.replace("|", "/").replace("<", "&lt;").split())


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.match.page")
    parser.add_argument("--chosen", type=Path, required=True, help="result on half A")
    parser.add_argument("--reported", type=Path, required=True, help="result on half B")
    parser.add_argument("--out", type=Path, default=Path("docs/quality.md"))
    given = parser.parse_args()
    told = [json.loads(file.read_text(encoding="utf-8")) for file in (given.chosen, given.reported)]
    given.out.write_text(text(*told), encoding="utf-8")


if __name__ == "__main__":
    main()
