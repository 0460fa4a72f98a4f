"""What a job text says that it pays.

An amount counts beside a word for pay or a period ("60k a year"), and not as money of
another kind: revenue, budgets, allowances, bonuses.
"""

from __future__ import annotations

import re
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction.facts import PayPeriod, PayRange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine

_CURRENCIES = MappingProxyType(
    {
        "$": "USD",
        "us$": "USD",
        "ca$": "CAD",
        "c$": "CAD",
        "a$": "AUD",
        "au$": "AUD",
        "€": "EUR",
        "euro": "EUR",
        "euros": "EUR",
        "£": "GBP",
        "₹": "INR",
        "zł": "PLN",
        "rs": "INR",
        "rs.": "INR",
        "r$": "BRL",
        "¥": "JPY",
        "s$": "SGD",
        "nz$": "NZD",
        "fr.": "CHF",
        "\x80": "EUR",  # a euro sign that was Windows-1252
        **dict.fromkeys(("kr", "kr."), ""),  # of three countries
    }
)
_CODE = (
    "USD|EUR|GBP|CHF|NOK|SEK|DKK|PLN|CZK|HUF|RON|BGN|CAD|AUD|NZD|INR|JPY|CNY|HKD|SGD|ZAR|BRL|MXN"
    "|AED|ILS|TRY|UAH"
)
_SIGN = rf"(?:(?:us|ca|c|au|a|nz|s|r)?\$|[€£₹¥\x80]|zł|\bkr\.?|fr\.|\b(?:{_CODE}|euros?|rs\.?))"
_NUMBER = (
    r"\d{1,3}(?:[.,'\u2019 \u202f]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d{1,7}(?:[.,]\d{1,2}(?!\d))?"
)
_HOUR = r"hours?|hrs?|h|std\.?|stunde|hora|heure"
_DAY = r"days?|tag|día|dia|jour"
_WEEK = r"weeks?|wk|woche|semana|semaine"
_MONTH = r"months?|mo|monat|mes|mois"
_YEAR = r"years?|yr|annum|jahr|año|ano|an"
_PERIODS = (
    (PayPeriod.HOUR, _HOUR, r"hourly|p\.?h\.?|stündlich|stundenlohn|stundensatz"),
    (PayPeriod.DAY, _DAY, r"daily|day rate|p\.?d\.|täglich|tagessatz"),
    (PayPeriod.WEEK, _WEEK, r"weekly|wöchentlich|semanal(?:es)?|hebdomadaire"),
    (PayPeriod.MONTH, _MONTH, r"monthly|p\.?m\.|monatlich|mensual(?:es)?|mensuel"),
    (
        PayPeriod.YEAR,
        _YEAR,
        r"yearly|annual(?:ly|es)?|annum|p\.?\s?a\.?|jährlich|jahresgehalt|anual(?:es)?|annuels?",
    ),
)
_PER = r"(?:\s?/\s?|\b(?:an?|per|each|every|pro?|im|por|al|par|la|l['\u2019])\s?)"
_PERIOD = MappingProxyType(
    {
        period: re.compile(rf"{_PER}(?:{units})(?!\w)|\b(?:{words})(?!\w)", re.IGNORECASE)
        for period, units, words in _PERIODS
    }
)
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<before>{_SIGN})?\s?(?P<least>{_NUMBER})\s?(?P<k1>k\b)?\s?(?P<mid>{_SIGN})?"
    rf"(?:\s*(?:[-\u2013\u2014]|\b(?:to|and|bis|und|a|y|hasta|à|et)\b)\s*(?P<second>{_SIGN})?\s?"
    rf"(?P<most>{_NUMBER})\s?(?P<k2>k\b)?)?\s?(?P<after>{_SIGN})?(?!\w|[.,]\d|\s?%)",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"\b(?:salar(?:y|ies)|pay(?!ment|roll|ed|ing|s\b)|paid|wages?|compensation|remuneration|rate"
    r"|stipend|earn(?:ings?)?|ote|\w*gehalt|vergütung|\w*lohn|verdienst|brutto|salarios?|sueldo"
    r"|retribución|remuneración|bruto|salaires?|rémunération|brut|package)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:revenue|funding|funded|raised|turnover|budgets?|allowance|vouchers?|bonus|referral"
    r"|invest(?:ed|ment)?|sales of|grants?|stipend for|gift|perks?|assets|portfolio|valuation"
    r"|learning|conferences?|courses?|training|equipment|contributions?|umsatz|facturación"
    r"|insurance|coverage|deductible|discount|reimburse\w*|per diem)\b",
    re.IGNORECASE,
)
_MILLIONS = re.compile(
    r"\s?\+?\s?(?:m|mn|mio|bn|mrd|b|millions?|billions?|millones|Mio)\b", re.IGNORECASE
)
_UP_TO = re.compile(
    r"\b(?:up to|bis zu|hasta|jusqu['\u2019]à|max(?:imum)?\.?)\s*(?:of\s)?$", re.IGNORECASE
)
_FROM = re.compile(
    r"\b(?:from|starting (?:at|from)|min(?:imum|inum)?\.?|at least|ab|desde|à partir de|mindestens)"
    r"\s*(?:of\s)?$",
    re.IGNORECASE,
)
_MONEY = re.compile(rf"[$€£₹¥\x80]|zł|\bkr|fr\.|\b(?:{_CODE}|euros?|rs)\b", re.IGNORECASE)
_MOST_IN_LINE = 20
_ALONE = re.compile(r"(?:[^=]*\b(?:compensation|salary)\s?:\s*)?=\s*(?:\|.*|\+ equity)?\s*")
_SIGNS = 2  # of three: a currency, a word for pay, a period
_BEFORE, _AFTER, _NEAR = 100, 45, 20
_LEAST = MappingProxyType(
    {
        PayPeriod.HOUR: 2,
        PayPeriod.DAY: 20,
        PayPeriod.WEEK: 50,
        PayPeriod.MONTH: 100,
        PayPeriod.YEAR: 3000,
        PayPeriod.UNSPECIFIED: 1000,
    }
)
_MOST = 10_000_000
_SPREAD = 20  # more than this between the least and the most is no range of pay


