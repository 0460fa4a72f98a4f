from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import psutil
import pytest

from services.ingest import parsing
from services.ingest.documents.errors import (
    FileArchiveBomb,
    FileDamaged,
    FileEmpty,
    FileEncrypted,
    FileRefused,
    FileTooLarge,
    FileTypeUnsupported,
    TextUnreadable,
)
from services.ingest.documents.reading import check_size
from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.reading import ContactKind
from services.ingest.parsing import ParseCrashed, Parsed, Parser, ParseTimeout
from tests.fixtures import files
from tests.harness.nurseries import nurseries

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

AS_OF = YearMonth(2025, 6)
GOOD = files.pdf(files.RESUME)
MIB = 1024 * 1024
BOUND = 30.0  # seconds that a test waits for what it expects
Processes: TypeAlias = list[psutil.Process]


@pytest.fixture
async def parser() -> AsyncGenerator[Parser]:
    async with parsing.pool(workers=2, timeout=10) as parser:
        yield parser


async def _good(parser: Parser) -> Parsed:
    parsed = await parser.parse(GOOD, as_of=AS_OF)
    assert parsed.document.text == files.RESUME
    return parsed


@dataclass(frozen=True, slots=True)
class Family:
    """The processes that a test has for reading; other suites have servers here, too."""

    strangers: frozenset[int]

    def nurseries(self) -> Processes:
        return [each for each in nurseries() if each.pid not in self.strangers]

    def nursery(self) -> psutil.Process:
        (nursery,) = self.nurseries()
        return nursery

    def children(self) -> Processes:
        return self.nursery().children()


@pytest.fixture(scope="module")
def family() -> Family:
    return Family(frozenset(each.pid for each in nurseries()))


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(BOUND):
        while not holds():  # noqa: ASYNC110  # nothing tells of another process's state
            await asyncio.sleep(0.01)


def _is_working(child: psutil.Process) -> bool:
    return child.status() == psutil.STATUS_RUNNING


@asynccontextmanager
async def _working(
    parser: Parser, data: bytes, family: Family
) -> AsyncGenerator[asyncio.Task[Parsed]]:
    """Hand over a file and wait until some child is busy with it."""
    task = asyncio.create_task(parser.parse(data, as_of=AS_OF))
    try:
        await _until(lambda: any(map(_is_working, family.children())))
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_file_becomes_its_text_and_its_facts(parser: Parser) -> None:
    parsed = await _good(parser)
    assert parsed.document.media_type == "application/pdf"
    assert parsed.reading.contact(ContactKind.EMAIL) == "alex@example.com"
    assert parsed.facts.as_of == AS_OF


@pytest.mark.parametrize(
    ("data", "refusal", "metadata"),
    [
        (b"", FileEmpty, {}),
        (
            bytes(10 * MIB + 1),
            FileTooLarge,
            {"unit": "bytes", "size": "10485761", "limit": "10485760"},
        ),
        (files.GIF, FileTypeUnsupported, {"detected": "image/gif"}),
        (files.encrypted_pdf(), FileEncrypted, {}),
        (GOOD[:500], FileDamaged, {"part": "end"}),
        (files.archive([("a.bin", bytes(10 * MIB))]), FileArchiveBomb, {"rule": "ratio"}),
        (
            files.pdf(""),
            TextUnreadable,
            {"signal": "no_text", "measured": "0.00", "limit": "40.00"},
        ),
    ],
)
async def test_a_refusal_in_a_child_arrives_as_itself(
    parser: Parser, data: bytes, refusal: type[FileRefused], metadata: dict[str, str]
) -> None:
    with pytest.raises(refusal) as refused:
        await parser.parse(data, as_of=AS_OF)
    assert refused.value.metadata == metadata
    await _good(parser)


async def test_a_file_that_never_ends_times_out_and_the_next_is_read() -> None:
    async with parsing.pool(workers=1, timeout=0.5) as parser:
        with pytest.raises(ParseTimeout) as refused:
            await parser.parse(files.slow_pdf(), as_of=AS_OF)
        assert refused.value.reason == "FILE_PARSE_TIMEOUT"
        assert refused.value.metadata == {"limit_seconds": "0.5"}
        await _good(parser)


async def test_a_file_that_takes_all_memory_is_refused_and_the_next_is_read() -> None:
    async with parsing.pool(workers=1, timeout=BOUND, memory=256 * MIB) as parser:
        with pytest.raises(ParseCrashed) as refused:
            await parser.parse(files.hungry_pdf(), as_of=AS_OF)
        assert refused.value.reason == "FILE_PARSE_CRASHED"
        await _good(parser)


