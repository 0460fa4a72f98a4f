"""The compiled file: what compile writes and load reads.

UTF-8 lines under zlib; the same content is the same bytes. The first line is the format;
each section is its name and row count, then its rows, tab-separated. Skills and occupations
are sorted by id and other sections name them by their row; titles are sorted, so that they
are found by bisection. A second zlib stream follows with what only `taxonomy.linking` needs,
and a third with what only `taxonomy.work` does, so that recognition does not pay for them.
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

FORMAT: Final = "candor-taxonomy 4"
"""Raised, too, when the same table is read as saying something else: what was scored by an
earlier reading is then shown as it was stored, and not explained by this one."""
_FILE: Final = "taxonomy.z"


class Guard(IntEnum):
    """What must hold, beside whole words, for a surface to name its skill."""

    FREE = 0
    """Nothing: any case, anywhere."""
    CASED = 1
    """The surface's own case, or capitals; in another case as LISTED."""
    LISTED = 2
    """The surface's own case, and a list of tools or words about its use around it."""


class Why(IntEnum):
    """What says how near two rows are."""

    WRITTEN = 0
    """A group in `aliases.yaml`."""
    HIERARCHY = 1
    """One broader concept of ESCO, or one unit group of ISCO-08."""
    USE = 2
    """O*NET: technologies that the same occupations use, occupations that use the same ones."""
    LABEL = 3
    """Labels that mean nearly the same, by the cosine of their embeddings."""


class SkillRow(NamedTuple):
    """A skill; `tool` when it is a thing that one uses, not something that one does."""

    skill_id: str
    label: str
    tool: bool


SILENT: Final = 65535
"""The row that a surface has when it is read over."""


class SurfaceRow(NamedTuple):
    """A spelling of the skill in row `skill`, folded as `words.surface` folds it.

    With SILENT for a row it names nothing, and keeps shorter names inside it from being found.
    """

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
    """Two rows, `first` < `second`, how near they are, 1 to 99, and what said so."""

    first: int
    second: int
    closeness: int
    why: Why


class TargetRow(NamedTuple):
    """A published name that phrases are linked to; `ours` when our aliases know its skill."""

    name: str
    skill: int
    ours: bool


class WordRow(NamedTuple):
    """A stem: how rare it is, the stems near it, and the targets that it is said of.

    `near` has rows of words with a cosine in hundredths, `targets` rows of targets with a
    weight in thousandths.
    """

    stem: str
    rarity: int
    near: tuple[tuple[int, int], ...]
    targets: tuple[tuple[int, int], ...]


