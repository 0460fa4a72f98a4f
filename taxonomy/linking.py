"""Linking: which skills a phrase means, in any words.

Recognition finds names that stand in a text. A phrase such as "partner with stakeholders"
names nothing and still means a skill; the linker ranks the published names by

- what recognition finds in the phrase, the more of the phrase the better;
- words in common, by how rare they are, endings aside;
- words of like meaning, from a table of cosines that was built offline;
- of the best of these, letters in common, for what is spelled otherwise, and a little for the
  skills that our aliases know, since those are the ones that jobs ask for.

All of it is integers from the compiled file, so every machine ranks alike. A caller that has
an embedding model may pass the cosines of the phrase with `Linker.names`; they then count for
most of the rank.
"""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from heapq import nsmallest
from math import isqrt
from typing import TYPE_CHECKING, Final

from taxonomy import compiled
from taxonomy.words import stems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.taxonomy import Taxonomy

_UNKNOWN_RARITY: Final = 900
_NAMED: Final = 500
_LENT_NAME: Final = 90
_COSINE_WEIGHT: Final = 20
_LETTERS: Final = 300
_KNOWN: Final = 50
_RERANKED: Final = 60
_MOST_WORDS: Final = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A skill that a phrase may mean. `score` compares links of one phrase, no more."""

    skill_id: str
    name: str
    """The published name that came out best: ESCO's label, or ours."""
    score: int


class Linker:
    """Ranks skills for phrases. Immutable once made, so threads may share it."""

    def __init__(self, taxonomy: Taxonomy, data: bytes) -> None:
        """Read the index in a compiled file, the one that `taxonomy` was made of.

        Raises:
            ValueError: `data` is not one.
        """
        self._taxonomy = taxonomy
        content = compiled.read(data)
        ids = [skill.skill_id for skill in content.skills]
        names: list[str] = []
        self._skill_ids: list[str] = []
        self._ours = bytearray()
        self._by_skill: dict[str, list[int]] = {}
        for row, target in enumerate(content.targets):
            names.append(target.name)
            self._skill_ids.append(ids[target.skill])
            self._ours.append(target.ours)
            self._by_skill.setdefault(ids[target.skill], []).append(row)
        self.names: tuple[str, ...] = tuple(names)
        """The published names, in the order in which cosines are passed."""
        self._words: dict[str, _Word] = {}
        self._stems: list[str] = []
        for word in content.words:
            self._stems.append(word.stem)
            self._words[word.stem] = _Word(
                word.rarity,
                word.near,
                array("H", (row for row, _ in word.targets)),
                array("H", (weight for _, weight in word.targets)),
            )

    def link(
        self, phrase: str, *, limit: int = 5, cosines: Sequence[float] | None = None
    ) -> list[Link]:
        """Return up to `limit` skills that `phrase` may mean, the best first.

        Of a phrase longer than 200 words the first 200 are read. Without a word or a cosine
        that says anything the list is empty.
        """
        found: list[Link] = []
        for link in self._ranked(phrase, _RERANKED, cosines):
            if len(found) < limit and all(link.skill_id != other.skill_id for other in found):
                found.append(link)
        return found

    def targets(
        self, phrase: str, *, limit: int = 5, cosines: Sequence[float] | None = None
    ) -> list[Link]:
        """Return up to `limit` published names, 60 at most; several may be of one skill."""
        return self._ranked(phrase, limit, cosines)

    def _ranked(self, phrase: str, limit: int, cosines: Sequence[float] | None) -> list[Link]:
        scores = self._said(Counter(stems(phrase)[:_MOST_WORDS]))
        self._add_named(phrase, scores)
        if cosines is not None:
            for row, cosine in enumerate(cosines):
                scores[row] += _COSINE_WEIGHT * round(100 * cosine)
        asked = _threes(phrase)
        ranked = ((-score, row) for row, score in scores.items() if score > 0)
        best = [
            (score - self._extra(row, asked), row) for score, row in nsmallest(_RERANKED, ranked)
        ]
        return [
            Link(self._skill_ids[row], self.names[row], -score)
            for score, row in sorted(best)[:limit]
        ]

    def _extra(self, row: int, asked: frozenset[str]) -> int:
        """Return what letters in common, and being one of our own skills, add to a score."""
        name = _threes(self.names[row].partition(" (")[0])
        alike = 2 * _LETTERS * len(asked & name) // (len(asked) + len(name) or 1)
        return alike + (_KNOWN if self._ours[row] else 0)

    def _said(self, said: Counter[str]) -> Counter[int]:
        """Score targets by the words in common and those of like meaning."""
        asked = {stem: count * self._rarity(stem) for stem, count in said.items()}
        length = isqrt(sum(weight * weight for weight in asked.values())) or 1
        for stem in said:
            for near, weight in self._meant(stem):
                if near not in said:
                    asked[near] = max(asked.get(near, 0), said[stem] * weight)
        scores: Counter[int] = Counter()
        for stem, asked_for in asked.items():
            word = self._words.get(stem)
            if word is not None:
                for row, weight in zip(word.targets, word.weights, strict=True):
                    scores[row] += asked_for * weight
        return Counter({row: score // length for row, score in scores.items()})

    def _rarity(self, stem: str) -> int:
        word = self._words.get(stem)
        return _UNKNOWN_RARITY if word is None else word.rarity

    def _meant(self, stem: str) -> list[tuple[str, int]]:
        """Return the stems near a stem, each with its weight: no more than the stem's own."""
        word = self._words.get(stem)
        if word is None:
            return []
        near = [(self._stems[row], cosine) for row, cosine in word.near]
        return [
            (other, cosine * min(word.rarity, self._words[other].rarity) // 100)
            for other, cosine in near
        ]

    def _add_named(self, phrase: str, scores: Counter[int]) -> None:
        """Add to the targets of each skill that is named, more to the one that lent its id."""
        shares: dict[int, int] = {}
        for mention in self._taxonomy.recognise(phrase):
            share = _NAMED + _NAMED * (mention.end - mention.start) // len(phrase)
            for row in self._by_skill.get(mention.skill_id, ()):
                lent = row == self._by_skill[mention.skill_id][0]
                shares[row] = max(shares.get(row, 0), share if lent else share * _LENT_NAME // 100)
        for row, share in shares.items():
            scores[row] += share


@dataclass(frozen=True, slots=True)
class _Word:
    rarity: int
    near: tuple[tuple[int, int], ...]
    targets: array[int]
    weights: array[int]


def _threes(name: str) -> frozenset[str]:
    """Return the runs of three letters of a name with a blank at each end."""
    padded = f" {name.lower().strip()} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def load(taxonomy: Taxonomy) -> Linker:
    """Return the linker over the file that this package carries; takes a fraction of a second."""
    return Linker(taxonomy, compiled.packaged())
