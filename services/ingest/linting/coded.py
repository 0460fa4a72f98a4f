"""The words of Gaucher, Friesen and Kay (2011), appendix A, as stems, and how a text leans.

One such word says nothing: "lead" and "support" stand in every job text. They are counted,
and no finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MASCULINE = (
    "active adventurous aggress ambitio analy assert athlet autonom boast challeng compet confident"
    " courag decide decisi decision determin dominant domina forc greedy headstrong hierarch hostil"
    " impulsive independen individual intellect lead logic masculine objective opinion outspoken"
    " persist principle reckless self-confiden self-relian self-sufficien stubborn superior"
)
_FEMININE = (
    "affectionate child cheer commit communal compassion connect considerate cooperat depend"
    " emotiona empath feminine flatterable gentle honest interpersonal interdependen kind kinship"
    " loyal modesty nag nurtur pleasant polite quiet respon sensitiv submissive support sympath"
    " tender together trust understand warm whin yield"
)
_MOST = 500


@dataclass(frozen=True, slots=True)
class Balance:
    """The coded words of a text, in its order, each as often as it stands."""

    masculine: tuple[str, ...]
    feminine: tuple[str, ...]


def _pattern(stems: str) -> re.Pattern[str]:
    joined = "|".join(sorted(stems.split(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{joined})\w*", re.IGNORECASE)


_CODED = (_pattern(_MASCULINE), _pattern(_FEMININE))


def balance_of(text: str) -> Balance:
    """Return the coded words of `text`, folded to lower case, 500 of each at most."""
    masculine, feminine = (
        tuple(match[0].lower() for match in pattern.finditer(text))[:_MOST] for pattern in _CODED
    )
    return Balance(masculine, feminine)
