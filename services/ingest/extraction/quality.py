"""How well a document could be read: a verdict that follows from what anybody can measure.

Whether there is text at all is judged before (`documents.legible`). Here the text has been
understood, and what is missing, or stands where it should not, tells what went wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from services.ingest.documents.errors import TextUnreadable
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.reading import ContactKind, Employment, Schooling, Skill
from services.ingest.extraction.sections import sections_of
from services.ingest.extraction.vocabulary import known_percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.ingest.documents.document import Document
    from services.ingest.extraction.reading import Reading
    from taxonomy.rarity import Rarity

# Good resumes in English (LiveCareer, Djinni) have 88 and more, Romanian ones (TalentCLEF) 79,
# word lists of 12 other languages of Europe 67; with six letters of a font's map exchanged the
# middle is 1 to 15, and with 40 in 100 letters read wrongly 18 at most.
FEW_KNOWN = 70
NONE_KNOWN = 35
UNSURE = 85  # recognition of clean scans at 150 dpi and more is at 93 and more
USELESS = 50
MOST_ORPHANS = 2  # good ones have 0, 4 in 100 have 1; with headings torn off 64 of 65 have more
_DATED_SHARE = 2  # at least one job in so many must have its dates
_MAY_BE_EMPTY = (SectionKind.HEADER, SectionKind.OTHER, SectionKind.REFERENCES)


class Grade(IntEnum):
    """The verdict, as candor.ingest.v1.QualityGrade numbers it."""

    OK = 1
    PARTIAL = 2
    UNREADABLE = 3


class Problem(IntEnum):
    """What makes a reading doubtful, as candor.ingest.v1.QualityProblem numbers it."""

    NAME_MISSING = 1
    CONTACT_MISSING = 2
    EMPLOYMENT_MISSING = 3
    DATES_MISSING = 4
    EDUCATION_MISSING = 5
    SKILLS_MISSING = 6
    WORDS_UNKNOWN = 7
    ORDER_DOUBTFUL = 8
    RECOGNITION_UNSURE = 9
    PAGES_LEFT_OUT = 10


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a document could be read, and the signals that say so."""

    grade: Grade
    problems: tuple[Problem, ...]
    known_words_percent: int
    recognition_percent: int  # 100 for text that needed no recognition
    orphan_headings: int


UNREADABLE = Quality(Grade.UNREADABLE, (), 0, 0, 0)
"""The verdict on a file that was refused: nothing of it was measured."""


def judged(document: Document, reading: Reading, words: Rarity) -> Quality:
    """Return how well `document` could be read, given what was understood.

    Raises TextUnreadable for pictures in which too little was recognised to be anybody's words,
    and for text whose words are unknown and tell of no work, education or skill.
    """
    known = known_percent(document.text, words)
    # A page on which nothing was found is empty, which says nothing of the others.
    scanned = [page.ocr_confidence or 0.0 for page in document.pages if page.ocr_lines]
    sure = round(min(scanned, default=100.0))
    is_poor = max(scanned, default=100.0) < USELESS
    if is_poor or (scanned and known < NONE_KNOWN):
        raise TextUnreadable(
            "the picture is too poor to be read",
            signal="recognition",
            measured=str(sure if is_poor else known),
            limit=str(USELESS if is_poor else NONE_KNOWN),
        )
    if known < NONE_KNOWN and not any(map(reading.of, (Employment, Schooling, Skill))):
        raise TextUnreadable(
            "the text is in words that are not known, and no work, education or skill is in it",
            signal="words",
            measured=str(known),
            limit=str(NONE_KNOWN),
        )
    orphans = _orphans(document)
    problems = (
        *_missing(reading),
        *((Problem.WORDS_UNKNOWN,) if known < FEW_KNOWN else ()),
        *((Problem.ORDER_DOUBTFUL,) if orphans > MOST_ORPHANS else ()),
        *((Problem.RECOGNITION_UNSURE,) if sure < UNSURE else ()),
        *((Problem.PAGES_LEFT_OUT,) if document.pages_left_out else ()),
    )
    return Quality(Grade.PARTIAL if problems else Grade.OK, problems, known, sure, orphans)


def _missing(reading: Reading) -> Iterator[Problem]:
    """Yield what a resume has and this reading has not."""
    if not reading.contact(ContactKind.NAME):
        yield Problem.NAME_MISSING
    if not reading.contact(ContactKind.EMAIL) and not reading.contact(ContactKind.PHONE):
        yield Problem.CONTACT_MISSING
    jobs = reading.of(Employment)
    if not jobs:
        yield Problem.EMPLOYMENT_MISSING
    elif sum(job.start is not None for job in jobs) * _DATED_SHARE < len(jobs):
        yield Problem.DATES_MISSING
    if not reading.of(Schooling):
        yield Problem.EDUCATION_MISSING
    if not reading.of(Skill):
        yield Problem.SKILLS_MISSING


def _orphans(document: Document) -> int:
    """Return how many headings have nothing under them: columns that were torn apart leave some."""
    return sum(
        section.heading is not None and not section.lines and section.kind not in _MAY_BE_EMPTY
        for section in sections_of(lines_of(document.text))
    )
