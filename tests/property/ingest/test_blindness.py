"""Whoever it is about, the same work gives the same facts."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.ingest.documents.document import Document, Page
from services.ingest.extraction.extract import extract
from services.ingest.extraction.facts import YearMonth

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_NAMES = (
    "Emily Walsh, Greg Baker, Allison Sullivan, Brad Murray, Lakisha Washington, Jamal Jones"
    ", Tanisha Robinson, Darnell Jackson, Keisha Booker, Tyrone Williams, María José Hernández"
    ", Juan Carlos Rodríguez, Guadalupe Ortiz, José Núñez Carreño, Xochitl Ramírez"
    ", Nguyễn Thị Minh Khai, Wei Zhang, Li Xiu Ying, Hiroshi Tanaka, Min-jun Kim, Priya Raghunathan"
    ", Mohammed Al-Rashid, Fatima bint Hassan, Yusuf Öztürk, Ayşe Gündüz, Oluwaseun Adeyemi"
    ", Chiamaka Nwosu, Siobhán O'Brien, Jean-Luc Dupont, Ludwig van der Berg, Søren Kjærgaard"
    ", Zofia Wójcik, Олена Шевченко, Αλέξανδρος Παπαδόπουλος, 李伟, محمد علي, Ruby Jackson"
    ", Grace Cook, Julia Stone, Mark Young, May Long, Virginia Woods, Jordan Banks, Will Page"
)
NAMES = _NAMES.split(", ")

EMAILS = (
    "me.at.work@example.org",
    "x91@mail.example.com",
    "j_p+cv@example.co.uk",
    "{handle}@example.de",
)
PHONES = (
    "+49 170 1234567",
    "(512) 555-0188",
    "020 7946 0958",
    "+1 415-555-0142",
    "0041 44 668 18 00",
)
ADDRESSES = (
    "12 Baker Street, London",
    "Calle Mayor 5, 28013 Madrid",
    "Hauptstraße 7, 10115 Berlin",
    "920 Lavaca Street, 78701, Austin",
    "San Francisco, CA",
)
GENDERS = (
    ("he", "his", "him", "Mr.", "waiter", "male", "he/him"),
    ("she", "her", "her", "Mrs.", "waitress", "female", "she/her"),
)
RESUME = """{name}
{address} | {email} | {phone}
linkedin.com/in/{handle}
Date of birth: {birth}
Gender: {gender} | Nationality: {nation}
{pronouns}

Summary
{title} {last} has shipped software for years; {his} teams trust {him}. Reach {him} at {email}.

Experience
Senior Backend Engineer, Northwind Traders    Jan 2019 - Present
• Built payment services in Python and PostgreSQL; {he} led the move to Kubernetes
• {name} presented the results at PyCon
Software Engineer at Contoso Ltd, 06/2015 - 12/2018
• Wrote REST APIs in Java
Head {waiter}, Fabrikam Restaurant, 2012 - 2014

Education
Master of Science in Computer Science, Technical University, {graduated}

Skills
Python, Java, Docker, Kubernetes

Languages
English (native), German B2

References
Dr. Ann {last}, {phone}
{name} - 1/1
"""


def _facts(taxonomy: Taxonomy, values: dict[str, str]) -> object:
    text = RESUME.format(**values)
    document = Document("text/plain", text, (Page(1, 0, len(text)),))
    facts = extract(document, as_of=YearMonth(2025, 6), taxonomy=taxonomy).facts
    return _without_offsets(dataclasses.asdict(facts))


def _without_offsets(value: object) -> object:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {
            name: _without_offsets(each)
            for name, each in fields.items()
            if name not in ("start", "end")
        }
    if isinstance(value, list | tuple):
        return [_without_offsets(each) for each in cast("list[object]", value)]
    return value


def _person(
    name: str, email: str, phone: str, address: str, gender: tuple[str, ...], year: int
) -> dict[str, str]:
    he, his, him, title, waiter, sex, pronouns = gender
    words = name.split()
    return {
        "name": name,
        "last": words[-1],
        "handle": words[0].lower(),
        "email": email.format(handle=".".join(words).lower()),
        "phone": phone,
        "address": address,
        "birth": f"3 May {year}",
        "graduated": str(year + 24),
        "nation": "Nigerian" if year % 2 else "Danish",
        "he": he,
        "his": his,
        "him": him,
        "title": title,
        "waiter": waiter,
        "gender": sex,
        "pronouns": pronouns,
    }


_PLAIN = _person("Emily Walsh", EMAILS[0], PHONES[0], ADDRESSES[0], GENDERS[0], 1985)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.sampled_from(NAMES),
    st.sampled_from(EMAILS),
    st.sampled_from(PHONES),
    st.sampled_from(ADDRESSES),
    st.sampled_from(GENDERS),
    st.integers(1960, 2000),
)
def test_facts_are_the_same_whoever_it_is(
    taxonomy: Taxonomy,
    name: str,
    email: str,
    phone: str,
    address: str,
    gender: tuple[str, ...],
    year: int,
) -> None:
    person = _person(name, email, phone, address, gender, year)
    assert _facts(taxonomy, person) == _facts(taxonomy, _PLAIN)


def test_every_name_of_the_list_is_swapped_at_least_once(taxonomy: Taxonomy) -> None:
    plain = _facts(taxonomy, _PLAIN)
    different = [
        name
        for at, name in enumerate(NAMES)
        if _facts(
            taxonomy,
            _person(name, EMAILS[at % 4], PHONES[at % 5], ADDRESSES[at % 5], GENDERS[at % 2], 1970),
        )
        != plain
    ]
    assert different == []


def test_other_work_gives_other_facts(taxonomy: Taxonomy) -> None:
    other = {**_PLAIN, "waiter": "barista"}
    assert _facts(taxonomy, other) != _facts(taxonomy, _PLAIN)
