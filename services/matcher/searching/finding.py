"""People for a text: whom retrieval finds, and what of it they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicekit.database import transaction
from servicekit.errors import FieldInvalid
from services.matcher.facets.admission import Admission
from services.matcher.repository import FactsStore
from services.matcher.retrieval import portraits
from services.matcher.retrieval.arms import USUAL_POOL
from services.matcher.retrieval.selecting import select

if TYPE_CHECKING:
    from services.matcher.facets.filters import Filters
    from services.matcher.retrieval.arms import Arm
    from services.matcher.retrieval.fusion import Selected
    from services.matcher.stores import Stores
    from taxonomy.taxonomy import Skill, Taxonomy

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom somebody looks for, as the taxonomy understands it."""

    text: str
    skills: tuple[Skill, ...]
    occupation: str
    """Label; "" if none is named."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody who was found."""

    selected: Selected
    place: int
    facts_digest: str
    skills: tuple[str, ...]
    """Labels of the skills looked for that they show."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of those who were found."""

    found: tuple[Found, ...]
    more: bool
    degraded: tuple[Arm, ...]


def understood(text: str, taxonomy: Taxonomy) -> Wanted:
    """Return what a text looks for; FieldInvalid unless it is 1 to LONGEST characters."""
    if not text.strip() or len(text) > LONGEST or "\0" in text:
        raise FieldInvalid("text", f"want 1 to {LONGEST} characters")
    named = dict.fromkeys(mention.skill_id for mention in taxonomy.recognise(text))
    skills = tuple(skill for each in named if (skill := taxonomy.skill(each)))
    occupation = taxonomy.occupation_of(text)
    return Wanted(text, skills, occupation.label if occupation else "")


async def find(
    stores: Stores,
    tenant: str,
    wanted: Wanted,
    *,
    filters: Filters,
    start: int,
    size: int,
) -> Page:
    """Return `size` of those found, from number `start` on. Raises IndexUnavailable."""
    async with transaction(stores.pool, tenant) as conn:
        limits = Admission(stores, conn, tenant).to_none(filters)
    query = await stores.queries.of_person(portraits.of_text(wanted.text, stores.tables))
    selection = await select(stores.index, tenant, query, limit=USUAL_POOL, must=limits.must)
    async with transaction(stores.pool, tenant) as conn:
        store = FactsStore(conn, tenant, stores.master)
        standing = await store.standing([each.point_id for each in selection.selected])
        admitted = await Admission(stores, conn, tenant).admitted(limits, list(standing))
        all_found = [each for each in selection.selected if each.point_id in admitted]
        shown = all_found[start : start + size]
        slots = [(each.point_id, standing[each.point_id]) for each in shown]
        facts = await stores.facts.load(conn, tenant, stores.master, slots)
    found = tuple(
        Found(
            each,
            place,
            slot[1],
            tuple(skill.label for skill in wanted.skills if skill.skill_id in facts[slot].skills),
        )
        for place, (each, slot) in enumerate(zip(shown, slots, strict=True), start + 1)
        if slot in facts  # erased in between
    )
    return Page(found, len(all_found) > start + size, selection.degraded)
