"""People to swap for one another: names by group, contacts, and what else tells who somebody is."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_NAMES = Path(__file__).parents[2] / "fixtures" / "names" / "names_by_group.csv"
_DIFFICULT = (
    ("Mar\u00eda Jos\u00e9", "Hern\u00e1ndez de la Cruz"),
    ("Siobh\u00e1n", "O'Brien"),
    ("Jean-Luc", "Lef\u00e8vre"),
    ("Nguy\u1ec5n Th\u1ecb", "Minh Khai"),
    ("\u041e\u043b\u0435\u043d\u0430", "\u0428\u0435\u0432\u0447\u0435\u043d\u043a\u043e"),
    ("Ludwig", "van der Berg"),
    ("Ruby", "Jackson"),
    ("Mohammed", "Al-Rashid"),
    ("Anne", "M\u00fcller-L\u00fcdenscheidt"),
    ("Virginia", "Woods"),
)
_MAILS = (
    "{f}.{l}@example.org",
    "{l}{n}@mail.example.com",
    "{f}_{l}@example.co.uk",
    "x{n}@example.de",
)
_PHONES = (
    "+49 170 1234567",
    "(512) 555-0188",
    "020 7946 0958",
    "+1 415-555-0142",
    "0041 44 668 18 00",
)
_ADDRESSES = (
    "12 Baker Street, London",
    "Calle Mayor 5, 28013 Madrid",
    "Hauptstra\u00dfe 7, 10115 Berlin",
    "920 Lavaca Street, Austin, TX 78701",
    "8 rue des Lilas, 69003 Lyon",
)
_TOWNS = ("Lagos", "Chennai", "Guadalajara", "Krak\u00f3w", "Ulm", "Dayton", "Da Nang")
_NATIONS = (
    ("Nigerian", "nigeriana", "nigerianisch", "nig\u00e9riane", "Nigeria"),
    ("Indian", "india", "indisch", "indienne", "India"),
    ("Mexican", "mexicana", "mexikanisch", "mexicaine", "Mexico"),
    ("Polish", "polaca", "polnisch", "polonaise", "Poland"),
    ("American", "estadounidense", "amerikanisch", "am\u00e9ricaine", "the United States"),
    ("Vietnamese", "vietnamita", "vietnamesisch", "vietnamienne", "Vietnam"),
)
_FAITHS = ("St. Mary's Church", "the Al-Noor Mosque", "Temple Beth El", "the Hindu Temple")
# Each pair is one word for a woman and for a man.
_WORDS = {
    "he": "she he",
    "He": "She He",
    "his": "her his",
    "His": "Her His",
    "him": "her him",
    "himself": "herself himself",
    "mr": "Ms. Mr.",
    "mrs": "Mrs. Mr.",
    "pronouns": "she/her he/him",
    "gender": "female male",
    "parent": "mother father",
    "spouse": "wife husband",
    "child": "daughter son",
    "waiter": "waitress waiter",
    "Waiter": "Waitress Waiter",
    "salesman": "saleswoman salesman",
    "Chairman": "Chairwoman Chairman",
    "society": "sorority fraternity",
    "herr": "Frau Herr",
    "weiblich": "weiblich m\u00e4nnlich",
    "ingenieur": "Ingenieurin Ingenieur",
    "entwickler": "Entwicklerin Entwickler",
    "leiter": "Projektleiterin Projektleiter",
    "verheiratet": "ledig verheiratet",
    "ingeniero": "Ingeniera Ingeniero",
    "desarrollador": "Desarrolladora Desarrollador",
    "enfermero": "enfermera enfermero",
    "casado": "casada casado",
    "nacido": "Nacida Nacido",
    "sr": "Sra. Sr.",
    "directeur": "Directrice Directeur",
    "developpeur": "D\u00e9veloppeuse D\u00e9veloppeur",
    "infirmier": "Infirmi\u00e8re Infirmier",
    "marie": "mari\u00e9e mari\u00e9",
    "ne": "n\u00e9e n\u00e9",
    "mme": "Mme M.",
}


def names() -> list[tuple[str, str]]:
    """Return first and last names of four groups, and some that are hard to tell from words."""
    with _NAMES.open(encoding="utf-8", newline="") as file:
        listed = [(row["first"], row["last"]) for row in csv.DictReader(file)]
    return [*listed, *_DIFFICULT]


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever a resume is about."""

    first: str
    last: str
    values: dict[str, str]  # for the placeholders of a resume

    def __str__(self) -> str:
        return f"{self.first} {self.last}"


def person(chance: random.Random) -> Person:
    """Return somebody by chance."""
    first, last = chance.choice(names())
    woman = chance.random() < 1 / 2
    nation, es, de, fr, country = chance.choice(_NATIONS)
    year = chance.randint(1960, 2001)
    handle = "".join(c for c in f"{first[0]}{last}".lower() if c.isalnum() and c.isascii()) or "me"
    mail = {"f": first.split()[0].lower(), "l": last.split()[-1].lower(), "n": year % 100}
    values = {key: pair.split()[0 if woman else 1] for key, pair in _WORDS.items()}
    return Person(
        first,
        last,
        values
        | {
            "first": first,
            "last": last,
            "FIRST": first.upper(),
            "LAST": last.upper(),
            "f": first[0],
            "l": last[0],
            "handle": handle,
            "email": chance.choice(_MAILS).format(**mail),
            "phone": chance.choice(_PHONES),
            "address": chance.choice(_ADDRESSES),
            "born": f"{chance.randint(1, 28)} May {year}",
            "geboren": f"{chance.randint(10, 28)}.05.{year}",
            "birthplace": chance.choice(_TOWNS),
            "age": str(chance.randint(22, 64)),
            "children": chance.choice(("two", "three", "four")),
            "marital": chance.choice(("single", "married", "divorced")),
            "nation": nation,
            "nation_es": es,
            "nation_de": de,
            "nation_fr": fr,
            "country": country,
            "maiden": chance.choice(names())[1],
            "faith": chance.choice(_FAITHS),
            "graduated": str(year + 24),
        },
    )
