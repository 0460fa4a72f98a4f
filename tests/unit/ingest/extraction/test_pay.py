"""What job texts say that they pay."""

from __future__ import annotations

import pytest

from services.ingest.extraction.facts import PayPeriod
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.pay import pay_of

_YEAR, _MONTH, _HOUR, _NONE = (
    *(PayPeriod.YEAR, PayPeriod.MONTH, PayPeriod.HOUR, PayPeriod.UNSPECIFIED),
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Salary: $120,000 - $150,000 a year", ("USD", 120_000, 150_000, _YEAR)),
        ("£40k - 50k", ("GBP", 40_000, 50_000, _NONE)),
        ("Compensation: €50-60k | Equity", ("EUR", 50_000, 60_000, _NONE)),
        ("Gehalt: 55.000 bis 65.000 € pro Jahr", ("EUR", 55_000, 65_000, _YEAR)),
        ("Salario: 30.000€ - 36.000€ brutos anuales", ("EUR", 30_000, 36_000, _YEAR)),
        ("Salaire : 2 500 à 3 000 € par mois", ("EUR", 2_500, 3_000, _MONTH)),
        ("Pay is between 18.50 and 21 USD per hour", ("USD", 18.5, 21, _HOUR)),
        ("The starting salary is up to DKK 434.179 a year", ("DKK", 0, 434_179, _YEAR)),
        ("Salary from CHF 90'000 p.a.", ("CHF", 90_000, 0, _YEAR)),
        ("You earn 14 EUR an hour", ("EUR", 14, 14, _HOUR)),
    ],
)
def test_pay_is_read(line: str, expected: tuple[str, float, float, PayPeriod]) -> None:
    pay = pay_of(lines_of(f"Job\n{line}\n"))
    assert pay is not None
    assert (pay.currency, pay.minimum / 100, pay.maximum / 100, pay.period) == expected
    assert f"Job\n{line}\n"[pay.span.start : pay.span.end] == line


@pytest.mark.parametrize(
    "line",
    [
        "We made $50 million in revenue last year",
        "Funding of €30M in Series B",
        "A £2,500 budget a year to buy whatever you need",
        "Referral bonus of $1,000 per hire",
        "We pay attention to 10,000 details",
        "Competitive salary, 30 days of holiday",
        "Salary is paid for 12 months a year",
        "10k+ people",
    ],
)
def test_other_money_is_no_pay(line: str) -> None:
    assert pay_of(lines_of(line)) is None
