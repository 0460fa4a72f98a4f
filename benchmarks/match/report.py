"""The figures of a run: as JSON, and as the tables that are printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypedDict

from rich.table import Table

from benchmarks.match import metrics
from benchmarks.match.metrics import MEASURES, Interval, Measured

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from benchmarks.match.candor import Rankings
    from benchmarks.match.folder import JudgedSet
    from benchmarks.match.metrics import Scores

OURS: Final = "ours"
BASELINES: Final = ("bm25", "tfidf", "minilm")
FIRST: Final = 3

Row = TypedDict(
    "Row",
    {
        "map": "float | None",
        "ndcg@5": "float | None",
        "ndcg@10": "float | None",
        "p@10": "float | None",
        "mrr": "float | None",
        "auc": "float | None",
        "pairwise": "float | None",
        "intervals": "dict[str, list[float]]",
        "jobs": int,
    },
)
"""The means over jobs, None for a measure that no job has, and their 95% intervals."""


class Difference(TypedDict):
    """Ours less theirs, job by job."""

    difference: float
    low: float
    high: float
    jobs: int


class Figures(TypedDict):
    """What was measured on one set, or on several together, each job counting once."""

    ours: Row
    bm25: Row
    tfidf: Row
    minilm: Row
    shortlist: Row
    fused: Row
    arms: dict[str, Row]
    paired: dict[str, dict[str, Difference]]
    selected: dict[str, float]
    """The share of the best 10 and 50 by points that retrieval selected, mean over jobs."""
    documents: int
    refused: dict[str, str]
    failed: dict[str, str]
    seconds: dict[str, float]
    """What uploads and rankings took."""


class Placed(TypedDict):
    """A resume that was ranked among the first."""

    document: str
    grade: int
    points: float | None
    contributions: list[tuple[str, int, int]]
    """Label of the criterion, points, most points: the largest."""


class Job(TypedDict):
    """What was measured on one job."""

    set: str
    query: str
    right: int
    measures: dict[str, dict[str, float]]
    """By system."""
    first: list[Placed]


class Result(Figures):
    """The JSON: all sets together, then each, then each job."""

    sets: dict[str, Figures]
    by_job: list[Job]


@dataclass(frozen=True, slots=True)
class Compared:
    """A set, and the scores of each system on it, by query."""

    judged: JudgedSet
    judged_only: bool
    systems: Mapping[str, Mapping[str, Scores]]
    candor: Rankings

    def grades(self, query: str) -> dict[str, int]:
        """Return the grade of each document that is ranked for a query."""
        named = self.judged.named(query)
        return named if self.judged_only else {**dict.fromkeys(self.judged.corpus, 0), **named}

    def measured(self) -> dict[str, dict[str, Measured]]:
        """Return the measures by system and query."""
        return {
            name: {
                query: metrics.measured(query, scores.get(query, {}), self.grades(query))
                for query in self.judged.queries
            }
            for name, scores in self.systems.items()
        }


def result(compared: Sequence[Compared]) -> Result:
    """Return the figures of all sets."""
    measured = [(each, each.measured()) for each in compared]
    return Result(
        **_figures(measured),
        sets={each.judged.name: _figures([(each, told)]) for each, told in measured},
        by_job=[
            _job(each, told, query) for each, told in measured for query in each.judged.queries
        ],
    )


def _figures(measured: Sequence[tuple[Compared, Mapping[str, Mapping[str, Measured]]]]) -> Figures:
    pooled: dict[str, dict[str, Measured]] = {}
    for each, systems in measured:
        for name, told in systems.items():
            own = pooled.setdefault(name, {})
            own.update({f"{each.judged.name}/{query}": values for query, values in told.items()})
    rows = {name: _row(metrics.summary(told)) for name, told in pooled.items()}
    recalls = [told for each, _ in measured for told in each.candor.recall.values()]
    return Figures(
        ours=rows[OURS],
        bm25=rows["bm25"],
        tfidf=rows["tfidf"],
        minilm=rows["minilm"],
        shortlist=rows["shortlist"],
        fused=rows["fused"],
        arms={
            name.removeprefix("arm "): row for name, row in rows.items() if name.startswith("arm ")
        },
        paired={name: _paired(pooled[OURS], told) for name, told in pooled.items() if name != OURS},
        selected={
            top: round(sum(each[top] for each in recalls) / len(recalls), 4)
            for top in (recalls[0] if recalls else {})
        },
        documents=sum(len(each.judged.corpus) for each, _ in measured),
        refused=_by_set(measured, "refused"),
        failed=_by_set(measured, "failed"),
        seconds={
            name: round(sum(each.candor.seconds.get(name, 0.0) for each, _ in measured), 1)
            for name in ("upload", "rank")
        },
    )


def _by_set(
    measured: Sequence[tuple[Compared, Mapping[str, Mapping[str, Measured]]]], what: str
) -> dict[str, str]:
    return {
        f"{each.judged.name}/{key}": reason
        for each, _ in measured
        for key, reason in (
            each.candor.refused if what == "refused" else each.candor.failed
        ).items()
    }


def _row(summary: Mapping[str, Interval]) -> Row:
    def mean(measure: str) -> float | None:
        return round(summary[measure].mean, 4) if measure in summary else None

    return {
        "map": mean("map"),
        "ndcg@5": mean("ndcg@5"),
        "ndcg@10": mean("ndcg@10"),
        "p@10": mean("p@10"),
        "mrr": mean("mrr"),
        "auc": mean("auc"),
        "pairwise": mean("pairwise"),
        "intervals": {
            measure: [round(each.low, 4), round(each.high, 4)] for measure, each in summary.items()
        },
        "jobs": max((each.jobs for each in summary.values()), default=0),
    }


def _paired(ours: Mapping[str, Measured], theirs: Mapping[str, Measured]) -> dict[str, Difference]:
    told = {measure: metrics.difference(ours, theirs, measure) for measure in MEASURES}
    return {
        measure: Difference(
            difference=round(each.mean, 4),
            low=round(each.low, 4),
            high=round(each.high, 4),
            jobs=each.jobs,
        )
        for measure, each in told.items()
        if each is not None
    }


def _job(each: Compared, measured: Mapping[str, Mapping[str, Measured]], query: str) -> Job:
    grades = each.grades(query)
    scores = each.systems[OURS].get(query, {})
    best = metrics.ranked(query, scores, grades)[:FIRST]
    return Job(
        set=each.judged.name,
        query=query,
        right=sum(grade > 0 for grade in grades.values()),
        measures={
            name: {measure: round(value, 4) for measure, value in told[query].items()}
            for name, told in measured.items()
        },
        first=[
            Placed(
                document=document,
                grade=grades[document],
                points=scores.get(document),
                contributions=[
                    (part.label, part.points, part.max_points)
                    for part in sorted(
                        each.candor.reasons.get((query, document), ()),
                        key=lambda part: -part.points,
                    )[:5]
                ],
            )
            for document in best
        ],
    )


def show(console: Console, told: Result) -> None:
    """Print the figures of each set, then of all together when there are several."""
    for name, figures in told["sets"].items():
        _show(console, name, figures)
    if len(told["sets"]) > 1:
        _show(console, "all sets, each job once", told)


def rows(figures: Figures) -> dict[str, Row]:
    """Return the rows of a table of figures, by the name of the system."""
    return {
        "ours": figures["ours"],
        "bm25": figures["bm25"],
        "tfidf": figures["tfidf"],
        "minilm": figures["minilm"],
        "shortlist": figures["shortlist"],
        "fused": figures["fused"],
        **{f"arm {name}": row for name, row in figures["arms"].items()},
    }


def cell(row: Row, measure: str) -> str:
    """Return a mean with its interval, as a table has it."""
    interval = row["intervals"].get(measure)
    if interval is None:
        return ""
    mean = dict(row.items())[measure]
    return f"{mean:.3f} ({interval[0]:.2f}-{interval[1]:.2f})"


def _show(console: Console, name: str, figures: Figures) -> None:
    table = Table("", *MEASURES, title=f"{name}: {figures['ours']['jobs']} jobs")
    for system, row in rows(figures).items():
        table.add_row(system, *(cell(row, measure) for measure in MEASURES))
    table.add_section()
    for other in BASELINES:
        told = figures["paired"][other]
        cells = (
            f"{each['difference']:+.3f} ({each['low']:+.2f} {each['high']:+.2f})" if each else ""
            for each in (told.get(measure) for measure in MEASURES)
        )
        table.add_row(f"ours - {other}", *cells)
    console.print(table)
    shares = ", ".join(
        f"{share:.1%} of the best {top}" for top, share in figures["selected"].items()
    )
    console.print(
        f"Retrieval selected {shares or 'nothing'}. {figures['documents']} resumes,"
        f" {len(figures['refused'])} refused, {len(figures['failed'])} jobs failed."
        f" {figures['seconds']['upload']:.0f} s to take them in,"
        f" {figures['seconds']['rank']:.0f} s to rank.\n"
    )
