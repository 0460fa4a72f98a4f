"""Resumes as they were written: `resumes/livecareer/text.jsonl` of the data, never copied here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Resume:
    """A text to upload; `key` is its own."""

    key: str
    text: str


def resumes(data: Path) -> list[Resume]:
    """Return the resumes under `data`."""
    lines = (data / "resumes" / "livecareer" / "text.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Resume(row["id"], row["text"]) for row in rows]
