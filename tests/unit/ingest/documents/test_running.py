from __future__ import annotations

from services.ingest.documents.running import said_once


def test_a_header_and_a_numbered_footer_stay_on_the_first_page_alone() -> None:
    pages = [
        ["Ada Example", f"Text of page {'abc'[number]}", f"Ada Example - {number + 1}/3"]
        for number in range(3)
    ]
    assert said_once(pages) == [pages[0], ["Text of page b"], ["Text of page c"]]


def test_years_and_levels_at_the_edge_of_pages_are_no_page_numbers() -> None:
    pages = [["Engineer", "Lisbon 2016"], ["Head", "Lisbon 2014"], ["Clerk", "Team of 12"]]
    assert said_once(pages) == pages


def test_sentences_and_what_some_pages_begin_with_stay() -> None:
    pages = [["Taught pupils.", f"a{page}", "Python", f"b{page}", f"c{page}"] for page in range(3)]
    pages[1][0] = pages[2][0] = "- cut costs by half"
    assert said_once(pages) == pages


def test_one_page_keeps_all_of_its_lines() -> None:
    assert said_once([["Python", "Python", "1"]]) == [["Python", "Python", "1"]]
