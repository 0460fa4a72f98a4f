from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.parse import folder, folding, pages, written
from benchmarks.parse.degrees import level_of
from benchmarks.parse.people import People
from benchmarks.parse.render import flow, rendercv_themes, typeset, web, word
from benchmarks.parse.scans import errors, errors_in_any_order, plain
from benchmarks.parse.tongues import tongue

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def people() -> People:
    return People()


def test_a_seed_makes_the_same_person_again_and_other_seeds_make_others(people: People) -> None:
    made = [people.person(f"tune:1:{number}") for number in range(300)]
    assert made[7] == People().person("tune:1:7")
    assert len({person.name for person in made}) > 290
    assert {person.language for person in made} == {"en", "es", "de", "fr"}
    assert made[7] != people.person("report:1:7")


def test_the_scorer_knows_each_degree_and_level_of_the_vocabulary(people: People) -> None:
    for words in people.words.values():
        for level, degrees in words["degrees"].items():
            assert {degree: level_of(degree) for degree, _ in degrees} == {
                degree: level for degree, _ in degrees
            }
        for code, name in words["tongues"].items():
            for level, wordings in words["levels"].items():
                for wording in wordings:
                    known = tongue(name, wording)
                    assert known is not None, name
                    assert (known.code, level in known.levels) == (code, True), (name, wording)


@pytest.mark.parametrize("number", range(8))
def test_a_page_says_all_that_its_truth_says(people: People, number: int, tmp_path: Path) -> None:
    person = people.person(f"tune:9:{number}")
    words, dice = people.words[person.language], Random(number)
    page = pages.page(person, words, pages.notation(words, dice), dice)
    typeset.write(page, typeset.LAYOUTS[number % 3], dice, tmp_path / "0_typst.pdf")
    flow.write(page, flow.LAYOUTS[number % 2], dice, tmp_path / "0_reportlab.pdf")
    word.write(page, word.LAYOUTS[number % 3], dice, tmp_path / "0_docx.docx")
    web.weasyprint_pdf(web.html(page, web.LAYOUTS[number % 4], dice), tmp_path / "0_web.pdf")
    written.write(tmp_path / "0_truth.json", person, years_only=False)
    cases = folder.walk(tmp_path).cases
    assert len(cases) == 4
    for case in cases:
        text = folding.solid(folder.printed(case.file))
        told = case.truth.resume
        values = [told.name, told.email, case.truth.town]
        values += [each for job in told.jobs for each in (job.title, job.employer)]
        values += [each for study in told.studies for each in (study.field, study.institution)]
        values += [each for names in told.skills for each in names]
        values += [each.name for each in (*told.certifications, *told.projects)]
        missing = [each for each in values if folding.solid(each) not in text]
        assert missing == [], case.file.name


def test_rendercv_draws_its_themes_offline(people: People, tmp_path: Path) -> None:
    person = people.person("tune:9:3")
    file = tmp_path / "page.pdf"
    rendercv_themes.write(person, people.words[person.language], "classic", Random(3), file)
    assert folding.solid(person.name) in folding.solid(folder.printed(file))


def test_dates_of_a_job_that_goes_on_end_in_the_word_for_now(people: People) -> None:
    words = people.words["fr"]
    how = pages.Notation("De {long0} à {long1}", "aujourd'hui", "", years_only=False)
    assert pages.period(words, how, 2020 * 12 + 2, None) == "De mars 2020 à aujourd'hui"
    assert pages.period(words, how, 2020 * 12 + 2, 2021 * 12) == "De mars 2020 à janvier 2021"


def test_the_character_error_counts_each_wrong_character_once() -> None:
    assert errors(plain("of\ufb01ce\n hours"), plain("office hours")) == 0
    assert errors("hours", "houses") == 2
    assert errors("hours", "") == 5


def test_words_in_another_order_are_errors_only_where_order_counts() -> None:
    assert errors("left one right two", "left right one two") > 0
    assert errors_in_any_order("left one right two", "left right one two") == 0
    assert errors_in_any_order("left one one", "left one onc") == 1
    assert errors_in_any_order("left one", "left one one") == 3
