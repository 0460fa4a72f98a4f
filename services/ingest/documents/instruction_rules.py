"""The rules by which words to a screener or a model are told: see instruction_rules.yaml.

Resumes speak of candidates, scores, prompts and systems too: a rule needs an order to
somebody, or somebody addressed, and never a topic alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict, cast

import yaml

TOPIC = 5
"""Letters that the words of a rule's topics are cut to."""

_FILE = Path(__file__).with_name("instruction_rules.yaml")
_NAMED = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of speaking to who reads: `language` is ISO 639-1, or "" for marks of any."""

    name: str
    language: str
    pattern: re.Pattern[str]
    topics: frozenset[str]  # one of which a sentence has, cut to TOPIC letters; none: any may
    beside: bool  # counts only next to a sentence of a rule that does not need this


class _Entry(TypedDict):
    name: str
    language: NotRequired[str]
    beside: NotRequired[bool]
    topics: NotRequired[str]
    any: list[str]


class _Book(TypedDict):
    words: dict[str, dict[str, str]]
    topics: dict[str, str]
    rules: list[_Entry]


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules."""
    book = cast("_Book", yaml.safe_load(_FILE.read_text("utf-8")))
    return tuple(_rule(entry, book) for entry in book["rules"])


def _rule(entry: _Entry, book: _Book) -> Rule:
    language = entry.get("language", "")
    words = book["words"].get(language, {})
    pattern = _NAMED.sub(lambda match: words[match[1]], "|".join(entry["any"]))
    topics = entry.get("topics") or book["topics"].get(language, "")
    return Rule(
        name=entry["name"],
        language=language,
        pattern=re.compile(pattern.replace("\n", "")),
        topics=frozenset(topic[:TOPIC] for topic in topics.split()),
        beside=entry.get("beside", False),
    )
