"""What Assistant's servicer stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from servicekit.database import Pool
    from servicekit.pages import Pages


@dataclass(frozen=True, slots=True)
class Stores:
    """The database, the key to what lies in it, and the time."""

    pool: Pool
    master: bytes
    pages: Pages
    clock: Callable[[], datetime]
