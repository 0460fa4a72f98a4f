"""A person's resume as the words on its pages: headings, dates and lists in one of many ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from benchmarks.parse.people import Degree, Person, Post
    from benchmarks.parse.vocabulary import Part as Kind
    from benchmarks.parse.vocabulary import Words


@dataclass(frozen=True, slots=True)
class Entry:
    """A job, a degree or a project: lines at its head, dates that stand beside or under them."""

    heads: tuple[str, ...]
    dates: str = ""
    bullets: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section: entries, or lines, which `listed` makes a list; `narrow` fits in a sidebar."""

    heading: str
    entries: tuple[Entry, ...] = ()
    lines: tuple[str, ...] = ()
    listed: bool = False
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What is printed, in order."""

    language: str
    name: str
    headline: str
    contacts: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Notation:
    """How dates are written all over one resume."""

    pattern: str
    now: str
    since: str
    years_only: bool


def notation(words: Words, dice: Random) -> Notation:
    """Return one of the ways to write dates in a language."""
    pattern = dice.choice(words["ranges"])
    since = dice.choice(words["since"]) if words["since"] and dice.random() < 0.5 else ""
    return Notation(pattern, dice.choice(words["now"]), since, "year" in pattern)


def page(person: Person, words: Words, how: Notation, dice: Random) -> Page:
    """Return the resume of `person` in words; the draws of `dice` decide how it is laid out."""
    heading = {name: dice.choice(some) for name, some in words["headings"].items()}
    parts: dict[Kind, Part] = {
        "summary": Part(heading["summary"], lines=(person.summary,) if person.summary else ()),
        "work": Part(heading["work"], entries=_posts(person, words, how, dice)),
        "education": Part(heading["education"], entries=_degrees(person, words, how, dice)),
        "skills": _skills(person, heading["skills"], dice),
        "languages": _speeches(person, heading["languages"], dice),
        "certificates": _certificates(person, heading["certificates"], dice),
        "projects": Part(heading["projects"], entries=_projects(person, dice)),
    }
    kept = [parts[name] for name in _order(dice) if parts[name].entries or parts[name].lines]
    contacts = [each for each in (person.town, person.phone, person.email, *person.links) if each]
    if dice.random() < 0.5:
        contacts = [*contacts[1:], contacts[0]]
    return Page(person.language, person.name, person.headline, tuple(contacts), tuple(kept))


def _order(dice: Random) -> Sequence[Kind]:
    last: list[Kind] = ["languages", "certificates", "projects"]
    middles: tuple[list[Kind], ...] = (
        ["work", "education", "skills"],
        ["work", "skills", "education"],
        ["education", "work", "skills"],
        ["skills", "work", "education"],
    )
    return ["summary", *dice.choice(middles), *dice.sample(last, 3)]


def period(words: Words, how: Notation, start: int, end: int | None) -> str:
    """Return the time from month `start` to `end`, None for now, in words."""
    if end is None and how.since:
        return how.since.format(**_forms(words, start, "0"))
    if end is None:
        pattern = re.sub(r"\{\w+1\}", how.now, how.pattern)
        return pattern.format(**_forms(words, start, "0"))
    return how.pattern.format(**_forms(words, start, "0"), **_forms(words, end, "1"))


def _forms(words: Words, month: int, end: str) -> dict[str, str]:
    year, number = month // 12, month % 12 + 1
    long, short = words["months"][number - 1], words["short"][number - 1]
    return {
        f"long{end}": f"{long} de {year}" if words["months"][0] == "enero" else f"{long} {year}",
        f"Long{end}": f"{long.capitalize()} {year}",
        f"de{end}": f"{long} de {year}",
        f"short{end}": f"{short} {year}",
        f"abbr{end}": f"{short}. {year}",
        f"num{end}": f"{number:02}/{year}",
        f"dot{end}": f"{number:02}.{year}",
        f"iso{end}": f"{year}-{number:02}",
        f"year{end}": str(year),
    }


def _posts(person: Person, words: Words, how: Notation, dice: Random) -> tuple[Entry, ...]:
    style = dice.choice(("title", "employer", "line"))
    at = dice.choice(words["at"])
    towns = dice.random() < 0.6
    return tuple(
        Entry(
            heads=_heads(post, style, at, towns=towns),
            dates=period(words, how, post.start, post.end),
            bullets=post.did,
        )
        for post in person.posts
    )


def _heads(post: Post, style: str, at: str, *, towns: bool) -> tuple[str, ...]:
    place = f", {post.town}" if towns else ""
    if style == "title":
        return post.title, f"{post.employer}{place}"
    if style == "employer":
        return f"{post.employer}{place}", post.title
    return (f"{post.title}{at}{post.employer}",)


def _degrees(person: Person, words: Words, how: Notation, dice: Random) -> tuple[Entry, ...]:
    joint = dice.choice(words["joints"])
    first = dice.random() < 0.6
    only_year = dice.random() < 0.4

    def entry(degree: Degree) -> Entry:
        told = f"{degree.degree}{joint}{degree.field}" if degree.field else degree.degree
        heads = (told, degree.institution) if first else (degree.institution, told)
        dates = period(words, how, degree.start, degree.end)
        return Entry(heads, str(degree.end // 12) if only_year else dates)

    return tuple(map(entry, person.degrees))


def _skills(person: Person, heading: str, dice: Random) -> Part:
    flat = [each for group in person.skills.values() for each in group]
    style = dice.choice(("groups", "groups", "commas", "bullets", "pipes", "dots"))
    if style == "groups":
        lines = [f"{name}: {', '.join(items)}" for name, items in person.skills.items()]
        return Part(heading, lines=tuple(lines), listed=dice.random() < 0.3, narrow=True)
    if style == "bullets":
        return Part(heading, lines=tuple(flat), listed=True, narrow=True)
    joint = {"commas": ", ", "pipes": " | ", "dots": " · "}[style]
    return Part(heading, lines=(joint.join(flat),), narrow=True)


def _speeches(person: Person, heading: str, dice: Random) -> Part:
    pattern = dice.choice(("{} ({})", "{} – {}", "{}: {}", "{}, {}"))
    told = [pattern.format(each.name, each.level) for each in person.speeches]
    if told and "," not in pattern and dice.random() < 0.3:
        return Part(heading, lines=(", ".join(told),), narrow=True)
    return Part(heading, lines=tuple(told), listed=dice.random() < 0.5, narrow=True)


def _certificates(person: Person, heading: str, dice: Random) -> Part:
    pattern = dice.choice(
        ("{name}, {issuer} ({year})", "{name} – {issuer}, {year}", "{name} ({issuer})", "{name}")
    )
    lines = tuple(
        pattern.format(name=each.name, issuer=each.issuer, year=each.year)
        for each in person.certificates
    )
    return Part(heading, lines=lines, listed=dice.random() < 0.6, narrow=True)


def _projects(person: Person, dice: Random) -> tuple[Entry, ...]:
    dated = dice.random() < 0.5
    return tuple(
        Entry((each.name,), str(each.year) if dated else "", text=each.text)
        for each in person.projects
    )
