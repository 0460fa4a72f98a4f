"""Whatever a file is, reading it ends in a verdict or a typed refusal, in time, and hurts nobody.

`FUZZ_FILES` says how many files (100; `make soak` reads 2,000), `FUZZ_SEED` repeats a run. Each
run has a fresh seed and prints it; files that break a rule are kept and their paths are told.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from services.ingest import parsing
from services.ingest.documents.errors import FileRefused
from services.ingest.documents.scans import ScanFound
from services.ingest.extraction.facts import YearMonth
from services.ingest.parsing import ParseCrashed, Parser, ParseTimeout
from tests.fixtures import files
from tests.fuzz import seeds
from tests.fuzz.mutating import Mutator
from tests.harness.nurseries import nurseries

COUNT = int(os.environ.get("FUZZ_FILES", "100"))
AS_OF = YearMonth(2025, 6)
TIMEOUT = 20.0  # seconds a file: what Ingest gives one
MOST_PSS = 700 * 1024 * 1024
WORKERS = 2
# A page that draws itself without end uses up its process; that is a typed refusal too. More
# than a few of them would be a fault of our own code.
MOST_KILLED = 0.02


async def _outcome(parser: Parser, data: bytes) -> str:
    """Return the verdict on a file or the reason why it has none."""
    try:
        parsed = await parser.parse(data, as_of=AS_OF)
    except ScanFound:
        return "SCAN"
    except FileRefused as error:
        return error.reason
    assert parsed.quality is not None
    return parsed.quality.grade.name


def _kept(data: bytes, seed: int, number: int) -> Path:
    path = Path(tempfile.gettempdir()) / f"candor-fuzz-{seed}-{number}"
    path.write_bytes(data)
    return path


@pytest.mark.timeout(300 + COUNT * TIMEOUT)
async def test_every_mutated_file_ends_in_a_verdict_or_a_typed_refusal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = int(os.environ.get("FUZZ_SEED") or secrets.randbits(48))
    mutator = Mutator(seed)
    outcomes: Counter[str] = Counter()
    broken: list[str] = []
    numbers = iter(range(COUNT))

    async def work(parser: Parser) -> None:
        for number in numbers:
            data = mutator.file(number)
            outcome = await _outcome(parser, data)
            outcomes[outcome] += 1
            if outcome in (ParseCrashed.reason, ParseTimeout.reason):
                broken.append(f"{outcome}: {_kept(data, seed, number)}")

    async with parsing.pool(workers=WORKERS, timeout=TIMEOUT) as parser:
        await asyncio.gather(*(work(parser) for _ in range(WORKERS)))
        assert await _outcome(parser, files.pdf(files.RESUME)) == "OK"
    with capsys.disabled():
        print(f"\nFUZZ_SEED={seed} FUZZ_FILES={COUNT} {dict(outcomes)}")  # noqa: T201  # to repeat it
    assert len(broken) <= MOST_KILLED * COUNT, f"FUZZ_SEED={seed}: " + "\n".join(broken)
    assert outcomes.total() == COUNT
    assert len(outcomes) > 3, "most mutations are refused at the door: they teach nothing"


@pytest.mark.timeout(300 + COUNT)
async def test_a_worker_that_reads_many_files_keeps_little_of_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    goods = [*seeds.pdfs(), *seeds.docx(), *seeds.odt(), *seeds.texts()]
    reads, peak = COUNT // 2, 0
    strangers = nurseries()
    async with parsing.pool(workers=1, timeout=TIMEOUT, files=reads + 1) as parser:
        (nursery,) = (each for each in nurseries() if each not in strangers)
        (child,) = nursery.children()
        for number in range(reads):
            await _outcome(parser, goods[number % len(goods)])
            peak = max(peak, child.memory_full_info().pss)
        assert [each.pid for each in nursery.children()] == [child.pid]
    with capsys.disabled():
        print(f"\n{reads} files, at most {peak >> 20} MiB PSS")  # noqa: T201  # a figure to compare
    assert peak < MOST_PSS, f"{peak >> 20} MiB"
