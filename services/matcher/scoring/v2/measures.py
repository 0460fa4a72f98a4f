"""How far facts meet a criterion, from 0 to 10,000 basis points.

| criterion    | basis points |
|--------------|--------------|
| skill        | 6,000 when it shows at all; up to 2,500 more for months of use (36 are full); 1,500 more if used within a year, 750 within three |
| related      | the same of a related skill, times their closeness in the taxonomy's table (1 to 99 hundredths) |
| term         | full when a certificate has the words; 7,000 when a line has, full when two have; else 4,000 times the share of its words that stand somewhere, from a half up |
| certificate  | full when a certificate has the words or the skill shows, 7,000 when a line has them |
| experience   | months of work over months asked for |
| education    | full at the level asked for, half one level below |
| language     | full at the level asked for, a quarter less for each level below, half when the level is not said |
| occupation   | 6,000 for the occupation, 4,000 more for months in it (24 are full); a related one times its closeness; else words shared with the title, at most 5,000 |
| words        | the weight of the advert's words that stand in the resume over 85 hundredths of the weight of all |
| line of work | how far the cosine of `taxonomy.work` is on its way from 0.15 to 0.80, where a resume's first 150 words count as much as all of them |

A criterion that has levels of its own brings what the highest of them that is reached brings. Of
alternatives the best counts. Integers only. More evidence never brings less: every measure but the
line of work is a maximum or a sum over evidence. The line of work is a proportion of the text.
"""  # noqa: E501  # a table

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from services.matcher.scoring.facts import Kind
from services.matcher.scoring.words import keys_of
from taxonomy.words import title_words
from taxonomy.work import cosine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from services.matcher.scoring.facts import Criterion, Facts, Level, Skill, Step
    from services.matcher.scoring.tables import Tables

FULL = 10_000
LISTED, MONTHS, RECENT = 6_000, 2_500, 1_500
ENOUGH_MONTHS = 36
ONE_LINE = 7_000
SOME_WORDS = 4_000
COVERED = 85  # hundredths of the advert's words that are full
FAR, NEAR = 1_500, 8_000  # cosines of lines of work, in basis points, where points begin and end
RANKS = frozenset({"and", "of", "the", "for", "in", "senior", "junior", "lead", "m", "f", "d", "w"})


class Met(NamedTuple):
    """How far a criterion is met, and by what. Indices are into the facts.

    A tuple, since one is made for each criterion of each candidate: a third of the time.
    """

    basis_points: int
    related: bool = False
    skill_id: str = ""
    position: int = -1
    education: int = -1
    language: int = -1
    certificate: int = -1


UNMET = Met(0)


def measure(criterion: Criterion, tables: Tables) -> Callable[[Facts], Met]:
    """Return what measures facts by a criterion, its look-ups in the tables done."""
    match criterion.kind:
        case Kind.SKILL:
            return _Skill(criterion, tables)
        case Kind.TERM:
            return _Term(criterion)
        case Kind.CERTIFICATE:
            return _Certificate(criterion)
        case Kind.EXPERIENCE:
            return _Experience(criterion)
        case Kind.EDUCATION:
            return _Education(criterion)
        case Kind.LANGUAGE:
            return _Language(criterion)
        case Kind.OCCUPATION:
            return _Occupation(criterion, tables)
        case Kind.WORDS:
            return _Words(criterion)
        case Kind.LINE_OF_WORK:
            return _LineOfWork(criterion, tables)


def share(have: int, want: int, full: int) -> int:
    """Return `full` times what there is over what is wanted, at most `full`."""
    return full if want <= 0 else full * min(have, want) // want


def _reached(levels: Sequence[Step], *, months: int = 0, level: int = 0) -> int:
    """Return what the highest step that is reached brings."""
    percents = [each.percent for each in levels if each.months <= months and each.least <= level]
    return 100 * max(percents, default=0)


class _Skill:
    def __init__(self, criterion: Criterion, tables: Tables) -> None:
        self._skill_id = criterion.skill_id
        related = tables.related(criterion.skill_id)
        self._related = sorted(related, key=lambda each: -each[1])
        self._any = {self._skill_id, *(other for other, _ in related)}
        self._levels = criterion.levels

    def __call__(self, facts: Facts) -> Met:
        skills = facts.skills
        if skills.keys().isdisjoint(self._any):  # of most, and ten times as fast
            return UNMET
        direct = skills.get(self._skill_id)
        best = UNMET if direct is None else Met(self._used(direct), skill_id=self._skill_id)
        for other, closeness in self._related:
            if FULL * closeness // 100 <= best.basis_points:
                break  # the nearest come first: none of the rest can bring more
            known = skills.get(other)
            if known is not None:
                near = self._used(known) * closeness // 100
                if near > best.basis_points:
                    best = Met(near, related=True, skill_id=other)
        return best

    def _used(self, skill: Skill) -> int:
        if self._levels:
            return _reached(self._levels, months=skill.months)
        since = skill.months_since_use
        recent = 0 if since < 0 else RECENT if since <= 12 else RECENT // 2 if since <= 36 else 0
        return LISTED + share(skill.months, ENOUGH_MONTHS, MONTHS) + recent


