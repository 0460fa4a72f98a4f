"""The supervisor, over real programs that are started, killed and stopped."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import psutil
import pytest

from deploy.local import folder, ports, supervisor
from tests.service.local.programs import (
    QUICK,
    alive,
    diarist,
    failing,
    family,
    guard_of,
    quicker_than,
    said,
    until,
    up,
    web,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def port() -> Iterator[int]:
    with ports.held(port=None) as held:
        yield held["port"]


async def test_what_is_needed_starts_first_and_stops_last(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    table = [
        diarist(diary, "roof", needs=("wall", "frame"), lingers=0.2),
        diarist(diary, "wall", needs=("floor",), lingers=0.1),
        diarist(diary, "frame", needs=("floor",)),
        diarist(diary, "floor"),
    ]
    async with supervisor.running(table, data=tmp_path):
        pass
    lines = diary.read_text().splitlines()
    assert lines[0] == "+ floor"
    assert lines[3:5] == ["+ roof", "- roof"]
    assert lines[-1] == "- floor"
    assert len(lines) == 8


async def test_work_after_readiness_is_done_before_those_who_need_it_start(tmp_path: Path) -> None:
    diary = tmp_path / "diary"

    async def furnish() -> None:
        with diary.open("a") as file:
            file.write("furnished\n")

    table = [
        diarist(diary, "wall", needs=("floor",)),
        replace(diarist(diary, "floor"), after=furnish),
    ]
    async with supervisor.running(table, data=tmp_path):
        assert diary.read_text().splitlines() == ["+ floor", "furnished", "+ wall"]


async def test_a_killed_process_is_started_again(tmp_path: Path, port: int) -> None:
    async with supervisor.running([web("web", port)], data=tmp_path) as stack:
        for times in (1, 2):
            before = stack.pid("web")
            os.kill(before, signal.SIGKILL)
            await stack.wait_ready("web", restarts=times)
            assert stack.pid("web") != before
            assert stack.restarts("web") == times
        assert not stack.failed.is_set()


async def test_the_record_names_pids_and_ports(tmp_path: Path, port: int) -> None:
    async with supervisor.running([web("web", port)], data=tmp_path) as stack:
        record = cast(
            "dict[str, dict[str, object]]", json.loads((tmp_path / "stack.json").read_text())
        )
        assert record["supervisor"]["pid"] == os.getpid()
        assert record["processes"]["web"] == {
            "pid": stack.pid("web"),
            "ports": {"http": port},
            "ready": True,
            "restarts": 0,
        }


async def test_what_cannot_start_is_given_up_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(supervisor.GivenUp, match=r"failing ended with status 1.*\n.*no such disk"):
        async with supervisor.running([failing("no such disk")], data=tmp_path):
            pytest.fail("it cannot be ready")


async def test_what_never_gets_ready_is_givenup(tmp_path: Path) -> None:
    async def never() -> bool:
        return False

    deaf = replace(family(tmp_path), ready=never, ready_within=0.2)
    with pytest.raises(supervisor.GivenUp, match=r"was not ready within 0\.2 s"):
        async with supervisor.running([deaf], data=tmp_path):
            pytest.fail("it cannot be ready")


async def test_what_cannot_be_kept_up_is_reported(tmp_path: Path, port: int) -> None:
    async with supervisor.running([web("web", port)], data=tmp_path) as stack:
        for times in range(QUICK.attempts):
            await stack.wait_ready("web", restarts=times)
            os.kill(stack.pid("web"), signal.SIGKILL)
        await asyncio.wait_for(stack.failed.wait(), 10)
        assert "web ended with status -9" in (stack.failure or "")
        with pytest.raises(supervisor.GivenUp):
            await stack.wait_ready("web", restarts=99)


async def test_what_a_dead_process_left_behind_is_ended_before_its_restart(tmp_path: Path) -> None:
    async with supervisor.running([family(tmp_path)], data=tmp_path) as stack:
        parent, child = map(int, (tmp_path / "family").read_text().split())
        os.kill(parent, signal.SIGKILL)
        await stack.wait_ready("family", restarts=1)
        assert alive(child) == []


async def test_stop_ends_those_who_ignore_it_in_bounded_time(tmp_path: Path) -> None:
    others = {child.pid for child in psutil.Process().children(recursive=True)}
    async with AsyncExitStack() as block:
        await block.enter_async_context(supervisor.running([family(tmp_path)], data=tmp_path))
        pids = [int(pid) for pid in (tmp_path / "family").read_text().split()]
        family_now = psutil.Process().children(recursive=True)
        everyone = [child.pid for child in family_now if child.pid not in others]
        with quicker_than(2):
            await block.aclose()
    assert set(pids) < set(everyone)
    assert alive(*everyone) == []


async def test_an_error_in_the_block_stops_all_and_comes_out_as_it_was(
    tmp_path: Path, port: int
) -> None:
    pid = 0

    async def use() -> None:
        nonlocal pid
        async with supervisor.running([web("web", port)], data=tmp_path) as stack:
            pid = stack.pid("web")
            raise LookupError("of the user")

    with pytest.raises(LookupError, match="of the user"):
        await use()
    assert alive(pid) == []


async def test_nothing_survives_a_killed_supervisor(tmp_path: Path) -> None:
    async with up(tmp_path, "family") as other:
        await said(other)
        pids = [int(pid) for pid in (tmp_path / "family").read_text().split()]
        everyone = [child.pid for child in psutil.Process(other.pid).children(recursive=True)]
        other.kill()
        await until(lambda: alive(*pids, *everyone) == [])


async def test_a_killed_guard_is_replaced_and_knows_its_duty(tmp_path: Path) -> None:
    async with up(tmp_path, "family") as other:
        await said(other)
        pids = [int(pid) for pid in (tmp_path / "family").read_text().split()]
        guard = guard_of(other.pid)
        assert guard is not None
        guard.kill()
        await until(lambda: guard_of(other.pid) not in {None, guard})
        other.kill()
        await until(lambda: alive(*pids) == [])


async def test_two_stacks_cannot_use_one_folder(tmp_path: Path, port: int) -> None:
    async with up(tmp_path, "family") as other:
        await said(other)
        with pytest.raises(folder.FolderInUse, match="a stack is running on"), quicker_than(2):
            async with supervisor.running([web("web", port)], data=tmp_path):
                pytest.fail("the folder is taken")


async def test_a_stack_starts_after_one_that_was_killed(tmp_path: Path) -> None:
    async with up(tmp_path, "family") as other:
        await said(other)
        pids = [int(pid) for pid in (tmp_path / "family").read_text().split()]
        other.kill()
        await other.wait()
        async with supervisor.running([family(tmp_path)], data=tmp_path):
            assert alive(*pids) == []


async def test_a_full_log_is_moved_aside_at_a_start(tmp_path: Path, port: int) -> None:
    log = folder.log_path(tmp_path, "web")
    log.parent.mkdir()
    log.write_bytes(b"x" * (folder.LOG_BYTES + 1))
    async with supervisor.running([web("web", port)], data=tmp_path):
        assert log.stat().st_size == 0
        assert log.with_suffix(".log.1").stat().st_size == folder.LOG_BYTES + 1


def test_a_full_log_is_moved_aside_under_its_writer(tmp_path: Path) -> None:
    with folder.log(tmp_path, "web") as descriptor:
        os.write(descriptor, b"x" * (folder.LOG_BYTES + 1))
        folder.trim_logs(tmp_path)
        os.write(descriptor, b"after")
    assert folder.log_path(tmp_path, "web").read_bytes() == b"after"


@pytest.mark.parametrize(
    ("needs", "problem"),
    [({"a": ("b",)}, "not in the table: b"), ({"a": ("b",), "b": ("a",)}, "in a circle")],
)
def test_a_table_without_an_order_is_refused(
    tmp_path: Path, needs: dict[str, tuple[str, ...]], problem: str
) -> None:
    table = [diarist(tmp_path / "diary", name, needs=need) for name, need in needs.items()]
    with pytest.raises(supervisor.TableInvalid, match=problem):
        supervisor.check_order(table)


def test_a_name_stands_once_in_a_table(tmp_path: Path) -> None:
    with pytest.raises(supervisor.TableInvalid, match="twice"):
        supervisor.check_order([diarist(tmp_path, "a"), diarist(tmp_path, "a")])


def test_delays_double_up_to_the_cap() -> None:
    policy = replace(QUICK, first=0.1, cap=0.5)
    assert [policy.delay(n) for n in (1, 2, 3, 4, 20)] == [0.1, 0.2, 0.4, 0.5, 0.5]


async def test_a_process_gets_no_secret_that_is_not_its_own(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "of another")
    own = replace(web("web", port), env={"WEB_SECRET": "mine"})
    async with supervisor.running([own], data=tmp_path) as stack:
        got = psutil.Process(stack.pid("web")).environ()
    assert got["WEB_SECRET"] == "mine"  # noqa: S105
    assert "OPENAI_API_KEY" not in got
