"""Names of people: what can be one, its parts, and where it stands in a text."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING

from services.ingest.extraction.sections import heading_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_HONORIFIC = re.compile(
    r"^(?:(?:dr|prof|mr|mrs|ms|miss|mx|herr|frau|sr|sra|srta|m|mme|mlle|ing|dipl\.?-ing)\.?\s+)+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(
    r"(?:,?\s+(?:ph\.?d|md|m\.d|mba|cpa|pmp|rn|esq|jr|sr|ii|iii|iv|msc|bsc|m\.sc|b\.sc|he/him"
    r"|she/her|they/them)\.?"
    r"|\s*\([^)]*\))+$",
    re.IGNORECASE,
)
# Letters behind a name: ", CCRN", ", RRT-ACCS". Behind capitals they might be a first name.
_CREDENTIALS = re.compile(r"(?:,\s*(?:[A-Z][A-Z-]{1,9}|(?:[A-Z][a-z]{0,2}\.?){2,4}))+$")
_DOCUMENT = re.compile(
    r"^(?:(?:curriculum\s+vitae|curriculum|resume|résumé|cv|lebenslauf"
    r"|hoja\s+de\s+vida)(?:\s+(?:of|von|de|for))?\b\s*[:\u2013—-]?\s*"
    r"|(?:full\s+)?name\s*:\s*|nombre\s*:\s*|nom\s*:\s*)",
    re.IGNORECASE,
)
_TRAILER = re.compile(
    r"\s*[\u2013—:-]?\s*(?:curriculum\s+vitae|resume|résumé|cv|lebenslauf)$", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][^\W\d_'\u2019.\u00b7-]*(?:['\u2019.·-][^\W\d_]+)*\.?")
_PARTICLES_WORDS = """
de del della da das dos di du la las le los van von der den ten ter zu zum bin ibn binti bint
abu al el y e i und of ap st san
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
# Words that are also months or everyday English; alone they are left alone.
_ORDINARY_WORDS = """
april august may june will mark art ray rose faith hope joy summer dawn long young an do so
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_ADDRESS = r"(?:Dr|Prof|Mr|Mrs|Ms|Miss|Mx|Herrn?|Frau|Señora?|Sra?|Srta|M|Mme|Mlle)(?:\.\s*|\s+)"
_BEFORE = (
    "de|del|della|da|dos|di|du|la|las|le|los|van|von|der|den|ten|ter|zu|zum|bin|ibn|binti|bint|abu"
)
_INITIALS = r"(?:[^\W\d_a-z]\.[\s-]?){1,3}"
# What somebody does whose first name is also a word: "Ruby led", but not "Ruby based".
_ACTS = (
    r"(?=['\u2019]s\b|\s+(?:is|was|has|had|led|won|built|ran|made|grew|(?!based\b|related\b)"
    r"[a-z]{2,}ed)\b)"
)
_BORN_AS = re.compile(
    r"\b(?:née?|geb\.|geborener?|nacida|maiden\s+name:?"
    r"|(?P<now>formerly|previously)(?:\s+known\s+as)?)\s+"
    rf"(?P<name>(?:(?:{_BEFORE})\s)*(?-i:[^\W\d_a-z])[\w'\u2019-]+"
    rf"(?:\s(?:(?:{_BEFORE})\s)*(?-i:[^\W\d_a-z])[\w'\u2019-]+){{0,3}})",
    re.IGNORECASE,
)
_BORN_CUES = ("née", "né ", "geb", "nacida", "maiden", "ormerly", "reviously")
_SEGMENT = re.compile(r"[^\W\d_]+")
_MAX_WORDS = 6
_NEUTRAL = "Candidate"


def undocumented(text: str) -> str:
    """Return `text` without words before a name that only say what the document is."""
    return _DOCUMENT.sub("", text)


def name_in(text: str) -> str:
    """Return the name that the whole of `text` is, without titles; "" when it cannot be one."""
    text = _TRAILER.sub("", _DOCUMENT.sub("", text.strip()))
    bare = _CREDENTIALS.sub("", text)
    text = bare if " " in bare and not bare.isupper() else text
    text = _SUFFIX.sub("", _HONORIFIC.sub("", text.strip())).strip(" ,|")
    words = text.replace(",", " ").split()
    caseless = bool(words) and not any(char.isupper() or char.islower() for char in text)
    if (
        not (1 if caseless else 2) <= len(words)
        or len(parts_of(text)) > _MAX_WORDS
        or heading_kind(text) is not None
    ):
        return ""
    return text if all(_can_be_part(word) for word in words) else ""


def parts_of(name: str) -> tuple[str, ...]:
    """Return the parts of a name that identify, without particles and initials."""
    words = (word.strip(".,") for word in name.replace(",", " ").split())
    return tuple(
        word
        for word in dict.fromkeys(words)
        if word.lower() not in _PARTICLES and (len(word) > 1 or not word.isascii())
    )


def earlier_parts(lines: Iterable[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return the parts of names that `lines` say were borne before, none of them in `names`.

    A company may be "formerly" something else: that word counts before one of `names` only.
    """
    own = {name.casefold() for name in names}
    found: dict[str, None] = {}
    for line in lines:
        if not any(map(line.__contains__, _BORN_CUES)):
            continue
        for match in _BORN_AS.finditer(line):
            parts = parts_of(match["name"])
            if not match["now"] or not own.isdisjoint(map(str.casefold, parts)):
                found |= dict.fromkeys(part for part in parts if part.casefold() not in own)
    return tuple(found)


