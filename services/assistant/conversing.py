"""Runs an answer's script: makes the calls that it asks for and passes on the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.assistant.calls import Call, CallFailed
from services.assistant.pieces import Ending, Piece, Step

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from services.assistant.tools import Tools


async def running(
    script: Generator[Call[object] | Piece, object, Ending], tools: Tools
) -> AsyncGenerator[Piece | Ending]:
    """Yield each piece as it comes, a Step before each call, and the Ending last."""
    brought: object = None
    failed: CallFailed | None = None
    while True:
        try:
            move = script.send(brought) if failed is None else script.throw(failed)
        except StopIteration as stop:
            yield stop.value
            return
        brought, failed = None, None
        if not isinstance(move, Call):
            yield move
            continue
        yield Step(move.tool, move.step)
        try:
            brought = await tools.make(move)
        except CallFailed as error:
            failed = error
