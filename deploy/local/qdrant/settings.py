"""What the endpoint is told when it starts."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the engine indexes where a collection does not say so itself."""

    indexing_threshold_kb: int = 15_000
    """Vectors of one name, in KB, above which a graph is built: 10,000 vectors of 384 floats."""

    indexing_threads: int = 1
    """Threads of the child that builds it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every knob that the endpoint has."""

    data: Path
    """Folder that this process alone may use; created if absent."""

    host: str = "127.0.0.1"
    """Address to bind. There is no authentication: keep it off public interfaces."""

    port: int = 6334
    """Port to bind; 0 takes a free one."""

    readers: int = 4
    """Queries that run at once."""

    flush_seconds: float = 30.0
    """Longest time that a write may wait to be synced to disk."""

    journal_mb: int = 128
    """Writes kept in memory while a copy is optimised; above it writers are told to come later."""

    tuning: Tuning = Tuning()

    def __post_init__(self) -> None:
        if not 0 <= self.port < 1 << 16:
            raise ValueError("port: 0 to 65535")
        if self.readers < 1 or self.journal_mb < 1 or self.flush_seconds <= 0:
            raise ValueError("readers, journal-mb and flush-seconds must be above zero")


def parse(arguments: Sequence[str]) -> Settings:
    """Return the settings in `arguments`; a missing or malformed one exits with status 2."""
    default = Settings(Path())
    parser = argparse.ArgumentParser(
        prog="python -m deploy.local.qdrant.main", description="Serve Qdrant's gRPC API."
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--host", default=default.host)
    parser.add_argument("--port", type=int, default=default.port)
    parser.add_argument("--readers", type=int, default=default.readers)
    parser.add_argument("--flush-seconds", type=float, default=default.flush_seconds)
    parser.add_argument("--journal-mb", type=int, default=default.journal_mb)
    add_tuning(parser)
    given = parser.parse_args(arguments)
    try:
        return Settings(
            given.data,
            given.host,
            given.port,
            given.readers,
            given.flush_seconds,
            given.journal_mb,
            Tuning(given.indexing_threshold_kb, given.indexing_threads),
        )
    except ValueError as error:
        parser.error(str(error))


def add_tuning(parser: argparse.ArgumentParser) -> None:
    """Add the options of `Tuning`, which the optimising child takes too."""
    default = Tuning()
    parser.add_argument("--indexing-threshold-kb", type=int, default=default.indexing_threshold_kb)
    parser.add_argument("--indexing-threads", type=int, default=default.indexing_threads)
