"""Jobs: title, employer and dates out of the entries of a resume."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.entries import Entry, entries_of
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.intervals import Interval
from services.ingest.extraction.titles import (
    is_city_and_state,
    is_employer_like,
    is_place,
    is_short_place,
    title_score,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.extraction.facts import YearMonth
    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Taxonomy

_CHUNKS = re.compile(
    r"\t+|\s*[|•·●▪◆]\s*|\s+[\u2013—\u2012-]+\s+|\s*[\u2013—](?=\s)|\s{2,}|\s+@\s*|,?\s+(?:at|bei"
    r"|chez)\s+(?=[A-Z\"“])"
)
_NOISE = re.compile(
    r"(?:\(?\s*(?:\d+\s*(?:years?|yrs?|y|jahre?|años?|ans?|months?|mos?|m|monate?|meses"
    r"|mois)\.?[\s,&]*(?:and|und|y|et)?\s*)+\)?"
    r"|\(?(?:full|part)[- ]?time\)?|\(?(?:contract|permanent|temporary|vollzeit|teilzeit"
    r"|jornada completa|cdi|cdd)\)?"
    r"|\(\s*\)|[\W_]*)",
    re.IGNORECASE,
)
_TOWN = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_]+){0,2}")
_CAMPUS = re.compile(r"\b(?:universi|universität|college|school|institute)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Job:
    """One job with where its pieces stand: `text[start:end]` is all of it."""

    title: str
    employer: str
    entry: Entry
    interval: Interval  # of months, up to `as_of`
    current: bool
    confidence: int

    @property
    def start(self) -> int:
        """Where the job starts in the document's text."""
        return self.entry.start

    @property
    def end(self) -> int:
        """Where its last line ends."""
        return self.entry.end


def jobs_of(
    sections: Sequence[Section], *, as_of: YearMonth, taxonomy: Taxonomy
) -> tuple[Job, ...]:
    """Return the jobs that a resume tells of, in its order.

    Without a heading for experience, dated entries elsewhere count when their title is one
    for sure; those are held with less confidence.
    """
    headed = [s for s in sections if s.kind is SectionKind.EXPERIENCE]
    jobs = [
        _job(entry, as_of=as_of, taxonomy=taxonomy, headed=True)
        for section in headed
        for entry in entries_of(section.lines)
    ]
    if not jobs:
        loose = (
            s
            for s in sections
            if s.kind in (SectionKind.HEADER, SectionKind.SUMMARY, SectionKind.OTHER)
        )
        found = (
            _job(entry, as_of=as_of, taxonomy=taxonomy, headed=False)
            for section in loose
            for entry in entries_of(section.lines)
        )
        jobs = [job for job in found if job is not None and title_score(job.title, taxonomy)]
    return tuple(job for job in jobs if job is not None)


def _job(entry: Entry, *, as_of: YearMonth, taxonomy: Taxonomy, headed: bool) -> Job | None:
    """Return the job of an entry, unless it has neither title nor employer."""
    chunks = [chunk for piece in entry.header for chunk in _chunks(piece)]
    if len(chunks) < 2:
        chunks = _completed(chunks, entry.following, taxonomy)
    title, employer = _fields(chunks, taxonomy)
    if not title and not employer:
        return None
    interval, current = _interval(entry, as_of)
    return Job(
        title,
        employer,
        entry,
        interval,
        current,
        _confidence(entry, title, employer, headed=headed),
    )


def _completed(chunks: list[str], following: Sequence[str], taxonomy: Taxonomy) -> list[str]:
    """Return `chunks` with those of the lines after the date, until a job is told in full."""
    for line in following:
        if _is_qualified(chunks) and _names_employer(line, taxonomy):
            return [*chunks, *_chunks(line)]
        title, employer = _fields(chunks, taxonomy)
        if title and employer and title_score(title, taxonomy):
            break
        chunks = [*chunks, *_chunks(line)]
    return chunks


def _is_qualified(chunks: Sequence[str]) -> bool:
    """Say whether what there is has a comma, and nothing behind it that must be an employer."""
    parts = chunks[0].split(",")[1:] if chunks else []
    return bool(parts) and not any(is_employer_like(part) for part in parts)


