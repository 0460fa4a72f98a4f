"""Fill the index with made-up people, to measure searches in large ones.

`python -m services.matcher.seeding --tenant T --count N --seed S`, configured by MATCHER_*
variables as the service is; on the local stack `python -m deploy.local seed` sets them.

The documented path of benchmarks, labelled as such in their results: facts are made up
and written to Matcher's own stores as its indexer writes them, but no file was read and no
event announced, and vectors are those of a few hundred texts with a little noise, since to
embed each would take minutes. The command ends when the index has caught up with them, so that
what is measured after it is not measured beside that.
"""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, cast
from uuid import UUID

import numpy as np
from candor.facts.v1 import facts_pb2, requirements_pb2

from servicekit import canonical
from servicekit.database import transaction
from services.matcher import app, wire
from services.matcher.facets.admission import place_marks
from services.matcher.facets.facets import Facets, payload_of
from services.matcher.facets.repository import Standings
from services.matcher.repository import FactsStore
from services.matcher.retrieval.index import IndexUnavailable
from services.matcher.retrieval.points import Person
from services.matcher.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from services.matcher.retrieval.points import Dense, Point
    from services.matcher.stores import Stores
    from taxonomy.taxonomy import Taxonomy

BATCH = 200
PATIENCE = 60  # how often a batch is tried again
OPTIMISED_WITHIN = 3600  # seconds
TEXTS = 240  # how many different texts are embedded
NOISE = 0.15
CITIES = ("Berlin, Germany", "Austin, TX", "Lyon, France", "Madrid, Spain", "Leeds, UK")
REMOTE = (requirements_pb2.REMOTE_MODE_REMOTE,)
FOREVER = 4_102_444_800  # 2100-01-01
TRADES = {
    "Backend Engineer": "Python, Go, PostgreSQL, Kubernetes, gRPC, Docker, Terraform, AWS, Kafka",
    "Frontend Engineer": "TypeScript, React, Vue.js, HTML, CSS, GraphQL, Node.js, Webpack",
    "Data Analyst": "SQL, Tableau, Power BI, Excel, Python, statistics, Looker, dbt",
    "Data Scientist": "Python, machine learning, PyTorch, scikit-learn, SQL, statistics, Spark",
    "Registered Nurse": "patient care, triage, ACLS, BLS, critical care, wound care",
    "Site Reliability Engineer": "Kubernetes, Terraform, Prometheus, Linux, AWS, Go, on-call",
    "Product Designer": "Figma, user research, prototyping, usability testing, design systems",
    "Accountant": "IFRS, GAAP, SAP, Excel, financial reporting, auditing, tax returns",
    "Project Manager": "Scrum, risk management, budgeting, Jira, stakeholder management",
    "Sales Manager": "Salesforce, negotiation, CRM, forecasting, account management",
    "Mechanical Engineer": "SolidWorks, AutoCAD, MATLAB, finite element analysis, manufacturing",
    "Teacher": "lesson planning, classroom management, mathematics, assessment, tutoring",
}


@dataclass(frozen=True, slots=True)
class _Trade:
    title: str
    occupation_id: str
    skills: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Person:
    candidate_id: str
    facts: facts_pb2.ScorableFacts
    dense: Dense


async def seed(stores: Stores, *, tenant: str, count: int, seed: int) -> None:
    """Write `count` people into the stores of `tenant`; the same seed makes the same people."""
    dice = Random(seed)  # noqa: S311  # made-up people are no secret
    trades = [_trade(stores.taxonomy, title, skills) for title, skills in TRADES.items()]
    kinds = [_facts(dice, dice.choice(trades)) for _ in range(min(TEXTS, count))]
    known = await stores.points.dense(
        [stores.points.portrait(wire.to_facts(each)) for each in kinds]
    )
    noise = np.random.default_rng(seed)
    for start in range(0, count, BATCH):
        people = [
            _person(dice, noise, kinds, known, trades) for _ in range(min(BATCH, count - start))
        ]
        await _write(stores, tenant, people)


def _trade(taxonomy: Taxonomy, title: str, skills: str) -> _Trade:
    found = [taxonomy.skill(each.skill_id) for each in taxonomy.recognise(skills)]
    named = taxonomy.occupation_of(title)
    shown = [(each.skill_id, each.label) for each in found if each]
    return _Trade(title, named.occupation_id if named else "", shown)


