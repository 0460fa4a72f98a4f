"""Made-up people: who they are, what they did, and in which words they would say it.

Each is another draw from the lists under vocabulary/ and from Faker's names, by a seed, so that
the same seed makes the same people. Nobody is real: addresses are of example domains.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TYPE_CHECKING, TypeAlias

import faker

from benchmarks.parse import vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.parse.vocabulary import Language, Words

    Fill: TypeAlias = Callable[[str], str]

LATEST = 2025 * 12 + 11  # December 2025, in months: no career goes on after it
_LANGUAGES: tuple[Language, ...] = ("en", "en", "en", "en", "es", "de", "fr")
_KINDS = {
    "it": ("any", "tech"),
    "data": ("any", "tech"),
    "trades": ("any", "tech"),
    "health": ("any",),
    "law": ("any", "law"),
}
_SOFT = ("any", "soft", "business")
_LEVELS = {"trades": (2, 2, 1, 3), "retail": (1, 2, 3), "health": (3, 2, 3, 4)}
_ANY_LEVEL = (3, 3, 4, 5)
_PHONES = {
    "en": ("+1 ({a}) 555-01{b}", "({a}) 555-01{b}", "{a}-555-01{b}", "+44 20 7946 0{a}"),
    "de": ("+49 {a} 1234{b}7", "0341 / 55 {b} {a}", "+49 (0)30 99{a}{b}", "0170 55{a}{b}"),
    "es": ("+34 612 {a} 0{b}", "612 {a} 0{b}", "+52 55 5{a} 12{b}", "+34 91 {a} 1 0{b}"),
    "fr": ("+33 6 39 98 {b} 07", "06 39 98 {b} 07", "01.99.00.{b}.52", "+32 455 {a} 0{b}"),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A job from one month to another; months count from year 0, `end` is None for now."""

    title: str
    employer: str
    town: str
    start: int
    end: int | None
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Degree:
    """An education; `field` may be `""`."""

    degree: str
    field: str
    institution: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Speech:
    """A language by code and name, and the words for how well it is spoken."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certification, who issued it, and in which year."""

    name: str
    issuer: str
    year: int


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a year."""

    name: str
    year: int
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """All that a resume will say."""

    language: Language
    sector: str
    name: str
    headline: str
    email: str
    phone: str
    town: str
    links: tuple[str, ...]
    summary: str
    posts: tuple[Post, ...]
    degrees: tuple[Degree, ...]
    skills: Mapping[str, tuple[str, ...]]
    speeches: tuple[Speech, ...]
    certificates: tuple[Certificate, ...]
    projects: tuple[Project, ...]


class People:
    """Draws people from the lists."""

    def __init__(self) -> None:
        self.words = {code: vocabulary.read(code) for code in vocabulary.LANGUAGES}
        self._fakers: dict[str, faker.Faker] = {}

    def person(self, seed: str) -> Person:
        """Return the person of `seed`."""
        dice = Random(seed)
        language = dice.choice(_LANGUAGES)
        words = self.words[language]
        sector = dice.choice(list(words["sectors"]))
        name, surnames = self._names(dice, words["locales"])
        fill = partial(_filled, dice, surnames, words["cities"])
        posts = _career(dice, words, sector, fill)
        skills = _skills(dice, words["sectors"][sector]["skills"])
        known = [each for group in skills.values() for each in group]
        summary = dice.choice(words["summaries"]).format(
            title=posts[0].title,
            years=max(1, (LATEST - posts[-1].start) // 12),
            skill0=known[0],
            skill1=known[-1],
        )
        slug = _slug(name)
        return Person(
            language=language,
            sector=sector,
            name=name,
            headline=posts[0].title if dice.random() < 0.5 else "",
            email=_email(dice, slug),
            phone=_phone(dice, language) if dice.random() < 0.9 else "",
            town=dice.choice(words["cities"]),
            links=_links(dice, slug, sector),
            summary=summary if dice.random() < 0.7 else "",
            posts=posts,
            degrees=_degrees(dice, words, sector, fill, posts[-1].start),
            skills=skills,
            speeches=_speeches(dice, words, language) if dice.random() < 0.8 else (),
            certificates=_certificates(dice, words["sectors"][sector]["certificates"]),
            projects=_projects(dice, words, sector),
        )

    def _names(self, dice: Random, locales: Sequence[str]) -> tuple[str, list[str]]:
        """Return a full name, and surnames for those whom employers are named for."""
        locale = dice.choice(locales)
        source = self._fakers.setdefault(locale, faker.Faker(locale))
        source.seed_instance(dice.getrandbits(32))
        surnames = [source.last_name() for _ in range(12)]
        return f"{source.first_name()} {surnames[0]}", surnames[1:]


def _filled(dice: Random, surnames: Sequence[str], cities: Sequence[str], pattern: str) -> str:
    one, other = dice.sample(range(len(surnames)), 2)
    city = dice.choice(cities).split(",")[0].lstrip("0123456789 ")
    return pattern.format(name=surnames[one], name2=surnames[other], city=city)


def _career(dice: Random, words: Words, sector: str, fill: Fill) -> tuple[Post, ...]:
    sectors = words["sectors"]
    count = dice.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6))
    changed = dice.randint(1, count) if dice.random() < 0.2 else count
    earlier = dice.choice(list(sectors))
    end: int | None = None if dice.random() < 0.65 else LATEST - dice.randint(1, 18)
    posts: list[Post] = []
    for at in range(count):
        lists = sectors[sector if at < changed else earlier]
        start = (LATEST if end is None else end) - dice.randint(5, 70)
        stays = bool(posts) and dice.random() < 0.2
        employer = posts[-1].employer if stays else fill(dice.choice(lists["employers"]))
        town = posts[-1].town if stays else dice.choice(words["cities"])
        titles = [each for each in lists["titles"] if not posts or each != posts[-1].title]
        did = dice.sample(lists["did"], min(len(lists["did"]), dice.randint(1, 4)))
        done = tuple(_count(dice, each) for each in did)
        posts.append(Post(dice.choice(titles), employer, town, start, end, done))
        end = start - 1 - (0 if stays else dice.choice((-3, 0, 0, 0, 1, 2, 5, 14)))
    return tuple(posts)


def _skills(dice: Random, groups: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(dice.sample(items, dice.randint(min(2, len(items)), min(8, len(items)))))
        for name, items in groups.items()
    }


def _degrees(dice: Random, words: Words, sector: str, fill: Fill, first: int) -> tuple[Degree, ...]:
    highest = dice.choice(_LEVELS.get(sector, _ANY_LEVEL))
    lowest = max(1, highest - dice.choice((0, 0, 1, 1, 2)))
    kinds = _KINDS.get(sector, _SOFT)
    end = first - dice.randint(0, 6)
    degrees: list[Degree] = []
    for level in range(highest, lowest - 1, -1):
        known = [each for each, kind in words["degrees"][level] if kind in (*kinds, "none")]
        degree = dice.choice(known)
        bare = [
            "none" for each, kind in words["degrees"][level] if (each, kind) == (degree, "none")
        ]
        field = "" if bare else dice.choice(words["sectors"][sector]["fields"])
        start = end - dice.randint(18, 50)
        place = fill(dice.choice(words["universities"]))
        degrees.append(Degree(degree, field, place, start, end))
        end = start - dice.choice((0, 1, 2, 12))
    return tuple(degrees)


def _speeches(dice: Random, words: Words, language: Language) -> tuple[Speech, ...]:
    first = language if dice.random() < 0.8 else dice.choice(list(words["tongues"]))
    others = [code for code in words["tongues"] if code != first]
    chosen = dice.sample(others, dice.randint(0, 3))
    wordings = {level: dice.choice(some) for level, some in words["levels"].items()}
    learnt = [level for level in wordings if level != "native"]
    levels = ["native", *(dice.choice(learnt) for _ in chosen)]
    return tuple(
        Speech(code, words["tongues"][code], wordings[level])
        for code, level in zip([first, *chosen], levels, strict=True)
    )


def _certificates(dice: Random, known: Sequence[tuple[str, str]]) -> tuple[Certificate, ...]:
    if dice.random() < 0.5:
        return ()
    some = dice.sample(known, dice.randint(1, min(3, len(known))))
    return tuple(Certificate(name, issuer, dice.randint(2012, 2025)) for name, issuer in some)


def _projects(dice: Random, words: Words, sector: str) -> tuple[Project, ...]:
    known = words["sectors"][sector]["projects"]
    if dice.random() < 0.6:
        return ()
    some = dice.sample(known, dice.randint(1, min(3, len(known))))
    return tuple(
        Project(
            name,
            dice.randint(2014, 2025),
            dice.choice(words["built"]).format(n=dice.randint(3, 90)),
        )
        for name in some
    )


def _count(dice: Random, pattern: str) -> str:
    return pattern.format(n=dice.randint(3, 90))


def _slug(name: str) -> str:
    """Return the name in ASCII letters, parts joined by full stops."""
    decomposed = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("\u0131", "i"))
    parts = decomposed.encode("ascii", "ignore").decode().lower().split()
    return ".".join("".join(each for each in part if each.isalpha()) for part in parts).strip(".")


def _email(dice: Random, slug: str) -> str:
    local = dice.choice((slug, slug.replace(".", "_"), f"{slug[0]}{slug.rpartition('.')[2]}"))
    number = dice.choice(("", "", str(dice.randint(1, 99))))
    return f"{local}{number}@{dice.choice(('example.com', 'example.org', 'mail.example.net'))}"


def _phone(dice: Random, language: str) -> str:
    return dice.choice(_PHONES[language]).format(a=dice.randint(201, 989), b=dice.randint(10, 99))


def _links(dice: Random, slug: str, sector: str) -> tuple[str, ...]:
    name = slug.replace(".", "-")
    links = [f"linkedin.com/in/{name}"] if dice.random() < 0.7 else []
    if sector in ("it", "data") and dice.random() < 0.6:
        links.append(f"github.com/{name.replace('-', '')}")
    if dice.random() < 0.2:
        links.append(f"{name}.example.com")
    prefix = dice.choice(("", "", "https://", "www.", "https://www."))
    return tuple(f"{prefix}{link}" if "example" not in link else link for link in links)