def _names_employer(line: str, taxonomy: Taxonomy) -> bool:
    """Say whether a line is an employer, so that a comma in the title above belongs to the title.

    Employers have words of their own, or the town behind them.
    """
    if title_score(line, taxonomy) > 0 and not is_employer_like(line):
        return False
    chunks = _chunks(line)
    return is_employer_like(line) or (bool(chunks) and "\t" not in line and chunks != [line])


def _chunks(piece: str) -> list[str]:
    """Return the parts of a header line that are set apart, without places and durations."""
    chunks = (
        chunk.strip(" \t,;:()[]-\u2013—|")
        if chunk.count("(") != chunk.count(")")
        else chunk.strip(" \t,;:-\u2013—|")
        for chunk in _CHUNKS.split(piece)
    )
    return [c for c in (_without_place(chunk) for chunk in chunks) if c and not _NOISE.fullmatch(c)]


def _without_place(chunk: str) -> str:
    """Return `chunk` without the town and state that it ends in; "" when it is only a place."""
    parts = [part.strip() for part in chunk.split(",")]
    if is_place(chunk) and not (len(parts) > 2 and is_city_and_state(", ".join(parts[-2:]))):
        return ""
    if len(parts) > 2 and is_short_place(parts[-1]):
        return ", ".join(parts[:-2])
    if len(parts) > 1 and is_short_place(parts[-1]):
        return ", ".join(parts[:-1])
    return chunk


def _without_town(employer: str) -> str:
    """Return an employer without a town that stands behind it, which may be any word."""
    name, comma, town = employer.partition(", ")
    if not comma or is_employer_like(town) or _CAMPUS.search(name) is not None:
        return employer
    return name.rstrip() if _TOWN.fullmatch(town) is not None else employer


def _fields(chunks: Sequence[str], taxonomy: Taxonomy) -> tuple[str, str]:
    """Return the title and the employer among the chunks of a header; "" for what is missing."""
    parts = _split_by_comma(chunks, taxonomy)
    if not parts:
        return "", ""
    scores = [title_score(part, taxonomy) - is_employer_like(part) for part in parts]
    best = max(range(len(parts)), key=lambda at: (scores[at], -at))
    if scores[best] <= 0:
        best = next((at for at, part in enumerate(parts) if not is_employer_like(part)), -1)
        if best < 0 or (len(parts) == 1 and title_score(parts[0], taxonomy) == 0):
            return "", _without_town(parts[0])
    others = [part for at, part in enumerate(parts) if at != best]
    employer = next(
        (part for part in others if is_employer_like(part)), others[0] if others else ""
    )
    return parts[best], _without_town(employer) if len(parts) == len(chunks) else employer


def _split_by_comma(chunks: Sequence[str], taxonomy: Taxonomy) -> list[str]:
    """Return the chunks, the only one split where a title and an employer share it.

    A title with a comma of its own, as in "Director, Sales", stays whole when another
    chunk can be the employer.
    """
    if len(chunks) != 1:
        return list(chunks)
    parts = [part.strip() for part in chunks[0].split(",") if part.strip()]
    scores = [title_score(part, taxonomy) - is_employer_like(part) for part in parts]
    if len(parts) < 2 or max(scores) <= 0:
        return list(chunks)
    at = scores.index(max(scores))
    if at == 0:
        return [parts[0], ", ".join(parts[1:])]
    return [", ".join(parts[:at]), ", ".join(parts[at:])]


def _interval(entry: Entry, as_of: YearMonth) -> tuple[Interval, bool]:
    """Return the months of an entry up to `as_of`, and whether it goes on.

    A lone date counts as its one month. A range whose end is before its start has none.
    """
    period = entry.period
    now = as_of.index + 1
    start = min(period.start.index, now)
    if period.current:
        return Interval(start, now), True
    end = min((period.end or period.start).index + 1, now)
    return Interval(start, max(start, end)), False


def _confidence(entry: Entry, title: str, employer: str, *, headed: bool) -> int:
    """Return how sure the job is: each missing or guessed piece costs."""
    period = entry.period
    reversed_range = period.end is not None and period.end.index < period.start.index
    return (
        95
        - 20 * (not title)
        - 10 * (not employer)
        - 10 * period.coarse
        - 20 * (not period.is_range)
        - 40 * reversed_range
        - 15 * (not headed)
    )
