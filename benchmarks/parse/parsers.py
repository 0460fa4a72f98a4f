"""Parsers: Candor over its API, and what two packages of the registry read from the same files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.parse.resume import Resume

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Readings:
    """What a parser read of each file; a file that it refused has nothing but a reason."""

    read: Mapping[Path, Resume]
    refused: Mapping[Path, str]
    seconds: float

    def of(self, file: Path) -> Resume:
        """Return what was read of `file`: nothing, when it was refused."""
        return self.read.get(file, Resume())
