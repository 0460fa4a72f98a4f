"""Notations of dates."""

from __future__ import annotations

import pytest

from services.ingest.extraction.dates import hanging, periods, without_dates
from services.ingest.extraction.facts import YearMonth


def _month(text: str) -> YearMonth:
    year, month = text.split("-")
    return YearMonth(int(year), int(month))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Jan 2019 \u2013 Mar 2021", "2019-1", "2021-3"),
        ("01/2019-03/2021", "2019-1", "2021-3"),
        ("2019-03 to 2021-05", "2019-3", "2021-5"),
        ("2024-08-01 to 2025-04-01", "2024-8", "2025-4"),
        ("01.02.2018 - 31.03.2020", "2018-2", "2020-3"),
        ("July 1, 2019 - Aug. 3, 2020", "2019-7", "2020-8"),
        ("May - Aug 2022", "2022-5", "2022-8"),
        ("Jan '19 - Feb '20", "2019-1", "2020-2"),
        ("enero de 2018 a marzo de 2020", "2018-1", "2020-3"),
        ("M\u00e4rz 2018 bis Dez. 2019", "2018-3", "2019-12"),
        ("f\u00e9vr. 2018 \u00e0 ao\u00fbt 2019", "2018-2", "2019-8"),
        ("06.2018\u201304.2021", "2018-6", "2021-4"),
        ("01.03.2019 \u2013 31.12.2020", "2019-3", "2020-12"),
        ("1 March 2019 - 31 December 2020", "2019-3", "2020-12"),
        ("15 mars 2018 au 20 juin 2019", "2018-3", "2019-6"),
        ("Mar/2019 - Apr/2020", "2019-3", "2020-4"),
        ("Sep2019-Oct2020", "2019-9", "2020-10"),
        ("01/19 - 03/21", "2019-1", "2021-3"),
        ("ene 19 - dic 20", "2019-1", "2020-12"),
        ("2019 January - 2020 March", "2019-1", "2020-3"),
        ("Jan 2016 \u2192 Dec 2018", "2016-1", "2018-12"),
        ("ianuarie 2016 - mai 2018", "2016-1", "2018-5"),
        ("din martie 2016 până în iunie 2018", "2016-3", "2018-6"),
        ("gennaio 2016 - luglio 2018", "2016-1", "2018-7"),
        ("março de 2016 até fevereiro de 2018", "2016-3", "2018-2"),
        ("maart 2016 tot oktober 2018", "2016-3", "2018-10"),
        ("styczeń 2016 - września 2018", "2016-1", "2018-9"),
        ("August 2016? Mai 2018", "2016-8", "2018-5"),
        ("August 2016 \x96 May 2018", "2016-8", "2018-5"),
    ],
)
def test_a_range_has_both_its_ends(text: str, start: str, end: str) -> None:
    (period,) = periods(text)
    assert (period.start, period.end, period.current) == (_month(start), _month(end), False)
    assert not period.coarse


@pytest.mark.parametrize(
    "text",
    [
        "Jan 2019 \u2013 Present",
        "01/2019 - current",
        "since January 2019",
        "seit Januar 2019",
        "Januar 2019 bis heute",
        "enero 2019 - actualidad",
        "desde enero de 2019",
        "janvier 2019 \u00e0 aujourd\u2019hui",
        "depuis janvier 2019",
        "01/2019 -",
        "January 2019 onwards",
        "01/19 \u2013 present",
        "enero 2019 - hasta la fecha",
        "01.2019 bis dato",
        "Jan 2019 - till now",
        "ianuarie 2019 - prezent",
        "gennaio 2019 - in corso",
        "janeiro de 2019 - atualmente",
        "januari 2019 - heden",
        "stycznia 2019 - obecnie",
    ],
)
def test_what_goes_on_is_current(text: str) -> None:
    (period,) = periods(text)
    assert (period.start, period.end, period.current) == (YearMonth(2019, 1), None, True)


@pytest.mark.parametrize(
    "text",
    [
        "2018\u20132020",
        "2018-2020",
        "2018/2020",
        "2018 to 2020",
        "'18 \u2013 '20",
        "between 2018 and 2020",
    ],
)
def test_bare_years_count_from_middle_to_middle(text: str) -> None:
    (period,) = periods(text)
    assert (period.start, period.end, period.coarse) == (
        YearMonth(2018, 7),
        YearMonth(2020, 6),
        True,
    )


def test_a_bare_year_never_reverses_a_range() -> None:
    (period,) = periods("2020 - Mar 2020")
    assert (period.start, period.end) == (YearMonth(2020, 1), YearMonth(2020, 3))


def test_one_month_is_no_range() -> None:
    (period,) = periods("Sept. 2017")
    assert (period.start, period.is_range) == (YearMonth(2017, 9), False)


@pytest.mark.parametrize(
    "text",
    ["version 0.2019.4", "doi 10.1234/neurips.2023.1234", "$2000", "Room 12019", "2000% more"],
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert periods(text) == []


def test_taking_dates_out_takes_their_brackets() -> None:
    assert without_dates("BSc Physics (2012 - 2015), Leeds") == "BSc Physics , Leeds"


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Summer 2018 \u2013 Fall 2019", "2018-6", "2019-11"),
        ("Herbst 2018 bis Sommer 2019", "2018-9", "2019-8"),
        ("Q3 2019 - Q1 2020", "2019-7", "2020-3"),
    ],
)
def test_a_season_is_its_first_month_at_a_start_and_its_last_at_an_end(
    text: str, start: str, end: str
) -> None:
    (period,) = periods(text)
    assert (period.start, period.end, period.coarse) == (_month(start), _month(end), True)


@pytest.mark.parametrize(
    "text", ["a ratio of 05/17", "24/7", "open 09/12", "in the '90s", "may 20 people", "summer fun"]
)
def test_two_digits_alone_are_no_year(text: str) -> None:
    assert periods(text) == []


@pytest.mark.parametrize(
    ("text", "below", "rest"),
    [
        ("Cook\tMay 2019 to", "November 2020", ("Cook", "", "")),
        ("May 2019 to November Cook", "2020\tHotel", ("", " Cook", "Hotel")),
        ("Hotel, St. Louis,\tMay 2019 to November", "MO\t2020", ("Hotel, St. Louis, MO", "", "")),
    ],
)
def test_a_range_may_run_over_the_end_of_its_line(
    text: str, below: str, rest: tuple[str, str, str]
) -> None:
    over = hanging(text, below)
    assert over is not None
    assert (over.period.start, over.period.end) == (_month("2019-5"), _month("2020-11"))
    assert (over.before, over.after, over.below) == rest


def test_a_date_above_another_is_no_range() -> None:
    assert hanging("Cook\tMay 2019", "November 2020") is None
