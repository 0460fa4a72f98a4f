"""Certificates and licences that a sentence of a job text asks for.

What is asked for is a name beside a word for such a paper: "PMP certification", "certified in
Cisco CCNP", "AWS Certified Solutions Architect", "driving licence B". Names have capitals, but
for those of trades that are written without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.ingest.documents.document import Span
from services.ingest.extraction.alternatives import groups
from services.ingest.extraction.facts import Requirement, RequirementKind
from services.ingest.extraction.folding import fold
from services.ingest.extraction.terms import ORDINARY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.demands import Demand

_PAPER = (
    r"(?:certifi(?:cations?|cates?|ed)|licen[sc]es?|licensure|licen[sc]ed|credentials?"
    r"|accreditations?|zertifi(?:kate?|zierung(?:en)?|ziert)|certificación|certificado|licencia"
    r"|certificats?|certificări|certificat|licență|certificazione|certificação|certyfikat"
    r"|certificaat)"
)
_PIECE = r"[A-Z][\w+#.]*(?:[-/][A-Z0-9][\w+]*)*"
_NAME = rf"{_PIECE}(?:\s(?:(?:of|for|in|de|&)\s(?=[A-Z]))?(?:{_PIECE}|\d[\w.]*)){{0,4}}"
_TRADE = (
    r"(?:nursing|teaching|real estate|forklift|food (?:handlers?|safety|hygiene)|first aid|medical"
    r"|pharmacy|cosmetology|insurance|pilots?|electrical|plumbing|welding|hazmat|security guard"
    r"|life insurance|childcare)"
)
_SHORT = r"(?:\s?\((?P<{0}>[A-Z][A-Z0-9+-]{{1,7}})\))?"
_DRIVING = re.compile(
    r"\b(?:(?:class|category) [A-E]\w? )?(?:driver['\u2019]?s?|driving|cdl) licen[sc]e"
    r"(?:,? \(?(?:(?:class|category|cat\.) )?(?-i:[A-E][1E]{0,2})\b\)?)?"
    r"|\b(?:führerschein|permis de conduire|carnet de conducir|permis(?:ul)? (?:de conducere|auto)"
    r"|patente di guida|carta de condução|prawo jazdy|rijbewijs)"
    r"(?: \(?(?:(?:der )?(?:klasse|catégorie|categor[ií]a|kat\.|clase|tip) )?"
    r"(?-i:[A-E][1E]{0,2})\b\)?)?",
    re.IGNORECASE,
)
# Which class of it is written in many ways.
_BARE = re.compile(
    r"^(?:class|category) [A-E]\w? |,? \(?(?:(?:class|category|cat\.|der|klasse|catégorie|clase|tip"
    r"|categor[ií]a|kat\.) )*(?-i:[A-E][1E]{0,2})\b\)?$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"(?P<name>(?:{_PIECE}\s){{0,3}}(?:Certified|Licensed|Chartered|Registered)"
    rf":?(?:\s{_PIECE}){{1,5}}){_SHORT.format('short')}"
)
_BEFORE = re.compile(
    rf"(?P<list>(?:{_NAME}(?:\s?\([A-Z+-]{{2,8}}\))?,\s){{0,5}}"
    rf"(?:{_NAME}(?:\s?\([A-Z+-]{{2,8}}\))?,?\s?(?:/|\bor\b|\boder\b|\bou?\b|\bsau\b)\s?)?)"
    rf"(?P<name>{_NAME}){_SHORT.format('short')}[\s-](?P<paper>(?i:{_PAPER}))\b"
    r"(?!\s(?:partner|compan|qualit|system|product|organi|bodies|supplier))"
)
_AFTER = re.compile(
    rf"\b(?i:{_PAPER})(?:\s?\(s\s?\))?,?\s?(?i:such as|like|including|e\.?\s?g\.?,?|z\.\s?b\."
    rf"|in|as|for"
    rf"|within|:|\(|wie|en|von|,)\s?:?(?P<list>{_NAME}(?:(?:,\s?(?i:and|or)?|\s(?i:and|or|und|oder"
    rf"|y|o|et|ou)|\s?/)\s?{_NAME}){{0,8}})"
)
_TRADES = re.compile(rf"\b(?P<name>{_TRADE})\s(?P<paper>{_PAPER})\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?i:\s?,\s?(?:and\s|or\s)?|\s(?:and|or|und|oder|y|o|et|ou|sau)\s|\s?/\s)")
_LEAD = re.compile(
    r"^(?:(?:Valid|Current|Active|Must|Have|Has|Hold|Holds|Possess|Relevant|Required|Preferred"
    r"|Professional|Industry|Additional|Any|State|Other|An?|The|Our|Your|With|Be|Obtain|Maintain"
    r"|Proof|Appropriate|Unrestricted|Gültige[rs]?|National|Strong|Bonus|Plus|One|Possession|of"
    r"|Qualifications?|Requirements?|Certifications?|Licenses?)\s)+"
)
_ANY = re.compile(rf"(?:{_PAPER}|chartered|registered)\b|{_DRIVING.pattern}", re.IGNORECASE)
_NO_PAPER = re.compile(
    r"(?:ISO|CMMI|IATF|EU|US|UK|USA|IT|CV|GED|PhD|Ph\.D|B\.?[AS]c?|M\.?[AS]c?)\b"
)


@dataclass(frozen=True, slots=True)
class Licence:
    """A certificate that a sentence names: `text[start:end]`, as written."""

    name: str
    label: str
    start: int
    end: int
    short: str = ""  # what stands for it in brackets


def licences_in(text: str) -> list[Licence]:
    """Return the certificates and licences that a sentence names, each place once, in order."""
    found: list[Licence] = []
    if _ANY.search(text) is None:
        return found
    for licence in _named(text):
        if all(licence.end <= each.start or each.end <= licence.start for each in found):
            found.append(licence)
    return sorted(found, key=lambda licence: licence.start)


def licences(demand: Demand, named: Sequence[Licence]) -> Iterator[Requirement]:
    """Yield what a sentence asks for with the certificates that are `named` in it.

    A name and what stands for it in brackets are alternatives, as those of a sentence are.
    """
    either = groups(demand.text, [(licence.start, licence.end) for licence in named])
    for at, licence in enumerate(named):
        first = named[either.get(at, at)]
        joined = list(either.values()).count(either.get(at, -1)) > 1 or bool(licence.short)
        alone = joined or at in either
        for name, label in ((licence.name, licence.label), (licence.short, licence.short)):
            if name:
                yield Requirement(
                    kind=RequirementKind.CERTIFICATE,
                    must=demand.must and not alone,
                    label=label,
                    span=Span(1, demand.line.start, demand.line.end),
                    term=fold(name),
                    alternative=demand.start + first.start + 1 if joined else 0,
                    one_is_must=joined and demand.must,
                )


def _named(text: str) -> Iterator[Licence]:
    """Yield what each way of writing finds, the surest first."""
    for match in _DRIVING.finditer(text):
        name = _BARE.sub("", match[0]).strip()
        yield Licence(name, match[0], match.start(), match.end())
    for match in _TITLED.finditer(text):
        yield from _licence(text, *match.span("name"), short=match["short"] or "")
    for match in _BEFORE.finditer(text):
        start, end = match.span("name")
        yield from _licence(text, start, end, to=match.end("paper"), short=match["short"] or "")
        if not match["list"].rstrip().endswith(","):
            yield from _items(text, *match.span("list"))
    for match in _AFTER.finditer(text):
        yield from _items(text, *match.span("list"))
    for match in _TRADES.finditer(text):
        yield Licence(match[0], match[0], match.start(), match.end())


def _items(text: str, start: int, end: int) -> Iterator[Licence]:
    """Yield the names of a list."""
    for stop in [*_SEPARATOR.finditer(text, start, end), None]:
        until = stop.start() if stop is not None else end
        name = re.sub(r"\s?\(.*?\)|\s?/?$", "", text[start:until])
        yield from _licence(text, start, start + len(name))
        start = stop.end() if stop is not None else end


def _licence(text: str, start: int, end: int, *, to: int = 0, short: str = "") -> Iterator[Licence]:
    """Yield the certificate whose name stands from `start` to `end`, unless it is none."""
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead is not None else 0
    name = text[start:end].strip(" .,:")
    if len(name) < 2 or name.lower() in ORDINARY or _NO_PAPER.match(name) is not None:
        return
    if _LEAD.match(f"{name} ") is None:
        label = text[start : to or end].strip(" .,:")
        yield Licence(name, label, start, start + len(name), short)
