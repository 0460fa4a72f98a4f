"""What Ingest's servicers and consumers stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from servicekit.database import Pool
    from servicekit.pages import Pages
    from services.ingest.files import Files


@dataclass(frozen=True, slots=True)
class Stores:
    """The database, the files and their keys, and the time."""

    pool: Pool
    files: Files
    master: bytes
    pages: Pages
    clock: Callable[[], datetime]
