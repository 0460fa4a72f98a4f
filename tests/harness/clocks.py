"""A time that tests move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """The real time, and what a test has let pass beside it."""

    def __init__(self) -> None:
        self._passed = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._passed

    def let_pass(self, time: timedelta) -> None:
        """Let so much time pass at once."""
        self._passed += time
