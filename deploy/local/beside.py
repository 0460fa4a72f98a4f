"""Tasks that live as long as a block and leave its exceptions as they are."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Coroutine


@asynccontextmanager
async def beside(
    *work: Coroutine[object, object, None],
) -> AsyncGenerator[tuple[asyncio.Task[None], ...]]:
    """Run `work` beside the block, yielding its tasks; cancel and await them at its end.

    Not a TaskGroup: the block belongs to the caller, and a group would wrap what it raises
    in an ExceptionGroup. What a task raised by itself is raised after the block.
    """
    tasks = tuple(asyncio.create_task(each) for each in work)
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.result()