async def test_a_child_that_is_killed_at_work_fails_its_own_file_only(
    parser: Parser, family: Family
) -> None:
    async with _working(parser, files.slow_pdf(), family) as slow:
        next(child for child in family.children() if _is_working(child)).kill()
        with pytest.raises(ParseCrashed):
            await slow
    for _ in range(4):
        await _good(parser)


async def test_a_child_that_is_killed_at_rest_fails_no_more_than_one_file(
    parser: Parser, family: Family
) -> None:
    child, _ = family.children()
    child.kill()
    outcomes = await asyncio.gather(*(_good(parser) for _ in range(6)), return_exceptions=True)
    assert sum(isinstance(outcome, ParseCrashed) for outcome in outcomes) <= 1
    assert sum(isinstance(outcome, Parsed) for outcome in outcomes) >= 5


async def test_another_worker_reads_on_while_one_is_busy(parser: Parser, family: Family) -> None:
    async with _working(parser, files.slow_pdf(), family) as slow:
        await _good(parser)
        assert not slow.done()
        for child in family.children():
            child.kill()
        with pytest.raises(ParseCrashed):
            await slow


async def test_a_caller_that_gives_up_frees_the_worker(family: Family) -> None:
    async with parsing.pool(workers=1, timeout=10 * BOUND) as parser:
        (child,) = family.children()
        slow = asyncio.create_task(parser.parse(files.slow_pdf(), as_of=AS_OF))
        await _until(lambda: _is_working(child))
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        await _good(parser)
        await _until(lambda: not child.is_running())


async def test_a_child_is_replaced_after_some_files(family: Family) -> None:
    async with parsing.pool(workers=1, files=2) as parser:
        pids = {child.pid for child in family.children()}
        assert len(pids) == 1
        for _ in range(4):
            await _good(parser)
            pids |= {child.pid for child in family.children()}
        assert len(pids) == 2


async def test_a_nursery_that_died_is_replaced(family: Family) -> None:
    async with parsing.pool(workers=1, files=1) as parser:
        await _good(parser)
        nursery = family.nursery()
        nursery.kill()
        await _until(lambda: not nursery.is_running() or not family.nurseries())
        await _good(parser)


async def test_children_have_limits_and_none_of_our_environment(
    monkeypatch: pytest.MonkeyPatch, family: Family
) -> None:
    monkeypatch.setenv("INGEST_DATABASE", "postgresql://secret")
    async with parsing.pool(workers=1, memory=512 * MIB):
        (child,) = family.children()
        names = {"PYTHONPATH", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}
        assert set(child.environ()) == names
        assert child.rlimit(psutil.RLIMIT_DATA) == (512 * MIB, 512 * MIB)
        assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
        assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)
        assert child.num_fds() <= 5


async def test_nothing_runs_on_when_the_block_ends(family: Family) -> None:
    async with parsing.pool(workers=3) as parser:
        await _good(parser)
        running = [family.nursery(), *family.children()]
        assert len(running) == 4
    await _until(lambda: not any(process.is_running() for process in running))


async def test_files_wait_for_a_worker_and_all_are_read(parser: Parser) -> None:
    parsed = await asyncio.gather(*(_good(parser) for _ in range(12)))
    assert len(parsed) == 12


class _Kills:
    def __reduce__(self) -> tuple[Callable[[int, int], None], tuple[int, int]]:
        return os.kill, (os.getpid(), signal.SIGKILL)


class _Calls:
    def __reduce__(self) -> tuple[Callable[[bytes], None], tuple[bytes]]:
        return check_size, (b"",)


@pytest.mark.parametrize(
    "answer",
    [
        pickle.dumps(_Kills()),
        pickle.dumps(_Calls()),
        pickle.dumps(42),
        pickle.dumps(os.path.join),
        b"",
        b"\x80\x05.",
        b"\x80\x05K\x01",
    ],
    ids=["kills", "calls", "a number", "a function", "nothing", "no end", "no stop"],
)
def test_an_answer_that_is_no_value_of_ours_is_not_loaded(answer: bytes) -> None:
    with pytest.raises(ParseCrashed):
        parsing.taken(answer)


def test_an_answer_makes_us_import_nothing() -> None:
    with pytest.raises(ParseCrashed):
        parsing.taken(b"cturtledemo\nmain\n.")
    assert "turtledemo" not in sys.modules


@pytest.mark.parametrize(
    "error",
    [FileTypeUnsupported("no", detected="image/png"), ParseTimeout("no", limit_seconds="1")],
    ids=["type", "time"],
)
def test_an_error_keeps_its_metadata_on_the_way(error: FileRefused) -> None:
    arrived = parsing.taken(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert isinstance(arrived, FileRefused)
    assert (str(arrived), arrived.metadata) == (str(error), error.metadata)
