"""Taxonomy: the skills and occupations that Candor knows, and how near they are.

Closeness is an integer from 1 to 99, the same in both directions, read from a table that was
computed at compile time and is part of the digest. Of what is known about a pair the greatest
counts:

- a hand-written group in `aliases.yaml` that names both: its own figure, 45 to 85;
- O*NET: two technologies that at least three occupations use both: 10 plus 25 times the Dice
  coefficient of their occupations in one commodity class, 15 times across classes. Low, since
  what is used together (Word and Excel) is not the same skill;
- ESCO: two skills under one broader concept, in the collections where ESCO's export says so:
  40, or 60 for the written and spoken forms of one language;
- two occupations of one ISCO-08 unit group or SOC broad occupation: 25, of one minor group 10,
  plus 40 times the Dice coefficient of the words in their titles; and as technologies do, by the
  technologies that both use;
- labels that mean alike: 20 at a cosine of 0.70 up to 60 at 1.00, from the tables in `tables/`
  that were built offline with all-MiniLM-L6-v2. Not for languages, nor for tools beyond their
  class, whose invented names an embedding cannot compare.

Less than 10 is dropped, and a pair stays when each is among the other's 16 nearest, so that
`related` is symmetric and never longer than 16. `python -m taxonomy.explain NAME` says of each
neighbour which of these it was.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from taxonomy import compiled
from taxonomy.neighbours import Neighbours
from taxonomy.recognition import Recogniser
from taxonomy.titles import Titles

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAREST: Final = 16
"""The most neighbours that a skill or an occupation has."""


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a person knows, does or works with."""

    skill_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Code points `start` to `end` of a text name a skill."""

    start: int
    end: int
    skill_id: str


@dataclass(frozen=True, slots=True)
class Occupation:
    """What a person works as."""

    occupation_id: str
    label: str


class Taxonomy:
    """One version of the taxonomy. Immutable, so threads may share it."""

    digest: str
    """SHA-256 of the compiled file in hex: the version's name."""

    def __init__(self, data: bytes) -> None:
        """Read a compiled file.

        Raises:
            ValueError: `data` is not one.
        """
        content = compiled.read(data)
        self.digest = hashlib.sha256(data).hexdigest()
        self._skill_ids: list[str] = []
        self._labels: list[str] = []
        tools = bytearray()
        for skill in content.skills:
            self._skill_ids.append(skill.skill_id)
            self._labels.append(skill.label)
            tools.append(skill.tool)
        self._recogniser = Recogniser(content.surfaces, bytes(tools))
        self._related = Neighbours(content.related, len(self._skill_ids))
        occupations = list(content.occupations)
        self._occupation_ids = [row.occupation_id for row in occupations]
        self._occupation_labels = [row.label for row in occupations]
        self._titles = Titles(content.titles)
        self._related_occupations = Neighbours(content.related_occupations, len(occupations))

    def skill(self, skill_id: str) -> Skill | None:
        """Return the skill with this id, if there is one."""
        row = _find(self._skill_ids, skill_id)
        return None if row is None else Skill(skill_id, self._labels[row])

    def recognise(self, text: str) -> list[Mention]:
        """Return the skills that `text` names, in order and apart, in time linear in the text.

        Names are whole words and the longest wins. Words that are also ordinary English
        ("Go", "Excel") count only where their context says so; see `taxonomy.context`.
        """
        return [
            Mention(span.start, span.end, self._skill_ids[span.skill])
            for span in self._recogniser.spans(text)
        ]

    def occupation(self, occupation_id: str) -> Occupation | None:
        """Return the occupation with this id, if there is one."""
        row = _find(self._occupation_ids, occupation_id)
        return None if row is None else Occupation(occupation_id, self._occupation_labels[row])

    def occupation_of(self, title: str) -> Occupation | None:
        """Return the occupation whose longest known title is inside `title`, if any is.

        "Senior Backend Engineer (m/f/d)" is a backend engineer. Case, punctuation and plurals
        do not matter; of equally long titles the first counts.
        """
        row = self._titles.longest_in(title)
        if row is None:
            return None
        return Occupation(self._occupation_ids[row], self._occupation_labels[row])

    def is_of_titles(self, word: str) -> bool:
        """Return whether `word` stands in some known title, as "table" does in "table server".

        Case and plurals do not matter. Some surnames do: "Walker", "Parker".
        """
        return self._titles.has_words(word)

    def related(self, skill_id: str) -> tuple[tuple[str, int], ...]:
        """Return up to 16 other skills with their closeness, nearest first; none if unknown."""
        row = _find(self._skill_ids, skill_id)
        return () if row is None else self._related.of(row, self._skill_ids)

    def related_occupations(self, occupation_id: str) -> tuple[tuple[str, int], ...]:
        """Return up to 16 other occupations with their closeness, nearest first."""
        row = _find(self._occupation_ids, occupation_id)
        return () if row is None else self._related_occupations.of(row, self._occupation_ids)


def load() -> Taxonomy:
    """Return the taxonomy that this package carries; takes a fraction of a second."""
    return Taxonomy(compiled.packaged())


def _find(ids: Sequence[str], wanted: str) -> int | None:
    row = bisect_left(ids, wanted)
    return row if row < len(ids) and ids[row] == wanted else None
