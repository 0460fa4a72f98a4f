"""The one place that makes points of the index, of people and of jobs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from services.matcher.facets.facets import LANGUAGES, spoken
from services.matcher.retrieval import portraits
from services.matcher.retrieval.arms import Arm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from services.matcher.embedding.embedder import Embedder
    from services.matcher.retrieval.bm25 import Bm25, SparseVector
    from services.matcher.retrieval.portraits import Portrait
    from services.matcher.scoring.facts import Facts, Rubric
    from services.matcher.scoring.tables import Tables

Payload: TypeAlias = "str | int | list[str] | list[int]"
Dense: TypeAlias = "Mapping[Arm, NDArray[np.float32]]"


@dataclass(frozen=True, slots=True)
class Vectors:
    """What the arms compare, of either side; an arm without a vector is not in it."""

    dense: Dense
    sparse: Mapping[Arm, SparseVector]


@dataclass(frozen=True, slots=True)
class Point:
    """A person or a job, as the index holds one."""

    tenant: str
    point_id: str
    vectors: Vectors
    payload: Mapping[str, Payload]

    def holding(self, more: Mapping[str, Payload]) -> Point:
        """Return the point with more beside its vectors."""
        return replace(self, payload={**self.payload, **more})


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a point is made of."""

    tenant: str
    candidate_id: str
    facts_digest: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Opening:
    """The job that a point is made of."""

    tenant: str
    job_id: str
    rubric_digest: str
    rubric: Rubric


class Points:
    """Makes points, with the threads that embed documents."""

    def __init__(self, embedder: Embedder, words: Bm25, tables: Tables) -> None:
        self._embedder = embedder
        self._words = words
        self._tables = tables

    async def people(self, known: Sequence[Person]) -> list[Point]:
        """Return a point of each person."""
        drawn = [self.portrait(each.facts) for each in known]
        dense = await self.dense(drawn)
        return [self.person(*each) for each in zip(known, drawn, dense, strict=True)]

    async def openings(self, known: Sequence[Opening]) -> list[Point]:
        """Return a point of each job."""
        drawn = [portraits.of_rubric(each.rubric, self._tables) for each in known]
        dense = await self.dense(drawn)
        return [
            Point(
                tenant=each.tenant,
                point_id=each.job_id,
                vectors=self._vectors(portrait, vectors),
                payload={"rubric_digest": each.rubric_digest},
            )
            for each, portrait, vectors in zip(known, drawn, dense, strict=True)
        ]

    def portrait(self, facts: Facts) -> Portrait:
        """Return what stands for a person, as the tables of the moment read them."""
        return portraits.of_facts(facts, self._tables)

    def person(self, person: Person, drawn: Portrait, dense: Dense) -> Point:
        """Return the point of a person whose texts are embedded already."""
        facts = person.facts
        return Point(
            tenant=person.tenant,
            point_id=person.candidate_id,
            vectors=self._vectors(drawn, dense),
            payload={
                "facts_digest": person.facts_digest,
                "skills": list(facts.skills),
                "months": facts.total_months,
                LANGUAGES: spoken(facts),
            },
        )

    async def dense(self, drawn: Sequence[Portrait]) -> list[Dense]:
        """Return the vectors of the portraits' texts, all embedded at once."""
        slots = [(number, arm) for number, each in enumerate(drawn) for arm in each.texts]
        rows = await self._embedder.embed([drawn[number].texts[arm] for number, arm in slots])
        found: list[dict[Arm, NDArray[np.float32]]] = [{} for _ in drawn]
        for (number, arm), row in zip(slots, rows, strict=True):
            found[number][arm] = row
        return list(found)

    def _vectors(self, drawn: Portrait, dense: Dense) -> Vectors:
        return Vectors(dense, sparse(drawn, self._words.document(drawn.words)))


def sparse(drawn: Portrait, words: SparseVector) -> dict[Arm, SparseVector]:
    """Return the sparse vectors that have something in them."""
    found = {
        Arm.WORDS: words,
        Arm.SKILLS: drawn.skills,
        Arm.OCCUPATION: drawn.occupation,
        Arm.LINE_OF_WORK: drawn.work,
    }
    return {arm: vector for arm, vector in found.items() if vector.indices}
