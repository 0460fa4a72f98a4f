"""The verdict on a reading follows from what was measured."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from services.ingest.documents.document import Document, Page, ScannedLine
from services.ingest.documents.errors import TextUnreadable
from services.ingest.extraction.extract import extract
from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.projects import projects_of
from services.ingest.extraction.quality import Grade, Problem, Quality, judged
from services.ingest.extraction.sections import sections_of
from services.ingest.extraction.vocabulary import known_percent
from taxonomy import rarity
from tests.fixtures import files

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

GOOD = files.RESUME + "Skills\nPython, PostgreSQL\n"
WORDS = rarity.load()
OTHERS = {
    "ro": "am lucrat zece ani ca inginer în producție și am condus o echipă de patru oameni care "
    "a proiectat instalații electrice pentru clădiri mari",
    "it": "ho lavorato per dieci anni come ingegnere nella produzione e ho guidato una squadra di "
    "quattro persone che progettava impianti elettrici per grandi edifici",
    "pt": "trabalhei durante dez anos como engenheiro na produção e dirigi uma equipe de quatro "
    "pessoas que projetou instalações elétricas para grandes edifícios",
    "nl": "ik heb tien jaar gewerkt als ingenieur in de productie en leidde een ploeg van vier "
    "mensen die elektrische installaties voor grote gebouwen ontwierp",
    "pl": "przez dziesięć lat pracowałem jako inżynier w produkcji i kierowałem grupą czterech "
    "ludzi która projektowała instalacje elektryczne dla dużych budynków",
    "hu": "tíz évig dolgoztam mérnök voltam a gyárban és négy emberből álló csapatot vezettem "
    "amely nagy épületek számára tervezett elektromos rendszereket",
    "el": "εργάστηκα δέκα χρόνια ως μηχανικός στην παραγωγή και διεύθυνα μια ομάδα τεσσάρων "
    "ανθρώπων που σχεδίαζε ηλεκτρικές εγκαταστάσεις για μεγάλα κτίρια",
    "ru": "десять лет работал инженером на производстве и руководил группой из четырёх человек "
    "которая проектировала электрические системы для больших зданий",
}
CHANGED = str.maketrans("aeiounrstlαειοντσαειонрст", "eioualrntsεαοιτνρεаоитсрн")
TURNED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzαβγδεικλμνοπρστυавгдеиклмнопрсту",
    "qwertyuiopasdfghjklzxcvbnmμσβνεκταδργοπλυιтормсиалнвгедпук",
)


def _document(text: str, *confidences: float) -> Document:
    """A document of one page, or of as many as were looked at so surely."""
    pages = tuple(
        Page(number, 0, len(text), sure, (ScannedLine(0, len(text), sure),))
        for number, sure in enumerate(confidences, start=1)
    )
    return Document("text/plain", text, pages or (Page(1, 0, len(text)),))


def _judged(document: Document, taxonomy: Taxonomy) -> Quality:
    extraction = extract(document, as_of=YearMonth(2025, 6), taxonomy=taxonomy)
    return judged(document, extraction.reading, WORDS)


def test_a_resume_with_all_that_one_has_is_ok(taxonomy: Taxonomy) -> None:
    assert _judged(_document(GOOD), taxonomy) == Quality(Grade.OK, (), 100, 100, 0)


@pytest.mark.parametrize(
    ("without", "problem"),
    [
        ("Alex Example\n", Problem.NAME_MISSING),
        ("alex@example.com\n", Problem.CONTACT_MISSING),
        ("\t2019 - 2023", Problem.DATES_MISSING),
        (GOOD[GOOD.index("Experience") : GOOD.index("Education")], Problem.EMPLOYMENT_MISSING),
        ("Education\nBachelor of Science, Computer Science\n", Problem.EDUCATION_MISSING),
    ],
)
def test_what_a_resume_lacks_makes_it_partial(
    taxonomy: Taxonomy, without: str, problem: Problem
) -> None:
    quality = _judged(_document(GOOD.replace(without, "")), taxonomy)
    assert quality.grade is Grade.PARTIAL
    assert problem in quality.problems


def test_wrong_letters_show_in_the_share_of_known_words(taxonomy: Taxonomy) -> None:
    shifted = str.maketrans("aeioulnrst", "eioualrnts")
    quality = _judged(_document(GOOD + GOOD.lower().translate(shifted) * 4), taxonomy)
    assert Problem.WORDS_UNKNOWN in quality.problems
    assert quality.known_words_percent < 60


def test_headings_that_lost_what_was_under_them_show_that_columns_were_torn(
    taxonomy: Taxonomy,
) -> None:
    torn = GOOD + "Languages\nCertifications\nProjects\nEducation\nSummary\nI build things.\n"
    quality = _judged(_document(torn), taxonomy)
    assert Problem.ORDER_DOUBTFUL in quality.problems
    assert quality.orphan_headings > 2


def test_an_unsure_page_is_partial_and_the_least_sure_one_counts(taxonomy: Taxonomy) -> None:
    quality = _judged(_document(GOOD, 97, 70), taxonomy)
    assert quality.problems == (Problem.RECOGNITION_UNSURE,)
    assert quality.recognition_percent == 70


def test_pages_that_were_left_out_make_it_partial(taxonomy: Taxonomy) -> None:
    quality = _judged(replace(_document(GOOD, 97), pages_left_out=3), taxonomy)
    assert quality.problems == (Problem.PAGES_LEFT_OUT,)


def test_an_empty_page_of_a_scan_says_nothing_of_the_others(taxonomy: Taxonomy) -> None:
    document = _document(GOOD, 97)
    blank = Page(2, len(GOOD), len(GOOD), 0.0)
    document = replace(document, pages=(*document.pages, blank))
    assert _judged(document, taxonomy).grade is Grade.OK


@pytest.mark.parametrize(
    ("text", "sure"), [(GOOD, 40.0), ("wrothe kinst belune tarik orshen pliv " * 20, 90.0)]
)
def test_a_picture_in_which_little_was_recognised_is_unreadable_and_says_what_to_do(
    taxonomy: Taxonomy, text: str, sure: float
) -> None:
    with pytest.raises(TextUnreadable, match="scan it straight at 300 dpi") as refused:
        _judged(_document(text, sure), taxonomy)
    assert refused.value.metadata["signal"] == "recognition"


def test_text_that_came_out_backwards_is_unreadable(taxonomy: Taxonomy) -> None:
    backwards = "".join(line[::-1] + "\n" for line in GOOD.lower().splitlines() * 3)
    with pytest.raises(TextUnreadable) as refused:
        _judged(_document(backwards), taxonomy)
    assert refused.value.metadata["signal"] == "words"


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_resume_in_another_language_is_no_salad_and_its_scrambled_letters_are(
    taxonomy: Taxonomy, text: str
) -> None:
    assert _judged(_document(text), taxonomy).known_words_percent >= 70
    for table in (CHANGED, TURNED):
        with pytest.raises(TextUnreadable) as refused:
            _judged(_document(text.lower().translate(table)), taxonomy)
        assert refused.value.metadata["signal"] == "words"


def test_words_of_many_languages_do_not_add_up_to_a_text() -> None:
    """Each is a common word somewhere; nobody writes them together."""
    salad = "warsztat hetkel gyerek zaten vagyok kanssa jeszcze ebben lazim olisi twoje ettei"
    assert all(WORDS.common_in(word) for word in salad.split() if word not in ("hetkel", "ettei"))
    assert known_percent(salad, WORDS) < 50


def test_of_letters_without_lists_nothing_is_said() -> None:
    assert known_percent("ソフトウェア エンジニア مهندس برمجيات", WORDS) == 100


def test_projects_in_a_section_without_dates_are_read_each_with_its_lines() -> None:
    text = "Projects\n- Alpha: a planner\n- Beta: a parser\n"
    found = projects_of(sections_of(lines_of(text)))
    assert [project.name for project in found] == ["Alpha", "Beta"]
