"""The compiled file: what compile writes and load reads.

UTF-8 lines under zlib; the same content is the same bytes. The first line is the format;
each section is its name and row count, then its rows, tab-separated. Skills and occupations
are sorted by id and other sections name them by their row; titles are sorted, so that they
are found by bisection.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from enum import IntEnum
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT: Final = "candor-taxonomy 1"
_FILE: Final = "taxonomy.z"


class Guard(IntEnum):
    """What must hold, beside whole words, for a surface to name its skill."""

    FREE = 0
    """Nothing: any case, anywhere."""
    CASED = 1
    """The surface's own case, or capitals; in another case as LISTED."""
    LISTED = 2
    """The surface's own case, and a list of tools or words about its use around it."""


class SkillRow(NamedTuple):
    """A skill; `tool` when it is a thing that one uses, not something that one does."""

    skill_id: str
    label: str
    tool: bool


class SurfaceRow(NamedTuple):
    """A spelling of the skill in row `skill`, folded as `words.surface` folds it."""

    text: str
    guard: Guard
    skill: int


class OccupationRow(NamedTuple):
    """An occupation."""

    occupation_id: str
    label: str


class TitleRow(NamedTuple):
    """A title of the occupation in row `occupation`, folded as `words.title_words` folds it."""

    text: str
    occupation: int


class CloseRow(NamedTuple):
    """Two rows, `first` < `second`, and how near they are: 1 to 99."""

    first: int
    second: int
    closeness: int


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything in the file; iterables are read once, in the order of the fields."""

    skills: Iterable[SkillRow]
    surfaces: Iterable[SurfaceRow]
    related: Iterable[CloseRow]
    occupations: Iterable[OccupationRow]
    titles: Iterable[TitleRow]
    related_occupations: Iterable[CloseRow]


def packaged() -> bytes:
    """Return the bytes of the file that this package carries."""
    return (resources.files("taxonomy") / "data" / _FILE).read_bytes()


def write(content: Compiled) -> bytes:
    """Return the bytes of the file with this content."""
    lines = [FORMAT]
    _section(lines, "skills", (f"{s.skill_id}\t{s.label}\t{s.tool:d}" for s in content.skills))
    _section(lines, "surfaces", (f"{s.text}\t{s.guard:d}\t{s.skill}" for s in content.surfaces))
    _section(lines, "related", _pairs(content.related))
    _section(lines, "occupations", (f"{o.occupation_id}\t{o.label}" for o in content.occupations))
    _section(lines, "titles", (f"{t.text}\t{t.occupation}" for t in content.titles))
    _section(lines, "related_occupations", _pairs(content.related_occupations))
    return zlib.compress("\n".join([*lines, ""]).encode(), 9)


def read(data: bytes) -> Compiled:
    """Return the content of the file, each section a generator over the same stream.

    Raises:
        ValueError: the bytes are not a compiled taxonomy of this format.
    """
    lines = _lines(data)
    if next(lines, "") != FORMAT:
        raise ValueError(f"not a compiled taxonomy: expected {FORMAT!r}")
    return Compiled(
        skills=(SkillRow(row[0], row[1], tool=row[2] == "1") for row in _rows(lines, "skills")),
        surfaces=(
            SurfaceRow(row[0], Guard(int(row[1])), int(row[2])) for row in _rows(lines, "surfaces")
        ),
        related=(CloseRow(*map(int, row)) for row in _rows(lines, "related")),
        occupations=(OccupationRow(row[0], row[1]) for row in _rows(lines, "occupations")),
        titles=(TitleRow(row[0], int(row[1])) for row in _rows(lines, "titles")),
        related_occupations=(
            CloseRow(*map(int, row)) for row in _rows(lines, "related_occupations")
        ),
    )


def _section(lines: list[str], name: str, rows: Iterable[str]) -> None:
    body = list(rows)
    lines += (f"{name}\t{len(body)}", *body)


def _pairs(rows: Iterable[CloseRow]) -> Iterator[str]:
    return (f"{row.first}\t{row.second}\t{row.closeness}" for row in rows)


def _lines(data: bytes) -> Iterator[str]:
    try:
        text = zlib.decompress(data).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError("not a compiled taxonomy") from error
    return map(_without_end, io.StringIO(text, newline="\n"))


def _without_end(line: str) -> str:
    return line[:-1]


def _rows(lines: Iterator[str], name: str) -> Iterator[list[str]]:
    head, _, count = next(lines, "").partition("\t")
    if head != name:
        raise ValueError(f"compiled taxonomy: expected section {name!r}")
    for _ in range(int(count)):
        yield next(lines).split("\t")
