"""What a job text asks for, sentence by sentence, and how much it insists.

A heading says whether the lines under it are musts or shoulds. A sentence may say otherwise
of itself ("... is a plus"), and outside such sections a sentence counts when it asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING

from services.ingest.extraction import headings_abroad
from services.ingest.extraction.headings import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine


class Part(Enum):
    """What a part of a job text is for."""

    MUST = auto()
    SHOULD = auto()
    PROSE = auto()  # a sentence counts when it asks
    DUTIES = auto()  # a sentence counts when it insists
    NOTHING = auto()


_WORDS: dict[Part, str] = {
    Part.MUST: (
        "requirements|job requirements|key requirements|minimum requirements|basic requirements"
        "|technical requirements|qualifications"
        "|minimum qualifications|basic qualifications|required qualifications|required skills"
        "|required experience|required|skills"
        "|required skills and experience|skills and experience|skills and qualifications"
        "|skills required|your skills|key skills|must have|must haves|must-have skills"
        "|what you bring|what you'll bring|what you will bring|what we're looking for"
        "|what we are looking for|what we look for|who we're looking for"
        "|who you are|you have|you are|you|your profile|your background|your experience|about you"
        "|what you'll need|what you will need|what you need"
        "|what do you need|experience|experience and skills|education|education and experience"
        "|candidate profile|ideal candidate|the ideal candidate|profile|essential"
        "|essential skills|essential criteria"
        "|knowledge, skills and abilities|we expect|what we expect|what we expect from you"
        "|expectations|you'll have|you will have|you should have|we require|technical skills"
        "|qualifications and skills"
        "|requisitos|requisitos mínimos|perfil|perfil buscado|tu perfil|qué buscamos"
        "|lo que buscamos|imprescindible|qué necesitas|se requiere|conocimientos"
        "|anforderungen|ihr profil|dein profil|das bringst du mit|das bringen sie mit"
        "|was du mitbringst|was sie mitbringen|qualifikation|qualifikationen|voraussetzungen"
        "|anforderungsprofil|was wir erwarten|wir erwarten|das erwarten wir|damit überzeugst du"
        "|damit überzeugen sie"
        "|profil|profil recherché|votre profil|ton profil|compétences|compétences requises"
        "|exigences|prérequis|ce que nous recherchons|vos compétences"
    ),
    Part.SHOULD: (
        "nice to have|nice to haves|nice-to-have|preferred|preferred qualifications"
        "|preferred skills|preferred experience|preferred requirements|bonus|bonus points"
        "|bonus skills|pluses|plus|a plus"
        "|desirable|desirable skills|desired|desired skills|desired qualifications|good to have"
        "|optional|additional qualifications|it's a plus|extra points|it would be great if"
        "|would be a plus|will be a plus"
        "|technologies|technology|tech stack|our tech stack|technology stack|our stack|stack"
        "|tools|tecnologías|technologien|stack technique"
        "|deseable|valorable|se valorará|se valora|requisitos deseables|wünschenswert|von vorteil"
        "|idealerweise|pluspunkte|atouts|un plus|les plus|souhaité|apprécié|serait un plus"
    ),
    Part.DUTIES: (
        "responsibilities|key responsibilities|your responsibilities|job responsibilities"
        "|what you'll do|what you will do|what you'll be doing|what you will be doing|duties"
        "|main duties|tasks|your tasks"
        "|job duties|the job|your role|your mission|day to day|role and responsibilities"
        "|roles and responsibilities|duties and responsibilities|essential functions|funciones"
        "|responsabilidades|tus funciones"
        "|qué harás|aufgaben|ihre aufgaben|deine aufgaben|das erwartet dich|das erwartet sie"
        "|tätigkeiten|missions|vos missions|tes missions|responsabilités|le poste"
    ),
    Part.NOTHING: (
        "benefits|perks|perks and benefits|what we offer|we offer|our offer|what's in it for you"
        "|why us|why join us|why work with us|compensation|salary|about us|about the company"
        "|who we are|company description"
        "|our company|our culture|our values|the company|job benefits|equal opportunity"
        "|equal opportunity employer|how to apply|application process|hiring process"
        "|interview process|contact|ofrecemos|qué ofrecemos|beneficios"
        "|sobre nosotros|wir bieten|das bieten wir|unser angebot|was wir bieten|über uns|kontakt"
        "|bewerbung|nous offrons|avantages|ce que nous offrons|à propos de nous|qui sommes-nous"
        "|we provide|company size|company type|industry"
    ),
    Part.PROSE: (
        "job description|description|about the role|about the job|about the position|the role"
        "|role|overview|summary|job summary|position summary|the position|the opportunity"
        "|descripción|descripción del puesto|stellenbeschreibung|descriptif du poste|team"
        "|the team|location|job type"
    ),
}
_HEADINGS = MappingProxyType(
    {
        **{
            squeezed(w): Part[name]
            for name, words in headings_abroad.ADVERTS.items()
            for w in words.split("|")
        },
        **{squeezed(w): part for part, words in _WORDS.items() for w in words.split("|")},
    }
)
_MAX_HEADING = 60
# "About Acme" begins what the employer says of itself; "About you" is a heading of its own.
_ABOUT = re.compile(
    r"(?i:about|über|sobre|acerca de|à propos d[e'\u2019]|despre|over|o firmie)\s?"
    r"(?:[A-ZÀ-Ü][\w&.'\u2019-]*\s?){1,4}:?"
)
_INLINE = re.compile(r"^([^:.!?]{3,50}):\s+(?=\S)")
_CLAUSE_END = re.compile(r"(?:\s?[.!?]\s+(?=[A-ZÀ-Ü\d•*\"“(-])|;\s+)")
_OF_HIRING = re.compile(
    r"\b(?:if you (?:need us|have (?:any |further )?questions|would like to know more)"
    r"|our recruit(?:ers?|ment team)|(?:please|to) contact|get in touch|happy to support"
    r"|bei fragen|si tienes (?:alguna )?(?:duda|pregunta)s?|pour toute question)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(
    r"(?:\be\.g|\bi\.e|\betc|\bincl|\bapprox|\bz\.\s?b|\bu\.\s?a|\bp\.\s?ej|\b[A-Za-z])\s?\.?$",
    re.IGNORECASE,
)

_SHOULD = re.compile(
    r"\b(?:nice[- ]to[- ]have|a (?:(?:big|huge|definite|strong|real|great|clear) )?plus|pluses"
    r"|bonus|prefer(?:red|ably|able)|ideally|desirable|desired"
    r"|(?:an? )?(?:asset|advantage(?:ous)?)|optional(?:ly)?|would be (?:great|nice|good|ideal"
    r"|helpful|beneficial)|is (?:helpful|beneficial|appreciated|welcome)"
    r"|von vorteil|wünschenswert|idealerweise|bevorzugt|gern(?:e)? gesehen|deseable|valorable"
    r"|se valora(?:rá|n)?|preferible(?:mente)?|un plus|souhaitée?s?|idéalement|appréciée?s?"
    r"|un atout|(?:un |constituie (?:un )?)avantaj|de preferat|preferabil|de dorit|preferibil\w*"
    r"|gradit[aoei]|costituisce titolo|un vantaggio|desejável|diferencial|preferencial\w*"
    r"|een pr[eé]\b|is mooi meegenomen|bij voorkeur|mile widzian[ey]|atutem|preferowan\w+)\b",
    re.IGNORECASE,
)
_INSISTS = re.compile(
    r"\b(?:must(?:[- ]have| be| possess| hold)|(?:is|are|be) required|required:|you(?:['\u2019]ll"
    r"| will| should)? (?:have|bring|possess|need|know)\b(?! (?:the |an )?(?:opportunity|chance"
    r"|freedom|access))"
    r"|\d+\s?\+?\s?(?:years?|yrs|jahre|años|ans)\b.{0,40}\b(?:experience|erfahrung|experiencia"
    r"|expérience)|minimum of|at least \w+ years?"
    r"|imprescindible|se requiere|zwingend|erforderlich|vorausgesetzt|exigée?s?|indispensable"
    r"|(?:licen[sc]e|licensure|certifi(?:cation|cate|ed)) (?:required|mandatory|needed)"
    r"|vous avez|du hast|sie haben|sie verfügen|du verfügst|du bringst|sie bringen"
    r"|(?:este |sunt )?(?:obligatori[ue]|necesar[ăe]?)|richiest[aoie]|è necessari[oa]"
    r"|obrigatóri[oa]"
    r"|necessári[oa]|is vereist|vereist|wymagan[aey]|niezbędn[aey])\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:looking for|we (?:require|expect|need|seek)|seeking|is sought|you are (?:a |an |fluent"
    r"|proficient|experienced|familiar|skilled)"
    r"|proficien(?:t|cy) (?:in|with)|experience (?:with|in|of|using|working|as)|experienced (?:in"
    r"|with)|knowledge (?:of|in|about)|understanding of|familiar(?:ity)? with"
    r"|expertise (?:in|with)|degree in|fluen(?:t|cy) in|skilled in|background in|command of"
    r"|able to speak|erfahrung(?:en)? (?:in|mit|als|im)|kenntnisse|wir (?:erwarten|suchen)"
    r"|gesucht"
    r"|experiencia (?:en|con|de|como|mínima)|conocimientos? (?:de|en)|buscamos|necesitamos"
    r"|dominio de|expérience (?:en|dans|avec|de|du)|maîtrise|connaissances? (?:de|en|des|du)"
    r"|vous (?:maîtrisez|êtes|connaissez)|nous (?:recherchons|cherchons)"
    r"|experien[țţ][ăa] (?:[îi]n|cu|de|ca)|cuno[șş]tin[țţ]e (?:de|despre|în)"
    r"|esperienza (?:in|con|nel\w*|come)"
    r"|conoscenza (?:di|del\w*)|experiência (?:em|com|na|no|como)|conhecimentos? (?:de|em)"
    r"|ervaring (?:met|in|als)|kennis van|doświadczeni[ea] (?:w|z|jako|na)|znajomość)\b",
    re.IGNORECASE,
)
_APPLYING = re.compile(
    r"\b(?:attached|cover letter|submit|your application|deadline|apply|applying)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Demand:
    """A sentence that asks for something, in its line."""

    line: TextLine
    start: int  # of the sentence, in the job text
    text: str
    must: bool


def demands_of(lines: Sequence[TextLine]) -> Iterator[Demand]:
    """Yield the sentences of a job text that ask for something, in order."""
    part = Part.PROSE
    for line in lines:
        announced = part_announced(line.text)
        if announced is not None:
            part = announced
            continue
        body, offset, of_line = line.text, 0, part
        inline = _INLINE.match(body)
        if inline is not None and (told := part_announced(inline[1])) is not None:
            of_line, offset = told, inline.end()
            part = told if not line.bullet else part
        for start, text in _clauses(body, offset):
            must = _must(text, of_line)
            if must is not None:
                yield Demand(line, line.start + start, text, must)


def part_announced(text: str) -> Part | None:
    """Return what the lines after `text` are for, when `text` is a heading that says so."""
    if (
        len(text) > _MAX_HEADING
        or text.endswith((".", ";", ","))
        or not text[:1].isalpha()
        or text[0].islower()
    ):
        return None
    return _HEADINGS.get(squeezed(text)) or (Part.NOTHING if _ABOUT.fullmatch(text) else None)


def _must(text: str, part: Part) -> bool | None:
    """Return whether a sentence is a must (else a should), or nothing when it does not ask."""
    if part is Part.NOTHING:
        return None
    soft = _SHOULD.search(text) is not None
    if part in (Part.MUST, Part.SHOULD) and _OF_HIRING.search(text) is not None:
        return None
    if part is Part.MUST:
        return not soft
    if part is Part.SHOULD:
        return False
    if _APPLYING.search(text) is not None:
        return None
    asks = _INSISTS.search(text) is not None or (
        part is Part.PROSE and (soft or _ASKS.search(text) is not None)
    )
    return not soft if asks else None


def _clauses(text: str, offset: int) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a line from `offset` on, with where each starts."""
    start = offset
    for stop in _CLAUSE_END.finditer(text, offset):
        if (
            text[stop.start()] != ";"
            and _ABBREVIATION.search(text[start : stop.start()]) is not None
        ):
            continue
        yield start, text[start : stop.start()]
        start = stop.end()
    if start < len(text):
        yield start, text[start:]
