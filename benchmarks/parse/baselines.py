"""Two parsers of the registry, with what they read mapped as well for them as it can be.

They run in a process of their own, so that their memory and threads are not ours; whatever a
parser raises is its refusal of that file. Both are offline and without a model: `leverparser` by
its parser of rules, since its other one calls hosted language models.
"""

from __future__ import annotations

import contextlib
import io
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, cast

from benchmarks.parse.degrees import level_of
from benchmarks.parse.parsers import Readings
from benchmarks.parse.resume import Job, Month, Named, Resume, Study
from benchmarks.parse.tongues import tongue

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read(parser: Callable[[Path], Resume], files: Sequence[Path]) -> Readings:
    """Return what `parser` reads of each file."""
    done: dict[Path, Resume] = {}
    refused: dict[Path, str] = {}
    began = time.monotonic()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        for file in files:
            future = pool.submit(_quietly, parser, file)
            failure = future.exception()
            if failure is None:
                done[file] = future.result()
            else:
                refused[file] = type(failure).__name__
    return Readings(done, refused, time.monotonic() - began)


def _quietly(parser: Callable[[Path], Resume], file: Path) -> Resume:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return parser(file)


def leverparser(file: Path) -> Resume:
    """Return what leverparser (import name pyresume) reads of a file."""
    from pyresume import ResumeParser  # noqa: PLC0415  # loaded where it runs

    told = ResumeParser().parse(str(file))
    reach = told.contact_info
    return Resume(
        name=reach.name or "",
        email=reach.email or "",
        phone=reach.phone or "",
        location=reach.address or "",
        links=tuple(each for each in (reach.linkedin, reach.github, reach.website) if each),
        jobs=tuple(
            Job(
                title=each.title or "",
                employer=each.company or "",
                start=_month(each.start_date),
                end=None if each.current else _month(each.end_date),
                current=each.current,
            )
            for each in told.experience
        ),
        studies=tuple(_study(each) for each in told.education),
        skills=tuple(frozenset({each.name}) for each in told.skills),
        tongues=tuple(known for each in told.languages if (known := tongue(each, each))),
        certifications=tuple(Named(each.name or "") for each in told.certifications),
        projects=tuple(Named(each.name or "") for each in told.projects),
    )


def _study(told: Any) -> Study:  # noqa: ANN401  # the package has no types
    degree = told.degree or ""
    field = told.major or degree.partition(" in ")[2]
    year = told.graduation_date.year if told.graduation_date else 0
    return Study(level_of(degree), field, told.institution or "", year)


def _month(told: date | None) -> Month | None:
    return Month(told.year, told.month) if told else None


def zero_resume_parser(file: Path) -> Resume:
    """Return what zero-resume-parser reads of a file: no names, employers or education."""
    from zero_resume_parser.parser import parse_resume  # noqa: PLC0415  # loaded where it runs

    told = cast("dict[str, Any]", parse_resume(str(file)))  # says str, gives a dict
    links = told["links"]
    return Resume(
        email=_first(told["email"]),
        phone=_first(told["phone"]),
        links=tuple(filter(None, (links["linkedin"], links["github"], *links["other"]))),
        jobs=tuple(
            Job(title=each["role"] or "", start=_spelled(each["duration"] or ""))
            for each in told["experience"]
        ),
        skills=tuple(frozenset({each}) for each in told["skills"]),
        projects=tuple(Named(each["title"]) for each in told["projects"]),
    )


def _first(told: str | list[str] | None) -> str:
    if isinstance(told, list):
        return told[0] if told else ""
    return told or ""


def _spelled(text: str) -> Month | None:
    """Return the month of "June 2020"."""
    name, _, year = text.partition(" ")
    known = name[:3].casefold()
    return (
        Month(int(year), _MONTHS.index(known) + 1) if known in _MONTHS and year.isdigit() else None
    )
