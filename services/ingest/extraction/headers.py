"""The header of a job taken apart: which of its pieces is the title, which the employer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.ingest.extraction.gender import without_gender
from services.ingest.extraction.titles import (
    has_role,
    is_city,
    is_city_and_state,
    is_employer_like,
    is_place,
    is_short_place,
    title_score,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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
_POSTAL = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,6}\s+[^\W\d_a-z][^\d,]{1,30}")
_IN = re.compile(r"\s+(?:en|in|na)\s+(?=[^\W\d_a-z])")
_HOUSE = re.compile(
    r"(?:colegio|ceip|ies|instituto|escuela|centro|clínica|hospital|ayuntamiento|tienda)\b",
    re.IGNORECASE,
)
_CAMPUS = re.compile(r"\b(?:universi|universität|college|school|institute)", re.IGNORECASE)
# How the names of towns of three words begin: what stands before the last word is no employer.
_OF_A_TOWN = re.compile(
    r"(?:new|salt|fort|ft|san|santa|st|saint|los|las|el|la|le|port|north|south|east|west|lake|mount"
    r"|mt|grand|palm|upper|lower|bad|rio|são|villa|ciudad)\b",
    re.IGNORECASE,
)
_WORDS_WITH_EMPLOYER = 3


def chunks_of(piece: str) -> list[str]:
    """Return the parts of a header line that are set apart, without places and durations."""
    told = (_without_place(chunk) for chunk in _split(piece))
    return [c for c in told if c and not _NOISE.fullmatch(c) and not _POSTAL.fullmatch(c)]


def _split(piece: str) -> Iterable[str]:
    return (
        chunk.strip(" \t,;:()[]-\u2013—|")
        if chunk.count("(") != chunk.count(")")
        else chunk.strip(" \t,;:-\u2013—|")
        for chunk in _CHUNKS.split(piece)
    )


def fields_before_place(pieces: Iterable[str]) -> tuple[str, str]:
    """Return the title and the employer that stand right before a town; "" for what does not.

    In "Acme Widgets Boston, MA" nothing sets the employer apart, so that the whole reads as
    a place; in "Shop Assistant Acme Widgets Boston, MA" the title ends with its word for
    somebody who works.
    """
    for piece in pieces:
        for chunk in _split(piece):
            told = _before_town(chunk)
            if told:
                words = told.split()
                title = next((n for n in range(len(words), 0, -1) if has_role(words[n - 1])), 0)
                return " ".join(words[:title]), " ".join(words[title:])
    return "", ""


def _before_town(chunk: str) -> str:
    """Return what stands before the town of a chunk that reads as a place; "" for nothing."""
    head, comma, _ = chunk.partition(",")
    if not comma or not is_place(chunk) or is_place(head) or _OF_A_TOWN.match(head):
        return ""
    words = head.split()
    towns = (" ".join(words[-count:]) for count in (2, 1) if count < len(words))
    town = next((each for each in towns if is_place(each)), "")
    if town:
        return head.strip().removesuffix(town).strip()
    return " ".join(words[:-1]) if len(words) >= _WORDS_WITH_EMPLOYER else ""


def completed(chunks: list[str], following: Sequence[str], taxonomy: Taxonomy) -> list[str]:
    """Return `chunks` with those of the lines after the date, until a job is told in full."""
    for line in following:
        if _is_qualified(chunks) and _names_employer(line, taxonomy):
            return [*chunks, *chunks_of(line)]
        title, employer = fields_of(chunks, taxonomy)
        if title and employer and title_score(title, taxonomy):
            break
        chunks = [*chunks, *chunks_of(line)]
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
    chunks = chunks_of(line)
    return is_employer_like(line) or (bool(chunks) and "\t" not in line and chunks != [line])


def _without_place(chunk: str) -> str:
    """Return `chunk` without the town and state that it ends in; "" when it is only a place."""
    parts = [part.strip() for part in chunk.split(",")]
    if is_place(chunk) and not (len(parts) > 2 and is_city_and_state(", ".join(parts[-2:]))):
        return ""
    if len(parts) > 1 and is_short_place(parts[-1]):
        alone = len(parts) == 2 or is_city(parts[-1]) or is_employer_like(parts[-2])
        return ", ".join(parts[: -1 if alone else -2])
    return chunk


def _without_town(employer: str) -> str:
    """Return an employer without a town that stands behind it, which may be any word."""
    name, comma, town = employer.partition(", ")
    if not comma or is_employer_like(town) or _CAMPUS.search(name) is not None:
        return employer
    return name.rstrip() if _TOWN.fullmatch(town) is not None else employer


def fields_of(chunks: Sequence[str], taxonomy: Taxonomy) -> tuple[str, str]:
    """Return the title and the employer among the chunks of a header; "" for what is missing."""
    parts = _split_by_comma(chunks, taxonomy)
    if not parts:
        return "", ""
    scores = [_score(part, taxonomy) for part in parts]
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


def _score(part: str, taxonomy: Taxonomy) -> int:
    """Return how much a piece is a title rather than an employer, whoever holds it."""
    return title_score(without_gender(part), taxonomy) - is_employer_like(part)


def _split_by_comma(chunks: Sequence[str], taxonomy: Taxonomy) -> list[str]:
    """Return the chunks, the only one split where a title and an employer share it.

    A title with a comma of its own, as in "Director, Sales", stays whole when another
    chunk can be the employer.
    """
    if len(chunks) != 1:
        return list(chunks)
    title, *rest = _IN.split(chunks[0], maxsplit=1)
    if (
        rest
        and (is_employer_like(rest[0]) or _HOUSE.match(rest[0]))
        and title_score(title, taxonomy) > 0
    ):
        return [title, rest[0]]
    parts = [part.strip() for part in chunks[0].split(",") if part.strip()]
    scores = [_score(part, taxonomy) for part in parts]
    if len(parts) < 2 or max(scores) <= 0:
        return list(chunks)
    at = scores.index(max(scores))
    if at == 0:
        return [parts[0], ", ".join(parts[1:])]
    return [", ".join(parts[:at]), ", ".join(parts[at:])]
