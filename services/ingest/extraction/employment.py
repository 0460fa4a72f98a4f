"""Jobs: title, employer and dates out of the entries of a resume."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.entries import Entry, entries_of
from services.ingest.extraction.headers import (
    chunks_of,
    completed,
    fields_before_place,
    fields_of,
)
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.intervals import Interval
from services.ingest.extraction.roles import settled
from services.ingest.extraction.titles import title_score
from services.ingest.extraction.undated import with_undated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.facts import YearMonth
    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Taxonomy

_LOOSE = (SectionKind.HEADER, SectionKind.SUMMARY, SectionKind.OTHER)
_DATED, _UNDATED = 95, 60


@dataclass(frozen=True, slots=True)
class Job:
    """One job with where its pieces stand: `text[start:end]` is all of it."""

    title: str
    employer: str
    entry: Entry
    interval: Interval | None  # of months, up to `as_of`; None where the job has no date
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

    One without a date is a job when its header is clear, and has no months. Without a
    heading for experience, dated entries elsewhere count when their title is one for sure;
    both are held with less confidence.
    """
    jobs = list(_headed(sections, as_of=as_of, taxonomy=taxonomy))
    if not jobs:
        jobs = list(_loose(sections, as_of=as_of, taxonomy=taxonomy))
    return settled(jobs)


def _headed(sections: Sequence[Section], *, as_of: YearMonth, taxonomy: Taxonomy) -> Iterator[Job]:
    """Yield the jobs under headings for experience."""
    for section in sections:
        if section.kind is SectionKind.EXPERIENCE:
            for entry in with_undated(entries_of(section.lines), section.lines, taxonomy):
                job = _job(entry, as_of=as_of, taxonomy=taxonomy, headed=True)
                if job is not None:
                    yield job


def _loose(sections: Sequence[Section], *, as_of: YearMonth, taxonomy: Taxonomy) -> Iterator[Job]:
    """Yield the jobs that dated entries elsewhere tell of, when their title is one for sure."""
    for section in sections:
        if section.kind in _LOOSE:
            for entry in entries_of(section.lines):
                job = _job(entry, as_of=as_of, taxonomy=taxonomy, headed=False)
                if job is not None and title_score(job.title, taxonomy):
                    yield job


def _job(entry: Entry, *, as_of: YearMonth, taxonomy: Taxonomy, headed: bool) -> Job | None:
    """Return the job of an entry, unless it has neither title nor employer."""
    chunks = [chunk for piece in entry.header for chunk in chunks_of(piece)]
    if len(chunks) < 2:
        chunks = completed(chunks, entry.following, taxonomy)
    title, employer = fields_of(chunks, taxonomy)
    if not (title and employer):
        title, employer = _filled(title, employer, (*entry.header, *entry.following[:1]))
    if not title and not employer:
        return None
    interval, current = _interval(entry, as_of)
    confidence = _confidence(entry, title, employer, headed=headed)
    return Job(title, employer, entry, interval, current, confidence)


def _filled(title: str, employer: str, pieces: Sequence[str]) -> tuple[str, str]:
    """Return the two with what is missing filled from a piece that ends in a town."""
    before, named = fields_before_place(pieces)
    if not named:
        return title, employer
    if employer and not title:  # it was taken for one, for lack of a word that titles have
        return before or employer, named
    return title or before, named


def _interval(entry: Entry, as_of: YearMonth) -> tuple[Interval | None, bool]:
    """Return the months of an entry up to `as_of`, and whether it goes on.

    A lone date counts as its one month. A range whose end is before its start has none.
    """
    period = entry.period
    if period is None:
        return None, False
    now = as_of.index + 1
    start = min(period.start.index, now)
    if period.current:
        return Interval(start, now), True
    end = min((period.end or period.start).index + 1, now)
    return Interval(start, max(start, end)), False


def _confidence(entry: Entry, title: str, employer: str, *, headed: bool) -> int:
    """Return how sure the job is: each missing or guessed piece costs."""
    period = entry.period
    costs = 20 * (not title) + 10 * (not employer) + 15 * (not headed)
    if period is None:
        return _UNDATED - costs
    reversed_range = period.end is not None and period.end.index < period.start.index
    return _DATED - costs - 10 * period.coarse - 20 * (not period.is_range) - 40 * reversed_range
