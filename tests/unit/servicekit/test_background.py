"""Work beside a block ends with it, and its failure ends the block."""

from __future__ import annotations

import asyncio

import pytest

from servicekit.background import background


async def test_work_is_cancelled_when_the_block_ends() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with background(work()):
        await asyncio.sleep(0)
        assert not ended.is_set()
    assert ended.is_set()


async def test_work_that_fails_ends_the_block() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ExceptionGroup) as caught:
        async with asyncio.timeout(5), background(work()):
            await asyncio.Event().wait()
    assert caught.group_contains(ZeroDivisionError)


async def test_a_block_that_fails_ends_the_work() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(ExceptionGroup) as caught:
        await _failing(work())
    assert caught.group_contains(ZeroDivisionError)
    assert ended.is_set()


async def _failing(work: object) -> None:
    async with background(work):  # pyright: ignore[reportArgumentType]
        await asyncio.sleep(0)
        raise ZeroDivisionError
