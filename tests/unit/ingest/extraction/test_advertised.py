"""Which job an advert is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.advertised import headline
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.requirements import requirements

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


def _title(text: str, taxonomy: Taxonomy, given: str = "") -> str:
    return headline(lines_of(text), taxonomy, given=given).title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Norvik is searching for a Sales Manager with flair for boats.", "Sales Manager"),
        ("Norvik A/S is looking for our next Data Analyst to join us.", "Data Analyst"),
        ("What we want\nWe seek a full-time DevOps Engineer to help us.", "DevOps Engineer"),
        ("For who we are looking for We seek a Welder.", "Welder"),
        ("We are hiring a Barista!", "Barista"),
        ("WE ARE HIRING A COOK", "COOK"),
        ("Our client, a bank, needs a Fraud Analyst.", "Fraud Analyst"),
        ("Do you like boats? Join us as a Product Designer and help.", "Product Designer"),
        ("As a Sales Manager, you will report to your chief.", "Sales Manager"),
        ("The yard has an opening for a position as Head Chef in Oslo.", "Head Chef"),
        ("The position of Warehouse Supervisor is open.", "Warehouse Supervisor"),
        ("Two truck drivers are wanted for the night.", "truck drivers"),
        ("Are you our new Tax Advisor?", "Tax Advisor"),
        ("Wir suchen ab sofort eine engagierte Pflegefachkraft (m/w/d).", "Pflegefachkraft"),
        ("Als Projektleiter (m/w/d) bist du verantwortlich.", "Projektleiter"),
        ("Mitarbeiter Lager gesucht", "Mitarbeiter Lager"),
        ("Buscamos un jefe de ventas para la oficina.", "jefe de ventas"),
        ("Se busca camarero con experiencia", "camarero"),
        ("Nous recherchons un(e) comptable pour Lyon.", "comptable"),
        ("En tant que chef de projet vous menez le jeu.", "chef de projet"),
    ],
)
def test_a_sentence_names_the_job_that_it_looks_for(
    text: str, title: str, taxonomy: Taxonomy
) -> None:
    assert _title(text, taxonomy) == title


@pytest.mark.parametrize(
    "text",
    [
        "Service of meals to pupils at the school of the village",
        "You will work with the manager of our shop",
        "For questions please contact our head of sales",
        "We are looking for bright minds.",
        "You will be a key driver of change.",
        "Would you like to lead engineers?",
        "Our product is required.",
    ],
)
def test_a_sentence_is_no_title(text: str, taxonomy: Taxonomy) -> None:
    assert not _title(text, taxonomy)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Site Reliability Engineer ( SRE ) ( Joining ASAP )", "Site Reliability Engineer"),
        ("Nordwind Cloud - Site Reliability Engineer", "Site Reliability Engineer"),
        ("React ( Native ) Developer", "React Native Developer"),
        ("( Sen. ) Backend Engineer at <ORGANIZATION>", "Sen. Backend Engineer"),
        ("Description: Department Manager", "Department Manager"),
        ("Req ID: 12 Official Title: Product Manager Job Area: Sales", "Product Manager"),
        ("Verkäufer (m/w/d)", "Verkäufer"),
        ("IT Support Specialist", "IT Support Specialist"),
        ("Plassierer / Kranvakt", "Plassierer / Kranvakt"),
        ("Chief Cook, Waiter", "Chief Cook, Waiter"),
    ],
)
def test_a_title_above_the_text_stands_without_what_is_around_it(
    line: str, title: str, taxonomy: Taxonomy
) -> None:
    assert _title(f"{line}\nWe sell boats.", taxonomy) == title


def test_the_title_above_the_text_comes_before_what_sentences_look_for(
    taxonomy: Taxonomy,
) -> None:
    assert _title("Cook\nWe also look for a waiter. We are hiring a Barista.", taxonomy) == "Cook"


def test_praise_of_who_is_sought_is_no_part_of_the_title(taxonomy: Taxonomy) -> None:
    text = "We are looking for a highly motivated and quality-minded Laboratory Technician."
    assert _title(text, taxonomy) == "Laboratory Technician"
    assert (
        _title("We seek an embedded software engineer.", taxonomy) == "embedded software engineer"
    )


def test_letters_in_brackets_name_the_occupation_that_the_title_does_not(
    taxonomy: Taxonomy,
) -> None:
    found = requirements("Head Wizard (SRE)\nWe sell boats.", taxonomy=taxonomy)
    named = requirements("Site Reliability Engineer", taxonomy=taxonomy)
    assert found.title == "Head Wizard"
    assert found.occupation_id == named.occupation_id


def test_a_title_given_beside_the_text_is_the_jobs(taxonomy: Taxonomy) -> None:
    given = requirements("Waiter\nWe sell food.", taxonomy=taxonomy, title="Cook (m/w/d)")
    assert given.title == "Cook"
    assert given.occupation_id == requirements("Cook", taxonomy=taxonomy).occupation_id


def test_a_number_given_as_title_leaves_it_to_the_text(taxonomy: Taxonomy) -> None:
    assert _title("We are hiring a cook.", taxonomy, "Vacancy 4711") == "cook"


def test_skills_are_read_from_a_title_that_stands_by_itself(taxonomy: Taxonomy) -> None:
    items = requirements("Java Developer\nWe sell boats.", taxonomy=taxonomy).items
    assert [(each.label, each.must) for each in items] == [("Java", True)]
