"""Labelled pairs of made-up resumes: one person twice, and two who could be taken for one.

The same seed makes the same pairs. Each is of a kind, so that what goes wrong has a name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIRST = (
    *("Amara", "Björn", "Carla", "Dmitri", "Elena", "Farid", "Grace", "Hiroshi", "Ingrid"),
    *("Jonathan", "Katarzyna", "Liam", "Meera", "Nikolai", "Olivia", "Pedro", "Rachel"),
    *("Stefan", "Thandiwe", "Ulrich", "Valentina", "William", "Ximena", "Yusuf", "Zofia"),
)
LAST = (
    *("Andersson", "Bakker", "Castillo", "Dubois", "Eriksen", "Fernández", "Goldberg"),
    *("Hoffmann", "Ibrahim", "Johnson", "Kowalski", "Lindqvist", "Müller", "Nakamura"),
    *("Okafor", "Petrov", "Quinn", "Robinson", "Schneider", "Takahashi", "Vasquez", "Wójcik"),
)
EMPLOYERS = (
    *("Northgate Logistics", "Blue Harbor Bank", "Meridian Health", "Kestrel Software"),
    *("Alder & Pine", "Orion Insurance", "Summit Foods", "Verdant Energy", "Polaris Retail"),
    *("Cobalt Systems", "Harvest Hotels", "Juniper Media", "Lakeside Hospital", "Tern Airlines"),
)
TITLES = (
    *("Software Engineer", "Data Analyst", "Accountant", "Registered Nurse", "Project Manager"),
    *("Sales Manager", "Product Designer", "Operations Manager", "Marketing Specialist"),
)
SCHOOLS = (
    *("University of Westfield", "Technical University of Norden", "Harbor State College"),
    *("Eastbridge University", "Instituto del Valle"),
)
DID = (
    "Led a team of {n} people and planned their work for the quarter",
    "Reduced the time to close the books from {n} days to two",
    "Introduced a dashboard that {n} colleagues look at every morning",
    "Answered {n} requests of customers a week and kept their satisfaction high",
    "Negotiated contracts with {n} suppliers in four countries",
    "Wrote the manual by which {n} new colleagues were trained",
    "Moved {n} reports from spreadsheets into a database",
    "Presented the results of {n} projects to the board",
)
SKILLS = ("Python", "SQL", "Excel", "SAP", "Tableau", "Figma", "Scrum", "Salesforce", "Docker")
MONTHS = ("January", "March", "April", "June", "September", "November")


@dataclass(frozen=True, slots=True)
class Post:
    """One job."""

    title: str
    employer: str
    start: str
    end: str
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """What a resume is written from."""

    name: str
    email: str
    phone: str
    posts: tuple[Post, ...]
    school: str
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two resumes, and whether one person wrote both."""

    kind: str
    same: bool
    one: str
    other: str


def pairs(count: int, *, seed: int = 8) -> Iterator[Pair]:
    """Yield `count` pairs of each kind."""
    dice = Random(seed)  # noqa: S311
    for number in range(count):
        for kind, (same, change) in KINDS.items():
            life = _life(dice, number)
            yield Pair(kind, same, plain(life), change(dice, life))


def plain(life: Life) -> str:
    """Return the resume in the usual order."""
    posts = "\n\n".join(
        f"{post.title}\n{post.employer}\n{post.start} - {post.end}\n"
        + "\n".join(f"- {each}" for each in post.did)
        for post in life.posts
    )
    return (
        f"{life.name}\n{life.email}\n{life.phone}\n\nEXPERIENCE\n\n{posts}\n\n"
        f"EDUCATION\n\nBachelor of Science\n{life.school}\n2010 - 2013\n\n"
        f"SKILLS\n\n{', '.join(life.skills)}\n"
    )


def _life(dice: Random, number: int) -> Life:
    first, last = dice.choice(FIRST), dice.choice(LAST)
    year, posts = 2025, list[Post]()
    for employer in dice.sample(EMPLOYERS, dice.randrange(2, 5)):
        start = year - dice.randrange(1, 4)
        end = "Present" if year == 2025 else f"{dice.choice(MONTHS)} {year}"
        did = tuple(each.format(n=dice.randrange(3, 90)) for each in dice.sample(DID, 4))
        posts.append(
            Post(dice.choice(TITLES), employer, f"{dice.choice(MONTHS)} {start}", end, did)
        )
        year = start
    return Life(
        name=f"{first} {last}",
        email=f"person{number}.{dice.randrange(10**6)}@example.com",
        phone=_phone(dice),
        posts=tuple(posts),
        school=dice.choice(SCHOOLS),
        skills=tuple(dice.sample(SKILLS, 5)),
    )


def _phone(dice: Random) -> str:
    return f"+1 ({dice.randrange(201, 989)}) 555-{dice.randrange(10**4):04d}"


def _elsewhere(dice: Random, life: Life) -> Life:
    """The same with another address and number."""
    return replace(life, email=f"p{dice.randrange(10**9)}@example.org", phone=_phone(dice))


