"""Certificates and licences: what they are called, who issued them, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.dates import periods
from services.ingest.extraction.headings import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section

_CHUNKS = re.compile(r"\t+|\s*[|•·●▪◆]\s*|\s+[\u2013—-]\s+|\s*[\u2013—](?=\s)|\s{2,}")
_BY = re.compile(
    r",?\s+(?:(?:issued|offered|awarded|certified)\s+)?(?:by|from|bei|von|por|par|through|via)\s+"
    r"(?=[A-Z])"
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*$")
_ABBREVIATION = re.compile(r"[A-Z0-9][A-Za-z0-9+&/.-]{0,9}")
_CREDENTIAL_WORD = re.compile(
    r"certif|licen[sc]|zertifi|licenci|diplom|credential|accredit|agréé|habilitation|schein",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:certificat(?:ion|e)s?|licen[sc]es?(?:\s+(?:and|&)\s+certifications?)?|certificaciones"
    r"|zertifi(?:kate|zierungen)|certificats)\s*:\s*",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"^(?:credential\s+id|license\s+(?:no|number|#)|id|valid|expir\w+|issued|gpa|https?:|www\.)"
    r"|^[\W\d_]*$",
    re.IGNORECASE,
)
_EDGES = " \t,;:-\u2013—|"
_MAX_NAME = 120
_MAX_WORDS = 16
_LIST_WORDS = 6
_HEADED, _LOOSELY_HEADED, _LABELLED = 90, 65, 75
_NO_YEAR_COSTS, _NO_ISSUER_COSTS = 5, 5


@dataclass(frozen=True, slots=True)
class Certification:
    """A certificate and where it stands: `text[start:end]` of the document."""

    name: str
    issuer: str  # "" where the document does not say
    year: int | None  # of issue, or of the first date that is told
    start: int
    end: int
    confidence: int


def certifications_of(sections: Sequence[Section]) -> tuple[Certification, ...]:
    """Return the certificates that a resume lists, in its order.

    Those under headings that may also be about courses are held with less confidence, unless
    they say that they are certificates.
    """
    return tuple(found for section in sections for found in _in_section(section))


def _in_section(section: Section) -> Iterator[Certification]:
    """Yield the certificates of a section: its entries, or a line with a label in it."""
    if section.kind is SectionKind.CERTIFICATES:
        heading = section.heading.text if section.heading is not None else ""
        sure = _CREDENTIAL_WORD.search(heading) is not None
        for group in _groups(section.lines):
            yield from _read(group, _HEADED if sure else _LOOSELY_HEADED)
    elif section.kind is not SectionKind.REFERENCES:
        for line in section.lines:
            if _LABEL.match(line.text) is not None:
                yield from _read([line], _LABELLED)


def _groups(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines of each certificate: one, or two where each date stands on a second line.

    A line that goes on in the next, as a bullet or a bracket shows, is one with it.
    """
    wholes = _wholes([line for line in lines if not line.is_footer])
    told = [whole for whole in wholes if _is_entry(" ".join(line.text for line in whole))]
    dated = [any(periods(line.text) for line in whole) for whole in told]
    if len(told) > 1 and dated == [False, True] * (len(told) // 2):
        return [[*told[at], *told[at + 1]] for at in range(0, len(told), 2)]
    return told


def _wholes(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Return the lines, each with those that it goes on in."""
    found: list[list[TextLine]] = []
    bulleted = bool(lines) and lines[0].bullet
    mostly_told = sum(_is_bare(line.text) for line in lines) * 2 < len(lines)
    for line in lines:
        before = " ".join(each.text for each in found[-1]) if found else ""
        goes_on = mostly_told and _is_bare(before) and not _is_bare(line.text)
        if found and not line.bullet and (bulleted or goes_on or not _is_whole(before)):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_bare(text: str) -> bool:
    """Say whether nothing but a name stands in `text`: no date and no issuer set apart."""
    return not periods(text) and len(_pieces(text)) < 2 and "(" not in text


def _is_entry(text: str) -> bool:
    words = len(text.split())
    return words <= _MAX_WORDS and not text[0].islower() and _NOISE.match(text) is None


def _read(lines: Sequence[TextLine], base: int) -> Iterator[Certification]:
    """Yield the certificates that the lines of one entry name."""
    start = lines[0].start
    label = _LABEL.match(lines[0].text)
    texts = _texts(lines)
    if label is not None:
        start += label.end()
        texts[0] = texts[0][label.end() :]
    found = [period for text in texts for period in periods(text)]
    if not found and len(lines) == 1 and (items := _listed(texts[0])):
        for at, item in items:
            yield _certification(item, "", None, start + at, start + at + len(item), base)
        return
    chunks = [chunk for text in texts for chunk in _pieces(text)]
    if chunks and len(chunks[0]) <= _MAX_NAME:
        name, issuer = _fields(chunks)
        year = found[0].start.year if found else None
        yield _certification(name, issuer, year, start, lines[-1].end, base)


def _texts(lines: Sequence[TextLine]) -> list[str]:
    """Return the texts of the lines of an entry, all but a date's line of its own joined."""
    texts = [lines[0].text]
    for line in lines[1:]:
        if lines[0].bullet or not _is_whole(texts[-1]):
            texts[-1] = f"{texts[-1]} {line.text}"
        else:
            texts.append(line.text)
    return texts


def _is_whole(text: str) -> bool:
    """Say whether a line ends with its words: no bracket is open, nothing is to follow."""
    return text.count("(") == text.count(")") and text[-1] not in ",\u2013-"


def _listed(text: str) -> list[tuple[int, str]]:
    """Return the items of a list on one line with where each begins; none for anything else."""
    parts = list(re.finditer(r"[^,;|•·]+", text))
    items = [
        (part.start() + len(part[0]) - len(part[0].lstrip()), part[0].strip(_EDGES + "."))
        for part in parts
    ]
    if len(items) < 3 and ";" not in text:
        return []
    return items if all(item and len(item.split()) <= _LIST_WORDS for _, item in items) else []


def _pieces(text: str) -> list[str]:
    """Return the parts of a line that are set apart, without dates and numbers."""
    for period in reversed(periods(text)):
        text = f"{text[: period.at].rstrip(' (,')}\t{text[period.until :].lstrip(' ),')}"
    chunks = (part.strip(_EDGES) for chunk in _CHUNKS.split(text) for part in _BY.split(chunk))
    return [chunk for chunk in chunks if chunk and _NOISE.match(chunk) is None]


def _fields(chunks: Sequence[str]) -> tuple[str, str]:
    """Return the name and the issuer among the pieces of an entry."""
    name, *rest = chunks
    if rest and _CREDENTIAL_WORD.search(rest[0]) and not _CREDENTIAL_WORD.search(name):
        return rest[0], name
    if rest:
        return name, rest[0]
    bracket = _IN_BRACKETS.search(name)
    if bracket is not None and not _ABBREVIATION.fullmatch(bracket[1]):
        return name[: bracket.start()], bracket[1].strip()
    head, comma, tail = name.rpartition(", ")
    return (head, tail) if comma and tail[:1].isupper() else (name, "")


def _certification(
    name: str, issuer: str, year: int | None, start: int, end: int, base: int
) -> Certification:
    if _CREDENTIAL_WORD.search(name) is not None:
        base = max(base, _LABELLED)
    confidence = base - _NO_YEAR_COSTS * (year is None) - _NO_ISSUER_COSTS * (not issuer)
    return Certification(name, issuer, year, start, end, confidence)
