"""Who the resume is about, and the lines that say nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.extraction.folding import fold
from services.ingest.extraction.headings import SectionKind, squeezed
from services.ingest.extraction.headlines import Headlines
from services.ingest.extraction.identifiers import EMAIL, LINK, PAGE, PHONE, is_phone
from services.ingest.extraction.names import earlier_parts, name_in, parts_of, undocumented
from services.ingest.extraction.titles import has_role, is_place, title_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Taxonomy

_BLOCK_LINES = 14
_FIRST_LINES = 3
_LONGEST_CONTACT = 80
_BREAKS = ("-", "/")
_SHORTEST_PART = 3
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_PROSE_WORDS = 8
_CHUNKS = re.compile(r"\t+|\s*[|•·●▪◆]\s*|\s+[\u2013—-]\s+|\s{2,}|\s+,\s+")
_ADDRESS = re.compile(
    r"\b(?:street|st\.|avenue|ave\.?|road|rd\.?|lane|drive|boulevard|blvd|suite|apt|court|way"
    r"|square|p\.?o\.? box"
    r"|calle|avenida|avda|plaza|paseo|rue|chemin|allée|place|platz|weg|allee|gasse)\b|stra(?:ß"
    r"|ss)e\b|str\.|\b\d{5,6}\b|\b\d{4}\s+[A-ZÄÖÜ][a-zäöü]+\s*$",
    re.IGNORECASE,
)
_SURNAME_FIRST = re.compile(
    r"[^\W\d_a-zß-ÿ]{2}[^\Wa-zß-ÿ]*(?:[ '\u2019-][^\Wa-zß-ÿ]+)*,\s+[^\W\d_]\w+"
)
_TOWN = re.compile(
    r"[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_]+){0,2}(?:,\s[^\W\d_a-z][^\W\d_ ]+(?: \w+)?)?"
)
_LABEL = re.compile(
    r"^(?:e-?mail|correo|phone|tel(?:efon|éfono|éphone)?|mobile?|móvil|handy|cell|fax|address"
    r"|adresse|anschrift|dirección"
    r"|location|city|ort|[\[(]?(?:photo|foto|picture)[\])]?|web(?:site)?|linkedin|github|links?)\.?\s*:?\s*$|^(?:address|adresse"
    r"|anschrift|dirección|location)\s*:\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """How the person is told and reached. `""` where the document does not say."""

    name: str
    email: str
    phone: str
    location: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose resume it is."""

    contact: Found
    names: tuple[str, ...]  # the parts of the name
    block: frozenset[int]  # starts of the lines that tell who, and hold nothing to score


def owner_of(sections: Sequence[Section], *, taxonomy: Taxonomy) -> Owner:
    """Return who the resume's contact lines say it is about."""
    header = next((s.lines for s in sections if s.kind is SectionKind.HEADER), ())
    aside = [s for s in sections if s.kind in (SectionKind.CONTACT, SectionKind.PERSONAL)]
    contact_lines = [*header[:_BLOCK_LINES], *(line for s in aside for line in s.lines)]
    contact_lines += _lines_apart(sections, contact_lines)
    emails = [m[0] for line in contact_lines for m in EMAIL.finditer(line.text)]
    handles = [email.partition("@")[0] for email in emails]
    handles += [
        link.rstrip("/").rpartition("/")[2] for link in _links(contact_lines) if "/" in link
    ]
    reached = bool(emails) or any(_has_phone(line.text) for line in contact_lines)
    name, block = _named(sections, header, handles, reached=reached, taxonomy=taxonomy)
    told = [line for line in contact_lines if line.start in block or line not in header]
    contact = Found(
        name=name,
        email=emails[0] if emails else "",
        phone=_phone(told),
        location=_location(told, name),
        links=_links(told),
    )
    names = parts_of(name) or _parts_of_address(contact.email)
    texts = (line.text for section in sections for line in section.lines)
    return Owner(contact, (*names, *earlier_parts(texts, names)), block)