class DescribedRow(NamedTuple):
    """A word that descriptions of occupations use, and how much it tells, in hundredths.

    `said` has numbers of descriptions, each with the word's share in it, in thousandths.
    """

    word: str
    rarity: int
    said: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Everything in the file; iterables are read once, in the order of the fields."""

    skills: Iterable[SkillRow]
    surfaces: Iterable[SurfaceRow]
    related: Iterable[CloseRow]
    occupations: Iterable[OccupationRow]
    titles: Iterable[TitleRow]
    related_occupations: Iterable[CloseRow]
    targets: Iterable[TargetRow] = ()
    words: Iterable[WordRow] = ()
    described: Iterable[DescribedRow] = ()  # `read_described` reads it, and no other


def packaged() -> bytes:
    """Return the bytes of the file that this package carries."""
    return (resources.files("taxonomy") / "data" / _FILE).read_bytes()


def write(content: Compiled) -> bytes:
    """Return the bytes of the file with this content."""
    lines = [FORMAT]
    _section(lines, "skills", (f"{s.skill_id}\t{s.label}\t{s.tool:d}" for s in content.skills))
    _section(lines, "surfaces", (f"{s.text}\t{s.guard:d}\t{s.skill}" for s in content.surfaces))
    _section(lines, "related", map(_pair, content.related))
    _section(lines, "occupations", (f"{o.occupation_id}\t{o.label}" for o in content.occupations))
    _section(lines, "titles", (f"{t.text}\t{t.occupation}" for t in content.titles))
    _section(lines, "related_occupations", map(_pair, content.related_occupations))
    links: list[str] = []
    _section(links, "targets", (f"{t.name}\t{t.skill}\t{t.ours:d}" for t in content.targets))
    _section(links, "words", map(_word, content.words))
    work: list[str] = []
    _section(work, "described", map(_described, content.described))
    return _packed(lines) + _packed(links) + _packed(work)


def read(data: bytes) -> Compiled:
    """Return the content of the file, each section a generator over the same stream.

    The sections behind the first stream are unpacked when they are first read.

    Raises:
        ValueError: the bytes are not a compiled taxonomy of this format.
    """
    lines, rest = _lines(data)
    if next(lines, "") != FORMAT:
        raise ValueError(f"not a compiled taxonomy: expected {FORMAT!r}")
    links = _later(rest)
    return Compiled(
        skills=(SkillRow(row[0], row[1], tool=row[2] == "1") for row in _rows(lines, "skills")),
        surfaces=(
            SurfaceRow(row[0], Guard(int(row[1])), int(row[2])) for row in _rows(lines, "surfaces")
        ),
        related=map(_close_row, _rows(lines, "related")),
        occupations=(OccupationRow(row[0], row[1]) for row in _rows(lines, "occupations")),
        titles=(TitleRow(row[0], int(row[1])) for row in _rows(lines, "titles")),
        related_occupations=map(_close_row, _rows(lines, "related_occupations")),
        targets=(
            TargetRow(row[0], int(row[1]), ours=row[2] == "1") for row in _rows(links, "targets")
        ),
        words=map(_word_row, _rows(links, "words")),
    )


def read_described(data: bytes) -> Iterator[DescribedRow]:
    """Yield the words of the descriptions of occupations, which `read` leaves alone.

    Raises:
        ValueError: the bytes are not a compiled taxonomy of this format.
    """
    lines, rest = _lines(data)
    if next(lines, "") != FORMAT:
        raise ValueError(f"not a compiled taxonomy: expected {FORMAT!r}")
    _, rest = _lines(rest)
    for row in _rows(_lines(rest)[0], "described"):
        yield DescribedRow(row[0], int(row[1]), _numbers(row[2]))


def _section(lines: list[str], name: str, rows: Iterable[str]) -> None:
    body = list(rows)
    lines += (f"{name}\t{len(body)}", *body)


def _packed(lines: list[str]) -> bytes:
    return zlib.compress("\n".join([*lines, ""]).encode(), 9)


def _pair(row: CloseRow) -> str:
    return f"{row.first}\t{row.second}\t{row.closeness}\t{row.why:d}"


def _close_row(row: list[str]) -> CloseRow:
    return CloseRow(int(row[0]), int(row[1]), int(row[2]), Why(int(row[3])))


def _word(row: WordRow) -> str:
    near, targets = (" ".join(f"{at}:{n}" for at, n in pairs) for pairs in (row.near, row.targets))
    return f"{row.stem}\t{row.rarity}\t{near}\t{targets}"


def _word_row(row: list[str]) -> WordRow:
    return WordRow(row[0], int(row[1]), _numbers(row[2]), _numbers(row[3]))


def _described(row: DescribedRow) -> str:
    said = " ".join(f"{at}:{n}" for at, n in row.said)
    return f"{row.word}\t{row.rarity}\t{said}"


def _numbers(text: str) -> tuple[tuple[int, int], ...]:
    pairs = (pair.split(":") for pair in text.split())
    return tuple((int(at), int(number)) for at, number in pairs)


def _lines(data: bytes) -> tuple[Iterator[str], bytes]:
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(data).decode()
    except (zlib.error, UnicodeDecodeError) as error:
        raise ValueError("not a compiled taxonomy") from error
    if not stream.eof:
        raise ValueError("not a compiled taxonomy: it ends early")
    return map(_without_end, io.StringIO(text, newline="\n")), stream.unused_data


def _later(data: bytes) -> Iterator[str]:
    yield from _lines(data)[0]


def _without_end(line: str) -> str:
    return line[:-1]


def _rows(lines: Iterator[str], name: str) -> Iterator[list[str]]:
    head, _, count = next(lines, "").partition("\t")
    if head != name:
        raise ValueError(f"compiled taxonomy: expected section {name!r}")
    for _ in range(int(count)):
        yield next(lines).split("\t")
