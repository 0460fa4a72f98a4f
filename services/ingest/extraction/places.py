"""Where a job text says that the work is, and whether it can be done from elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction.facts import Place, Remote, RemoteMode
from services.ingest.extraction.folding import fold
from services.ingest.extraction.titles import has_role, is_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from services.ingest.extraction.lines import TextLine

_LABEL = re.compile(
    r"^(?:job |work |office )?(?:locations?|place of work|based in|workplace|where)\s*[:\u2013-]\s*"
    r"|^(?:(?:arbeits|einsatz|dienst)ort|standort)e?\s*[:\u2013-]\s*"
    r"|^(?:ubicación|localización|lugar(?: de trabajo)?|lieu(?: de travail)?|localisation)"
    r"\s*[:\u2013-]\s*",
    re.IGNORECASE,
)
_WORD = r"[A-ZÀ-Ü][\w.'\u2019-]+"
_NAME = rf"{_WORD}(?:[ -](?:(?:am|de|del|la|upon|of)[ -])?{_WORD}){{0,3}}"
_REGIONS = rf"{_NAME}(?:\s?,\s{_NAME}){{0,2}}"
_BASED = re.compile(
    rf"\b(?i:based|located|situated|offices?|headquarters|headquartered|ansässig|sitz|sede"
    rf"|oficinas?|bureaux|situé)"
    rf"\s(?i:in|at|en|à)\s(?i:the\s)?(?:(?i:beautiful|sunny|central|downtown)\s)?({_REGIONS})"
    rf"|\b(?i:in|from) (?:our|the) ({_NAME}) (?i:office|headquarters|campus|site)\b"
    rf"|\b(?i:in unserem büro in|am standort|in unserer niederlassung) ({_NAME})"
)
_NO_PLACE = re.compile(
    r"\b(?:back|front|head|main|home|central|new|your|data|global|people|north\w*|south\w*"
    r"|engineering|software|team|english|german|spanish|french|java|python|agile|scrum"
    r"|university|department|the|our|we|you|a|an|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|it|hr|finance|marketing|sales)\b",
    re.IGNORECASE,
)
_MODE = re.compile(r"(?:fully |100\s?% )?remote.{0,20}|hybrid|on-?site|homeoffice", re.IGNORECASE)
_IN = re.compile(rf"\b(?i:in|at|near|from|à|en|zu|outside|around|of|across) (?i:the )?({_NAME})")
_STREET = re.compile(
    r"\b\d{1,5}[a-z]? (?:[A-Z]\w+ ){1,3}(?:Road|Rd|Street|St|Avenue|Ave|Lane|Way|Boulevard"
    r"|Square)\b"
    r"|\b[A-ZÄÖÜ]\w+(?:straße|strasse|weg|platz|allee) \d|\b(?:Calle|Avenida|Plaza|Rue|Place) [A-Z]"
)
_HEADER = re.compile(rf".{{0,40}}\b{_NAME}\s?[-,|\u2013]\s?{_NAME}\s*")
_HEADERS = 6  # lines that may say where, before the text begins
_HEADED = re.compile(r"(.{2,40}?)\s[-\u2013|]\s(.{2,40})")
_INLINE_LABEL = re.compile(
    rf"\b(?i:(?:job |work |office )?locations?|place of work|city|workplace|standort|arbeitsort"
    rf"|einsatzort|ubicación|lieu(?: de travail)?)\s?:\s?({_WORD}(?:\s?,\s{_NAME}){{0,2}})"
)
_WORKED_IN = re.compile(
    rf"\b(?i:role|position|job|team|company|working|work|hq|headquarters?(?: are| is)?|place is"
    rf"|presence|department|location|store|warehouse|hotel|restaurant|hospital|laboratory)"
    rf"\s(?i:in|at) (?i:the |central |downtown |sunny |beautiful )*({_REGIONS})"
)
_MOST = 10
_LONGEST = 80

_NOT_OF_WORK = (
    r"(?!\s(?:sens|control|desktop|access|monitor|location|area|part|server|site|procedure|diagn"
    r"|support of|medical|consult|method|invocation|device))"
)
_ONSITE = re.compile(
    r"\b(?:no|not(?: a)?) remote\b(?![- ]first)|\bremote (?:work )?is not\b|\b(?:fully "
    r"|100\s?% )?on-?site"
    r"(?=\s(?:work|only|position|role|job|presence|in)\b|$)|\bpresencial\b|\bvor ort\b"
    r"|\bpräsenz(?:pflicht|arbeit)\b|\bsur site\b",
    re.IGNORECASE,
)
_HYBRID = re.compile(
    r"\bhybrid(?=[ -](?:work|model|remote|role|position|office|set-?up|schedule)|\s*[/,)]|$)"
    r"|\bhíbrido\b|\bhybrides arbeiten\b|\bhybride\b|\bpart(?:ly|ially)[ -]remote\b"
    r"|\b\w+ days? (?:per|a|each) week (?:in|at|from) (?:the|our) office\b"
    r"|\bremote(?:ly)? \w+ days\b|\bhome[- ]?office\b"
    r"|\b(?:option|possib\w+|opportunity|able|flexibility|free|choice)"
    r" (?:to|of|for) (?:do )?(?:work(?:ing)? )?(?:remote(?:ly)?|from home)\b"
    r"|\bwork(?:ing)? from home\b|\bwork-from-home\b|\btélétravail\b|\bmobiles? arbeiten\b"
    r"|\bremote (?:work(?:ing)?|days?) (?:is )?(?:possible|option|allowed|policy|days)\b"
    r"|\boccasional(?:ly)? remote\b"
    r"|\bon-?site (?:or|and|/) remote|\bremote (?:or|and|/) on-?site",
    re.IGNORECASE,
)
_REMOTE = re.compile(
    rf"\b(?:fully|100\s?%|completely|entirely|all)[ -]remote(?:ly)?\b(?!\s(?:interview|process"
    rf"|onboarding|recruit))"
    rf"|(?<!not )\bremote[- ]first\b"
    rf"|\bremote\b(?=\s(?:position|role|job|opportunity|work\b|only|\(|visa|us|eu|europe"
    rf"|within|from|in)\b){_NOT_OF_WORK}|\bwork(?:ing)? remote(?:ly)?\b|\bwork from anywhere\b"
    rf"|\b100\s?% (?:teletrabajo|homeoffice|télétravail)\b|\bteletrabajo\b|\btrabajo remoto\b"
    rf"|\ben remoto\b|^remote\b{_NOT_OF_WORK}(?=$|\s?[,;(/|\u2013-])"
    r"|[(,/|]\s?remote\s?(?:[),/|]|$)",
    re.IGNORECASE,
)
# A line that offers remote work in part is hybrid, however it goes on.
_MODES = (
    (RemoteMode.HYBRID, _HYBRID),
    (RemoteMode.ONSITE, _ONSITE),
    (RemoteMode.REMOTE, _REMOTE),
)


def places_of(lines: Sequence[TextLine]) -> tuple[Place, ...]:
    """Return the places that lines name as the job's, each once, ten at most."""
    found: dict[str, Place] = {}
    for line in lines:
        for name in _named(line.text):
            found.setdefault(fold(name), Place(name, Span(1, line.start, line.end)))
    return tuple(found.values())[:_MOST]


