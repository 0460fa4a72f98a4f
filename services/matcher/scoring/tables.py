"""The tables that scores are computed with: one version of the taxonomy, named by its hash."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from services.matcher.scoring.words import keys_of
from taxonomy.work import first_words_of, words_of

if TYPE_CHECKING:
    from collections import Counter

    from services.matcher.scoring.facts import Criterion, Facts, Line
    from taxonomy.taxonomy import Taxonomy
    from taxonomy.work import Lexicon, LinesOfWork

OPENING = 150  # words; chosen on halves of judged sets: benchmarks/match/tried.md
MOST_LEXICONS = 256  # of 70 kB each


@dataclass(frozen=True, slots=True)
class Tables:
    """What is related to what, and what words say of lines of work."""

    taxonomy: Taxonomy
    work: LinesOfWork
    _lexicons: dict[Criterion, Lexicon] = field(
        default_factory=dict["Criterion", "Lexicon"], repr=False, compare=False
    )

    def related(self, skill_id: str) -> tuple[tuple[str, int], ...]:
        """Return the skills related to one, with their closeness in hundredths."""
        return self.taxonomy.related(skill_id)

    def related_occupations(self, occupation_id: str) -> tuple[tuple[str, int], ...]:
        """Return the occupations related to one, with their closeness in hundredths."""
        return self.taxonomy.related_occupations(occupation_id)

    def read(self, facts: Facts) -> Facts:
        """Return facts with what their lines say by these tables, made once for all jobs.

        For lines of work their first words, where people say what they are and do now, count as
        much as all of their words.
        """
        told = self.work.told(words_of(facts.folded), _opening(facts))
        return replace(facts, words=keys_of(facts.folded), told=told)

    def lexicon(self, criterion: Criterion) -> Lexicon:
        """Return what words say for the line of work of a criterion.

        Its term, the job's title, counts as much as all of its words.
        """
        known = self._lexicons.get(criterion)
        if known is None:
            said = {each.word: each.weight for each in criterion.words}
            known = self.work.lexicon([said, words_of(criterion.term)])
            if len(self._lexicons) >= MOST_LEXICONS:
                del self._lexicons[next(iter(self._lexicons))]
            self._lexicons[criterion] = known
        return known


def _opening(facts: Facts) -> Counter[str]:
    """Return the first words of a resume, by where they stand: the order of facts says nothing.

    What stands nowhere, as what a promise adds, is no opening.
    """
    lines = sorted((each for each in facts.lines if each.span.page), key=_place)
    return first_words_of("\n".join(each.text.casefold() for each in lines[:OPENING]), OPENING)


def _place(line: Line) -> tuple[int, int, int, str]:
    return line.span.page, line.span.start, line.span.end, line.text
