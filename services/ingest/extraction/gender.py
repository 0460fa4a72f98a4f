"""Words that tell a gender, replaced by words that do not.

Both genders become the same text: "his" and "her" are "their", and so is "him", because
"her" may be either. Grammar gives way to that. Job words of Spanish, German and French take
the form that the language's dictionaries list first.
"""

from __future__ import annotations

import re
from types import MappingProxyType

_ENGLISH = (
    "they: he she ella él",
    "their: his her him hers",
    "themselves: himself herself",
    "chair: chairman chairwoman",
    "salesperson: salesman saleswoman",
    "salespeople: salesmen saleswomen",
    "businessperson: businessman businesswoman",
    "spokesperson: spokesman spokeswoman",
    "supervisor: foreman forewoman",
    "server: waiter waitress",
    "servers: waiters waitresses",
    "host: hostess",
    "hosts: hostesses",
    "actor: actress",
    "attendant: steward stewardess",
    "officer: policeman policewoman",
    "firefighter: fireman firewoman",
    "handyperson: handyman handywoman",
    "tailor: seamstress",
    "society: fraternity sorority",
    "kaufperson: kaufmann kauffrau",
    "fachperson: fachmann fachfrau",
    "pflegefachperson: krankenschwester krankenpfleger",
)
# Stems, the ending that is kept, and the other one.
_STEMS = (
    (
        (
            "ingenier enfermer maestr abogad arquitect técnic administrativ cociner camarer becari "
            "licenciad graduad"
        ),
        ("o", "a"),
    ),
    (
        (
            "desarrollad programad direct consult profes diseñad vended coordinad investigad "
            "supervis gest auditor"
        ),
        ("or", "ora"),
    ),
    ("développ vend serv program", ("eur", "euse")),
    ("direc concep forma rédac anima coordina administra", ("teur", "trice")),
    ("infirmi conseill cuisini polici ouvri bouch", ("er", "ère")),
    ("ingénieur consultant assistant chargé avocat professeur étudiant diplômé salarié", ("", "e")),
    ("technicien", ("", "ne")),
)


def _table() -> dict[str, str]:
    """Return each gendered word, in lower case, with what stands for it."""
    table: dict[str, str] = {}
    for row in _ENGLISH:
        plain, _, words = row.partition(": ")
        table |= dict.fromkeys(words.split(), plain)
    for stems, (kept, other) in _STEMS:
        for stem in stems.split():
            table[stem + other] = stem + kept
            table[f"{stem}{other}s"] = (
                f"{stem}{kept}s" if kept[-1:] != "r" or other != "ora" else f"{stem}ores"
            )
    return table


_PLAIN = MappingProxyType(_table())
_WORD = re.compile(r"(?<![\w-])[^\W\d_]{2,}(?![\w-])")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PRONOUNS = re.compile(
    r"\(?\b(?:she|he|they)/(?:her|him|them)(?:/(?:hers|his|theirs))?\b\)?", re.IGNORECASE
)
_TITLE = re.compile(
    r"(?<!\w)(?:(?:Mr|Mrs|Ms|Mx|Mme|Mlle|Sra|Srta)(?:\.\s*|\s+)"
    r"|(?:Miss|Herrn?|Frau|Señora|Señorita|Señor|Monsieur|Madame|Mademoiselle)\s+)(?=[^\W\d_])"
)
# German: Entwicklerin, Ingenieurin, Beraterinnen.
_IN = re.compile(r"[A-ZÄÖÜ][^\W\d_]*in(?:nen)?(?![\w-])")
_FEMININE = re.compile(r"([A-ZÄÖÜ]\w{3,}(?:er|eur|or|ant|ent|ist|oge))in(?:nen)?")


def without_gender(text: str) -> str:
    """Return `text` with gendered pronouns, titles and job words made neutral."""
    if "/" in text:
        text = _PRONOUNS.sub("", text)
    text = _TITLE.sub("", text)
    if _is_neutral(text):
        return text
    shouting = text.isupper()
    return _WORD.sub(lambda match: _neutral(match[0], shouting=shouting), text)


def _is_neutral(text: str) -> bool:
    """Say whether no word of `text` can tell a gender; cheap, and may be wrong in saying no."""
    lower = text.lower()
    words = _LETTERS.findall(lower)
    return _PLAIN.keys().isdisjoint(words) and ("in" not in lower or _IN.search(text) is None)


def _neutral(word: str, *, shouting: bool) -> str:
    """Return what stands for `word`, capitalised alike.

    Capitals inside a line that is not all capitals are an acronym: HIS, HER2.
    """
    plain = _PLAIN.get(word.lower())
    if plain is None:
        feminine = _FEMININE.fullmatch(word) if word.endswith(("in", "innen")) else None
        return feminine[1] if feminine is not None else word
    if word.isupper():
        return plain.upper() if shouting else word
    return plain[:1].upper() + plain[1:] if word[0].isupper() else plain
