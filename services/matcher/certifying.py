"""How sure the places that are shown are, computed from what a run names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicekit.database import transaction
from services.matcher import wire
from services.matcher.repository import Jobs
from services.matcher.runs import EVERYBODY
from services.matcher.scoring.certifying import Ranked, certified
from services.matcher.scoring.doubting import Doubts
from services.matcher.scoring.scorers import scorer
from services.matcher.scoring.stability import Standing, within_reach

if TYPE_CHECKING:
    from collections.abc import Mapping

    from candor.matcher.v1 import match_pb2 as pb

    from services.matcher.runs import Run, Scored
    from services.matcher.scoring.facts import Facts
    from services.matcher.stores import Stores


async def certify(stores: Stores, tenant: str, run: Run, shown: pb.MatchRun) -> None:
    """Write to a run, of which the best are shown, how sure their places are.

    Nothing is written to a ranking of everybody, whose places are read a page at a time, nor
    where the tables that it names are lost. Not to be called with a connection in hand.
    """
    tables = await stores.taxonomies.of(run.lineage.taxonomy_digest)
    count = len(shown.matches)
    if run.pool == EVERYBODY or tables is None or not count:
        return
    async with transaction(stores.pool, tenant) as conn:
        rubric = await Jobs(conn, tenant).rubric(run.lineage.rubric_digest)
        ranked = [each for _, each in run.ranked()]
        standings = [Standing(each.points, below=each.below) for each in ranked]
        near = ranked[: within_reach(standings, count, len(rubric.criteria))]
        slots = [(each.candidate_id, each.facts_digest) for each in near]
        known = await stores.facts.load(conn, tenant, stores.master, slots)
    if tables is not stores.tables:  # the cache has facts as the present ones read them
        known = {slot: tables.read(facts) for slot, facts in known.items()}
    doubts = Doubts(run.lineage.scorer, rubric, tables)
    scoring = scorer(run.lineage.scorer, rubric, tables)
    ranking = [_ranked(each, known) for each in ranked]
    wire.add_stability(shown, certified(ranking, scoring, doubts, shown=count))


def _ranked(scored: Scored, known: Mapping[tuple[str, str], Facts]) -> Ranked:
    facts = known.get((scored.candidate_id, scored.facts_digest))
    return Ranked(scored.points, scored.below, facts, scored.degrees)
