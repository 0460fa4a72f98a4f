"""Versions, differences and previews of rubrics, as they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import rubric_pb2 as pb
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from candor.matcher.v1 import match_pb2, rubric_service_pb2
    from rich.console import Console

CAUSES = {
    pb.RANK_CAUSE_OTHERS_POINTS: "others passed or fell behind",
    pb.RANK_CAUSE_BELOW_LINE: "below the line",
    pb.RANK_CAUSE_ABOVE_LINE: "no longer below the line",
    pb.RANK_CAUSE_SELECTED: "found by the new search",
    pb.RANK_CAUSE_NOT_SELECTED: "not found by the new search",
}
SHOWN_DIGEST = 12


def versions(found: Sequence[pb.RubricVersion]) -> Table:
    """Return the history of a rubric, newest first."""
    table = Table("Version", "Digest", "Since", "Approved by", "Why")
    for each in found:
        name = f"{each.number} (current)" if each.current else str(each.number)
        since = each.create_time.ToDatetime().strftime("%Y-%m-%d %H:%M")
        who = each.approver or "(proposed)"
        table.add_row(
            name, each.rubric_digest[:SHOWN_DIGEST], since, escape(who), escape(each.reason)
        )
    return table


def difference(console: Console, diff: pb.RubricDiff) -> None:
    """Print what changed from one rubric to another, a criterion a line."""
    if diff == pb.RubricDiff():
        console.print("No difference.")
    for each in diff.added:
        console.print(f"[green]+ {escape(_criterion(each))}[/green]")
    for each in diff.removed:
        console.print(f"[red]- {escape(_criterion(each))}[/red]")
    for change in diff.changed:
        what = "; ".join(_changes(change))
        console.print(f"~ {escape(f'{change.criterion_id} {change.label}: {what}')}")
    if diff.order:
        console.print(f"Order: {escape(', '.join(diff.order))}")
    if diff.HasField("max_points"):
        console.print(f"All weights: {diff.max_points.before} -> {diff.max_points.after}")


def preview(
    console: Console,
    found: rubric_service_pb2.PreviewRubricResponse,
    names: Mapping[str, str],
) -> None:
    """Print what changes in a rubric, and whose rank, and why."""
    difference(console, found.diff)
    labels = {each.criterion_id: each.label for each in found.diff.changed}
    for criterion in (*found.diff.added, *found.diff.removed):
        labels[criterion.criterion_id] = criterion.requirement.label
    if found.changes:
        table = Table("Rank", "Points", "Candidate", "Why")
        for each in found.changes:
            name = names.get(each.candidate_id, each.candidate_id)
            table.add_row(_ranks(each), _points(each), escape(name), escape(_why(each, labels)))
        console.print(table)
    console.print(
        f"{len(found.changes)} in another place; {found.unchanged_count} keep theirs"
        f" ({found.other_points_count} of them with other points)."
    )


def _criterion(criterion: match_pb2.Criterion) -> str:
    words = [f"weight {criterion.weight}"]
    words += ["must"] * criterion.requirement.must + ["knock-out"] * criterion.knock_out
    return f"{criterion.criterion_id} {criterion.requirement.label} ({', '.join(words)})"


def _changes(change: pb.CriterionChange) -> Iterator[str]:
    if change.HasField("weight"):
        yield f"weight {change.weight.before} -> {change.weight.after}"
    if change.HasField("must"):
        yield "now a must" if change.must.after else "no must any more"
    if change.HasField("knock_out"):
        yield "now a knock-out" if change.knock_out.after else "no knock-out any more"
    if change.HasField("levels"):
        yield f"levels {_scale(change.levels.before)} -> {_scale(change.levels.after)}"
    if change.HasField("alternatives"):
        before, after = (
            " or ".join(each.label for each in side) or "none"
            for side in (change.alternatives.before, change.alternatives.after)
        )
        yield f"alternatives {before} -> {after}"
    if change.HasField("requirement"):
        yield f"asks for {change.requirement.after.label}"


def _scale(levels: Sequence[match_pb2.CriterionLevel]) -> str:
    steps = [f"{each.months or each.least}: {each.percent}%" for each in levels]
    return f"({', '.join(steps)})" if steps else "(the usual)"


def _ranks(change: pb.RankChange) -> str:
    before = _rank(change.before, there=change.HasField("before"))
    return f"{before} -> {_rank(change.after, there=change.HasField('after'))}"


def _rank(standing: pb.Standing, *, there: bool) -> str:
    if not there:
        return "none"
    return f"{standing.rank} (below the line)" if standing.below_line else str(standing.rank)


def _points(change: pb.RankChange) -> str:
    return f"{change.before.points} -> {change.after.points}"


def _why(change: pb.RankChange, labels: Mapping[str, str]) -> str:
    words = [CAUSES[change.cause]] if change.cause in CAUSES else []
    missing = ", ".join(change.after.knocked_out)
    words += [f"no evidence of {missing}"] if missing else []
    words += [
        f"{labels.get(each.criterion_id, each.criterion_id)} {each.after - each.before:+}"
        for each in change.points
    ]
    return "; ".join(words)
