"""What is shown of a run: its places explained, and how sure they are, from what it names."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from candor.matcher.v1 import match_pb2 as pb

from services.matcher import wire
from services.matcher.facets.repository import Applied
from services.matcher.repository import Jobs
from services.matcher.runs import EVERYBODY
from services.matcher.scored import Parts
from services.matcher.scoring.certifying import Ranked, certified
from services.matcher.scoring.doubting import Doubts
from services.matcher.scoring.scorers import scorer
from services.matcher.scoring.stability import Standing, within_reach

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from servicekit.database import Connection
    from services.matcher.runs import Run, Scored
    from services.matcher.scoring.facts import Facts, Rubric
    from services.matcher.scoring.scorers import Scorer
    from services.matcher.scoring.tables import Tables
    from services.matcher.stores import Stores

AT_A_TIME = 20  # to explain so many takes some 10 ms


@dataclass(frozen=True, slots=True)
class Page:
    """Some places of a run with all that showing them takes: no connection is needed any more."""

    run: Run
    rubric: Rubric
    tables: Tables | None
    """Those that the run names; None when they are lost, and `scoring` with them."""
    scoring: Scorer | None
    places: Sequence[tuple[int, Scored]]
    ranking: Sequence[Scored]
    """All who were scored, best first; of nobody when the places are not to be certified."""
    facts: Mapping[tuple[str, str], Facts]
    """As `tables` read them, of those who are shown or could matter; of who is erased, none."""
    applied: Collection[str]


async def gather(  # what a page is made of
    stores: Stores,
    conn: Connection,
    tenant: str,
    run: Run,
    tables: Tables | None,
    *,
    start: int,
    count: int,
) -> Page:
    """Return `count` places of a run from the one at `start`, 0 the best.

    `tables` are those that the run names, None when they are lost. The best places of a run
    of a selection may be certified.
    """
    rubric = await Jobs(conn, tenant).rubric(run.lineage.rubric_digest)
    ranking: list[Scored] = []
    if run.pool == EVERYBODY:
        places = await Parts(conn, tenant).places(run.run_id, start, count)
    else:
        ranked = run.ranked()
        places = ranked[start : start + count]
        ranking = [each for _, each in ranked] if not start else []
    wanted = [each for _, each in places]
    if tables is not None and ranking and wanted:
        standings = [Standing(each.points, below=each.below) for each in ranking]
        wanted = ranking[: within_reach(standings, len(wanted), len(rubric.criteria))]
    slots = [(each.candidate_id, each.facts_digest) for each in wanted]
    facts = await stores.facts.load(conn, tenant, stores.master, slots)
    if tables is not None and tables is not stores.tables:
        facts = {slot: tables.read(known) for slot, known in facts.items()}
    ids = [each.candidate_id for _, each in places]
    applied = await Applied(conn, tenant).among(run.job_id, ids, run.created_at)
    scoring = None if tables is None else scorer(run.lineage.scorer, rubric, tables)
    return Page(run, rubric, tables, scoring, places, ranking, facts, applied)


async def explained(page: Page) -> list[pb.Match]:
    """Render the places with their contributions, computed from what the run names.

    The points alone where that is lost: by other tables they would be other ones than those
    that stand in the ledger. A few at a time, so that other calls are not kept waiting.
    """
    scoring = page.scoring
    shown: list[pb.Match] = []
    for number, (place, each) in enumerate(page.places, 1):
        facts = page.facts.get((each.candidate_id, each.facts_digest))
        if facts is None or scoring is None:
            match = pb.Match(
                candidate_id=each.candidate_id,
                points=each.points,
                max_points=page.rubric.max_points,
                facts_digest=each.facts_digest,
                below_line=each.below,
            )
        else:
            match = wire.match(
                facts,
                scoring.explain(facts),
                candidate_id=each.candidate_id,
                facts_digest=each.facts_digest,
            )
        match.rank = place
        match.applied = each.candidate_id in page.applied
        shown.append(match)
        if not number % AT_A_TIME:
            await asyncio.sleep(0)
    return shown


def certify(page: Page, shown: pb.MatchRun) -> None:
    """Write to a run, of which the places are shown, how sure they are.

    Nothing is written to a ranking of everybody, whose places are read a page at a time, nor
    where the tables that it names are lost.
    """
    if page.scoring is None or page.tables is None or not page.ranking or not page.places:
        return
    doubts = Doubts(page.run.lineage.scorer, page.rubric, page.tables)
    known = page.facts
    ranking = [
        Ranked(
            each.points,
            each.below,
            known.get((each.candidate_id, each.facts_digest)),
            each.degrees,
        )
        for each in page.ranking
    ]
    wire.add_stability(shown, certified(ranking, page.scoring, doubts, shown=len(page.places)))
