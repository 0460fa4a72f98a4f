"""Why a criterion brings what it brings, in words and places made from the same numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.scoring.contributions import Contribution, Evidence
from services.matcher.scoring.facts import Kind, Span
from services.matcher.scoring.v2.measures import FULL, lines_with
from services.matcher.scoring.words import keys_in, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from services.matcher.scoring.facts import Criterion, Facts, Line, Position
    from services.matcher.scoring.tables import Tables
    from services.matcher.scoring.v2.measures import Met
    from taxonomy.work import Voice

LEVELS = ("", "secondary school", "vocational", "bachelor", "master", "doctorate")
CEFR = ("no stated level", "A1", "A2", "B1", "B2", "C1", "C2", "native")
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Way:
    """What a criterion may be met by, itself or one of its alternatives, ready to be explained.

    Made once for all whose scores by a rubric are explained.
    """

    criterion: Criterion
    related: Mapping[str, int]
    """Closeness by occupation, of an occupation."""
    voice: Voice | None
    """Of a line of work."""

    @classmethod
    def of(cls, criterion: Criterion, tables: Tables) -> Way:
        """Look up what explaining needs of the tables."""
        spoken = criterion.kind is Kind.LINE_OF_WORK
        return cls(
            criterion,
            dict(tables.related_occupations(criterion.occupation_id)),
            tables.work.voice(tables.lexicon(criterion)) if spoken else None,
        )


def contribution(facts: Facts, criterion: Criterion, by: Way, met: Met) -> Contribution:
    """Return what a criterion adds that is met by a way: itself, or one of its alternatives.

    All places that show it are evidence: with none of them it would bring nothing by them.
    """
    shown = _shown(facts, by, met) if met.basis_points else ()
    reason = _reason(facts, by, met) if met.basis_points else _absent(criterion)
    return Contribution(
        criterion=criterion,
        points=criterion.weight * met.basis_points // FULL,
        degree=met.basis_points,
        related=met.related,
        reason=reason,
        evidence=tuple(shown),
        met_by="" if by.criterion is criterion else by.criterion.label,
    )


def _shown(facts: Facts, by: Way, met: Met) -> Sequence[Evidence]:
    way = by.criterion
    if met.skill_id:
        return _at(facts, facts.skills[met.skill_id].mentions)
    if met.certificate >= 0:
        return _at(facts, [facts.certificates[met.certificate].span])
    match way.kind:
        case Kind.TERM | Kind.CERTIFICATE:
            if met.related:
                return _telling(facts, keys_of(way.term))
            return _of([facts.lines[index] for index in lines_with(facts, way.term)])
        case Kind.EXPERIENCE:
            return _at(facts, [each.span for each in facts.positions])
        case Kind.EDUCATION:
            return _at(facts, [facts.education[met.education].span])
        case Kind.LANGUAGE:
            return _at(facts, [facts.languages[way.language][met.language].span])
        case Kind.OCCUPATION:
            return _at(facts, [each.span for each in _held(facts, by, met)])
        case Kind.WORDS:
            return _telling(facts, frozenset(each.word for each in way.words))
        case _:
            return _spoken(facts, by.voice) if by.voice else ()


def _at(facts: Facts, spans: Iterable[Span]) -> list[Evidence]:
    """Return places with their lines, each line once."""
    found: dict[Span, Evidence] = {}
    for span in spans:
        line = _line(facts, span)
        found.setdefault(line.span if line else span, Evidence(span, line.text if line else ""))
    return list(found.values())


def _line(facts: Facts, span: Span) -> Line | None:
    for line in facts.lines:
        if line.span.start <= span.start < line.span.end:
            return line
    return None


def _held(facts: Facts, by: Way, met: Met) -> list[Position]:
    """Return the jobs whose months count: all in the occupation, or the one of a like title."""
    best = facts.positions[met.position]
    if met.related and best.occupation_id not in by.related:
        return [best]
    same = [each for each in facts.positions if each.occupation_id == best.occupation_id]
    return [best, *(each for each in same if each is not best)]


def _of(lines: Iterable[Line]) -> list[Evidence]:
    return [Evidence(line.span, line.text) for line in lines]


def _telling(facts: Facts, words: frozenset[str]) -> list[Evidence]:
    """Return the lines that have one of the words, in blocks, those with most words first."""
    may = words & facts.words
    return _blocks((len(_words_of(line, may)), line) for line in facts.lines)


def _words_of(line: Line, words: frozenset[str]) -> frozenset[str]:
    """Return those of the words that the line has."""
    if not line.text.isascii():
        return words & keys_of(line.text)
    lower = line.text.lower()
    for word in words:  # each would be a part of it, and most lines have none
        if word in lower:
            return words & keys_of(lower)
    return frozenset()


def _spoken(facts: Facts, voice: Voice) -> list[Evidence]:
    """Return the lines that speak of the line of work, in blocks, the most telling first."""
    # Folded as the facts were when their words were counted.
    said = [voice.said(line.text.casefold()) for line in facts.lines]
    return _blocks(zip(said, facts.lines, strict=True))


def _blocks(said: Iterable[tuple[int, Line]]) -> list[Evidence]:
    """Return runs of lines that say something as one place each, quoting the line that says most.

    A whole resume speaks of a line of work; a hundred places would be no evidence to anybody.
    """
    found: list[tuple[int, Evidence]] = []
    run: list[tuple[int, Line]] = []
    for worth, line in said:
        if worth > 0:
            run.append((worth, line))
            continue
        if run:
            found.append(_block(run))
            run = []
    if run:
        found.append(_block(run))
    return [evidence for _, evidence in sorted(found, key=lambda each: -each[0])]


def _block(run: Sequence[tuple[int, Line]]) -> tuple[int, Evidence]:
    worth, best = max(run, key=lambda each: each[0])
    first, last = run[0][1].span, run[-1][1].span
    return worth, Evidence(Span(first.page, first.start, last.end), best.text)


def _absent(criterion: Criterion) -> str:
    match criterion.kind:
        case Kind.WORDS:
            return "None of the words that the advert turns on."
        case Kind.LINE_OF_WORK:
            return f"The resume does not speak of this line of work: {criterion.label}."
        case _:
            return f"No evidence of {criterion.label}."


def _reason(facts: Facts, by: Way, met: Met) -> str:
    way = by.criterion
    if met.skill_id:
        return _skill_reason(facts, way, met)
    if met.certificate >= 0:
        return f"Certificate: {facts.certificates[met.certificate].label}."
    match way.kind:
        case Kind.TERM | Kind.CERTIFICATE:
            if not met.related:
                return f"The resume says “{way.term}”."
            said = _written(facts, keys_of(way.term))
            return f"The resume has some of its words: {', '.join(said)}."
        case Kind.EXPERIENCE:
            asked = f"; {_time(way.months)} asked for" if way.months else ""
            return f"{_time(facts.total_months)} of work{asked}."
        case Kind.EDUCATION:
            return f"Degree: {LEVELS[facts.education[met.education].level]}."
        case Kind.LANGUAGE:
            return f"Language level: {CEFR[facts.languages[way.language][met.language].level]}."
        case Kind.OCCUPATION:
            held = _held(facts, by, met)
            how = "Close to the job's title" if met.related else "The same occupation"
            return f"{how}: {held[0].title}, {_time(sum(each.months for each in held))}."
        case Kind.WORDS:
            weights = {each.word: each.weight for each in way.words}
            found = sorted(weights.keys() & facts.words, key=lambda key: (-weights[key], key))
            named = ", ".join(_written(facts, frozenset(found[:MOST_WORDS])))
            return f"{len(found)} of the {len(weights)} words that the advert turns on: {named}."
        case _:
            spoken = by.voice.loudest(facts.folded, MOST_WORDS) if by.voice else ()
            return f"The resume speaks of this line of work: {', '.join(spoken)}."


def _written(facts: Facts, words: frozenset[str]) -> list[str]:
    """Return those of the words that the resume has, in its order."""
    absent = words & facts.words
    found: list[str] = []
    for line in facts.lines:
        if not absent:
            break
        if _words_of(line, absent):
            found += dict.fromkeys(word for word in keys_in(line.text) if word in absent)
            absent = absent.difference(found)
    return found


def _skill_reason(facts: Facts, way: Criterion, met: Met) -> str:
    skill = facts.skills[met.skill_id]
    used = f"{_time(skill.months)} in jobs that name it" if skill.months else "listed"
    if met.related:
        return f"{skill.label} ({used}) is close to {way.label}."
    if skill.months_since_use < 0:
        return f"{skill.label}: {used}."
    last = "now" if skill.months_since_use == 0 else f"{_time(skill.months_since_use)} ago"
    return f"{skill.label}: {used}, last {last}."


def _time(months: int) -> str:
    years, rest = divmod(months, 12)
    words = [f"{years} y"] * (years > 0) + [f"{rest} m"] * (rest > 0 or years == 0)
    return " ".join(words)
