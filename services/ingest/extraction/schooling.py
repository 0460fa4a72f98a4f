"""Education: degrees, their level and field, and where they were earned."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.dates import hanging, periods
from services.ingest.extraction.degrees import Degree, degrees_in
from services.ingest.extraction.facts import EducationLevel
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.names import name_in
from services.ingest.extraction.titles import is_place, is_short_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section

_INSTITUTION = re.compile(
    r"universit|(?<!\w)(?:univ|college|institute|school of|academy|polytechnic|hochschule"
    r"|fachhochschule|tu|fh|uni|gymnasium"
    r"|berufsschule|realschule|gesamtschule|universidad|politécnica|instituto|colegio|escuela"
    r"|école|ecole|institut|lycée"
    r"|akademie|faculty|sixth form|bildungszentrum|[^\W\d_]+schule"
    r"|mit|eth|epfl|insead|iese|ucla|uc|usc|nyu|suny|cuny|lse|iit|nit"
    r"|insa|hec|kth|upc|upm)(?!\w)"
    r"|high school$",
    re.IGNORECASE,
)
_SCHOOL = re.compile(r"[^\W\d_a-z][\w'\u2019.-]+ (?:School|SCHOOL)$")
_SPLIT = re.compile(r"\t+|\s*[|•·●▪◆]\s*|\s+[\u2013—-]\s+|\s{2,}|\s*[\u2013—]\s+|;\s+")
_COMMA = re.compile(r"\s*,\s+")
_LINK = re.compile(
    r"^(?:\s*(?:degree|deg\.)?\s*(?:\([^)]*\))?\s*(?::|,|-|\u2013|\bin\b|\bof\b|\ben\b|\bde\b"
    r"|\bd['\u2019]|\bdes\b|\bder\b|\bzum\b|\bzur\b|\bals\b)?)+\s*",
    re.IGNORECASE,
)
_GRADE = re.compile(r"^\s*(?:[12]|II?)\b(?=\s)")  # "Master 2 en"
_DETAIL = re.compile(
    r"^(?:gpa|grade|cgpa|thesis|advisor|minor|coursework|relevant|courses?|honou?rs|note|nota"
    r"|mention|schwerpunkt|dean|score"
    r"|activities|awards?|cum|magna|summa|graduated|expected|abschluss|promedio|\d)",
    re.IGNORECASE,
)
_AT = re.compile(r"\s+(?:at|from|,|an der|bei|à l['\u2019]|de la)\s+", re.IGNORECASE)
_EDGES = " \t,;:.()[]-\u2013—|"
_MAX_LINES = 3
_MAX_FIELD = 80
_MAX_LINE = 120


@dataclass(frozen=True, slots=True)
class Study:
    """One education with where it stands: `text[start:end]` are the lines that tell it."""

    level: EducationLevel
    degree: str
    field: str
    institution: str
    end_year: int | None
    start: int
    end: int
    confidence: int


def studies_of(sections: Sequence[Section]) -> tuple[Study, ...]:
    """Return the educations of a resume, in its order.

    Without a heading for education, a line elsewhere counts when it writes a degree out.
    """
    headed = [s for s in sections if s.kind is SectionKind.EDUCATION]
    if headed:
        groups = [group for section in headed for group in _groups(section.lines)]
        return tuple(study for group in groups if (study := _study(group, headed=True)) is not None)
    skipped = (SectionKind.EXPERIENCE, SectionKind.REFERENCES, SectionKind.SUMMARY)
    loose = (line for s in sections if s.kind not in skipped for line in s.lines)
    found = (_study([line], headed=False) for line in loose if _is_loose_degree(line))
    return tuple(study for study in found if study is not None)


def _is_loose_degree(line: TextLine) -> bool:
    if len(line.text) >= _MAX_LINE or not degrees_in(line.text, short_forms=False):
        return False
    return name_in(line.text) == ""  # "Ada Lovelace, MBA" tells who


def _groups(lines: Iterable[TextLine]) -> list[list[TextLine]]:
    """Return the lines of a section as one list an education.

    A new one begins at a degree, an institution or a year that the one before already has.
    """
    groups: list[list[TextLine]] = []
    seen = _Marks()
    for line in lines:
        marks = _marks(line)
        if line.is_footer or (line.bullet and not (marks.degree and (marks.place or marks.year))):
            if groups and line.bullet:
                groups[-1].append(line)
            continue
        over = bool(groups) and hanging(groups[-1][-1].text, line.text) is not None
        if not groups or (marks.clash(seen) and not over):
            groups.append([])
            seen = _Marks()
        groups[-1].append(line)
        seen = seen.joined(marks)
    return groups


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a line, or the lines of an education so far, have."""

    degree: bool = False
    place: bool = False
    year: bool = False

    def clash(self, seen: _Marks) -> bool:
        """Say whether a line with these begins another education than the one with `seen`."""
        if (self.degree and seen.degree) or (self.place and seen.place):
            return True
        return self.year and seen.year and (seen.degree or seen.place)

    def joined(self, other: _Marks) -> _Marks:
        """Return what either has."""
        return _Marks(
            self.degree or other.degree, self.place or other.place, self.year or other.year
        )


def _marks(line: TextLine) -> _Marks:
    text = _undated(line.text)
    is_detail = _DETAIL.match(text.lstrip()) is not None
    return _Marks(
        degree=bool(degrees_in(text, short_forms=True)) and not is_detail,
        place=_is_institution(text.strip(_EDGES)) and not is_detail,
        year=bool(periods(line.text)),
    )


