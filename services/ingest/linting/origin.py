"""Nationality, ethnic origin and native tongue."""

from __future__ import annotations

from services.ingest.linting.findings import Category, Severity, Why, rule

_ORIGIN = Category.ORIGIN
_LAW = "Directive 2000/43/EC; 42 U.S.C. 2000e-3(b); 8 U.S.C. 1324b"
_NATIVE = Why(
    "Asks where somebody grew up, not how well they speak; many non-natives speak as well.", _LAW
)
_NATION = Why(
    "Asks for a nationality. Ask for the right to work, unless a law demands the nationality.", _LAW
)
_RACE = Why("Names a race or an ethnic origin.", _LAW)
_TONGUES = (
    "english|german|french|spanish|italian|portuguese|dutch|danish|swedish|norwegian|finnish|polish"
    "|russian|ukrainian|czech|hungarian|romanian|greek|turkish|arabic|hebrew|hindi|chinese|mandarin"
    "|cantonese|japanese|korean|vietnamese|thai|catalan|flemish|berlin"
).removesuffix("|berlin")
_NATIONS = (
    "us|u\\.s\\.|american|british|uk|irish|eu|european|german|french|spanish|italian|portuguese"
    "|dutch"
    "|danish|swedish|norwegian|finnish|polish|swiss|austrian|canadian|australian|indian|israeli"
    "|turkish|japanese|chinese|korean|brazilian|mexican|emirati|saudi|qatari|kuwaiti|gcc|filipino"
    "|egyptian|singaporean"
)

RULES = (
    rule(
        _ORIGIN,
        rf"(?<!non-)(?<!non )native[- ](?:level |speaking |or near[- ]native )?(?:{_TONGUES})"
        rf"(?:[- ]speak(?:ers?|ing))?|(?<!non-)(?<!non )native (?:speakers?|tongue|language|fluency"
        r"|proficiency)(?! (?:of|in) (?:the )?(?:app|code))"
        rf"|(?:{_TONGUES})(?:[- ]as)?(?: an?)?[- ]native(?:[- ]speaker| level| language)?"
        rf"|(?:{_TONGUES})(?: as| is| -| \()? ?(?:your |a |the )?mother[- ]tongue"
        r"|mother[- ]tongue(?: level)?",
        'Say the level: "fluent English (C1)", "German at C2".',
        _NATIVE,
    ),
    rule(
        _ORIGIN,
        r"(?:without|no|any|a foreign|with no) (?:an? |any |foreign |strong |noticeable )*accent"
        r"|accent[- ](?:free|neutral)|(?:neutral|american|british|native) accent",
        'Say what is needed: "speaks clearly on the phone".',
        _NATIVE,
    ),
    rule(
        _ORIGIN,
        rf"(?:\w+ )?citizens? only|only (?:\w+ )?(?:citizens|nationals|locals)"
        rf"|only (?:available|open) (?:for|to) (?:\w+ ){{1,3}}(?:citizens|nationals)|locals only"
        rf"|no foreigners|foreigners need not"
        r"|foreigners (?:may not|cannot|are not|will not)"
        rf"|(?:{_NATIONS}) passports?(?: holders?)?(?: only| required)?"
        rf"|of (?:{_NATIONS}) (?:descent"
        r"|origin|heritage|blood|background|roots)"
        rf"|(?:must be|you are|be) an? (?:{_NATIONS}) (?:citizen|national)"
        rf"|(?:{_NATIONS}) (?:nationals?|citizens?|nationality|citizenship)(?: only| required)?"
        r"|(?:must|should) (?:hold|have) (?:\w+ )?(?:citizenship|nationality|passport)"
        r"|of (?:\w+ )nationality",
        'Ask for "the right to work in ...", or name the law that demands the nationality.',
        _NATION,
        severity=Severity.CHECK,
        unless=r"or (?:permanent )?resid\w+|or (?:a )?(?:valid )?work permit|secret|clearance",
    ),
    rule(
        _ORIGIN,
        r"caucasians?|(?:white|black|asian|hispanic|arab|european-looking) (?:candidates?"
        r"|applicants?"
        r"|people|persons?|only|preferred|males?|females?|women|men)",
        "Take it out.",
        _RACE,
    ),
    rule(
        _ORIGIN,
        r"(?:inglés|alemán|francés|español|castellano|portugués|italiano|catalán|holandés|idioma)"
        r" (?:nivel )?nativ[oa]s?|nativ[oa]s? (?:de |en )?(?:inglés|alemán|francés|español"
        r"|portugués"
        r"|italiano|habla \w+)|nivel nativ[oa]|lengua materna|idioma materno|hablantes? nativ[oa]s?"
        r"|nativ[oa]s? o bilingües?",
        "Diga el nivel: «inglés C1», «bilingüe».",
        _NATIVE,
    ),
    rule(
        _ORIGIN,
        r"(?:de )?nacionalidad(?:es)?:? (?!o |ni )\w+|ciudadan[oa]s? (?:español|europe|mexican)\w+"
        r"|solo (?:españoles|mexicanos|nacionales|argentinos)",
        "Pida «permiso de trabajo en ...».",
        _NATION,
        severity=Severity.CHECK,
    ),
    rule(
        _ORIGIN,
        r"muttersprach(?:e|ler\w*|lich\w*|niveau)|akzentfrei\w*",
        "Das Niveau nennen: »Deutsch C2«, »verhandlungssicher«.",
        _NATIVE,
    ),
    rule(
        _ORIGIN,
        r"(?:deutsche|österreichische|schweizer|eu-)\s?staatsangehörigkeit|nur (?:deutsche"
        r"|inländer)",
        "Nach der Arbeitserlaubnis fragen.",
        _NATION,
        severity=Severity.CHECK,
    ),
    rule(
        _ORIGIN,
        r"langue maternelle|(?:anglais|allemand|français|espagnol) natif|locuteurs? natifs?"
        r"|locutrices? natives?|native? (?:anglais|allemand|française?|espagnol)e?|sans accent",
        "Dire le niveau : « anglais C1 ».",
        _NATIVE,
    ),
    rule(
        _ORIGIN,
        r"(?:de )?nationalité (?!ou )\w+|de souche",
        "Demander une autorisation de travail.",
        _NATION,
        severity=Severity.CHECK,
    ),
)
