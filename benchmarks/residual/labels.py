"""Who is in which group, by rules on the text alone. Rough; the page says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.residual.people import Resume

_YEAR = re.compile(r"\b(19[5-9]\d|20[0-2]\d)\b")
_NUMBER = re.compile(r"\d+")
_SHE = re.compile(
    r"\b(?:she|her|hers|mrs|sorority|women's|womens|woman|ladies|lady|girls?|girl scouts?|mother"
    r"|waitress|hostess|actress|stewardess|seamstress|nanny|cheerleader|female|sisterhood)\b",
    re.IGNORECASE,
)
_HE = re.compile(
    r"\b(?:he|his|him|mr|fraternity|men's|mens|boys?|boy scouts?|eagle scouts?|father|waiter"
    r"|salesman|foreman|handyman|chairman|businessman|male|brotherhood)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:india|china|mexico|nigeria|pakistan|bangladesh|philippines|vietnam|korea|iran|iraq"
    r"|egypt|ghana|kenya|ethiopia|morocco|brazil|colombia|peru|haiti|jamaica|cuba|puerto rico"
    r"|dominican|venezuela|guatemala|el salvador|honduras|indonesia|malaysia|thailand|taiwan"
    r"|hong kong|nepal|sri lanka|turkey|lebanon|jordan|saudi arabia|dubai|chinese|mandarin"
    r"|cantonese|hindi|urdu|punjabi|gujarati|tamil|telugu|bengali|marathi|malayalam|kannada"
    r"|nepali|arabic|farsi|persian|korean|japanese|vietnamese|tagalog|filipino|thai|indonesian"
    r"|amharic|swahili|yoruba|igbo|hausa|somali|portuguese|creole|turkish)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Question:
    """Something to tell of people: of each by key, whether they are in the group.

    `tells` finds the words in a text that the label was made from, and their like.
    """

    name: str
    group: str
    truth: Mapping[str, bool]
    tells: re.Pattern[str]


def questions(people: Sequence[Resume]) -> tuple[Question, ...]:
    """Return the questions on people whose texts were left as they are."""
    return (
        Question("age", "the earliest year is the median or before", _older(people), _NUMBER),
        Question(
            "gender",
            "words of women, none of men",
            _women(people),
            re.compile(f"{_SHE.pattern}|{_HE.pattern}", re.IGNORECASE),
        ),
        Question(
            "origin",
            "a country or a language of Africa, Asia or Latin America",
            {each.key: bool(_ELSEWHERE.search(each.text)) for each in people},
            _ELSEWHERE,
        ),
    )


def _older(people: Sequence[Resume]) -> dict[str, bool]:
    years = {each.key: sorted(map(int, _YEAR.findall(each.text))) for each in people}
    first = {key: found[0] for key, found in years.items() if found}
    middle = median_low(first.values()) if first else 0
    return {key: year <= middle for key, year in first.items()}


def _women(people: Sequence[Resume]) -> dict[str, bool]:
    found = {each.key: (_SHE.search(each.text), _HE.search(each.text)) for each in people}
    return {key: bool(she) for key, (she, he) in found.items() if bool(she) != bool(he)}
