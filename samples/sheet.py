"""A resume in the words that will be printed, whatever prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samples.person import Person, Position, Study

ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FRENCH = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
NUMBERS = tuple(f"{month:02}" for month in range(1, 13))


@dataclass(frozen=True, slots=True)
class Wording:
    """How a person names the sections and writes the dates."""

    summary: str
    experience: str
    education: str
    skills: str
    languages: str
    certifications: str
    publications: str
    personal: str
    contact: str
    present: str
    months: tuple[str, ...]
    date: str = "{month} {year}"
    dash: str = " \N{EN DASH} "


@dataclass(frozen=True, slots=True)
class Item:
    """A job or a degree: what, where, when, and lines about it."""

    title: str
    where: str
    place: str
    dates: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A section that is a list: lines, each with a label or an empty one."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is printed, in order, and nothing else."""

    name: str
    headline: str
    language: str
    contacts: tuple[str, ...]
    contact_heading: str
    summary_heading: str
    summary: str
    experience_heading: str
    experience: tuple[Item, ...]
    education_heading: str
    education: tuple[Item, ...]
    blocks: tuple[Block, ...]  # skills, languages, and what else there is


WORDINGS = {
    "plain": Wording(
        *("Summary", "Experience", "Education", "Skills", "Languages"),
        *("Licenses & Certifications", "Publications", "Personal", "Contact", "Present"),
        months=ENGLISH,
    ),
    "formal": Wording(
        *("Professional Summary", "Professional Experience", "Education and Training"),
        *("Key Skills", "Language Skills", "Certifications", "Selected Publications"),
        *("Personal Details", "Contact Details", "Present"),
        months=LONG,
    ),
    "brief": Wording(
        *("Profile", "Work History", "Education", "Skills", "Languages"),
        *("Certificates", "Publications", "Personal", "Contact", "present"),
        months=NUMBERS,
        date="{month}/{year}",
        dash=" - ",
    ),
    "de": Wording(
        *("Kurzprofil", "Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen"),
        *("Zertifikate", "Veröffentlichungen", "Persönliche Daten", "Kontakt", "heute"),
        months=NUMBERS,
        date="{month}/{year}",
    ),
    "fr": Wording(
        *("Profil", "Expérience professionnelle", "Formation", "Compétences", "Langues"),
        *("Certifications", "Publications", "Informations personnelles", "Contact"),
        "aujourd'hui",
        months=FRENCH,
    ),
    "es": Wording(
        *("Perfil", "Experiencia profesional", "Formación académica", "Competencias", "Idiomas"),
        *("Certificaciones", "Publicaciones", "Otros datos", "Contacto", "actualidad"),
        months=NUMBERS,
        date="{month}/{year}",
    ),
}


def compose(person: Person) -> Sheet:
    """Return the sheet of `person` in the wording they chose."""
    words = WORDINGS[person.wording]
    blocks = (
        Block(words.skills, tuple((one.group, ", ".join(one.items)) for one in person.skills)),
        Block(words.languages, tuple((one.name, one.level) for one in person.languages)),
        Block(words.certifications, tuple(("", line) for line in person.certifications)),
        Block(words.publications, tuple(("", line) for line in person.publications)),
        Block(words.personal, tuple(("", line) for line in person.personal)),
    )
    return Sheet(
        name=person.name,
        headline=person.headline,
        language=person.language,
        contacts=(person.location, person.phone, person.email, *person.links),
        contact_heading=words.contact,
        summary_heading=words.summary,
        summary=person.summary.strip(),
        experience_heading=words.experience,
        experience=tuple(_job(position, words) for position in person.experience),
        education_heading=words.education,
        education=tuple(_degree(study, words) for study in person.education),
        blocks=tuple(block for block in blocks if block.lines),
    )


def _job(position: Position, words: Wording) -> Item:
    end = words.present if position.end is None else _month(position.end, words)
    dates = f"{_month(position.start, words)}{words.dash}{end}"
    return Item(position.title, position.employer, position.place, dates, position.bullets)


def _degree(study: Study, words: Wording) -> Item:
    dates = str(study.end) if study.start is None else f"{study.start}{words.dash}{study.end}"
    return Item(study.degree, study.institution, study.place, dates, study.notes)


def _month(iso: str, words: Wording) -> str:
    year, month = iso.split("-")
    return words.date.format(month=words.months[int(month) - 1], year=year)
