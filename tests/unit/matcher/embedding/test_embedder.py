from __future__ import annotations

import asyncio
import random
import time
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from services.matcher.embedding import embedder as embedding
from services.matcher.embedding.build import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from services.matcher.embedding.embedder import Embedder

SENTENCES = (
    "senior backend engineer",
    "experienced server-side developer",
    "Kafka, PostgreSQL and Kubernetes in production",
    "pastry chef",
    "registered nurse, intensive care",
    "C++ embedded firmware for medical devices",
)
# Cosines of the float32 model (equal to torch's to six digits) between the sentences.
FLOAT32_COSINES = (
    (1.0000, 0.4937, 0.1139, 0.2248, 0.1974, 0.1620),
    (0.4937, 1.0000, 0.1622, 0.2073, 0.1456, 0.0639),
    (0.1139, 0.1622, 1.0000, 0.1248, 0.0020, 0.0026),
    (0.2248, 0.2073, 0.1248, 1.0000, 0.0972, 0.0116),
    (0.1974, 0.1456, 0.0020, 0.0972, 1.0000, 0.1687),
    (0.1620, 0.0639, 0.0026, 0.0116, 0.1687, 1.0000),
)
# Words of one token each, so that a text's length in tokens is known.
WORDS = ("engineer", "nurse", "teacher", "driver", "manager", "lawyer")
LONG = " ".join(WORDS[k % len(WORDS)] for k in range(embedding.MAX_TOKENS))


def mixture() -> list[str]:
    """Texts of many lengths and several of each, from none to more than fit."""
    dice = random.Random(7)  # noqa: S311
    lengths = [0, 1, 1, 2, 3, 3, 3, 8, 8, 8, 8, 8, 30, 30, 30, 61, 61, 100, 254, 254, 300]
    return [" ".join(dice.choices(WORDS, k=length)) for length in lengths]


def test_cosines_are_those_of_the_float32_model(embedder: Embedder) -> None:
    vectors = embedder.encode(SENTENCES)
    np.testing.assert_allclose(vectors @ vectors.T, FLOAT32_COSINES, atol=0.012)


def test_the_nearest_sentence_is_the_one_that_means_the_same(embedder: Embedder) -> None:
    vectors = embedder.encode(SENTENCES)
    nearest = np.argsort(vectors[1:] @ vectors[0])[-1] + 1
    assert SENTENCES[nearest] == "experienced server-side developer"


def test_rows_are_unit_vectors_in_the_order_given(embedder: Embedder) -> None:
    vectors = embedder.encode(mixture())
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(mixture()), embedder.model.dimension)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_vector_has_the_same_bits_alone_and_in_any_batch(embedder: Embedder) -> None:
    texts = mixture()
    alone = [embedder.encode([text])[0].tobytes() for text in texts]
    assert [row.tobytes() for row in embedder.encode(texts)] == alone
    for seed in range(3):
        order = random.Random(seed).sample(range(len(texts)), len(texts))  # noqa: S311
        shuffled = embedder.encode([texts[k] for k in order])
        assert [row.tobytes() for row in shuffled] == [alone[k] for k in order]


def test_another_embedder_gives_the_same_bits(embedder: Embedder, model_file: Path) -> None:
    with closing(embedding.Embedder(model_file, workers=1)) as other:
        assert other.encode(SENTENCES).tobytes() == embedder.encode(SENTENCES).tobytes()


def test_what_follows_the_last_token_does_not_count(embedder: Embedder) -> None:
    fits = LONG.split()[: embedding.MAX_TOKENS - 2]
    whole, longer, other = embedder.encode(
        [" ".join(fits), " ".join([*fits, "chef"]), " ".join([*fits[:-1], "chef"])]
    )
    assert whole.tobytes() == longer.tobytes()
    assert whole.tobytes() != other.tobytes()


def test_what_follows_the_last_character_does_not_count(embedder: Embedder) -> None:
    blank = " " * embedding.MAX_CHARACTERS
    cut, nothing = embedder.encode([f"{blank}nurse", ""])
    assert cut.tobytes() == nothing.tobytes()
    (seen,) = embedder.encode([f"{blank[:-5]}nurse"])
    assert seen.tobytes() != nothing.tobytes()


def test_an_empty_text_has_a_vector_and_no_texts_have_none(embedder: Embedder) -> None:
    (empty, blank) = embedder.encode(["", " \n\t"])
    assert np.linalg.norm(empty) == pytest.approx(1)
    assert empty.tobytes() == blank.tobytes()
    assert embedder.encode([]).shape == (0, embedder.model.dimension)


def test_the_identity_is_the_hash_of_the_file(embedder: Embedder, model_file: Path) -> None:
    assert embedder.model.digest == digest(model_file)
    assert embedder.model.max_tokens == 256


async def test_all_three_ways_give_the_same_bits(embedder: Embedder) -> None:
    texts = mixture()
    vectors = embedder.encode(texts)
    assert (await embedder.embed(texts)).tobytes() == vectors.tobytes()
    assert (await embedder.embed([])).shape == (0, embedder.model.dimension)
    assert (await embedder.embed_queries(texts)).tobytes() == vectors.tobytes()


@pytest.fixture
def overloaded(model_file: Path) -> Iterator[Embedder]:
    """An embedder of one's own, so that what is left in its queue ends with the test."""
    with closing(embedding.Embedder(model_file)) as embedder:
        yield embedder


async def backlog(embedder: Embedder) -> list[asyncio.Task[embedding.Vectors]]:
    """Start 60 calls of two runs each and return when the first is done."""
    calls = [asyncio.create_task(embedder.embed([LONG, LONG])) for _ in range(60)]
    while not any(call.done() for call in calls):
        await embedder.embed_queries(["lawyer"])
    return calls


async def dropped(calls: list[asyncio.Task[embedding.Vectors]]) -> None:
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)


async def test_queries_do_not_wait_for_a_backlog_of_documents(overloaded: Embedder) -> None:
    calls = await backlog(overloaded)
    for _ in range(5):
        await overloaded.embed_queries(["lawyer"])
    assert sum(call.done() for call in calls) < len(calls) / 2
    await dropped(calls)


async def test_a_cancelled_backlog_is_not_worked_off(overloaded: Embedder) -> None:
    started = time.process_time()
    overloaded.encode([LONG] * 4)
    cost = (time.process_time() - started) / 4
    await dropped(await backlog(overloaded))
    started = time.process_time()
    await overloaded.embed([LONG])
    # Two runs may have been under way. Processor time, as the clock depends on the load.
    assert time.process_time() - started < 15 * cost
