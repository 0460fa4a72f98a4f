"""Date ranges in the notations of resumes, in English, Spanish, German and French.

A bare year is read as its middle (`July` as a start, `June` as an end), so that "2018-2020"
is 24 months and adjoining years do not overlap; what is read so is marked `coarse`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.folding import fold

_MONTHS = (
    "january jan janvier janv januar jänner enero ene",
    "february feb février févr fév februar febrero",
    "march mar mars märz mrz maerz marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juin juni junio",
    "july jul juillet juil juli julio",
    "august aug août aout agosto ago",
    "september sept sep septembre septiembre setiembre",
    "october oct octobre oktober okt octubre",
    "november nov novembre noviembre",
    "december dec décembre déc dezember dez diciembre dic",
)
_NUMBER = {fold(name): at for at, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(
    sorted((name for names in _MONTHS for name in names.split()), key=len, reverse=True)
)
_NOW = (
    r"present|presently|current|currently|now|today|ongoing|to\s+date|till\s+date|date|heute"
    r"|jetzt|aktuell|laufend"
    r"|(?:la\s+)?actualidad|actual(?:mente)?|presente|hoy|aujourd['\u2019]hui|pr[ée]sent"
    r"|actuel(?:lement)?|en\s+cours|ce\s+jour"
)
_DASH = (
    r"\s*(?:[-\u2013—\u2010\u2011\u2012\u2212~]+|\b(?:to|until|till|through|bis|hasta|al?|au|à"
    r"|jusqu['\u2019]?(?:à|en|au)?)\b)\s*(?:la\s+)?"
)
# A month may be glued to the word before it, as PDF text often has it: "AgentJul 2010".
_EDGE = r"(?:(?<!\w)|(?-i:(?<=[a-z])(?=[A-Z])))"


def _point(tag: str, *, after: str = "-") -> str:
    """Return the pattern of one date; a number may not stand right after one of `after`."""
    return (
        rf"(?:{_EDGE}(?P<{tag}n>{_NAMES})\b\.?,?\s*(?:\d{{1,2}}(?:st|nd|rd|th)?,\s*)?(?:de[l]?\s+"
        rf"|of\s+)?"
        rf"(?:(?P<{tag}ny>(?:19|20)\d\d)(?!\d)|['\u2019](?P<{tag}ns>\d\d)(?!\d))"
        rf"|(?<![\d./{after}])(?:\d{{1,2}}[./])?(?P<{tag}m>0?[1-9]"
        rf"|1[0-2])\s?[./-]\s?(?P<{tag}my>(?:19|20)\d\d)(?![\d])"
        rf"|(?<![\d./$€£{after}])(?P<{tag}y>(?:19|20)\d\d)(?:[-./](?P<{tag}ym>0[1-9]"
        rf"|1[0-2])(?:[-./](?:0[1-9]|[12]\d|3[01]))?)?(?![\d%])(?![.,]\d))"
    )


_PERIOD = re.compile(
    rf"(?:(?P<since>\b(?:since|from|seit|ab|desde|depuis)\s+)?{_point('a')}"
    rf"(?:{_DASH}(?:{_point('b', after='')}|(?P<now>\b(?:{_NOW})\b)|(?P<short>\d\d)(?![\d.,%/-]))"
    rf"|\s*/\s*(?P<slash>(?:19|20)?\d\d)(?!\d)|(?P<open>\s*[-\u2013—]\s*$))?"
    rf"|{_EDGE}(?P<lead>{_NAMES})\b\.?{_DASH}{_point('c', after='')})",
    re.IGNORECASE,
)
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
    if not has_date(text):
        return []
    return [_period(match) for match in _PERIOD.finditer(text)]


def has_date(text: str) -> bool:
    """Say whether `text` may have a date in it; cheap."""
    return _HINT.search(text) is not None


def without_dates(text: str) -> str:
    """Return `text` with each date and range, and the brackets around it, taken out."""
    for period in reversed(periods(text)):
        text = f"{text[: period.at].rstrip(' (')} {text[period.until :].lstrip(' )')}"
    return text.strip()


def _period(match: re.Match[str]) -> Period:
    """Return what a match of the range pattern says."""
    if match["lead"]:
        end, coarse = _read(match, "c", month_if_bare=6)
        start = YearMonth(end.year, _NUMBER[fold(match["lead"])])
        return Period(start, end, current=False, coarse=coarse, at=match.start(), until=match.end())
    start, coarse = _read(match, "a", month_if_bare=7)
    current = bool(match["now"] or match["since"] or match["open"])
    end: YearMonth | None = None
    if match["by"] or match["bmy"] or match["bny"] or match["bns"]:
        end, end_coarse = _read(match, "b", month_if_bare=6)
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


def _read(match: re.Match[str], tag: str, *, month_if_bare: int) -> tuple[YearMonth, bool]:
    """Return the date in the groups of `tag`, and whether it is a bare year."""
    if match[f"{tag}n"]:
        return YearMonth(_year(match, tag), _NUMBER[fold(match[f"{tag}n"])]), False
    if match[f"{tag}my"]:
        return YearMonth(int(match[f"{tag}my"]), int(match[f"{tag}m"])), False
    year = int(match[f"{tag}y"])
    if match[f"{tag}ym"]:
        return YearMonth(year, int(match[f"{tag}ym"])), False
    return YearMonth(year, month_if_bare), True


def _year(match: re.Match[str], tag: str) -> int:
    """Return the year after a month's name, "2019" or "'19"."""
    if match[f"{tag}ny"]:
        return int(match[f"{tag}ny"])
    short = int(match[f"{tag}ns"])
    return 1900 + short if short >= _CENTURY_TURN else 2000 + short