def is_particle(word: str) -> bool:
    """Say whether a word stands between the parts of names and is none: "van", "de"."""
    return word.lower() in _PARTICLES


def _can_be_part(word: str) -> bool:
    if is_particle(word):
        return True
    return _WORD.fullmatch(word) is not None and not word[0].islower()


class Name:
    """A person's name wherever it stands in a text.

    Two parts in a row, or one after "Mr." and the like, are always the name. One part alone
    is, unless it is also an ordinary word.
    """

    def __init__(self, forms: frozenset[str], alone: frozenset[str]) -> None:
        self._forms = forms
        self._alone = alone

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # It takes as long as reading a line a hundred times, and most names are met nowhere.
        any_part = _alternatives(self._forms)
        others = self._forms - self._alone
        particle = "|".join(sorted(_PARTICLES, key=len, reverse=True))
        link = rf"(?:[\s,.'\u2019-]+(?:(?:{particle})\s+|[^\W\d_]\.?\s+)*)"
        row = rf"{any_part}(?:{link}{any_part})+"
        single = rf"|{_alternatives(self._alone)}" if self._alone else ""
        acting = f"|{_alternatives(others)}{_ACTS}" if others else ""
        addressed = rf"{_ADDRESS}(?:(?:{particle})\s+)*{any_part}(?:{link}{any_part})*"
        told = f"(?:{addressed}|{row}{single}{acting})"
        before = rf"(?:{_INITIALS}\s*)?(?:(?:{_BEFORE})\s+)*"
        return re.compile(rf"(?<!\w){before}{told}(?!\w)(?:,?\s+{_INITIALS}(?!\w))?")

    def neutral(self, text: str) -> str:
        """Return `text` with the name replaced by a neutral word."""
        if not any(map(text.__contains__, self._forms)):
            return text
        return self._pattern.sub(_NEUTRAL, text)


def name_of(
    names: Sequence[str], text: str, *, known: Callable[[str], bool], short: Callable[[str], bool]
) -> Name:
    """Return the name that has the parts `names`, as it may stand in `text`.

    Ordinary words are the parts that are `known`, months and the like, and what is written
    without a capital elsewhere in the text. How a part is written counts for what is `short`
    for something: "MA" is, and "Ma" is not.
    """
    forms = {form: known(name) for name in names for form in _forms(name)}
    alone = (form for form, other in forms.items() if not other and not short(form))
    return Name(frozenset(forms), frozenset(form for form in alone if _is_one(form, text)))


def _is_one(form: str, text: str) -> bool:
    """Say whether a part of a name is the name where it stands alone."""
    lower = form.lower()
    if lower in _ORDINARY or lower == form or lower not in text:
        return lower not in _ORDINARY
    return re.search(rf"(?<!\w){re.escape(lower)}(?!\w)", text) is None


def _forms(part: str) -> set[str]:
    """Return how a part may be written elsewhere: in capitals, with none, without accents."""
    title = _SEGMENT.sub(lambda match: match[0].capitalize(), part)
    if title.startswith("Mc"):
        title = f"Mc{title[2:].capitalize()}"
    bare = "".join(c for c in unicodedata.normalize("NFKD", part) if not unicodedata.combining(c))
    return {
        part,
        part.upper(),
        title,
        bare,
        bare.upper(),
        _SEGMENT.sub(lambda match: match[0].capitalize(), bare),
    }


def _alternatives(words: Iterable[str]) -> str:
    return (
        "(?:"
        + "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
        + ")"
    )
