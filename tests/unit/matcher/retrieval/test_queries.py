"""What of a query is remembered, and of whom nothing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.matcher.embedding.build import model_file
from services.matcher.embedding.embedder import Embedder
from services.matcher.retrieval.arms import Arm
from services.matcher.retrieval.bm25 import Bm25, SparseVector
from services.matcher.retrieval.portraits import Portrait
from services.matcher.retrieval.queries import DRAWN, Queries

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = SparseVector((), ())


def portrait(text: str) -> Portrait:
    return Portrait({Arm.ROLES: text, Arm.SUMMARY: text}, text, NOTHING, NOTHING, NOTHING)


async def test_a_job_is_embedded_once_and_of_a_person_nothing_is_kept(tmp_path: Path) -> None:
    embedder = Embedder(model_file(tmp_path))
    queries = Queries(embedder, Bm25())
    job = await queries.of_job(portrait("nurse"))
    person = await queries.of_person(portrait("somebody's own words"))
    embedder.close()  # whoever asks it now is refused
    again = await queries.of_job(portrait("nurse"))
    for arm in (Arm.ROLES, Arm.SUMMARY):
        assert again.vectors.dense[arm].tobytes() == job.vectors.dense[arm].tobytes()
    assert set(person.vectors.dense) == {Arm.ROLES, Arm.SUMMARY}
    for ask in (queries.of_person, queries.of_job):
        with pytest.raises(RuntimeError):
            await ask(portrait("somebody's own words"))


def test_a_rubric_is_drawn_once_while_its_portrait_is_kept(tmp_path: Path) -> None:
    embedder = Embedder(model_file(tmp_path))
    queries = Queries(embedder, Bm25())
    embedder.close()
    drawn: list[str] = []

    def draw(name: str) -> Portrait:
        drawn.append(name)
        return portrait(name)

    def ask(name: str) -> Portrait:
        return queries.portrait(name, lambda: draw(name))

    assert ask("nurse") is ask("nurse")
    assert ask("cook") == portrait("cook")
    assert drawn == ["nurse", "cook"]
    for number in range(DRAWN):
        ask(str(number))
    ask("nurse")
    assert drawn[-1] == "nurse"
