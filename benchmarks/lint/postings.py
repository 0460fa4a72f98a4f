"""Real postings of SkillSpan (MIT), with what was taken out for privacy filled in again."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MASK = re.compile(r"<(LOCATION|ORGANIZATION|NAME|ADDRESS|CONTACT)>(?:\s<\1>)*")
_TOWNS = ("Berlin", "Odense", "Austin", "Leeds", "Graz", "Lyon", "Bilbao", "Lund", "Porto", "Ghent")


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting; `split` is `train`, on which the rules were made, or `dev`."""

    posting_id: str
    split: str
    text: str


def postings(data: Path) -> Iterator[Posting]:
    """Yield the postings under `data`, each with the same fillings every time."""
    for line in (data / "jobs" / "skillspan_postings.jsonl").read_text("utf-8").splitlines():
        found = json.loads(line)
        town = Random(found["id"]).choice(_TOWNS)
        filling = {
            "LOCATION": town,
            "ORGANIZATION": "Acme",
            "NAME": "Alex Example",
            "ADDRESS": "1 Main Road",
            "CONTACT": "mail@example.org",
        }
        text = _MASK.sub(lambda match, filling=filling: filling[match[1]], found["text"])
        yield Posting(found["id"], found["split"], text)