def _person(
    dice: Random,
    noise: np.random.Generator,
    kinds: Sequence[facts_pb2.ScorableFacts],
    known: Sequence[Dense],
    trades: Sequence[_Trade],
) -> _Person:
    like = dice.randrange(len(kinds))
    title = kinds[like].positions[0].title.removeprefix("Senior ")
    facts = _facts(dice, next(trade for trade in trades if trade.title == title))
    dense = {arm: _moved(row, noise) for arm, row in known[like].items()}
    return _Person(str(UUID(int=dice.getrandbits(128), version=4)), facts, dense)


def _moved(row: NDArray[np.float32], noise: np.random.Generator) -> NDArray[np.float32]:
    shift = noise.standard_normal(len(row)) * NOISE / len(row) ** 0.5
    moved = cast("NDArray[np.float32]", (row + shift).astype(np.float32))
    return cast("NDArray[np.float32]", moved / np.sqrt(moved.dot(moved)))


def _facts(dice: Random, trade: _Trade) -> facts_pb2.ScorableFacts:
    months = dice.randrange(6, 240)
    shown = dice.sample(trade.skills, dice.randrange(1, len(trade.skills) + 1))
    written = [
        f"{dice.choice(('', 'Senior '))}{trade.title}",
        *(f"Used {label}" for _, label in shown),
    ]
    written += [f"Delivered result {dice.randrange(1000)} for the team" for _ in range(20)]
    lines: list[facts_pb2.Line] = []
    at = 0
    for text in written:
        span = facts_pb2.Span(page=1, start=at, end=at + len(text))
        lines.append(facts_pb2.Line(text=text, span=span))
        at += len(text) + 1
    position = facts_pb2.Position(
        title=written[0], occupation_id=trade.occupation_id, months=months, span=lines[0].span
    )
    return facts_pb2.ScorableFacts(
        text_digest=f"{dice.getrandbits(256):064x}",
        as_of=facts_pb2.YearMonth(year=2026, month=11),
        total_months=months,
        positions=[position],
        education=[facts_pb2.Education(level=_level(dice), span=lines[0].span)],
        skills=[
            facts_pb2.SkillEvidence(
                skill_id=skill_id,
                label=label,
                months=dice.randrange(months + 1),
                mentions=[lines[place].span],
                confidence=90,
            )
            for place, (skill_id, label) in enumerate(shown, 1)
        ],
        lines=lines,
    )


def _level(dice: Random) -> facts_pb2.EducationLevel.ValueType:
    return facts_pb2.EducationLevel.ValueType(dice.randrange(6))


async def _write(stores: Stores, tenant: str, people: Sequence[_Person]) -> None:
    digests = [canonical.digest(each.facts) for each in people]
    points = [_point(stores, tenant, *each) for each in zip(people, digests, strict=True)]
    await _put(stores, points)
    async with transaction(stores.pool, tenant) as conn:
        store = FactsStore(conn, tenant, stores.master)
        standings = Standings(conn, tenant, stores.master)
        now = datetime.now(UTC)
        for each, digest in zip(people, digests, strict=True):
            await store.add(each.candidate_id, digest, canonical.canonical(each.facts))
            await store.indexed(each.candidate_id, digest, now)
            await standings.put(each.candidate_id, _facets(stores, each.candidate_id))


async def _put(stores: Stores, points: Sequence[Point]) -> None:
    """Write points, waiting when the index asks to: it may be optimising under this load."""
    for _ in range(PATIENCE):
        try:
            return await stores.index.put(points)
        except IndexUnavailable as error:
            await asyncio.sleep(error.retry_after)
    return await stores.index.put(points)


def _point(stores: Stores, tenant: str, made: _Person, digest: str) -> Point:
    facts = wire.to_facts(made.facts)
    person = Person(tenant, made.candidate_id, digest, facts)
    point = stores.points.person(person, stores.points.portrait(facts), made.dense)
    facets = _facets(stores, made.candidate_id)
    return point.holding(payload_of(facets, place_marks(stores.master, tenant)))


def _facets(stores: Stores, candidate_id: str) -> Facets:
    """Return where somebody made up would work: by their id, so that it stays the same."""
    number = UUID(candidate_id).int
    return Facets(
        place_words=tuple(sorted(stores.places.words(CITIES[number % len(CITIES)]))),
        remote=REMOTE if number % 4 == 0 else (),
        available_day=0,
        is_open=True,
        consent_until=FOREVER,
    )


async def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m services.matcher.seeding")
    parser.add_argument("--tenant", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    settings = Settings()  # pyright: ignore[reportCallIssue]  # from the environment
    async with app.stores(settings) as stores:
        await seed(stores, tenant=given.tenant, count=given.count, seed=given.seed)
        for _ in range(OPTIMISED_WITHIN):
            if await stores.index.optimised():
                break
            await asyncio.sleep(1)


if __name__ == "__main__":
    asyncio.run(main())
