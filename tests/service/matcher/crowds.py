"""Thousands of made-up people in Matcher's tables; the index knows nothing of them."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from candor.facts.v1 import facts_pb2 as pb

from servicekit import canonical, sealing
from servicekit.sealing import KEY_BYTES, PersonKey, encrypt
from services.matcher.repository import FACTS
from taxonomy import taxonomy
from tests.service import tables

if TYPE_CHECKING:
    from tests.harness.services import Mesh

SKILLS = ("Python", "Kubernetes", "Go", "Docker", "SQL", "Terraform")


async def crowd(mesh: Mesh, tenant: str, size: int) -> set[str]:
    """Write people who differ in skills and months; return their ids."""
    dice = Random(size)  # noqa: S311  # made-up people are no secret
    known = taxonomy.load()
    skills = [(each, known.recognise(f"Skills: {each}")[0].skill_id) for each in SKILLS]
    bodies = [_facts(dice, skills) for _ in range(100)]
    master = sealing.master_key(mesh.ground.identities.keys.master)
    people = [str(UUID(int=dice.getrandbits(128), version=4)) for _ in range(size)]
    now = datetime.now(UTC)
    keys: list[tuple[object, ...]] = []
    facts: list[tuple[object, ...]] = []
    indexed: list[tuple[object, ...]] = []
    standing: list[tuple[object, ...]] = []
    for candidate_id in people:
        digest, body = dice.choice(bodies)
        about, key = f"{tenant}/{candidate_id}", os.urandom(KEY_BYTES)
        keys.append((tenant, candidate_id, encrypt(master, key, about=about)))
        sealed = PersonKey(key, about).seal(body, purpose=FACTS)
        facts.append((tenant, candidate_id, digest, sealed, now))
        indexed.append((tenant, candidate_id, digest, now))
        standing.append((tenant, candidate_id, now + timedelta(days=365), True, b"", 1))
    async with tables.opened(mesh.matcher) as conn, conn.transaction():
        written = {"person_key": keys, "facts": facts, "indexed": indexed, "standing": standing}
        for table, rows in written.items():
            await conn.copy_records_to_table(table, records=rows)
    return set(people)


def _facts(dice: Random, skills: list[tuple[str, str]]) -> tuple[str, bytes]:
    months = dice.randrange(6, 240)
    span = pb.Span(page=1, start=0, end=8)
    shown = dice.sample(skills, dice.randrange(1, len(skills)))
    facts = pb.ScorableFacts(
        text_digest="0" * 64,
        total_months=months,
        positions=[pb.Position(title="Engineer", months=months, span=span)],
        skills=[
            pb.SkillEvidence(
                skill_id=skill_id, label=label, months=dice.randrange(months), mentions=[span]
            )
            for label, skill_id in sorted(shown, key=lambda each: each[1])
        ],
        lines=[pb.Line(text="Engineer", span=span)],
    )
    return canonical.digest(facts), canonical.canonical(facts)
