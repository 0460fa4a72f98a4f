"""Where lines of a page go when words stand in columns."""

from __future__ import annotations

from services.ingest.documents.layout import lines
from services.ingest.documents.rows import Word

SIDEBAR = [
    "CONTACT",
    "Lisbon",
    "alex@example.com",
    "SKILLS",
    "Python",
    "Kafka",
    "LANGUAGES",
    "Dutch",
]
MAIN = [
    "SUMMARY",
    "Builds payment services",
    "for two million people.",
    "EXPERIENCE",
    "Senior Engineer",
    "Widget Works",
    "Kept them running",
    "for three years.",
]


def _word(text: str, x: float, y: float, size: float = 10) -> Word:
    return Word(text, x, x + 5.0 * len(text), y, size)


def _column(texts: list[str], *, x: float, top: float, pitch: float) -> list[Word]:
    return [_word(text, x, top - pitch * row) for row, text in enumerate(texts)]


def test_the_name_beside_a_sidebar_is_read_before_it() -> None:
    words = [
        *_column(SIDEBAR, x=30, top=790, pitch=19),
        _word("Alex Example", 220, 785, size=25),
        _word("Senior Engineer of Payments", 220, 763, size=12),
        *_column(MAIN, x=220, top=721, pitch=15),
    ]
    assert lines(words) == ["Alex Example", "Senior Engineer of Payments", *SIDEBAR, *MAIN]


def test_a_heading_at_the_top_of_the_right_column_stays_in_it() -> None:
    words = [
        *_column(SIDEBAR, x=30, top=790, pitch=19),
        _word("SUMMARY", 220, 785, size=12),
        *_column(MAIN[1:], x=220, top=765, pitch=15),
    ]
    assert lines(words) == [*SIDEBAR, *MAIN]


def test_dates_in_the_margin_stay_with_their_jobs_though_headings_stand_there_too() -> None:
    words: list[Word] = []
    expected: list[str] = []
    top = 700.0
    for heading in ("Experience", "Volunteering", "Teaching"):
        words.append(_word(heading, 60, top))
        expected.append(heading)
        for row in range(3):
            top -= 20
            date, title = f"201{row} - 201{row + 1}", f"{heading} number {row}"
            rest = ["- did it", "- did it again"]
            words += [_word(date, 60, top), *_column([title, *rest], x=200, top=top, pitch=13)]
            expected += [f"{date}\t{title}", *rest]
            top -= 26
        top -= 30
    assert lines(words) == expected


def test_a_date_that_goes_on_below_in_the_margin_is_made_whole() -> None:
    words = [
        _word("November 2018 \u2013", 60, 700),
        *_column(["Engineer, Acme", "Built it"], x=200, top=700, pitch=13),
        _word("September 2021", 60, 687),
    ]
    assert lines(words) == ["November 2018 \u2013 September 2021\tEngineer, Acme", "Built it"]


def test_dates_at_the_right_stay_with_their_jobs_above_a_list_in_columns() -> None:
    columns = [
        ["Skills", "Python", "Go", "Kafka", "Rust"],
        ["Certificates", "Pilot", "Diver", "Skipper", "Judge"],
    ]
    words = [
        *_column(["Engineer", "Widget Works", "Built it"], x=50, top=700, pitch=15),
        _word("2016 - 2020", 500, 685),
        *(
            _word(text, 50 + 350 * column, 600 - 15 * row - 1.7 * row * column, 10 + 2 * (row == 0))
            for column, texts in enumerate(columns)
            for row, text in enumerate(texts)
        ),
    ]
    before = ["Engineer", "Widget Works\t2016 - 2020", "Built it"]
    assert lines(words) == [*before, *columns[0], *columns[1]]


def test_short_lists_under_level_headings_are_read_apart() -> None:
    columns = [["Skills", "Python", "Go"], ["Languages", "English", "Irish"]]
    words = [
        _word(text, 50 + 250 * column, 600 - 15 * row, 10 + 2 * (row == 0))
        for column, texts in enumerate(columns)
        for row, text in enumerate(texts)
    ]
    below = "Interests: rowing, sailing, reading, baking bread, and the history of the abacus"
    words.append(_word(below, 50, 540))
    assert lines(words) == [*columns[0], *columns[1], below]


def test_dates_that_go_on_below_are_read_with_their_jobs_under_headings_of_the_column() -> None:
    words = [
        _word("Education", 45, 610, size=12),
        *(_word("2011", 45, 595), _word("University of Example", 156, 595)),
        _word("Doctor of Mathematics", 156, 580),
        _word("Experience", 45, 553, size=12),
    ]
    expected = ["Education", "2011\tUniversity of Example", "Doctor of Mathematics", "Experience"]
    for top in (538.0, 439.0):
        rest = ["- ran a reading club", "- taught eighty pupils", "- wrote the handbook"]
        words += [
            *_column(["Apr. 2017 to Nov.", "2019"], x=45, top=top, pitch=15),
            *_column(["Widget School", "Teacher", *rest], x=156, top=top, pitch=15),
        ]
        expected += ["Apr. 2017 to Nov. 2019\tWidget School", "Teacher", *rest]
    assert lines(words) == expected


def test_a_degree_broken_in_its_narrow_column_is_one_cell() -> None:
    words = [
        *(_word("Bachel-", 62, 295), _word("Glasgow", 101, 295), _word("College", 138, 295)),
        _word("Mar 2008", 454, 295),
        *_column(["or of", "Sci-", "ence"], x=62, top=282, pitch=13),
        *(_word("Technical", 62, 240), _word("Skills", 110, 240)),
    ]
    assert lines(words) == ["Bachelor of Science\tGlasgow College\tMar 2008", "Technical Skills"]


def test_a_title_broken_at_the_end_of_a_wide_line_does_not_take_in_what_follows() -> None:
    title = "Routing of messages between many small Mod-"
    words = [
        *(_word(title, 62, 295), _word("July 2023", 454, 295)),
        *_column(["els", "with John and Sarah"], x=62, top=282, pitch=13),
    ]
    assert lines(words) == [f"{title}\tJuly 2023", "els", "with John and Sarah"]