def may_name_place(text: str) -> bool:
    """Say whether any part of `text` could be a place: known, or a name after "in"."""
    if _STREET.search(text) is not None or any(
        _HEADER.fullmatch(line) is not None and not has_role(line)
        for line in text.split("\n", _HEADERS)[:_HEADERS]
    ):
        return True
    return any(
        is_place(match[1]) or _NO_PLACE.fullmatch(match[1].split()[0]) is None
        for match in _IN.finditer(text)
    )


def _named(text: str) -> Iterator[str]:
    label = _LABEL.match(text)
    if label is not None:
        for each in re.split(r"\s?[/;|]\s?|\s(?:or|and|und|oder|y|o|et|ou)\s", text[label.end() :]):
            name = each.strip(" .,")
            if 0 < len(name) <= _LONGEST and name[0].isupper() and not _is_mode(name):
                yield name
        return
    if len(text) <= _LONGEST and is_place(text.strip(" .")) and not _is_mode(text):
        yield text.strip(" .")
        return
    headed = _HEADED.fullmatch(text)
    if headed is not None and is_place(headed[1].strip()) and is_place(headed[2].strip()):
        yield text.strip(" .")
        return
    for match in _INLINE_LABEL.finditer(text):
        if not _is_mode(match[1]):
            yield match[1].strip(" .,")
    for match in _WORKED_IN.finditer(text):
        if is_place(match[1].strip(" .,")):
            yield match[1].strip(" .,")
    for match in _BASED.finditer(text):
        name = next(filter(None, match.groups())).strip(" .,")
        if is_place(name) or (_NO_PLACE.search(name) is None and not has_role(name)):
            yield name


def _is_mode(text: str) -> bool:
    return (
        re.fullmatch(
            r"(?:fully |100\s?% )?remote.{0,20}|hybrid|on-?site|homeoffice", text, re.IGNORECASE
        )
        is not None
    )


def remote_of(lines: Iterable[TextLine]) -> Remote | None:
    """Return the first word on working elsewhere that lines have."""
    for line in lines:
        for mode, pattern in _MODES:
            if pattern.search(line.text) is not None:
                return Remote(mode, Span(1, line.start, line.end))
    return None