def _named(
    sections: Sequence[Section],
    header: Sequence[TextLine],
    handles: Sequence[str],
    *,
    reached: bool,
    taxonomy: Taxonomy,
) -> tuple[str, frozenset[int]]:
    """Return the person's name and the starts of the lines that hold nothing to score.

    A headline is no name, unless there is no other and the resume tells how somebody is
    `reached`: who leaves out address and number has left out the name.
    """
    headlines = Headlines(sections, taxonomy)
    found = list(_names(header, handles, taxonomy))
    name, at = next(((n, at) for n, at, sure in found if sure or not headlines.has(n)), ("", -1))
    apart: frozenset[int] = frozenset()
    if not name:
        name, apart = _name_elsewhere(sections, handles, taxonomy)
        if not reached and headlines.has(name):
            name, apart = "", frozenset()
    if not name and reached and found:
        name, at, _ = found[0]
    return name, _block(header, at, taxonomy) | apart


def _lines_apart(sections: Sequence[Section], told: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines elsewhere that are an e-mail address, a number or a page and no more.

    A narrow column beside the rest is read after it. Addresses of referees are not wanted.
    """
    known = {line.start for line in told}
    return [
        line
        for section in sections
        if section.kind is not SectionKind.REFERENCES
        for line in section.lines
        if not line.bullet and line.start not in known and _is_contact_only(line.text)
    ]


def _is_contact_only(text: str) -> bool:
    if len(text) > _LONGEST_CONTACT:
        return False
    if text.lower() == text.upper():  # no letters
        return text[-1].isdigit() and _has_phone(text)
    if " " in text or not ("@" in text or "." in text):
        return False
    return any(pattern.fullmatch(text) is not None for pattern in (EMAIL, LINK))


def _parts_of_address(email: str) -> tuple[str, ...]:
    """Return what in an e-mail address may be parts of a name; for lack of better."""
    words = _NOT_LETTERS.split(email.partition("@")[0])
    return tuple(word.capitalize() for word in words if len(word) >= _SHORTEST_PART)


def _names(
    header: Sequence[TextLine], handles: Sequence[str], taxonomy: Taxonomy
) -> Iterator[tuple[str, int, bool]]:
    """Yield what can be the name, likeliest first: with the index of its line, and if it is sure.

    It is where the line shares a word with one of `handles`, from the e-mail address or the
    links; the more letters, the likelier. Then comes what is neither a job title nor a skill,
    in the order of the lines.
    """
    candidates = [
        (name, at)
        for at, line in enumerate(header[:_BLOCK_LINES])
        if not line.bullet and (name := name_in(_first_chunk(line.text))) != ""
    ]
    known = [squeezed(handle) for handle in handles]
    sure = [(name, at) for name, at in candidates if _confirmed(name, known)]
    for name, at in sorted(sure, key=lambda each: -_confirmed(each[0], known)):
        yield name, at, True
    for name, at in candidates:
        is_skill = any(m.end - m.start == len(name) for m in taxonomy.recognise(name))
        is_other = has_role(name) or is_skill or is_place(name)
        if not is_other or (at == 0 and _SURNAME_FIRST.fullmatch(name) is not None):
            yield name, at, False


def _name_elsewhere(
    sections: Sequence[Section], handles: Sequence[str], taxonomy: Taxonomy
) -> tuple[str, frozenset[int]]:
    """Return the name outside the header that the e-mail address or a link confirms best.

    Without one, a name among personal details counts. It comes with the starts of its line:
    a column beside the name may have been read first.
    """
    known = [squeezed(handle) for handle in handles]
    told = [s for s in sections if s.kind is not SectionKind.REFERENCES] if known else []
    lines = (line for section in told for line in section.lines)
    names = ((_name_of_line(line, taxonomy), line.start) for line in lines)
    name, start = max(names, key=lambda each: _confirmed(each[0], known), default=("", 0))
    if _confirmed(name, known):
        return name, frozenset((start,))
    for section in sections:
        if section.kind in (SectionKind.PERSONAL, SectionKind.CONTACT):
            for line in section.lines[:_FIRST_LINES]:
                name = _name_of_line(line, taxonomy)
                if name and not _is_address(line.text):
                    return name, frozenset((line.start,))
    return "", frozenset()


def _name_of_line(line: TextLine, taxonomy: Taxonomy) -> str:
    name = "" if line.bullet else name_in(_first_chunk(line.text))
    return "" if not name or has_role(name) or taxonomy.recognise(name) else name


def _first_chunk(text: str) -> str:
    return _CHUNKS.split(EMAIL.split(undocumented(text))[0])[0]


def _confirmed(name: str, known: Sequence[str]) -> int:
    """Return how many letters of a name are in one of the handles `known`, by whole parts.

    "Chi" is in "pinchinat", but "Pinchinat" is more of it.
    """
    words = [word for part in parts_of(name) if len(word := squeezed(part)) >= _SHORTEST_PART]
    return max((sum(len(w) for w in words if w in handle) for handle in known), default=0)


def _block(header: Sequence[TextLine], name_at: int, taxonomy: Taxonomy) -> frozenset[int]:
    """Return the starts of the header's lines that only tell who and where."""
    last = name_at
    for at, line in enumerate(header[:_BLOCK_LINES]):
        above = header[at - 1].text if at else ""
        goes_on = above[-1:] in _BREAKS and _ends_with_link(above)
        tells = _is_address(line.text) or LINK.search(line.text) is not None
        follows = at == last + 1 and (tells or goes_on)
        if follows or _tells_contact(line.text):
            last = at
    dropped = (
        line.start
        for at, line in enumerate(header[: last + 1])
        if at == name_at or not _is_worth_keeping(line, taxonomy)
    )
    return frozenset(dropped)


def _tells_contact(text: str) -> bool:
    if EMAIL.search(text) is not None or PAGE.search(text) is not None:
        return True
    return _has_phone(text) or _LABEL.search(text) is not None


def _is_address(text: str) -> bool:
    return is_place(text) or (
        _ADDRESS.search(text) is not None and len(text.split()) <= 2 * _PROSE_WORDS
    )


def _is_worth_keeping(line: TextLine, taxonomy: Taxonomy) -> bool:
    """Say whether a line of the contact block is a headline or a sentence."""
    if _tells_contact(line.text) or LINK.search(line.text) is not None:
        return False
    if title_score(line.text, taxonomy) > 1 and not any(char.isdigit() for char in line.text):
        return True
    return len(line.text.split()) >= _PROSE_WORDS and not _is_address(line.text)


def _has_phone(text: str) -> bool:
    return any(is_phone(match[0]) for match in PHONE.finditer(text))


def _phone(lines: Iterable[TextLine]) -> str:
    """Return the first telephone number."""
    numbers = (match[0] for line in lines for match in PHONE.finditer(line.text))
    return next((number.strip() for number in numbers if is_phone(number)), "")


def _links(lines: Sequence[TextLine]) -> tuple[str, ...]:
    """Return the addresses of pages, without those inside e-mail addresses.

    One that breaks at its last sign, as in a narrow column, goes on in the line below.
    """
    found: dict[str, None] = {}
    joined = False
    for line, below in zip(lines, [*(each.text for each in lines), ""][1:], strict=True):
        text = line.text
        if joined:  # its first word was the end of a link
            text = text.partition(" ")[2]
        joined = text[-1:] in _BREAKS and _ends_with_link(text)
        text = text + below.partition(" ")[0] if joined else text
        for match in LINK.finditer(EMAIL.sub(" ", text)):
            found[match[0].rstrip(".,;)")] = None
    return tuple(found)


def _ends_with_link(text: str) -> bool:
    last = text.rpartition(" ")[2]
    return PAGE.match(f"{last}x") is not None


def _location(lines: Sequence[TextLine], name: str) -> str:
    """Return the first piece of the contact lines that reads as a place or an address.

    Else one that may be a town: a name beside an address or a number that is not the person's.
    """
    pieces = [(line.text, piece) for line in lines for piece in _places(line.text)]
    told = [(text, piece) for text, piece in pieces if fold(piece) != fold(name)]
    sure = next((piece for _, piece in told if _is_address(piece)), "")
    maybe = (p for text, p in told if p != text and _TOWN.fullmatch(p) and not has_role(p))
    return sure or next(maybe, "")


def _places(text: str) -> Iterator[str]:
    """Yield the pieces of a line that are no address, number, page or label."""
    rest = LINK.sub("\t", EMAIL.sub("\t", text))
    rest = PHONE.sub(lambda match: "\t" if is_phone(match[0]) else match[0], rest)
    for chunk in _CHUNKS.split(rest):
        piece = _LABEL.sub("", chunk).strip(" ,;:()")
        if piece:
            yield piece