def _is_institution(piece: str) -> bool:
    return _INSTITUTION.search(piece) is not None or _SCHOOL.search(piece) is not None


def _study(lines: Sequence[TextLine], *, headed: bool) -> Study | None:
    """Return the education that `lines` tell, unless they name no degree and no institution."""
    told = [line for line in lines if not line.bullet][:_MAX_LINES] or list(lines[:1])
    pieces = _Pieces()
    for line in told:
        if pieces.is_whole() and not periods(line.text):
            break
        _read(_undated(line.text), pieces)
    pieces.settle()
    if pieces.level is EducationLevel.UNSPECIFIED and not pieces.institution:
        return None
    return Study(
        level=pieces.level,
        degree=pieces.degree,
        field=pieces.field[:_MAX_FIELD],
        institution=pieces.institution,
        end_year=_end_year(lines),
        start=lines[0].start,
        end=lines[-1].end,
        confidence=_confidence(pieces, headed=headed),
    )


class _Pieces:
    """What has been read of an education so far."""

    def __init__(self) -> None:
        self.level = EducationLevel.UNSPECIFIED
        self.degree = ""
        self.field = ""
        self.institution = ""
        self.before: list[str] = []  # pieces that came before the degree
        self.after: list[str] = []

    def is_whole(self) -> bool:
        """Say whether nothing is missing."""
        return bool(self.degree and self.field and self.institution)

    def settle(self) -> None:
        """Take what is missing from the pieces that nothing else claimed."""
        if not self.degree:
            self.after, self.before = self.before, []
        if not self.field and self.after and (self.institution or self.before):
            self.field = self.after.pop(0)
        rest = [*self.before, *self.after]
        if not self.institution and rest:
            self.institution = rest[0]


def _read(text: str, pieces: _Pieces) -> None:
    """Add what a line says to `pieces`."""
    for chunk in _SPLIT.split(text):
        for part in _COMMA.split(_without_place(chunk.strip(_EDGES))):
            piece = part.strip(_EDGES)
            if piece and not _DETAIL.match(piece):
                _take(piece, pieces)


def _take(piece: str, pieces: _Pieces) -> None:
    """Add one piece of a line to `pieces`."""
    found = degrees_in(piece, short_forms=True)
    if found and not pieces.degree:
        _take_degree(piece, found, pieces)
    elif found and found[0].level == pieces.level and found[0].start == 0:
        _take_field(_LINK.sub("", piece[found[0].end :]), pieces)
    elif _is_institution(piece) and not pieces.institution:
        pieces.institution = piece
    elif pieces.degree:
        pieces.after.append(piece)
    else:
        pieces.before.append(piece)


def _take_degree(piece: str, found: Sequence[Degree], pieces: _Pieces) -> None:
    """Read a piece that names a degree, and maybe its field and institution."""
    degree = found[0]
    pieces.level, pieces.degree = degree.level, piece[degree.start : degree.end].strip(" ,")
    lead = piece[: degree.start].strip(_EDGES)
    if lead and _INSTITUTION.search(lead) and not pieces.institution:
        pieces.institution = lead
    end = degree.end
    if len(found) > 1 and found[1].start - end <= 3:  # "Master of Science (MSc) in"
        end = found[1].end
    _take_field(_LINK.sub("", _GRADE.sub("", piece[end:].lstrip(")"))), pieces)


def _take_field(rest: str, pieces: _Pieces) -> None:
    """Read what follows a degree in its piece: its field, its institution, or both."""
    rest = rest.strip(_EDGES)
    if not rest:
        return
    if not _INSTITUTION.search(rest):
        pieces.field = pieces.field or rest
        return
    head, *tail = _AT.split(rest, maxsplit=1)
    if tail and not _INSTITUTION.search(head):
        pieces.field, pieces.institution = pieces.field or head, pieces.institution or tail[0]
    else:
        pieces.institution = pieces.institution or rest


def _undated(text: str) -> str:
    """Return `text` with tabs where dates were."""
    for period in reversed(periods(text)):
        text = f"{text[: period.at].rstrip(' (,')}\t{text[period.until :].lstrip(' ),')}"
    return text


def _without_place(chunk: str) -> str:
    """Return `chunk` without the town and country that it ends in."""
    if is_place(chunk):
        return ""
    parts = [part.strip() for part in chunk.split(",")]
    if len(parts) > 1 and is_short_place(parts[-1]):
        town = (
            len(parts) > 2
            and not _INSTITUTION.search(parts[-2])
            and not degrees_in(parts[-2], short_forms=True)
        )
        return ", ".join(parts[: -2 if town else -1])
    return chunk


def _end_year(lines: Sequence[TextLine]) -> int | None:
    """Return the last year that the lines before any bullet name, else those of the bullets."""
    plain = [p for line in lines if not line.bullet for p in periods(line.text)]
    found = plain or [p for line in lines for p in periods(line.text)][:1]
    years = [(p.end or p.start).year for p in found if not p.current]
    return max(years, default=None)


def _confidence(pieces: _Pieces, *, headed: bool) -> int:
    """Return how sure the education is: each missing piece costs."""
    return (
        95
        - 25 * (not pieces.degree)
        - 10 * (not pieces.field)
        - 10 * (not pieces.institution)
        - 20 * (not headed)
    )
