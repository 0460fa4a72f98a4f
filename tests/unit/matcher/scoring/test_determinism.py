"""The same pairs get the same bytes in any process, in any order, whatever model there is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from services.ingest import wire as ingest_wire
from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.requirements import requirements
from services.ingest.parsing import File, Knowledge
from services.matcher import wire
from services.matcher.scoring.adverts import Lexicons, telling
from services.matcher.scoring.proposing import propose
from taxonomy import rarity, taxonomy, work

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[4]
SAMPLES = ROOT / "samples"
JOBS, RESUMES = 40, 25
NONSENSE = "nonsense://nowhere"
OF_A_MODEL = ("MODEL", "LLM", "OPENAI", "ANTHROPIC", "OLLAMA", "EMBED")


def adverts() -> Iterator[str]:
    """Yield many adverts: those of the samples, and what is left when lines are taken out."""
    texts = [each.read_text() for each in sorted((SAMPLES / "jobs").glob("*.txt"))]
    for number in range(JOBS):
        first, *lines = texts[number % len(texts)].split("\n")
        every = 1 + number // len(texts)
        kept = [line for at, line in enumerate(lines) if every == 1 or (at + number) % every]
        yield "\n".join([first, *kept])


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of facts and rubrics, read and proposed as Ingest and Matcher do."""
    folder = tmp_path_factory.mktemp("pairs")
    known, words = taxonomy.load(), rarity.load()
    files = sorted((SAMPLES / "resumes").iterdir())[:RESUMES]
    for file in files:
        parsed = File(file.read_bytes(), YearMonth(2026, 11)).done(Knowledge(known, words), None)
        facts = ingest_wire.scorable(parsed.facts)
        (folder / f"{file.name}.facts").write_bytes(facts.SerializeToString(deterministic=True))
    lexicons = Lexicons(words, work.load())
    for number, text in enumerate(adverts()):
        asked = wire.to_asked(ingest_wire.requirements(requirements(text, taxonomy=known)))
        rubric = propose(f"j{number}", "digest", asked, telling(text, asked.title, lexicons))
        (folder / f"{number}.rubric").write_bytes(wire.rubric(rubric).SerializeToString())
    return folder


def _digest(pairs: Path, seed: int, *rest: str, model: str | None = None) -> str:
    """Return what a process says of the pairs; `model` is what each variable of one is set to."""
    kept = {k: v for k, v in os.environ.items() if not any(part in k for part in OF_A_MODEL)}
    names = ["MATCHER_MODEL_CACHE", "ASSISTANT_MODEL", "ASSISTANT_MODEL_URL", "OPENAI_API_KEY"]
    given = dict.fromkeys(names, model) if model else {}
    environment = {**kept, **given, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-m", "tests.unit.matcher.scoring.pairs", str(pairs), str(seed)]
    done = subprocess.run(  # our own program
        [*command, *rest], cwd=ROOT, env=environment, capture_output=True, check=False, text=True
    )
    assert not done.returncode, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def said(pairs: Path) -> str:
    """What a process says of the pairs that has heard of no model."""
    return _digest(pairs, 1)


def test_a_thousand_pairs_are_one_digest_in_every_process_and_order(pairs: Path, said: str) -> None:
    assert said.startswith(f"{JOBS * RESUMES} ")
    assert {_digest(pairs, seed) for seed in (2, 3)} == {said}


def test_no_model_has_a_say_absent_unusable_or_out_of_its_mind(pairs: Path, said: str) -> None:
    assert _digest(pairs, 4, model=NONSENSE) == said
    assert _digest(pairs, 5, "blocked", model=NONSENSE) == said
