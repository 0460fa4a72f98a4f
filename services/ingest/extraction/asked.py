"""Years, degrees and languages in a sentence that asks."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction.alternatives import groups
from services.ingest.extraction.degrees import degrees_in
from services.ingest.extraction.facts import (
    EducationLevel,
    LanguageLevel,
    Requirement,
    RequirementKind,
)
from services.ingest.extraction.folding import fold
from services.ingest.extraction.tongues import CODES, NAME, label_of, level_in, names_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.ingest.extraction.demands import Demand

_NUMBERS = MappingProxyType(
    {
        word: number
        for number, words in enumerate(
            (
                "one ein einem eine un una une",
                "two zwei dos deux",
                "three drei tres trois",
                "four vier cuatro quatre",
                "five fünf cinco cinq",
                "six sechs seis",
                "seven sieben siete sept",
                "eight acht ocho huit",
                "nine neun nueve neuf",
                "ten zehn diez dix",
            ),
            1,
        )
        for word in words.split()
    }
)
_YEARS = re.compile(
    r"(?<![\w.,$€£])(?P<number>\d{1,2}|"
    + "|".join(_NUMBERS)
    + r")\s*(?:\(\d{1,2}\)\s*)?\+?\s*(?:or more|plus|o más|ou plus|und mehr)?\s*"
    r"(?:(?:[-\u2013/]|to|bis|and|a|à)\s*\d{1,2}\s*\+?)?[\s-]*(?P<unit>years?|yrs?|jahren?"
    r"|jährige[nrm]?|años?|ans?|années?|ani|anni|anos?|jaar|jaren|lata?"
    r"|months?|monate?n?|meses|mois"
    r"|luni|mesi|maanden)\b(?!\s+(?:old|ago|alt))",
    re.IGNORECASE,
)
_WORKED = re.compile(
    r"experien[ctțţ]|experiên|esperienz|ervaring|doświadcz|erfahrung|expérience"
    r"|track record|background|hands-on|working|worked"
    r"|tenure|in (?:a |the )?\w+|as an?\b|of \w+|with \w+|als\b|como\b",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"m|luni", re.IGNORECASE)
_MAX_YEARS = 30
# "During your first two years" is no experience.
_OF_TIME = re.compile(
    r"\b(?:(?:first|next|coming|last|past|previous|in only|within|for the|every|after|ersten"
    r"|nächsten|letzten|primeros|próximos|últimos|premières|prochaines|dernières))\s*$",
    re.IGNORECASE,
)
_MASTERS = re.compile(r"\bmasters\b(?!['\u2019])", re.IGNORECASE)
_SHORT_DEGREE = re.compile(r"\b[BM]\.?[AS]c?\.?(?=\s*(?:/|,|\bor\b|\bin\b|\bdegree|\band\b))")
_ANY_DEGREE = re.compile(
    r"\b(?:university|college|academic|technical|relevant|related|undergraduate|engineering|a"
    r"|your|science|higher)\s+degree\b|\bdegree\s+(?:in|or|from)\b|^degree\b"
    r"|\bstudium\b|\bhochschulabschluss\b|\bstudienabschluss\b|\btitulación\b"
    r"|\btítulo universitario\b|\bgrado universitario\b|\bformation supérieure\b|\bdiplôme\b"
    r"|\bécole d['\u2019]ingénieurs?\b",
    re.IGNORECASE,
)
_TRAINING = re.compile(
    r"\b(?:berufs)?ausbildung\b|\bformación profesional\b|\bapprenticeship\b", re.IGNORECASE
)
_BAC = re.compile(r"\bbac\s?\+\s?(\d)", re.IGNORECASE)
_EQUIVALENT = re.compile(
    r"\b(?:or|oder|o|ou)\b.{0,25}\b(?:equivalent|comparable|similar|vergleichbar\w*"
    r"|gleichwertig\w*|equivalente|équivalente?)\b|\bequivalent (?:practical |work )?experience",
    re.IGNORECASE,
)
_DEGREE_OR_YEARS = re.compile(
    r"\b(?:degree|diploma|bachelor\S*|master\S*|studium|abschluss|título|titulación|diplôme|licence)\b"
    r"[^.;]{0,60}\b(?:or|oder|o|ou)\b[^.;]{0,40}\b\w+\+? (?:years|jahre|años|ans)\b"
    r"|\b(?:years|jahre|años|ans)\b[^.;]{0,40}\b(?:or|oder|o|ou)\b\s(?:an? |eine? |una? |une? )?"
    r"(?:\w+\s){0,2}(?:degree|diploma|bachelor|master|studium|título|diplôme)",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"fluen|spoken|written|speak|spea?ch|language|proficien|command|native|mother tongue"
    r"|bilingual|verbal|communicat|sprach|sprech|kenntnisse|fließend|verhandlungssicher"
    r"|wort und schrift"
    r"|idioma|nivel|hablad|escrit|fluid|langue|courant|maîtrise|parl|niveau|\b[ABC][12]\b|level"
    r"|knowledge of|good|excellent|strong|gute?s?|sehr",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(r"[- ]speaking\s+(?!skills|and|level)\w", re.IGNORECASE)
_LABELS = MappingProxyType(
    {
        EducationLevel.SECONDARY: "Secondary school",
        EducationLevel.VOCATIONAL: "Vocational training",
        EducationLevel.BACHELOR: "Bachelor's degree",
        EducationLevel.MASTER: "Master's degree",
        EducationLevel.DOCTORATE: "Doctorate",
    }
)
_BEFORE, _AFTER = 45, 30
_FIELD = 60


def schooled_or_worked(demand: Demand) -> Iterator[Requirement]:
    """Yield the experience and the degree that a sentence asks for.

    Of "a bachelor's degree or 5 years of experience" they are alternatives.
    """
    worked, schooled = list(experience(demand)), list(education(demand))
    if len(worked) == len(schooled) == 1 and _DEGREE_OR_YEARS.search(demand.text) is not None:
        group = demand.start + 1
        for each in (*worked, *schooled):
            yield replace(each, must=False, alternative=group, one_is_must=demand.must)
        return
    yield from worked
    yield from schooled


def experience(demand: Demand) -> Iterator[Requirement]:
    """Yield the length of experience that a sentence asks for; of a range the lower end."""
    for match in _YEARS.finditer(demand.text):
        digits = match["number"].lower()
        number = int(digits) if digits.isdigit() else _NUMBERS[digits]
        if _OF_TIME.search(demand.text, 0, match.start()) is not None:
            continue
        if not 0 < number <= _MAX_YEARS or _WORKED.search(demand.text) is None:
            continue
        counted_in_months = _MONTHS.match(match["unit"]) is not None
        unit = "month" if counted_in_months else "year"
        yield Requirement(
            kind=RequirementKind.EXPERIENCE,
            must=demand.must,
            label=f"{number} {unit}{'s' if number > 1 else ''} of experience",
            span=_span(demand),
            months=number if counted_in_months else 12 * number,
        )


def education(demand: Demand) -> Iterator[Requirement]:
    """Yield the lowest degree that a sentence accepts; a should when experience will do too."""
    levels = {degree.level for degree in degrees_in(demand.text, short_forms=False)}
    for match in _SHORT_DEGREE.finditer(demand.text):
        levels.add(EducationLevel.BACHELOR if match[0][0] == "B" else EducationLevel.MASTER)
    bac = _BAC.search(demand.text)
    if bac is not None:
        years = int(bac[1])
        levels = {
            EducationLevel.MASTER
            if years > 4
            else EducationLevel.BACHELOR
            if years > 2
            else EducationLevel.VOCATIONAL
        }
    if not levels and _MASTERS.search(demand.text) is not None:
        levels.add(EducationLevel.MASTER)
    if _TRAINING.search(demand.text) is not None:
        levels.add(EducationLevel.VOCATIONAL)
    if not levels and _ANY_DEGREE.search(demand.text) is not None:
        levels.add(EducationLevel.BACHELOR)
    if levels:
        level = min(levels)
        yield Requirement(
            kind=RequirementKind.EDUCATION,
            must=demand.must and _EQUIVALENT.search(demand.text) is None,
            label=_LABELS[level],
            span=_span(demand),
            level=level,
        )


def degree_fields(text: str) -> list[tuple[int, int]]:
    """Return where the fields of study stand in a sentence: right after its degrees.

    They qualify the degree; whoever has it need not name them as skills.
    """
    ends = [degree.end for degree in degrees_in(text, short_forms=False)]
    ends += [
        match.end() for pattern in (_SHORT_DEGREE, _ANY_DEGREE) for match in pattern.finditer(text)
    ]
    return [(end, end + _FIELD) for end in ends]


def languages(demand: Demand) -> Iterator[Requirement]:
    """Yield the languages that a sentence wants spoken or written."""
    if not names_language(demand.text):
        return
    names = list(NAME.finditer(demand.text))
    either = groups(demand.text, [name.span() for name in names])
    for at, name in enumerate(names):
        stop = names[at + 1].start() if at + 1 < len(names) else len(demand.text)
        near = demand.text[max(0, name.start() - _BEFORE) : name.end() + _AFTER]
        if _OF_OTHERS.match(demand.text, name.end()) is not None:
            continue
        if _SPOKEN.search(near) is None and demand.text.strip(" .") != name[0]:
            continue
        level = level_in(demand.text[name.end() : min(stop, name.end() + _AFTER)])
        if level is LanguageLevel.UNSPECIFIED:
            level = level_in(demand.text[max(0, name.start() - _BEFORE) : name.start()])
        code = CODES[fold(name[0])]
        suffix = "" if level is LanguageLevel.UNSPECIFIED else f" {_shown(level)}"
        joined = at in either and list(either.values()).count(either[at]) > 1
        yield Requirement(
            kind=RequirementKind.LANGUAGE,
            must=demand.must and at not in either,
            label=f"{label_of(code)}{suffix}",
            span=_span(demand),
            language=code,
            language_level=level,
            alternative=demand.start + names[either[at]].start() + 1 if joined else 0,
            one_is_must=joined and demand.must,
        )


def _shown(level: LanguageLevel) -> str:
    return "native" if level is LanguageLevel.NATIVE else level.name


def _span(demand: Demand) -> Span:
    return Span(1, demand.line.start, demand.line.end)
