"""A service as a process: settings, telemetry, signals."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING, TypeVar

from servicekit import telemetry

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from servicekit.settings import ServiceSettings

    S = TypeVar("S", bound=ServiceSettings)


def run(
    service: str, settings: S, running: Callable[[S], AbstractAsyncContextManager[str]]
) -> None:
    """Serve until SIGTERM or SIGINT, then finish the calls under way."""
    telemetry.logging_json(service)
    asyncio.run(_serve(service, settings, running))


async def _serve(
    service: str, settings: S, running: Callable[[S], AbstractAsyncContextManager[str]]
) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    with telemetry.exporting(service, settings.otlp_endpoint):
        async with running(settings):
            await stop.wait()
