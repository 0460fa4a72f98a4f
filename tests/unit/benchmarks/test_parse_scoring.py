from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.parse import aligning, folding, scoring
from benchmarks.parse.degrees import level_of
from benchmarks.parse.resume import Job, Month, Named, Resume, Study, Tongue, Truth
from benchmarks.parse.tongues import levels_of, tongue

ADA = Resume(
    name="Dr. Ada Novák",
    email="ada@example.com",
    phone="+44 (0)20 7946 0123",
    location="10115 Berlin Germany",
    links=("https://www.linkedin.com/in/ada/",),
    jobs=(
        Job("Engineer", "Acme", Month(2020, 3), None, current=True),
        Job("Engineer", "Acme", Month(2017), Month(2020, 2)),
    ),
    studies=(Study(4, "Physics", "University of Leeds", 2016),),
    skills=(frozenset({"C++"}), frozenset({"Team training"}), frozenset({"Kubernetes"})),
    tongues=(Tongue("en", frozenset({"C1", "C2"})), Tongue("de")),
    certifications=(Named("CKA", "CNCF 2021"),),
    projects=(Named("Paperboat"),),
)
TRUTH = Truth(ADA, town="Berlin", groups=("Platforms",), prose="Ran sales and training for Acme")
PRINTED = (
    " ".join((ADA.name, ADA.email, ADA.phone, ADA.location, ADA.links[0], "Engineer Acme Physics"))
    + " University of Leeds C++ CKA Paperboat"
)


def score(reading: Resume, printed: str = PRINTED) -> scoring.Score:
    return scoring.score(TRUTH, reading, printed)


def counts(result: scoring.Score, field: str) -> tuple[int, int, int]:
    told = result.counts.get(field, scoring.Counts())
    return told.found, told.missed, told.wrong


def test_a_reading_that_is_the_truth_misses_nothing() -> None:
    result = score(ADA)
    assert result.misses == []
    assert {each.f1 for each in result.counts.values()} == {1.0}


def test_a_reading_of_nothing_finds_nothing_and_is_never_wrong() -> None:
    result = score(Resume())
    assert all(each.found == 0 and each.wrong == 0 for each in result.counts.values())
    assert counts(result, "employment_title") == (0, 2, 0)


def test_case_punctuation_and_the_title_before_a_name_do_not_matter() -> None:
    assert counts(score(replace(ADA, name="ADA  NOVÁK")), "name") == (1, 0, 0)
    assert counts(score(replace(ADA, name="Ada Novak Contact")), "name") == (0, 1, 1)


@pytest.mark.parametrize("phone", ["020 7946 0123", "+442079460123", "0044 20 7946 0123"])
def test_a_telephone_number_is_the_same_with_and_without_its_country(phone: str) -> None:
    assert counts(score(replace(ADA, phone=phone)), "phone") == (1, 0, 0)


def test_a_part_of_a_telephone_number_is_wrong() -> None:
    assert counts(score(replace(ADA, phone="0123")), "phone") == (0, 1, 1)


def test_a_location_names_the_town_and_no_word_that_is_not_there() -> None:
    assert counts(score(replace(ADA, location="Berlin, Germany")), "location") == (1, 0, 0)
    assert counts(score(replace(ADA, location="Germany")), "location") == (0, 1, 1)
    assert counts(score(replace(ADA, location="Berlin, ada@example.com")), "location") == (0, 1, 1)


def test_a_month_is_exact_where_the_truth_has_one() -> None:
    first, second = ADA.jobs
    off = replace(ADA, jobs=(replace(first, start=Month(2020, 4)), second))
    assert counts(score(off), "employment_start") == (1, 1, 1)
    any_month = replace(ADA, jobs=(first, replace(second, start=Month(2017, 9))))
    assert counts(score(any_month), "employment_start") == (2, 0, 0)


def test_jobs_are_assigned_so_that_most_values_agree() -> None:
    result = score(replace(ADA, jobs=ADA.jobs[::-1]))
    assert counts(result, "employment_start") == (2, 0, 0)
    assert counts(result, "employment_current") == (1, 0, 0)


