"""A resume without the person: the text that is scored, embedded and shown before a decision.

Blindness is on the side of removing too much. What is left are the lines about work,
education and skills, with a neutral word for the name and nothing for addresses, numbers,
pages, dates of birth and graduation, age, gender, nationality and family.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.dates import has_date, without_dates
from services.ingest.extraction.degrees import degrees_in
from services.ingest.extraction.facts import Line
from services.ingest.extraction.gender import without_gender
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.identifiers import anonymous
from services.ingest.extraction.names import neutral, pattern_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.documents.document import Document
    from services.ingest.extraction.contact import Owner
    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Taxonomy

_ABOUT_NOBODY = (SectionKind.CONTACT, SectionKind.PERSONAL, SectionKind.REFERENCES)
_PERSONAL = re.compile(
    r"^(?:date\s+of\s+birth|place\s+of\s+birth|birth\s?(?:date|day|place)|d\.?o\.?b\.?|born|age"
    r"|nationality|citizenship|marital\s+status"
    r"|civil\s+status|gender|sex|religion|race|ethnicity|children|visa\s+status"
    r"|passport(?:\s+no\.?)?|father['\u2019]?s\s+name|mother['\u2019]?s\s+name"
    r"|pronouns?|photo|geburtsdatum|geburtsort|geboren(?:\s+am)?|geb\.|alter|nationalität"
    r"|staatsangehörigkeit|staatsbürgerschaft|familienstand"
    r"|geschlecht|konfession|kinder|fecha(?:\s+y\s+lugar)?\s+de\s+nacimiento"
    r"|lugar\s+de\s+nacimiento|nacid[oa](?:\s+el)?|edad|nacionalidad"
    r"|estado\s+civil|sexo|género|dni|nie|hijos|date\s+(?:et\s+lieu\s+)?de\s+naissance"
    r"|lieu\s+de\s+naissance|née?\s+le|âge|nationalité"
    r"|situation\s+(?:familiale|matrimoniale)|état\s+civil|sexe|enfants)\s*(?:[:=\u2013-]|(?=\d)"
    r"|\s(?=\w+\s*$)|\t)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:single|married|divorced|widowed|male|female|ledig|verheiratet|geschieden|verwitwet"
    r"|soltero|soltera|casado|casada|divorciad[oa]"
    r"|célibataire|mariée?|divorcée?|männlich|weiblich|homme|femme|hombre|mujer"
    r"|\d\d\s*(?:years?(?:\s+old)?|jahre(?:\s+alt)?|años|ans))"
    r"(?:\s*,\s*.{0,25})?",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(?:aged?\s+)?\d\d[- ]?(?:years?|yrs?)[- ]olds?\b|\b\d\d\s+jahre\s+alt\b"
    r"|\bde\s+\d\d\s+años\s+de\s+edad\b"
    r"|\b(?:born|geboren|nacid[oa]|née?)\s+(?:on|in|am|el|en|le|à)\b[^.;,|\t]{0,40}",
    re.IGNORECASE,
)
_AGE_CUES = ("old", "alt", "edad", "born", "geboren", "nacid", "né ", "née ")
_GRADUATION = re.compile(
    r"\b(?:class\s+of|graduat\w+|promoción|promotion|abitur|jahrgang|diplômée?|egresad[oa]"
    r"|abschluss|alumn\w+)\b",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\s*[|•·\t]\s*|\s{3,}")
_INK = re.compile(r"[^\n]")
_GAPS = re.compile(r"[ \u00a0]{2,}")
_LOOSE = re.compile(r"\(\s*\)|\[\s*\]|^[\s,;:|•·\u2013—-]+|[\s,;|•·\u2013—-]+$")


@dataclass(frozen=True, slots=True)
class Blinded:
    """A document's text made blind in two ways."""

    lines: tuple[Line, ...]  # for scoring
    text: str  # of the document's length, blanks for what identifies: offsets stay
    name: re.Pattern[str] | None

    def title(self, text: str) -> str:
        """Return a title or a field of study without the person's name and gender."""
        return _tidy(without_gender(neutral(anonymous(text, blank=_nothing), self.name)))


def blinded(
    document: Document, sections: Sequence[Section], owner: Owner, *, taxonomy: Taxonomy
) -> Blinded:
    """Return `document` without who it is about."""
    kept = list(_scorable(sections, owner))
    known = [
        part for part in owner.names if taxonomy.recognise(part) or taxonomy.occupation_of(part)
    ]
    rest = "\n".join(anonymous(line.text, blank=_nothing) for line, _ in kept)
    name = pattern_of(owner.names, rest, known=known)
    lines = [
        Line(text, document.span(line.start, line.end))
        for line, kind in kept
        if (text := _blind(line.text, kind, name))
    ]
    return Blinded(tuple(lines), _blanked(document.text, [line for line, _ in kept], name), name)


def _scorable(sections: Sequence[Section], owner: Owner) -> Iterator[tuple[TextLine, SectionKind]]:
    """Yield the lines that are not only about who the person is, with their section's kind."""
    for section in sections:
        if section.kind in _ABOUT_NOBODY:
            continue
        if section.heading is not None:
            yield section.heading, SectionKind.OTHER
        for line in section.lines:
            if (
                line.start not in owner.block
                and not line.is_footer
                and not _ALONE.fullmatch(line.text)
            ):
                yield line, section.kind


def _blind(text: str, kind: SectionKind, name: re.Pattern[str] | None) -> str:
    """Return a line without what identifies; "" when nothing else is in it."""
    pieces = _PIECE.split(text)
    if any(_PERSONAL.match(piece) for piece in pieces):
        text = " | ".join(piece for piece in pieces if not _PERSONAL.match(piece))
    text = neutral(anonymous(text, blank=_nothing), name)
    if has_date(text) and (kind is SectionKind.EDUCATION or _tells_graduation(text)):
        text = without_dates(text)
    lower = text.lower()
    if any(cue in lower for cue in _AGE_CUES):
        text = _AGE.sub("", text)
    return _tidy(without_gender(text))


def _tells_graduation(text: str) -> bool:
    return _GRADUATION.search(text) is not None or bool(degrees_in(text, short_forms=False))


def _tidy(text: str) -> str:
    """Return `text` without the gaps and loose signs that removals leave."""
    return _GAPS.sub(" ", _LOOSE.sub("", _LOOSE.sub("", text))).strip()


def _blanked(text: str, kept: Sequence[TextLine], name: re.Pattern[str] | None) -> str:
    """Return `text` with spaces for all but the kept lines and for what in them identifies."""
    pieces: list[str] = []
    at = 0
    for line in kept:
        pieces += (_blank(text[at : line.start]), anonymous(line.text, blank=_blank))
        at = line.end
    left = "".join((*pieces, _blank(text[at:])))
    return left if name is None else name.sub(lambda match: _blank(match[0]), left)


def _nothing(_: str) -> str:
    """Return nothing, whatever is removed."""
    return ""


def _blank(text: str) -> str:
    """Return as many spaces, line ends kept."""
    return text if text.isspace() else _INK.sub(" ", text)