def pay_of(lines: Sequence[TextLine]) -> PayRange | None:
    """Return the first pay that the lines name: a range if there is one, else an amount."""
    found = [each for line in lines for each in _in_line(line)]
    ranges = [each for each in found if each.minimum != each.maximum]
    return next(iter([*ranges, *found]), None)


def _in_line(line: TextLine) -> Iterator[PayRange]:
    text = line.text
    if _MONEY.search(text) is None and _PAY.search(text) is None:
        return
    for match in islice(_AMOUNT.finditer(text), _MOST_IN_LINE):
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        after = text[match.end() : match.end() + _AFTER]
        sign = next(
            (match[name] for name in ("before", "mid", "second", "after") if match[name]), ""
        )
        period = _period(before, after)
        if _MILLIONS.match(after) is not None or _OTHER.search(_clause(before, after)) is not None:
            continue
        is_pay = _PAY.search(before) is not None or _PAY.search(after) is not None
        is_alone = bool(match["most"] and sign) and _ALONE.fullmatch(before + "=" + after)
        if not is_alone and (bool(sign), is_pay, bool(period)).count(True) < _SIGNS:
            continue
        amounts = _amounts(match)
        if amounts and _is_plausible(*amounts, period):
            yield _range(amounts, before, sign, period, line)


def _is_plausible(least: int, most: int, period: PayPeriod) -> bool:
    return 100 * _LEAST[period] <= most < 100 * _MOST and least * _SPREAD > most


def _clause(before: str, after: str) -> str:
    """Return what stands around an amount within its clause."""
    return re.split(r"[.;!?•]\s", before)[-1] + " " + re.split(r"[.;!?•,]\s", after[:_NEAR])[0]


def _range(
    amounts: tuple[int, int], before: str, sign: str, period: PayPeriod, line: TextLine
) -> PayRange:
    least, most = amounts
    is_single = least == most
    return PayRange(
        currency=_CURRENCIES.get(sign.lower(), sign.upper()),
        minimum=0 if is_single and _UP_TO.search(before) else least,
        maximum=0 if is_single and _FROM.search(before) else most,
        period=period,
        span=Span(1, line.start, line.end),
    )


def _amounts(match: re.Match[str]) -> tuple[int, int] | None:
    """Return the least and the most in hundredths; of "50-60k" both are thousands."""
    thousand = 1000 if match["k1"] or (match["k2"] and _value(match["least"]) < 1000) else 1
    least = _value(match["least"]) * thousand
    most = _value(match["most"]) * (1000 if match["k2"] else 1) if match["most"] else least
    return (round(100 * least), round(100 * most)) if 0 < least <= most else None


def _value(text: str) -> float:
    """Return a number whose thousands are set off by any of four signs."""
    whole = re.sub(r"[.,](\d{1,2})$", "", text)
    cents = re.search(r"[.,](\d{1,2})$", text)
    return float(re.sub(r"\D", "", whole)) + (float(f"0.{cents[1]}") if cents else 0.0)


def _period(before: str, after: str) -> PayPeriod:
    """Return the period nearest after an amount, else before it."""
    near = [
        (match.start(), period)
        for period, pattern in _PERIOD.items()
        if (match := pattern.search(after)) is not None
    ]
    if not near:
        near = [
            (-match.end(), period)
            for period, pattern in _PERIOD.items()
            for match in pattern.finditer(before)
        ]
    return min(near)[1] if near else PayPeriod.UNSPECIFIED
