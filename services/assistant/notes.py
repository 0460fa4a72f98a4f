"""Citations, numbered in the order in which a text first refers to their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.assistant.pieces import Citation, Source, Words
from services.assistant.quoting import LONGEST_QUOTE, plain

if TYPE_CHECKING:
    from services.assistant.hiring import Evidence, Job


class Notes:
    """Numbers the sources of one answer."""

    def __init__(self) -> None:
        self._numbers: dict[Source, int] = {}
        self._referred: list[Citation] = []

    def cite(self, source: Source) -> str:
        """Return the mark that refers to `source`, e.g. "[2]"."""
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        citation = Citation(number, source)
        if citation not in self._referred:
            self._referred.append(citation)
        return f"[{number}]"

    def words(self, text: str) -> Words:
        """Return `text` as a piece with what was cited since the piece before."""
        cited, self._referred = tuple(self._referred), []
        return Words(text, cited)


def run(run_id: str) -> Source:
    """Return a ranking as a source."""
    return Source(f"matchRuns/{run_id}")


def facts(candidate_id: str, evidence: Evidence | None = None) -> Source:
    """Return what scoring knows of a candidate as a source, or a place in it."""
    resource = f"candidates/{candidate_id}/facts"
    if evidence is None:
        return Source(resource)
    return Source(resource, evidence.span, plain(evidence.quote, longest=LONGEST_QUOTE))


def job(which: Job) -> Source:
    """Return a job as a source."""
    return Source(f"jobs/{which.job_id}")


def applications(which: Job) -> Source:
    """Return the applications for a job as a source."""
    return Source(f"applications?job_id={which.job_id}")