def _layout(_: Random, life: Life) -> str:
    """Another template: other headings and order, a job on a line, contacts on one."""
    posts = "\n".join(
        f"{post.title}, {post.employer}, {post.start} \u2013 {post.end}\n"
        + "\n".join(f"• {each}." for each in post.did)
        for post in life.posts
    )
    return (
        f"{life.name}\n{life.email} | {life.phone}\n\nSkills\n{' · '.join(life.skills)}\n\n"
        f"Education\n{life.school}, Bachelor of Science, 2013\n\nProfessional Experience\n{posts}\n"
    )


def _new_job(dice: Random, life: Life) -> str:
    """Years later: a further job, a further skill, another address."""
    first = replace(life.posts[0], end="June 2026")
    new = Post(
        dice.choice(TITLES),
        f"{dice.choice(LAST)} Group",
        "July 2026",
        "Present",
        tuple(each.format(n=dice.randrange(3, 90)) for each in dice.sample(DID, 4)),
    )
    later = replace(life, posts=(new, first, *life.posts[1:]), skills=(*life.skills, "Jira"))
    return plain(_elsewhere(dice, later))


def _typo(dice: Random, life: Life) -> str:
    """A slip in the name, and other contacts."""
    first, last = life.name.split()
    place = dice.randrange(1, len(last) - 1)
    slips = (
        last[:place] + last[place + 1 :],
        last[:place] + last[place] + last[place:],
        last[: place - 1] + last[place] + last[place - 1] + last[place + 1 :],
    )
    slip = dice.choice([each for each in slips if each[0] == last[0]])
    return _layout(dice, _elsewhere(dice, replace(life, name=f"{first} {slip}")))


def _other_email(dice: Random, life: Life) -> str:
    """Another address; the number is the same, written without its country."""
    digits = "".join(filter(str.isdigit, life.phone))[1:]
    phone = f"{digits[:3]}.{digits[3:6]}.{digits[6:]}"
    return _layout(dice, replace(_elsewhere(dice, life), phone=phone))


def _married(dice: Random, life: Life) -> str:
    """Another last name, the address of before, a new number."""
    name = f"{life.name.split()[0]} {dice.choice(LAST)}"
    return plain(replace(life, name=name, phone=_phone(dice)))


def _short(dice: Random, life: Life) -> str:
    """One page: no details, no number, another address."""
    posts = tuple(replace(post, did=post.did[:1]) for post in life.posts)
    return plain(replace(_elsewhere(dice, life), posts=posts, phone=""))


def _anew(dice: Random, life: Life) -> str:
    """Every sentence written anew, a middle name, other contacts."""
    first, last = life.name.split()
    posts = tuple(
        replace(
            post, did=tuple(each.format(n=dice.randrange(3, 90)) for each in dice.sample(DID, 3))
        )
        for post in life.posts
    )
    changed = replace(life, name=f"{first} Maria {last}", posts=posts)
    return _layout(dice, _elsewhere(dice, changed))


def _namesake(dice: Random, life: Life) -> str:
    """Another person of the same name."""
    return plain(replace(_life(dice, dice.randrange(10**6)), name=life.name))


def _namesake_nearby(dice: Random, life: Life) -> str:
    """A namesake who once worked for one of the same employers, and went to the same school."""
    other = replace(_life(dice, dice.randrange(10**6)), name=life.name, school=life.school)
    posts = (replace(other.posts[0], employer=life.posts[0].employer), *other.posts[1:])
    return plain(replace(other, posts=posts))


def _twin(dice: Random, life: Life) -> str:
    """Another person whose sentences are from the same template, word by word."""
    other = _life(dice, dice.randrange(10**6))
    return plain(replace(life, name=_another(dice, life), email=other.email, phone=other.phone))


def _colleague(dice: Random, life: Life) -> str:
    """Another person with the same jobs at the same time, told in other words."""
    other = _life(dice, dice.randrange(10**6))
    posts = tuple(
        replace(
            post, did=tuple(each.format(n=dice.randrange(3, 90)) for each in dice.sample(DID, 4))
        )
        for post in life.posts
    )
    return plain(replace(other, name=_another(dice, life), posts=posts))


def _sibling(dice: Random, life: Life) -> str:
    """Another first name, the same last one, the same school."""
    first = dice.choice([each for each in FIRST if each != life.name.split()[0]])
    other = _life(dice, dice.randrange(10**6))
    return plain(replace(other, name=f"{first} {life.name.split()[1]}", school=life.school))


def _stranger(dice: Random, life: Life) -> str:
    """Anybody else."""
    return plain(replace(_life(dice, dice.randrange(10**6)), name=_another(dice, life)))


def _another(dice: Random, life: Life) -> str:
    first, last = life.name.split()
    return (
        f"{dice.choice([each for each in FIRST if each != first])}"
        f" {dice.choice([each for each in LAST if each != last])}"
    )


KINDS: dict[str, tuple[bool, Callable[[Random, Life], str]]] = {
    "layout": (True, _layout),
    "new job": (True, _new_job),
    "typo in the name": (True, _typo),
    "other e-mail": (True, _other_email),
    "married": (True, _married),
    "short": (True, _short),
    "written anew": (True, _anew),
    "namesake": (False, _namesake),
    "namesake nearby": (False, _namesake_nearby),
    "template twin": (False, _twin),
    "colleague": (False, _colleague),
    "sibling": (False, _sibling),
    "stranger": (False, _stranger),
}
