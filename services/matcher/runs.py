"""What a ranking is, and what names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256
from operator import attrgetter
from typing import TYPE_CHECKING

import rfc8785

from servicekit.errors import Code, ServiceError
from services.matcher.facets.filters import UNFILTERED, Filters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from services.matcher.facets.filters import Tree

EVERYBODY = 0
"""The pool of a run that scored whoever is indexed."""


class Reason(IntEnum):
    """Why a run was made, as candor.matcher.v1.RunReason numbers it: the weightiest first."""

    UNSPECIFIED = 0
    RUBRIC_CHANGED = 1
    TAXONOMY_CHANGED = 2
    SCORER_CHANGED = 3
    CORRECTED_FACTS = 4
    NEW_FACTS = 5
    CANDIDATE_GONE = 6
    MODEL_CHANGED = 7
    REQUESTED = 8


@dataclass(frozen=True, slots=True)
class Lineage:
    """By hash, everything that scores came from."""

    requirements_digest: str
    rubric_digest: str
    taxonomy_digest: str
    model_digest: str
    scorer: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate that retrieval selected, with the score."""

    candidate_id: str
    facts_digest: str
    points: int
    places: tuple[int, ...] = ()
    """In each of the run's arms, from 1; 0 in those that did not find the candidate."""
    fused: int = 0
    """What the places came to together."""
    below: bool = False
    """A knock-out criterion is not met: ranked after all others, and not hidden."""
    degrees: tuple[int, ...] = field(default=(), compare=False)
    """How far each criterion is met, while it is known: a run that is read again has none."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of a run beside its lineage and scores."""

    digest: str
    """As it was computed when the run was made, by what digests were of then."""
    scored_count: int


@dataclass(frozen=True, slots=True)
class Run:
    """One ranking. `scored` is in the order of retrieval; of everybody, best first."""

    run_id: str
    job_id: str
    lineage: Lineage
    scored: tuple[Scored, ...]
    shown: int
    created_at: datetime
    arms: tuple[int, ...] = ()
    """Those that searched, as retrieval numbers them."""
    degraded: tuple[int, ...] = ()
    """Those that should have and could not. With any of them the run is not the whole answer."""
    pool: int = EVERYBODY
    """How many retrieval was to select at most."""
    filters: Filters = UNFILTERED
    """What the selection was narrowed by."""
    reason: Reason = Reason.REQUESTED
    previous_run_id: str = ""
    """The run of the same job, filters and pool that it follows; "" of the first."""
    stored: Stored | None = None
    """Of one that was stored. `scored` of everybody may then be the best alone."""

    @property
    def digest(self) -> str:
        """SHA-256, hex, of the canonical JSON of the lineage and of who was scored how.

        The same facts, rubric and tables give the same digest; ids of the run and times
        are not in it, nor is the order of retrieval, in which equals come in any order.
        Filters are in it where there are any.
        """
        if self.stored is not None:
            return self.stored.digest
        hashed = sha256(opened(head_of(self.lineage, self.filters)))
        ordered = sorted(self.scored, key=attrgetter("candidate_id"))
        entries = (entry(e.candidate_id, e.facts_digest, e.points, e.below) for e in ordered)
        hashed.update(f"{','.join(entries)}]}}".encode())
        return hashed.hexdigest()

    @property
    def scored_count(self) -> int:
        """How many were scored."""
        return len(self.scored) if self.stored is None else self.stored.scored_count

    def ranked(self) -> list[tuple[int, Scored]]:
        """Return all scored with their places, best first; equal scores share a place."""
        return ranked(self.scored)


def head_of(lineage: Lineage, filters: Filters) -> dict[str, Tree]:
    """Return what digests are of beside the scores."""
    narrowed: dict[str, Tree] = {"filters": filters.tree} if filters.tree else {}
    return {
        **narrowed,
        "lineage": {
            "model_digest": lineage.model_digest,
            "requirements_digest": lineage.requirements_digest,
            "rubric_digest": lineage.rubric_digest,
            "scorer": lineage.scorer,
            "taxonomy_digest": lineage.taxonomy_digest,
        },
    }


def opened(head: Mapping[str, Tree]) -> bytes:
    """Return a run's canonical JSON as far as the first of who was scored.

    After `head` comes "scored" with an array, the last of the keys.
    """
    return rfc8785.dumps({**head}).removesuffix(b"}") + b',"scored":['


def entry(candidate_id: str, facts_digest: str, points: int, below: int) -> str:
    """Return who was scored how, as canonical JSON.

    By hand, as ids, hashes and numbers have one way to be written: it is a tenth of the time,
    and these are nearly all of what the digest of a run is of.
    """
    return f'["{candidate_id}","{facts_digest}",{points},{int(below)}]'


def ranked(scored: Sequence[Scored]) -> list[tuple[int, Scored]]:
    """Return each with its place, best first; ties by id, so that the order is the same.

    Who is below the line comes after all who are not.
    """
    ordered = sorted(scored, key=lambda each: (each.below, -each.points, each.candidate_id))
    places: list[tuple[int, Scored]] = []
    for number, each in enumerate(ordered, 1):
        before = places[-1][1] if places else None
        tied = before is not None and (before.below, before.points) == (each.below, each.points)
        places.append((places[-1][0] if tied else number, each))
    return places


class RunNotFound(ServiceError):
    """No run has the id."""

    code = Code.NOT_FOUND
    reason = "RUN_NOT_FOUND"


class FactsNotReady(ServiceError):
    """The candidate has no indexed facts."""

    code = Code.FAILED_PRECONDITION
    reason = "FACTS_NOT_READY"


class RubricEmpty(ServiceError):
    """The rubric brings nobody a point, so any order would mean nothing."""

    code = Code.FAILED_PRECONDITION
    reason = "RUBRIC_EMPTY"
