"""Who may be selected: conditions for the index, and the same again from the database.

The index may lag behind: whose consent has ended must not be found all the same, so that
whoever it returned is looked up in the database before anything is scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candor.facts.v1 import requirements_pb2
from qdrant_client.models import (
    FieldCondition,
    Filter,
    HasIdCondition,
    MatchAny,
    MatchValue,
    Range,
)

from servicekit.errors import FieldInvalid
from servicekit.sealing import derive
from services.matcher.facets import facets as keys
from services.matcher.facets.facets import PlaceMarks, language_mark
from services.matcher.facets.filters import EPOCH, ConsentExpired, Filters, Pool
from services.matcher.facets.repository import Applied, Standings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from qdrant_client.models import Condition

    from servicekit.database import Connection
    from services.matcher.stores import Stores

FROM_AFAR = int(requirements_pb2.REMOTE_MODE_REMOTE)
HASH_PURPOSE = "places"


def place_marks(master: bytes, tenant: str) -> PlaceMarks:
    """Return what stands for places in the index of a tenant."""
    return PlaceMarks(derive(master, f"{HASH_PURPOSE}/{tenant}"))


@dataclass(frozen=True, slots=True)
class Limits:
    """Whom one search may return."""

    must: tuple[Condition, ...]
    """What the index has to ask beside the tenant."""
    filters: Filters
    applicants: frozenset[str]
    """Who applies to the job."""
    now: datetime


class Admission:
    """Decides who may be selected, for one tenant in the caller's transaction."""

    def __init__(self, stores: Stores, conn: Connection, tenant: str) -> None:
        self._stores = stores
        self._tenant = tenant
        self._standings = Standings(conn, tenant, stores.master)
        self._applied = Applied(conn, tenant)

    async def to_job(self, job_id: str, filters: Filters) -> Limits:
        """Return whom a search for a job may return under these filters."""
        return self._limits(filters, frozenset(await self._applied.to_job(job_id)))

    def to_none(self, filters: Filters) -> Limits:
        """Return whom a search for no job may return, or raise FieldInvalid."""
        if filters.pool is Pool.APPLICANTS:
            raise FieldInvalid("filters.pool", "want everyone: there is no job to apply to")
        return self._limits(filters, frozenset())

    def _limits(self, filters: Filters, applicants: frozenset[str]) -> Limits:
        now = self._stores.clock()
        must = (
            FieldCondition(key=keys.CONSENT, range=Range(gt=int(now.timestamp()))),
            _pool(filters.pool, applicants),
            *self._places(filters),
            *_languages(filters),
            *_available(filters),
        )
        return Limits(must, filters, applicants, now)

    async def admitted(self, limits: Limits, candidate_ids: Sequence[str]) -> set[str]:
        """Return which of the candidates the index may have returned, by the database."""
        agreeing = await self._standings.agreeing(candidate_ids, limits.now)
        anybody = limits.filters.pool is Pool.EVERYONE
        return {
            candidate_id
            for candidate_id, is_open in agreeing.items()
            if candidate_id in limits.applicants or (is_open and anybody)
        }

    async def jobs_of(self, candidate_id: UUID) -> frozenset[str] | None:
        """Return the jobs that a candidate may be ranked for; None for all of them.

        Raises ConsentExpired.
        """
        agreeing = await self._standings.agreeing([str(candidate_id)], self._stores.clock())
        if str(candidate_id) not in agreeing:
            raise ConsentExpired("the consent has ended", candidate_id=str(candidate_id))
        if agreeing[str(candidate_id)]:
            return None
        return frozenset(await self._applied.by(candidate_id))

    async def check(self, candidate_id: str) -> None:
        """Raise ConsentExpired unless the candidate agrees to be scored."""
        if not await self._standings.agreeing([candidate_id], self._stores.clock()):
            raise ConsentExpired("the consent has ended", candidate_id=candidate_id)

    def _places(self, filters: Filters) -> list[Condition]:
        marks = place_marks(self._stores.master, self._tenant)
        wanted: list[Condition] = []
        for place in filters.places:
            parts = self._stores.places.asked(place)
            if not parts:  # would let everybody through
                raise FieldInvalid("filters.places", "want places that have names")
            each = [
                FieldCondition(key=keys.PLACES, match=MatchAny(any=marks.of(part)))
                for part in parts
            ]
            wanted.append(Filter(must=[*each]))
        if filters.remote_ok:
            wanted.append(FieldCondition(key=keys.REMOTE, match=MatchValue(value=FROM_AFAR)))
        return [Filter(should=wanted)] if wanted else []


def only(ids: frozenset[str] | None) -> list[Condition]:
    """Return what the index has to ask to return these points alone; None for any."""
    return [] if ids is None else [HasIdCondition(has_id=sorted(ids))]


def _pool(pool: Pool, applicants: frozenset[str]) -> Condition:
    applied = HasIdCondition(has_id=sorted(applicants))
    if pool is Pool.APPLICANTS:
        return applied
    is_open = FieldCondition(key=keys.OPEN, match=MatchValue(value=True))
    return Filter(should=[is_open, applied]) if applicants else is_open


def _languages(filters: Filters) -> list[Condition]:
    return [
        FieldCondition(key=keys.LANGUAGES, match=MatchValue(value=language_mark(code, least)))
        for code, least in filters.languages
    ]


def _available(filters: Filters) -> list[Condition]:
    if filters.available_by is None:
        return []
    day = (filters.available_by - EPOCH).days
    return [FieldCondition(key=keys.AVAILABLE, range=Range(lte=day))]