def test_a_job_that_is_not_there_is_wrong_in_each_of_its_values() -> None:
    result = score(replace(ADA, jobs=(*ADA.jobs, Job("Cook", "Diner", Month(2001, 1)))))
    assert counts(result, "employment_title") == (2, 0, 1)
    assert counts(result, "employment_start") == (2, 0, 1)


def test_a_skill_goes_by_its_label_or_by_the_words_it_was_found_by() -> None:
    reading = replace(ADA, skills=(frozenset({"Container orchestration", "kubernetes"}),))
    assert counts(score(reading), "skills") == (1, 2, 0)


def test_c_is_not_c_plus_plus() -> None:
    assert counts(score(replace(ADA, skills=(frozenset({"C"}),))), "skills") == (0, 3, 1)


def test_a_piece_of_a_listed_item_is_wrong_and_words_of_prose_and_groups_are_not_judged() -> None:
    skills = (frozenset({"Training"}), frozenset({"Sales"}), frozenset({"Platforms"}))
    result = score(replace(ADA, skills=skills))
    assert counts(result, "skills") == (0, 3, 1)
    assert result.in_prose == 1


def test_a_skill_that_the_document_does_not_have_is_wrong() -> None:
    assert counts(score(replace(ADA, skills=(frozenset({"Welding"}),))), "skills") == (0, 3, 1)


def test_a_level_is_asked_for_only_where_the_truth_tells_one() -> None:
    reading = replace(ADA, tongues=(Tongue("en", frozenset({"B1"})), Tongue("de")))
    result = score(reading)
    assert counts(result, "languages") == (2, 0, 0)
    assert counts(result, "language_level") == (0, 1, 1)


def test_a_certification_may_have_its_issuer_and_date_after_it() -> None:
    with_issuer = replace(ADA, certifications=(Named("CKA, CNCF (May 2021)"),))
    assert counts(score(with_issuer), "certifications") == (1, 0, 0)
    with_more = replace(ADA, certifications=(Named("CKA and skiing"),))
    assert counts(score(with_more), "certifications") == (0, 1, 1)


def test_a_field_that_a_file_leaves_out_is_not_asked_of_it() -> None:
    result = score(Resume(), printed=PRINTED.replace("CKA", "").replace(ADA.links[0], ""))
    assert counts(result, "certifications") == (0, 0, 0)
    assert counts(result, "links") == (0, 0, 0)
    assert counts(result, "projects") == (0, 1, 0)


def test_assignment_takes_the_greatest_sum_not_the_first_pair() -> None:
    table = {("a", "x"): 2.0, ("a", "y"): 1.9, ("b", "x"): 1.9}
    pairs = aligning.pairs("ab", "xy", lambda one, other: table.get((one, other), 0.0), "-")
    assert pairs == [("a", "y"), ("b", "x")]


@pytest.mark.parametrize(
    ("degree", "level"),
    [
        *(("PhD", 5), ("Dr. rer. nat.", 5), ("Master of Science", 4), ("M.Sc.", 4), ("Diplom", 4)),
        *(("Máster Universitario", 4), ("B.A.", 3), ("BSc", 3), ("Licence", 3), ("Grado", 3)),
        *(("Associate of Applied Science", 2), ("Ausbildung", 2), ("BTS", 2), ("Abitur", 1)),
        *(("Ciclo Formativo de Grado Superior", 2), ("Baccalauréat", 1), ("Basket weaving", 0)),
    ],
)
def test_a_degree_has_the_level_of_its_words(degree: str, level: int) -> None:
    assert level_of(degree) == level


def test_levels_of_a_language_are_read_from_words_and_letters() -> None:
    assert levels_of("C1 (DELE)") == {"C1"}
    assert levels_of("Native speaker") == levels_of("Muttersprache") == {"native"}
    assert levels_of("Professional working proficiency") == {"B2", "C1"}
    assert tongue("Alemán", "nativo") == Tongue("de", frozenset({"native"}))
    assert tongue("Klingon") is None


def test_addresses_are_the_same_without_scheme_www_and_last_slash() -> None:
    assert folding.link("https://www.Example.com/me/") == folding.link("example.com/me")
