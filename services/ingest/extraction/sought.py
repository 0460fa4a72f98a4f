"""Whom a sentence of an advert looks for: "We are looking for a dedicated Sales Manager to ..."."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 8  # words

_NOW = r"(?:(?:currently|now|actively|urgently|always|further|also|therefore|hereby)\s+)?"
_ONE = (
    r"(?:(?:an?|one|two|three|four|five|several|more|some|another|\d(?:\s?-\s?\d)?|the|you\s+as"
    r"|our|your|his|its|their|eine?[nrms]?|mehrere|unsere?[nrms]?|dich\s+als|sie\s+als|zwei|drei"
    r"|un\(e\)|una?|unos|unas|une|des|dos|notre|nuestr[oa]|nos|vos|d['\u2019]une?)\s+)*"
)
# Looked at and not taken: the next way to say it may begin within.
_SAID = (
    r"(?:<>\s*)*(?:speaking\s+)?(?!(?:an?\s+|the\s+)?key\s+\w+er\b)"
    r"(?=(?P<title>[^\W_][^.,;:!?\n<>|()]{2,90}))"
)
_ASKED = re.compile(
    r"\b(?:"
    rf"looking\s+{_NOW}(?:for|to\s+(?:hire|recruit|appoint|employ|add))"
    r"|search(?:ing|es)?\s+for|in\s+(?:search|need)\s+of"
    r"|seek(?:s|ing)?(?:\s+to\s+(?:hire|recruit|appoint|employ))?"
    r"|we\s+need|needs(?=\s+(?:an?|one|two|three|\d)\s)|(?:is|are|['\u2019]re)\s+recruiting|recruits?"
    r"|(?:is|are|['\u2019]re)\s+(?:now\s+|currently\s+)?hiring|now\s+hiring|hires"
    r"|invites?\s+applications?\s+(?:for|from)|applications?\s+are\s+invited\s+for"
    r"|(?:position|post|job|opening|vacancy|opportunity|appointment|role|career)s?\s+(?:as|for|of)"
    r"|(?:become|becoming)\s+available\s+as|available\s+as"
    r"|(?:wir\s+)?suchen(?:\s+wir)?|sucht|gesucht(?:\s+wird)?\s*:?|(?:stelle|position|job)\s+als"
    r"|verstärkung\s+als|einstieg\s+als"
    r"|buscamos|busca|buscando|seleccionamos|precisamos|necesitamos|incorporamos|contratamos"
    r"|(?:puesto|plaza|posición|vacante|cargo)\s+de"
    r"|recherch(?:ons|e)|recrut(?:ons|e)|cherchons|embauchons|(?:poste|emploi)\s+de"
    r")\s+(?:(?:ab\s+sofort|zum\s+nächstmöglichen\s+zeitpunkt|derzeit|aktuell|actuellement|a)\s+)*"
    rf"(?:applications?\s+for\s+)?{_ONE}{_SAID}",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"(?:\bare\s+you\s+|\bbecome\s+|\bwork(?:ing)?\s+(?:with\s+us\s+)?as\s+"
    r"|\bjoin\s[^.,;:!?\n]{0,40}?\bas\s+|\byou(?:['\u2019]ll|\s+will)\s+(?:be|become|work\s+as)\s+"
    r"|\byou\s+are\s+the\s+|\bwerde\s+|\bunterstütz\w*\s+\w+\s+als\s+|\ben\s+tant\s+qu(?:e\s+|['\u2019]))"
    rf"(?!as\b){_ONE}{_SAID}"
    r"|(?<!such )(?<!well )(?<!known )(?<!same )\bas\s+(?:an?\s+|our\s+|the\s+)?(?:new\s+|next\s+)?"
    r"(?P<role>[^\W_][^.,;:!?\n<>|()]{2,60})"
    r"(?=,?\s[^.;:!?\n]{0,60}?\b(?:you|your)\b)"
    r"|\bals\s+(?P<rolle>[^\W_][^.;:!?\n<>|]{2,60}?)(?=,?\s+(?:bist|wirst|\w+\s+(?:du|sie)\b))"
    r"|\bcomo\s+(?P<puesto>[^\W_][^.;:!?\n<>|,]{2,60}?)(?=,?\s+(?:serás|tendrás|formarás|te\s))",
    re.IGNORECASE,
)
_WANTED = re.compile(
    rf"^\W*{_ONE}(?P<title>[^\W_][^.;:!?\n<>|]{{2,90}}?)\s+(?:(?:is|are|wird|werden)\s+)?"
    r"(?:(?:urgently|currently|now|immediately)\s+)?"
    r"(?:wanted|sought|needed|vacant|available|required|gesucht|open)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s+(?:to|who|with|for|in|that|at|on|from|based|which|where|when|within|by|whose|as|will|is"
    r"|are|has|have|having|you|we|your|our|vous|nous|wir|sie|du|can|must|should|able|capable|willing|ready|eager"
    r"|interested|responsible|specialising|specializing|specialised|specialized|joining|working"
    r"|starting|reporting|position|positions|role|job|vacancy|vacancies|scholarships?|stipend"
    r"|mit|für|zur|zum|im|bei|am|ab|der|die|das|den|con|para|que|pour|avec|qui|chez|dans|au|sur"
    r"|afin|ein|eine|una?|une|bist|wirst|en(?=\s+[A-Z<]))\b.*"
    r"|\s+(?:and|or)\s+(?:help|build|work|lead|take|be|join|make|become|support|drive|shape)\b.*"
    r"|\s+[-\u2013\u2014/|+&]\s.*|\s+[-\u2013\u2014/|+&]*$|\s\d.*",
    re.DOTALL,
)
_PRAISE = re.compile(
    r"^(?:(?:and|or|und|best|very|highly|really|truly|most|extremely|new|next|neue[nrs]?|young|great|good"
    r"|excellent|outstanding|exceptional|brilliant|bright|smart|clever|keen|strong|experienced"
    r"|skilled|skilful|qualified|competent|talented|gifted|motivated|dedicated|committed|proactive"
    r"|ambitious|passionate|enthusiastic|energetic|engaged|engaging|driven|dynamic|creative"
    r"|innovative|visionary|curious|hard-?working|hands-on|responsible|reliable|flexible|friendly"
    r"|professional|seasoned|senior-minded|analytical|structured|organi[sz]ed|independent|positive"
    r"|inspiring|strategic-minded|full[- ]time|part[- ]time|permanent|temporary|freelance"
    r"|additional|<>|(?:[\w-]+-)?speaking"
    r"|[\w-]+-(?:minded|driven|oriented|orientated|motivated|working|thinking|savvy|starting)"
    r"|(?:erfahren|engagiert|motiviert|zuverlässig|freundlich|qualifiziert|versiert|flexibl)e?[nrs]?"
    r")[\s,]+)+",
    re.IGNORECASE,
)
# Words that make a sentence, in any place. Written in capitals, IT and US are no such words.
_SENTENCE = frozenset(
    """
    i you your we our us they their it its he she this these those there is are was were be been
    has have had will would can could should must do does did that who which what when where how
    why if please welcome contact come join looking seeking wanted apply not arises invites
    wir sie du ihr dein deine ihre unser unsere ist sind bist hast haben suchen sucht gesucht wenn
    wird somos buscamos busca eres nuestro nuestra que tienes
    nous vous votre notre est sommes recherchons recrute recrutons êtes
    """.split()  # noqa: SIM905  # the same as strings would be a page long
)
_BEGINNINGS = frozenset({"as", "als", "como"})
_WORD = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"\w{5,}[.?!]\s|[?!]$")
_CAPITALS = frozenset({"IT", "US", "WHO", "IS"})


def sought_in(line: str) -> Iterator[str]:
    """Yield what a line may look for, the plainest way to say so first, cut to the bare title."""
    for pattern in (_ASKED, _WANTED):
        for match in pattern.finditer(line):
            yield bare(match["title"])


def addressed_in(line: str) -> Iterator[str]:
    """Yield what a line says that its reader is or will be: "As a Sales Manager you will ..."."""
    for match in _ADDRESSED.finditer(line):
        yield bare(next(group for group in match.groups() if group is not None))


def bare(phrase: str) -> str:
    """Return a phrase without praise before it and what follows the title in the sentence."""
    title = _PRAISE.sub("", phrase.strip())
    return _ENDS.sub("", title).strip(" -\u2013|,.&/")


def is_sentence(text: str) -> bool:
    """Say whether `text` is a sentence or a part of one, so that it names no job."""
    words = _WORD.findall(text)
    if len(words) > LONGEST + 4 or _STOP.search(text) is not None:
        return True
    if words and words[0].casefold() in _BEGINNINGS:
        return True
    return any(word.casefold() in _SENTENCE and word not in _CAPITALS for word in words)
