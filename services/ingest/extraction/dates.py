"""Date ranges in the notations of resumes, in nine languages.

A bare year is read as its middle (`July` as a start, `June` as an end), so that "2018-2020"
is 24 months and adjoining years do not overlap; what is read so is marked `coarse`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = (
    (
        "january jan janvier janv januar jänner enero ene ianuarie ian gennaio janeiro januari"
        " styczeń stycznia sty"
    ),
    (
        "february feb février févr fév februar feber febrero februarie febbraio fevereiro fev"
        " februari luty lutego"
    ),
    "march mar mars märz mrz maerz marzo martie março maart mrt marzec marca",
    "april apr avril avr abril abr aprilie aprile kwiecień kwietnia kwi",
    "may mai mayo maggio maio mei maj maja",
    "june jun juin juni junio iunie iun giugno giu junho czerwiec czerwca cze",
    "july jul juillet juil juli julio iulie iul luglio lug julho lipiec lipca",
    "august aug août aout agosto ago augustus sierpień sierpnia",
    (
        "september sept sep septembre septiembre setiembre septembrie settembre setembro wrzesień"
        " września wrz"
    ),
    (
        "october oct octobre oktober okt octubre octombrie ottobre ott outubro październik"
        " października paź"
    ),
    "november nov novembre noviembre noiembrie noi novembro listopad listopada",
    (
        "december dec décembre déc dezember dez diciembre dic decembrie dicembre dezembro grudzień"
        " grudnia gru"
    ),
)
# By the first of their three months; a winter is the beginning of its year.
_SEASONS = {
    1: "winter invierno hiver q1",
    3: "spring frühling frühjahr primavera printemps",
    4: "sommersemester sose ss q2",
    6: "summer sommer verano été",
    7: "q3",
    9: "fall autumn herbst otoño automne",
    10: "wintersemester wise ws q4",
}
_NUMBER = {fold(name): at for at, names in enumerate(_MONTHS, 1) for name in names.split()}
_SEASON = {fold(name): at for at, names in _SEASONS.items() for name in names.split()}
_SEASON_MONTHS = 3


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_NAMES = _any_of(name for names in _MONTHS for name in names.split())
_PARTS = _any_of(name for names in _SEASONS.values() for name in names.split())
_NOW = (
    r"(?:(?:until|till?|up\s+to|hasta|bis|jusqu['\u2019]?(?:à|en|au)?|p[âa]n[ăa](?:\s+[îi]n)?"
    r"|fino(?:\s+ad?)?|até(?:\s+ao?)?|tot|do)\s*(?:la\s+|el\s+)?)?"
    r"(?:present|presently|current|currently|curr\b\.?|now|today|ongoing|to\s+date|date|heute"
    r"|jetzt|aktuell|laufend|derzeit|gegenwärtig|dato|fecha"
    r"|(?:la\s+)?actualidad|actual(?:mente)?|presente|hoy|aujourd['\u2019]hui|pr[ée]sent"
    r"|actuel(?:lement)?|en\s+cours|ce\s+jour|(?:în\s+)?prezent(?:ul)?|(?:la\s+)?zi|oggi|attuale"
    r"|attualmente|in\s+corso|atual(?:mente)?|(?:o\s+)?momento|hoje|heden|obecnie|teraz|nadal)"
)
_DASH = (
    # A lost dash is a question mark, or the control character that CP-1252 writes it with.
    r"\s*(?:[-\u2013—\u2010\u2011\u2012\u2212~→\x96\x97]+|\?(?=\s)|\b(?:to|until|till|through|bis|hasta|al?|au|à"
    r"|jusqu['\u2019]?(?:à|en|au)?|p[âa]n[ăa](?:\s+[îi]n)?|fino(?:\s+ad?)?|até(?:\s+ao?)?|tot|do)\b)"
    r"\s*(?:la\s+|el\s+)?"
)
# A month may be glued to the word before it, as PDF text often has it: "AgentJul 2010".
_EDGE = r"(?:(?<!\w)|(?-i:(?<=[a-z])(?=[A-Z])))"
_DAY = r"(?:(?<![\w./-])\d{1,2}(?:st|nd|rd|th|er|[.º])?\s+(?:de\s+|of\s+)?)?"


def _point(tag: str, *, after: str = "-") -> str:
    """Return the pattern of one date; a number may not stand right after one of `after`."""
    return (
        rf"(?:{_DAY}{_EDGE}(?:(?P<{tag}n>{_NAMES})|(?P<{tag}q>{_PARTS})(?:\s+(?:semester|term))?)"
        rf"(?![^\W\d_])\.?,?(?:\s*|[/-])(?:\d{{1,2}}(?:st|nd|rd|th)?,\s*)?(?:de[l]?\s+|of\s+)?"
        rf"(?:(?P<{tag}ny>(?:19|20)\d\d)(?!\d)|['\u2019](?P<{tag}ns>\d\d)(?!\d))"
        rf"|(?<![\d./{after}])(?:\d{{1,2}}[./])?(?P<{tag}m>0?[1-9]"
        rf"|1[0-2])\s?[./-]\s?(?P<{tag}my>(?:19|20)\d\d)(?![\d])"
        rf"|(?<![\d./$€£{after}])(?P<{tag}y>(?:19|20)\d\d)(?:[-./](?P<{tag}ym>0[1-9]"
        rf"|1[0-2])(?:[-./](?:0[1-9]|[12]\d|3[01]))?"
        rf"|,?\s(?P<{tag}yn>{_NAMES})\b\.?(?=\s*(?:$|[-\u2013—)|\t,])|\s+(?:to|bis|a|à)\s))?"
        rf"(?![\d%])(?![.,]\d))"
    )


_PERIOD = re.compile(
    rf"(?:(?P<since>\b(?:since|from|seit|ab|desde|depuis|din|dal|sinds|od)\s+)?"
    rf"(?P<between>\b(?:between|zwischen|entre)\s+)?(?:\b(?:de|del|du|von|vom)\s+)?{_point('a')}"
    rf"(?:(?(between)\s+(?:and|und|y|et)\s+|{_DASH})"
    rf"(?:{_point('b', after='')}|(?P<now>\b(?:{_NOW})(?!\w)|…)"
    rf"|(?P<short>\d\d)(?![\d.,%/-]|\s+[^\W\d_]))"
    rf"|\s*/\s*(?P<slash>(?:19|20)?\d\d)(?!\d)"
    rf"|(?P<open>\s*[-\u2013—]\s*$|\s+(?:onwards?|en\s+adelante)\b))?"
    rf"|{_EDGE}(?P<lead>{_NAMES})\b\.?{_DASH}{_point('c', after='')})",
    re.IGNORECASE,
)


def _brief(tag: str) -> str:
    """Return the pattern of a date whose year has two digits: "'19", "01/19", "Jan 19"."""
    return (
        rf"(?:(?<![\w/.]){_EDGE}(?:(?P<{tag}n>{_NAMES})\.?[\s.'\u2019/-]{{1,2}}"
        rf"|(?P<{tag}m>0[1-9]|1[0-2])/|['\u2019])(?P<{tag}s>\d\d)(?![\d/.,%]|\s*,?\s*(?:19|20)\d\d))"
    )


# Two digits may be anything; a range from such a date to such a date, or to now, is no accident.
_BRIEF = re.compile(
    rf"{_brief('a')}{_DASH}(?:{_brief('b')}|(?P<now>\b(?:{_NOW})(?!\w)))", re.IGNORECASE
)
_BRIEF_HINT = re.compile(r"(?<=['\u2019/. -])\d\d(?![\w%])")
_SOLID = (
    rf"(?:(?:{_NAMES})\b\.?\s+(?:de\s+)?(?:19|20)\d\d"
    r"|(?:0?[1-9]|1[0-2])[./](?:19|20)\d\d|(?:19|20)\d\d)"
)
_HANGS = re.compile(
    rf"(?<![\w./-])(?P<from>{_SOLID})\s*(?:[-\u2013—]|\b(?:to|bis|a|al|hasta|à|au)\b)\s*"
    rf"(?P<month>(?:{_NAMES})\b\.?(?:\s+de\b)?)?(?=\t|$|\s[^\W\d_]|(?<=\s)[^\W\d_])",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?:de\s+)?(?:19|20)\d\d(?![\w/])", re.IGNORECASE)
_DATE_FIRST = re.compile(rf"(?:de\s+)?(?:{_SOLID}|(?:{_NOW})\b)(?![\w/])", re.IGNORECASE)
_HINT = re.compile(r"(?:19|20)\d\d|['\u2019]\d\d")
_CENTURY_TURN = 50


@dataclass(frozen=True, slots=True)
class Period:
    """A date or range in a line: `text[at:until]`. `end` is inclusive."""

    start: YearMonth
    end: YearMonth | None  # None with `current` is now; None without it: one date only
    current: bool
    coarse: bool  # at least one side is a bare year
    at: int
    until: int

    @property
    def is_range(self) -> bool:
        """Whether the text names two ends, or one and now."""
        return self.current or self.end is not None


def periods(text: str) -> list[Period]:
    """Return the dates and ranges of `text`, in order."""
    found: list[Period] = []
    if _HINT.search(text) is not None:
        found = [_period(match) for match in _PERIOD.finditer(text)]
    if not found and _BRIEF_HINT.search(text) is not None:
        found = [_brief_period(match) for match in _BRIEF.finditer(text)]
    return found


@dataclass(frozen=True, slots=True)
class Hanging:
    """A range that runs over the end of its line, and what else stands in the two lines."""

    period: Period  # `at` and `until` are of no text
    before: str
    after: str
    below: str


def hanging(text: str, below: str) -> Hanging | None:
    """Return the range that begins in `text` and ends in `below`, the line under it.

    As a narrow column of dates has it, "May 2019 to November Cook" above "2020 Hotel".
    """
    first = _HANGS.search(text)
    if first is None:
        return None
    head, tab, tail = below.rpartition("\t")
    last = (_YEAR_FIRST if first["month"] else _DATE_FIRST).match(tail)
    if last is None or (tab and tail[last.end() :].strip()):
        head, tail = "", below
        last = (_YEAR_FIRST if first["month"] else _DATE_FIRST).match(tail)
    if last is None:
        return None
    found = periods(f"{first['from']} - {first['month'] or ''} {last[0]}")
    if len(found) != 1 or not found[0].is_range:
        return None
    before = text[: first.start()].rstrip()
    if head and before.endswith(","):
        before, head = f"{before} {head}", ""
    return Hanging(found[0], before, text[first.end() :], f"{head}\t{tail[last.end() :]}".strip())


def has_date(text: str) -> bool:
    """Say whether `text` may have a date in it; cheap."""
    return _HINT.search(text) is not None or _BRIEF_HINT.search(text) is not None


def without_dates(text: str) -> str:
    """Return `text` with each date and range, and the brackets around it, taken out."""
    for period in reversed(periods(text)):
        text = f"{text[: period.at].rstrip(' (')} {text[period.until :].lstrip(' )')}"
    return text.strip()


def _period(match: re.Match[str]) -> Period:
    """Return what a match of the range pattern says."""
    if match["lead"]:
        end, coarse = _read(match, "c", last=True)
        start = YearMonth(end.year, _NUMBER[fold(match["lead"])])
        return Period(start, end, current=False, coarse=coarse, at=match.start(), until=match.end())
    start, coarse = _read(match, "a", last=False)
    current = bool(match["now"] or match["since"] or match["open"])
    end: YearMonth | None = None
    if match["by"] or match["bmy"] or match["bny"] or match["bns"]:
        end, end_coarse = _read(match, "b", last=True)
        start, end = _settled(start, end, start_coarse=coarse, end_coarse=end_coarse)
        current, coarse = False, coarse or end_coarse
    elif match["short"] or match["slash"]:
        digits: str = match["short"] or match["slash"]
        end = YearMonth(start.year // 100 * 100 + int(digits[-2:]), 6)
        start, end = _settled(start, end, start_coarse=coarse, end_coarse=True)
        coarse = True
    return Period(start, end, current, coarse, match.start(), match.end())


def _settled(
    start: YearMonth, end: YearMonth, *, start_coarse: bool, end_coarse: bool
) -> tuple[YearMonth, YearMonth]:
    """Return the two ends with bare years moved so that the start is not after the end."""
    if start.index <= end.index or start.year != end.year:
        return start, end
    if start_coarse and end_coarse:
        return YearMonth(start.year, 4), YearMonth(end.year, 9)
    if start_coarse:
        return YearMonth(start.year, 1), end
    return start, YearMonth(end.year, 12)


def _read(match: re.Match[str], tag: str, *, last: bool) -> tuple[YearMonth, bool]:
    """Return the date in the groups of `tag`, and whether it is less than a month's.

    A season is its last month when the period ends with it, else its first.
    """
    if match[f"{tag}n"]:
        return YearMonth(_year(match, tag), _NUMBER[fold(match[f"{tag}n"])]), False
    if match[f"{tag}q"]:
        first = _SEASON[fold(match[f"{tag}q"])]
        return YearMonth(_year(match, tag), first + (_SEASON_MONTHS - 1) * last), True
    if match[f"{tag}my"]:
        return YearMonth(int(match[f"{tag}my"]), int(match[f"{tag}m"])), False
    year = int(match[f"{tag}y"])
    if match[f"{tag}ym"]:
        return YearMonth(year, int(match[f"{tag}ym"])), False
    if match[f"{tag}yn"]:
        return YearMonth(year, _NUMBER[fold(match[f"{tag}yn"])]), False
    return YearMonth(year, 6 if last else 7), True


def _brief_period(match: re.Match[str]) -> Period:
    """Return what a match of the range pattern with years of two digits says."""
    start, coarse = _read_brief(match, "a", last=False)
    if match["now"]:
        return Period(start, None, current=True, coarse=coarse, at=match.start(), until=match.end())
    end, end_coarse = _read_brief(match, "b", last=True)
    start, end = _settled(start, end, start_coarse=coarse, end_coarse=end_coarse)
    return Period(
        start,
        end,
        current=False,
        coarse=coarse or end_coarse,
        at=match.start(),
        until=match.end(),
    )


def _read_brief(match: re.Match[str], tag: str, *, last: bool) -> tuple[YearMonth, bool]:
    """Return the date in the groups of `tag`, and whether it is a bare year."""
    year = _century(int(match[f"{tag}s"]))
    if match[f"{tag}n"]:
        return YearMonth(year, _NUMBER[fold(match[f"{tag}n"])]), False
    if match[f"{tag}m"]:
        return YearMonth(year, int(match[f"{tag}m"])), False
    return YearMonth(year, 6 if last else 7), True


def _year(match: re.Match[str], tag: str) -> int:
    """Return the year after a month's name, "2019" or "'19"."""
    return int(match[f"{tag}ny"]) if match[f"{tag}ny"] else _century(int(match[f"{tag}ns"]))


def _century(short: int) -> int:
    return 1900 + short if short >= _CENTURY_TURN else 2000 + short
