"""Wordings from the list, each as one of its variants."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml

if TYPE_CHECKING:
    from random import Random

_LIST = Path(__file__).parent / "wordings.yaml"
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Wording:
    """Something that a resume should not say."""

    kind: str  # addressed, held_out or stuffed
    language: str
    template: str

    def spoken(self, dice: Random) -> str:
        """Return the wording with each of its choices made."""
        return _CHOICE.sub(lambda match: dice.choice(match[1].split("|")), self.template)


def wordings() -> list[Wording]:
    """Return all wordings of the list."""
    listed = cast("dict[str, dict[str, list[str]]]", yaml.safe_load(_LIST.read_text("utf-8")))
    return [
        Wording(kind, language, template)
        for kind, languages in listed.items()
        for language, templates in languages.items()
        for template in templates
    ]
