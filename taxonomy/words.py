"""Words: how text, surfaces and titles are folded so that spellings compare equal."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

_SAME_WIDTH: Final = str.maketrans(
    {"\u00a0": " ", "\t": " ", "\r": " ", "\u2019": "'", "\u2010": "-", "\u2011": "-"}
)
_INNER_HYPHEN: Final = re.compile(r"(?<=\w)-(?=\w)")
_BLANKS: Final = re.compile(r"[ \n]{2,}|\n")
# A run of letters is tried from its start only: from each letter it would take quadratic time.
_WEB_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w-])[\w-]+\.(?:com|org|io)/\S*")
_MAIL_ADDRESS: Final = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]+")
_TITLE_WORD: Final = re.compile(r"[^\W_]+[+#]*")
_GERMAN_WOMAN: Final = re.compile(r"\w{3,}(?:er|eur|ist|ent|ant|at)in")
_TITLE_SPELLINGS: Final = {
    "backend": "back end",
    "frontend": "front end",
    "fullstack": "full stack",
}
_PHRASE_WORD: Final = re.compile(r"[^\W_][\w+#]*|\.net\b")
_ENDINGS: Final = (
    *("isations", "izations", "isation", "ization", "ations", "ation", "ments", "ment", "ings"),
    *("ing", "ies", "ied", "ers", "er", "ors", "or", "ed", "es", "s", "y"),
)
_SHORTEST_STEM: Final = 3
_WEAK_ENDINGS: Final = frozenset({"y", "er", "or"})
"""Of a short word they are a part of the word: a user is no us."""
_LOST_E: Final = re.compile(r"[^aeiou][aeiou][^aeiouwxs]")
"""What is left of "coding" and "cares" once had an e; what is left of "cars" had none."""
SMALL_WORDS: Final = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "its", "of"}
    | {"on", "or", "other", "such", "that", "the", "their", "this", "to", "using", "various"}
    | {"which", "with"}
)
"""Words that tell one name from another in no list of names."""

FUNCTION_WORDS: Final = frozenset(
    """
    the to and of in is for that you it on with this was be as are have at he not by but from my
    or we an your all so his they me if one can will just like about up out what has when more do
    no were who had their there her which get been would she how some also them now other its our
    than only after first him into two any then could back these us because where should may here
    did very own off why many those such same every am between against without during until while
    few each another before through around since under upon both cannot either neither nor else
    ever even though although yet still already almost always never often again further once
    below above across along among amongst behind beside besides beyond by down except inside
    near onto over per rather than throughout toward towards via within whose whom whatever
    whenever wherever whether whereas whereby wherein hence thus therefore thereby therein
    herself himself itself myself ourselves themselves yourself yourselves hers ours theirs yours
    might must need shall being having does doing done made make makes let lets perhaps quite too
    much most more less least several none nothing something anything everything someone anyone
    everyone somebody nobody ie eg etc re ve ll don didn doesn isn aren won three four
    five six seven eight nine ten
    """.split()  # noqa: SIM905  # the same as strings would be a page long
)
"""English words that say how a sentence is built and not what it is about."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with its blanks collapsed and inner hyphens opened, beside its lower case.

    `cased` and `lower` have the same length; `origin` maps an offset in them to one in the
    text they came from.
    """

    cased: str
    lower: str
    _starts: array[int]
    _shifts: array[int]

    def origin(self, offset: int) -> int:
        """Return where `offset` lies in the text that was folded."""
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]


def fold(text: str) -> Folded:
    """Fold a text; addresses in it become characters that no word matches.

    A run of blanks with two or more line ends stays a line end, since a name never crosses a
    paragraph; any other run becomes one blank.
    """
    same_width = _INNER_HYPHEN.sub(" ", _without_addresses(text.translate(_SAME_WIDTH)))
    pieces: list[str] = []
    starts, shifts = array("L", [0]), array("L", [0])
    done = length = 0
    for run in _BLANKS.finditer(same_width):
        pieces += (same_width[done : run.start()], "\n" if run[0].count("\n") > 1 else " ")
        length += run.start() - done + 1
        done = run.end()
        if run.end() - run.start() > 1:
            starts.append(length)
            shifts.append(done - length)
    pieces.append(same_width[done:])
    cased = "".join(pieces)
    return Folded(cased, lower(cased), starts, shifts)


def lower(text: str) -> str:
    """Return the lower case of `text`, leaving characters whose lower case is longer."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def surface(name: str) -> str:
    """Return `name` as `fold` would leave it in a text, in its own case."""
    return " ".join(_INNER_HYPHEN.sub(" ", name.translate(_SAME_WIDTH)).split())


def key(name: str) -> str:
    """Return what two spellings of one name have in common."""
    return lower(surface(name))


def title_words(title: str) -> list[str]:
    """Return the words of a job title: no case, no punctuation, no plural, no gender in German."""
    spelled = title.casefold().replace("&", " and ")
    words = (match[0] for match in _TITLE_WORD.finditer(spelled))
    opened = " ".join(_TITLE_SPELLINGS.get(word, word) for word in words)
    return [_singular(word) for word in opened.split()]


def stems(phrase: str) -> list[str]:
    """Return the words of a phrase that say something, without their endings.

    Crude on purpose: "manages", "managing" and "management" are one stem, and so are British
    and American spellings; a wrong ending taken from both sides does no harm.
    """
    return [_stem(word) for word in spelled_words(phrase)]


def spelled_words(phrase: str) -> list[str]:
    """Return the words of a phrase that say something, in lower case."""
    words = (match[0] for match in _PHRASE_WORD.finditer(phrase.lower()))
    return [word for word in words if word not in SMALL_WORDS]


def _stem(word: str) -> str:
    word = _bare(word).replace("z", "s")
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM + 1 else word


def _bare(word: str) -> str:
    for ending in _ENDINGS:
        least = _SHORTEST_STEM + (ending in _WEAK_ENDINGS)
        if word.endswith(ending) and len(word) - len(ending) >= least:
            if ending == "s" and word.endswith("ss"):
                return word
            bare = word[: -len(ending)]
            return f"{bare}e" if ending != "s" and _LOST_E.fullmatch(bare) else bare
    return word


def _singular(word: str) -> str:
    if _GERMAN_WOMAN.fullmatch(word):
        word = word.removesuffix("in")
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_addresses(text: str) -> str:
    if "@" in text:
        text = _MAIL_ADDRESS.sub(_blot, text)
    return _WEB_ADDRESS.sub(_blot, text) if "/" in text or "www." in text else text


def _blot(address: re.Match[str]) -> str:
    return "\0" * len(address[0])
