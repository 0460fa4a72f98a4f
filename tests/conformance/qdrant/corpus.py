"""Made-up people to search for, small enough that Python can compute every right answer."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from qdrant_client import models

if TYPE_CHECKING:
    from qdrant_client import AsyncQdrantClient

SIZE = 12
TERMS = 60
TENANTS = ("acme", "blue", "cobalt")
SKILLS = ("python", "sql", "rust", "kafka", "law", "welding")
CITIES = ("Lyon", "Oslo", "Quito", None)
START = datetime(2024, 1, 1, tzinfo=UTC)
INDEXES: Final = {
    "tenant": models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, is_tenant=True),
    "skills": models.PayloadSchemaType.KEYWORD,
    "years": models.PayloadSchemaType.INTEGER,
    "score": models.PayloadSchemaType.FLOAT,
    "remote": models.PayloadSchemaType.BOOL,
    "since": models.PayloadSchemaType.DATETIME,
}


@dataclass(frozen=True, slots=True)
class Person:
    """One point: two dense vectors, one sparse vector and a payload."""

    number: int
    title: list[float]
    body: list[float]
    words: dict[int, float]
    payload: dict[str, Any]
    """As the client takes it: any JSON object."""

    def point(self) -> models.PointStruct:
        """Return the point that stands for this person."""
        words = models.SparseVector(
            indices=list(self.words), values=[self.words[word] for word in self.words]
        )
        vectors: models.VectorStruct = {"title": self.title, "body": self.body, "words": words}
        return models.PointStruct(id=self.number, vector=vectors, payload=self.payload)


def person(number: int, chance: random.Random) -> Person:
    """Return a random person."""
    return Person(
        number,
        vector(chance),
        vector(chance),
        {word: round(chance.uniform(0.1, 2), 3) for word in chance.sample(range(TERMS), 8)},
        _payload(number, chance),
    )


def dice(seed: int) -> random.Random:
    """Return the same chances for the same seed, whatever the test run's own."""
    return random.Random(seed)  # noqa: S311  # made-up data


def vector(chance: random.Random) -> list[float]:
    """Return a random dense vector."""
    return [round(chance.gauss(0, 1), 4) for _ in range(SIZE)]


def _payload(number: int, chance: random.Random) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "tenant": chance.choice(TENANTS),
        "skills": chance.sample(SKILLS, chance.randrange(5)),
        "years": chance.randrange(30),
        "score": round(chance.random(), 3),
        "remote": chance.random() < 0.5,
        "since": (START + timedelta(days=number)).isoformat(),
        "jobs": [
            {"title": chance.choice(("lead", "junior")), "months": chance.randrange(60)}
            for _ in range(chance.randrange(4))
        ],
    }
    city = chance.choice(CITIES)
    if chance.random() < 0.8:
        payload["city"] = city
    return payload


PEOPLE: Final = tuple(person(number, dice(number)) for number in range(1, 241))
BY_NUMBER: Final = {person.number: person for person in PEOPLE}


async def create(
    client: AsyncQdrantClient,
    name: str,
    optimizers: models.OptimizersConfigDiff | None = None,
) -> None:
    """Create a collection for people: cosine, dot product, and words weighed by their rarity."""
    await client.create_collection(
        name,
        vectors_config={
            "title": models.VectorParams(size=SIZE, distance=models.Distance.COSINE),
            "body": models.VectorParams(size=SIZE, distance=models.Distance.DOT),
        },
        sparse_vectors_config={"words": models.SparseVectorParams(modifier=models.Modifier.IDF)},
        optimizers_config=optimizers,
    )


async def everything(
    client: AsyncQdrantClient, name: str, where: models.Filter | None = None
) -> list[models.Record]:
    """Return all points that match, with payload and vectors, in the order of their ids."""
    records, _ = await client.scroll(name, where, limit=100_000, with_vectors=True)
    return records
