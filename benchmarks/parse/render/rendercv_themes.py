"""People as PDF by RenderCV in its own themes, offline.

RenderCV's themes take their icons from a Typst package that Typst would fetch over the network:
the one under icons/ stands in for it and draws the same glyphs from the installed font.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rendercv_fonts
import typst
from rendercv import data
from rendercv.renderer import renderer

if TYPE_CHECKING:
    from random import Random

    from benchmarks.parse.people import Person
    from benchmarks.parse.vocabulary import Words

THEMES = ("classic", "engineeringclassic", "engineeringresumes", "moderncv", "sb2nov")
# Not each font of the package has the letters of every name.
_FONTS = ("Source Sans 3", "Roboto", "Open Sans", "Noto Sans", "EB Garamond")
_PACKAGES = Path(__file__).parent / "icons"


def write(person: Person, words: Words, theme: str, dice: Random, file: Path) -> None:
    """Write the resume of `person` in one of THEMES."""
    model = data.validate_input_dictionary_and_return_the_data_model(
        {
            "cv": _content(person, words, dice),
            "design": {"theme": theme, "text": {"font_family": dice.choice(_FONTS)}},
            "locale": {
                "language": person.language,
                "abbreviations_for_months": words["short"],
                "full_names_of_months": words["months"],
                "present": words["now"][0],
            },
        }
    )
    text = renderer.create_contents_of_a_typst_file(model)
    folders = list(rendercv_fonts.paths_to_font_folders)
    with tempfile.TemporaryDirectory(prefix="candor-typst-") as name:
        source = Path(name) / "page.typ"
        source.write_text(text, encoding="utf-8")
        typst.compile(source, output=file, font_paths=folders, package_path=_PACKAGES)


def _content(person: Person, words: Words, dice: Random) -> dict[str, Any]:
    heading = {name: dice.choice(some) for name, some in words["headings"].items()}
    sections: dict[str, list[Any]] = {}
    if person.summary:
        sections[heading["summary"]] = [person.summary]
    sections[heading["work"]] = [
        {
            "company": each.employer,
            "position": each.title,
            "location": each.town,
            "start_date": _month(each.start),
            "end_date": "present" if each.end is None else _month(each.end),
            "highlights": list(each.did),
        }
        for each in person.posts
    ]
    sections[heading["education"]] = [
        {
            "institution": each.institution,
            "area": each.field or each.degree,
            **({"degree": each.degree} if each.field else {}),
            "start_date": _month(each.start),
            "end_date": _month(each.end),
        }
        for each in person.degrees
    ]
    sections[heading["skills"]] = [
        {"label": name, "details": ", ".join(some)} for name, some in person.skills.items()
    ]
    if person.speeches:
        told = [{"label": each.name, "details": each.level} for each in person.speeches]
        sections[heading["languages"]] = told
    if person.certificates:
        sections[heading["certificates"]] = [
            {"bullet": f"{each.name}, {each.issuer} ({each.year})"} for each in person.certificates
        ]
    if person.projects:
        sections[heading["projects"]] = [
            {"name": each.name, "date": str(each.year), "summary": each.text}
            for each in person.projects
        ]
    head = {"name": person.name, "email": person.email, "location": person.town}
    return {**head, **_reach(person), "sections": sections}


def _month(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _reach(person: Person) -> dict[str, Any]:
    """Return site and networks: RenderCV validates telephone numbers, made-up ones would fail."""
    networks = {"linkedin.com/in/": "LinkedIn", "github.com/": "GitHub"}
    told: list[dict[str, str]] = []
    reach: dict[str, Any] = {}
    for link in person.links:
        bare = re.sub(r"^(https?://)?(www\.)?", "", link)
        network = next((name for start, name in networks.items() if bare.startswith(start)), "")
        if network:
            told.append({"network": network, "username": bare.rpartition("/")[2]})
        else:
            reach["website"] = f"https://{bare}"
    return {**reach, "social_networks": told} if told else reach
