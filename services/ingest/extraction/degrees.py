"""Degrees in nine languages, and their level."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.ingest.extraction.facts import EducationLevel

_FACULTY = (
    r"(?:applied\s+)?(?:science|sciences|arts|engineering|technology|commerce|laws?|fine\s+arts"
    r"|education|philosophy)\b"
)
_WRITTEN: dict[EducationLevel, tuple[str, ...]] = {
    EducationLevel.DOCTORATE: (
        r"ph\.?\s?d\b\.?",
        r"doctorate",
        r"doctor\s+of\s+[^\W\d_]+",
        r"doctoral(?:\s+degree)?",
        r"dottorato|doutorado|doutoramento|doktorat|doctorado|doctorat|promotion\s+zum|juris\s+doctor|d\.?phil\b\.?",
        r"dr\.\s?(?:rer|phil|med|ing|iur)\b\.?(?:\s?\w{2,4}\.)?",
    ),
    EducationLevel.MASTER: (
        rf"master['\u2019]?s?(?:\s+degree)?\s+of\s+{_FACULTY}",
        r"master['\u2019]?s\b(?:\s+degree)?",
        r"(?<!scrum )masters?(?=\s+(?:degree|in|of|en|de|2|ii|1|i)\b)(?:\s+degree)?",
        r"m\.?b\.?a\b|m\.\s?sc\b\.?|msc\b|m\.\s?eng\b\.?|meng\b|m\.\s?[sa]\b\.?|m\.?tech\b|ll\.?m\b",
        r"mphil\b|(?:post)?graduate\s+degree",
        r"máster(?:\s+universitario)?|maestría|magister|magíster",
        (
            r"diplom-?(?:ingenieur|informatiker|kaufmann|kauffrau|betriebswirt|physiker|mathematiker"
            r"|ökonom)(?:in)?\b"
        ),
        r"dipl\.?-?\s?(?:ing|inf|kfm|kffr|phys|math|oec|volksw|betriebsw)\b\.?",
        r"diplom(?=\s)|staatsexamen",
        r"diplôme\s+d['\u2019]ingénieur|maîtrise",
        r"masterat|laurea\s+(?:magistrale|specialistica)|mestrado|studia\s+magisterskie",
    ),
    EducationLevel.BACHELOR: (
        rf"bachelor['\u2019]?s?(?:\s+degree)?(?:\s+(?:of|in)\s+{_FACULTY})?",
        r"baccalaureate\s+degree|undergraduate\s+degree|(?:college|university)\s+degree",
        r"b\.\s?sc\b\.?|bsc\b|b\.\s?eng\b\.?|beng\b|b\.?tech\b|b\.\s?[sae]\b\.?|b\.?com\b|b\.?b\.?a\b",
        r"ll\.?b\b",
        r"licenciatura|licenciad[oa]|grado(?=\s+en)|diplomatura",
        r"ingeniería(?=\s+(?:en|de|técnica|informática|industrial))",
        r"(?:diplomă\s+de\s+)?licență(?=\s+în)|diplomă\s+de\s+licență|licențiat[ăe]?|laurea(?!\w|\s+(?:mag|spec))",
        r"laurea\s+triennale|bacharelado|bacharel|hbo(?=[\s-])|licencjat|studia\s+(?:licencjackie|inżynierskie)",
        r"hochschulabschluss|hochschulstudium|abgeschlossenes\s+studium",
    ),
    EducationLevel.VOCATIONAL: (
        rf"associate['\u2019]?s?\s+(?:degree(?:\s+(?:of|in)\s+{_FACULTY})?|of\s+{_FACULTY})",
        r"a\.\s?a\.\s?s?\.?|foundation\s+degree|advanced\s+diploma|diploma\s+(?:in|of)",
        r"graduate\s+diploma|apprenticeship|trade\s+certificate|vocational\s+\w+",
        r"berufsausbildung|fachweiterbildung|weiterbildung\s+(?:zum|zur)|ausbildung\s+(?:zum|zur|als)|staatlich\s+geprüfter?|meisterbrief",
        r"(?:ciclo|grado)\s+(?:formativo|superior|medio)(?:\s+de\s+grado\s+(?:superior|medio))?",
        r"formación\s+profesional|técnico\s+superior",
    ),
    EducationLevel.SECONDARY: (
        r"high\s+school(?:\s+diploma)?|secondary\s+school|higher\s+secondary|matriculation",
        r"abitur|fachabitur|fachhochschulreife|hochschulreife|realschulabschluss|mittlere\s+reife",
        r"bacalaureat|diplomă\s+de\s+(?:liceu|bacalaureat)|diploma\s+di\s+maturità|ensino\s+médio|liceum|matura\b",
        r"diploma\s+de\s+liceu",
        r"bachillerato|educación\s+secundaria|baccalauréat|a[- ]levels?\b|gcses?",
    ),
}
# Two letters that mean something else outside an education.
_SHORT: dict[EducationLevel, str] = {
    EducationLevel.MASTER: (
        r"MS|MA|MSC|MFA|MPH|MEd|MArch|MSN|MSW|MPharm|Master|Masters|Mastère|Diplom"
    ),
    EducationLevel.BACHELOR: (
        r"BS|BA|BSC|BE|BFA|BSN|BArch|BEd|BComm|BPharm|BMus|MBBS"
        r"|Licence(?=\s+(?:en|de|d['\u2019]|pro|[A-Z]))|Bachelors?|Grado"
        r"|Ingenier[oa]"
    ),
    EducationLevel.VOCATIONAL: (
        r"AA|AS|AAS|ADN|Diploma|Associates?|Certificate|Ausbildung|FP|BTS|DUT|BUT"
    ),
    EducationLevel.DOCTORATE: r"MD|JD|DBA|EdD|DPT|DNP|PharmD|PsyD|DDS|DVM|Promotion|Doctor",
    EducationLevel.SECONDARY: r"GED|HSC|SSC|Bac",
}
_LEVELS = (
    EducationLevel.DOCTORATE,
    EducationLevel.MASTER,
    EducationLevel.BACHELOR,
    EducationLevel.VOCATIONAL,
    EducationLevel.SECONDARY,
)
_ANYWHERE = re.compile(
    "|".join(rf"(?P<L{level.value}>(?<!\w)(?:{'|'.join(_WRITTEN[level])}))" for level in _LEVELS),
    re.IGNORECASE,
)
_IN_EDUCATION = re.compile(
    "|".join(
        rf"(?P<L{level.value}>(?<![\w.])(?:{words})(?![\w&]))" for level, words in _SHORT.items()
    )
)


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree named in a text: `text[start:end]`."""

    level: EducationLevel
    start: int
    end: int


def degrees_in(text: str, *, short_forms: bool) -> list[Degree]:
    """Return the degrees that `text` names, in order.

    With `short_forms` also those that mean something else outside an education ("MS", "BA").
    """
    found = [_degree(match) for match in _ANYWHERE.finditer(text)]
    if short_forms:
        taken = [(degree.start, degree.end) for degree in found]
        short = (_degree(match) for match in _IN_EDUCATION.finditer(text))
        found += [d for d in short if not any(s < d.end and d.start < e for s, e in taken)]
    return sorted(found, key=lambda degree: degree.start)


def _degree(match: re.Match[str]) -> Degree:
    group = match.lastgroup or "L0"
    return Degree(EducationLevel(int(group[1:])), match.start(), match.end())