class _Term:
    def __init__(self, criterion: Criterion) -> None:
        self._term = criterion.term
        self._words = keys_of(criterion.term)

    def __call__(self, facts: Facts) -> Met:
        for index, certificate in enumerate(facts.certificates):
            if stands(certificate.folded, self._term, 1):
                return Met(FULL, certificate=index)
        lines = stands(facts.folded, self._term, 2)
        if lines:
            return Met(FULL if lines > 1 else ONE_LINE)
        found = len(self._words & facts.words)
        if len(self._words) < 2 or 2 * found < len(self._words):
            return UNMET
        return Met(SOME_WORDS * found // len(self._words), related=True)


class _Certificate:
    def __init__(self, criterion: Criterion) -> None:
        self._term = criterion.term
        self._skill_id = criterion.skill_id

    def __call__(self, facts: Facts) -> Met:
        if self._skill_id in facts.skills:
            return Met(FULL, skill_id=self._skill_id)
        if not self._term:
            return UNMET
        for index, certificate in enumerate(facts.certificates):
            if stands(certificate.folded, self._term, 1):
                return Met(FULL, certificate=index)
        return Met(ONE_LINE) if stands(facts.folded, self._term, 1) else UNMET


class _Experience:
    def __init__(self, criterion: Criterion) -> None:
        self._months = criterion.months
        self._levels = criterion.levels

    def __call__(self, facts: Facts) -> Met:
        worked = facts.total_months
        if not worked:
            return UNMET
        if self._levels:
            return Met(_reached(self._levels, months=worked))
        return Met(share(worked, self._months, FULL))


class _Education:
    def __init__(self, criterion: Criterion) -> None:
        self._level = criterion.level
        self._levels = criterion.levels

    def __call__(self, facts: Facts) -> Met:
        best = UNMET
        for index, each in enumerate(facts.education):
            brings = self._brings(each.level) if each.level else 0
            if brings > best.basis_points:
                best = Met(brings, education=index)
        return best

    def _brings(self, level: int) -> int:
        if self._levels:
            return _reached(self._levels, level=level)
        return FULL if level >= self._level else FULL // 2 if level == self._level - 1 else 0


class _Language:
    def __init__(self, criterion: Criterion) -> None:
        self._language = criterion.language
        self._level = criterion.language_level
        self._levels = criterion.levels

    def __call__(self, facts: Facts) -> Met:
        best = UNMET
        for index, each in enumerate(facts.languages.get(self._language, ())):
            brings = self._brings(each)
            if brings > best.basis_points:
                best = Met(brings, language=index)
        return best

    def _brings(self, said: Level) -> int:
        if self._levels:
            return _reached(self._levels, level=said.level)
        if not self._level:
            return FULL
        if not said.level:
            return FULL // 2
        return max(FULL // 4, FULL - max(0, self._level - said.level) * FULL // 4)


class _Occupation:
    def __init__(self, criterion: Criterion, tables: Tables) -> None:
        self._occupation_id = criterion.occupation_id
        self._closeness = dict(tables.related_occupations(criterion.occupation_id))
        self._title = _titled(criterion.label) - RANKS
        self._levels = criterion.levels

    def __call__(self, facts: Facts) -> Met:
        months: dict[str, int] = {}
        for each in facts.positions:
            months[each.occupation_id] = months.get(each.occupation_id, 0) + each.months
        best = UNMET
        for index, each in enumerate(facts.positions):
            same = each.occupation_id == self._occupation_id and bool(each.occupation_id)
            brings = self._held(months[each.occupation_id]) if same else 0
            if not same:
                closeness = self._closeness.get(each.occupation_id, 0)
                near = self._held(months[each.occupation_id]) * closeness // 100 if closeness else 0
                brings = max(near, self._shared(each.title))
            if brings > best.basis_points:
                best = Met(brings, related=not same, position=index)
        return best

    def _held(self, months: int) -> int:
        if self._levels:
            return _reached(self._levels, months=months)
        return LISTED + share(months, 24, FULL - LISTED)

    def _shared(self, title: str) -> int:
        if not self._title:
            return 0
        return share(len(self._title & _titled(title)), len(self._title), FULL // 2)


class _Words:
    def __init__(self, criterion: Criterion) -> None:
        self._weights = {each.word: each.weight for each in criterion.words}
        self._words = frozenset(self._weights)
        self._enough = sum(self._weights.values()) * COVERED // 100

    def __call__(self, facts: Facts) -> Met:
        if not self._enough:
            return UNMET
        found = self._words & facts.words
        return Met(share(sum(map(self._weights.__getitem__, found)), self._enough, FULL))


class _LineOfWork:
    def __init__(self, criterion: Criterion, tables: Tables) -> None:
        self._lexicon = tables.lexicon(criterion)

    def __call__(self, facts: Facts) -> Met:
        if facts.told is None:
            return UNMET
        near = cosine(self._lexicon, facts.told)
        return Met(share(near - FAR, NEAR - FAR, FULL)) if near > FAR else UNMET


@lru_cache(maxsize=16_384)  # titles recur; what they are made of never changes
def _titled(title: str) -> frozenset[str]:
    return frozenset(title_words(title))


def stands(folded: str, term: str, most: int) -> int:
    """Return in how many lines `term` stands as whole words, counting no further than `most`."""
    found, at = 0, -1
    while found < most and (at := folded.find(term, at + 1)) >= 0:
        if _is_whole(folded, at, at + len(term)):
            found += 1
            at = folded.find("\n", at)
            if at < 0:
                break
    return found


def _is_whole(text: str, start: int, end: int) -> bool:
    # "C" is not what stands in "C++" and "C#".
    before, after = text[start - 1 : start], text[end : end + 1]
    return not before.isalnum() and not after.isalnum() and after not in ("+", "#")


def lines_with(facts: Facts, term: str) -> list[int]:
    """Return the indices of the lines in which `term` stands as whole words."""
    lines = facts.folded.split("\n")
    return [index for index, line in enumerate(lines) if stands(line, term, 1)]
