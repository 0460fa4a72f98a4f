"""What a person sees: rankings, scores, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import job_service_pb2
from candor.matcher.v1 import match_pb2
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rich.console import Console

    from cli.uploading import Failed

BAR_WIDTH = 12
STRONGEST = 3
LONGEST_QUOTE = 90
TIES = (
    "= too close to a neighbour to say who is better; then the places that the candidate has"
    " when each weight moves by up to 5%. 1 fact: the places when one fact is wrong."
)


def failures(console: Console, failed: Sequence[Failed]) -> None:
    """Print which files failed, and why; nothing if none did."""
    if not failed:
        return
    table = Table("File", "Why it failed")
    for each in failed:
        table.add_row(escape(each.name), escape(each.problem), style="red")
    console.print(table)


def ranking(
    console: Console, job: job_service_pb2.Job, run: match_pb2.MatchRun, names: Mapping[str, str]
) -> None:
    """Print a run: each match with its score, its strongest reasons and what is missing.

    Beside a place stands which others it may be as well.
    """
    table = Table(title=escape(job.title), title_justify="left", title_style="bold", expand=True)
    table.add_column("#", no_wrap=True)
    table.add_column("Candidate", no_wrap=True)
    table.add_column("Score", no_wrap=True)
    table.add_column("Why", ratio=3)
    table.add_column("Missing musts", ratio=2)
    tied = _tied(run)
    for match in run.matches:
        table.add_row(
            _place(match, tied),
            escape(names.get(match.candidate_id, match.candidate_id[-8:])) + _applied(match),
            bar(match.points, match.max_points),
            escape("; ".join(each.reason.rstrip(".") for each in strongest(match))),
            escape(", ".join(match.missing) or "none"),
        )
    console.print(table)
    if any(match.applied for match in run.matches):
        console.print("[dim]* applied to this job; the others are from the talent pool[/dim]")
    if tied:
        console.print(f"[dim]{TIES}[/dim]")
    console.print(
        f"[dim]{run.scored_count} scored; rubric {run.lineage.rubric_digest[:12]},"
        f" taxonomy {run.lineage.taxonomy_digest[:12]}, scorer {run.lineage.scorer};"
        f" run {run.run_id}, digest {run.run_digest[:12]}[/dim]\n"
    )


def _applied(match: match_pb2.Match) -> str:
    return " *" if match.applied else ""


def _tied(run: match_pb2.MatchRun) -> set[str]:
    """Return who is interchangeable with a neighbour under slightly different weights."""
    by_weights = [each for each in run.ties if each.reason == match_pb2.TIE_REASON_WEIGHTS]
    return {candidate_id for each in by_weights for candidate_id in each.candidate_ids}


def _place(match: match_pb2.Match, tied: Collection[str]) -> str:
    """Return a place with the range that it is sure within: `3 =2-5`, and below `1 fact: 2-9`."""
    mark = "=" if match.candidate_id in tied else ""
    places = [f"{match.rank} {mark}{_range(match.by_weights)}".rstrip()]
    if match.HasField("by_one_fact"):
        places.append(f"[dim]1 fact: {_range(match.by_one_fact) or match.rank}[/dim]")
    return "\n".join(places)


def _range(places: match_pb2.PlaceRange) -> str:
    if places.best_place == places.worst_place:
        return ""
    return f"{places.best_place}-{places.worst_place}"


def lint(found: job_service_pb2.LintJobResponse) -> Table:
    """Return the findings of a lint as a table, each with its line and what to do."""
    table = Table("Line", "Finding", "Words", "Do", "Why", title_justify="left")
    for each in found.findings:
        line = found.text.count("\n", 0, each.span.start) + 1 if each.HasField("span") else 0
        kind = job_service_pb2.LintCategory.Name(each.category).removeprefix("LINT_CATEGORY_")
        table.add_row(
            str(line or ""),
            kind.lower().replace("_", " "),
            escape(each.text),
            escape(each.suggestion),
            escape(f"{each.explanation} {each.reference}".strip()),
        )
    lean = found.balance
    table.caption = (
        f"Coded words: {len(lean.masculine)} masculine, {len(lean.feminine)} feminine."
        if found.findings
        else "Nothing found."
    )
    return table


def strongest(match: match_pb2.Match) -> list[match_pb2.Contribution]:
    """Return the contributions that brought the most points."""
    ordered = sorted(match.contributions, key=lambda each: -each.points)
    return [each for each in ordered if each.points][:STRONGEST]


def short(line: str) -> str:
    """Return a line that fits one, ended by dots where it was cut."""
    flat = " ".join(line.split())
    return flat if len(flat) <= LONGEST_QUOTE else f"{flat[: LONGEST_QUOTE - 1]}…"


def bar(points: int, most: int) -> str:
    """Return points and how full that is."""
    full = BAR_WIDTH * points // most if most else 0
    return f"{points:>4}/{most} [green]{'█' * full}[/green][dim]{'·' * (BAR_WIDTH - full)}[/dim]"


def note(console: Console, text: str) -> None:
    """Print a paragraph that stands apart."""
    console.print(Padding(text, (0, 0, 1, 0)))
