"""Wording that wants an age."""

from __future__ import annotations

from services.ingest.linting.findings import Category, Severity, Why, rule

_AGE = Category.AGE
_LAW = "Directive 2000/78/EC; Age Discrimination in Employment Act, 29 U.S.C. 623(e)"
_YOUNG = Why("Tells older people that they are not meant.", _LAW)
_GRADUATES = Why("Keeps away people who learnt the same long ago or elsewhere.", _LAW)
_LIMIT = Why("Sets a limit of age.", _LAW)
_MOST = Why("A most of experience keeps out older people; say the level of the work instead.", _LAW)
_TRAITS = (
    "dynamic|energetic|ambitious|hungry|talented|vibrant|enthusiastic|motivated|passionate|agile"
    "|fun"
    "|fresh|creative|diverse|international|friendly|modern|driven"
)
_NOT_OF_PEOPLE = (
    r"generations? of|young (?:women|girls|patients?|children)|for young|inspire|pupils|patients?"
    r"|children|diseases?|adults|consumers|customers"
)
_OLD = r"(?:years? old|years? of age|yrs? old)"

RULES = (
    rule(
        _AGE,
        rf"young(?:,| and| &)?,? (?:{_TRAITS})(?! (?:start-?up|company|firm|business|scale-?up))"
        rf"|(?:{_TRAITS})(?:,| and|, and| &)? young(?= (?:team|people|colleagues|environment))"
        r"|young(?:er)? (?:\w+ )?(?:team|people|professionals?|talents?|persons?|minds|colleagues"
        r"|crew"
        r"|workforce|guns|adults only)|younger (?:\w+ )?(?:candidates?|applicants?|persons?|people"
        r"|colleagues?|generation)"
        r"|(?:school|college)[- ]leavers|few gr[ea]y hairs|no old(?:ies|er people)|young at heart"
        r"|youthful(?: \w+)?",
        'Leave the age out: "team", "energetic team", "people early in their career".',
        _YOUNG,
        unless=_NOT_OF_PEOPLE,
    ),
    rule(
        _AGE,
        r"digital natives?|millennials?(?: mindset)?|gen(?:eration)?[- ][yz](?:ers?)?",
        'Say the skill: "at home with online tools".',
        _YOUNG,
        unless="customers?|consumers?|audiences?|market to|shoppers|products? for",
    ),
    rule(
        _AGE,
        r"recent(?:ly)? (?:college |university |school )?graduat(?:e|es|ed|ing)|new grad(?:uate)?s?"
        r"|fresh (?:graduates?|grads?)|freshly graduated|freshers?|newly graduated"
        r"|newly qualified only",
        'Say the level: "entry level", "no experience needed".',
        _GRADUATES,
        severity=Severity.CHECK,
    ),
    rule(
        _AGE,
        r"(?:in|are in) (?:your|their|his|her) (?:early |mid |late )?(?:20s|30s|40s|twenties"
        r"|thirties"
        r"|forties)"
        rf"|(?:between |from )?(?:the ages? of )?\d\d ?(?:-|\u2013|to|and) ?\d\d {_OLD}"
        r"|(?:ages?|aged) (?:between |from )?\d\d ?(?:-|\u2013|to|and) ?\d\d"
        r"|(?:under|below|not older than|younger than|no older than|not over) (?:the age of )?"
        rf"(?:[3-6]\d)(?: {_OLD})?(?! ?(?:%|people|percent|minutes|employees|hours|days|kg|lbs"
        rf"|pounds"
        r"|seconds|ms|miles|km|members|clients|customers|users|k))"
        r"|(?:maximum|max\.?|upper) age(?: limit)?(?: (?:of|is))?:? ?(?:\d\d)?"
        r"|age limit(?: of \d\d)?"
        r"|(?:over|above|older than|past) (?:the age of )?(?:[3-6]\d)(?= (?:will|need|should|are"
        r"|cannot|or)|$|\.)"
        r"|average age(?: of (?:our|the) \w+)?(?: is| of|:)? ?\d*|(?:twenty|thirty"
        r"|forty)-?somethings?"
        r"|over (?:the age of )?(?:[2-6][2-9]) years",
        "Take the age out; name what the work needs.",
        _LIMIT,
    ),
    rule(
        _AGE,
        r"(?:no more than|not more than|maximum(?: of)?|max\.?|at most|less than|up to) (?:\d\d?"
        r"|two"
        r"|three|four|five|six|seven|eight|ten)\+? years?['\u2019]? (?:of )?(?:\w+ )?experience",
        "State the level of the work and what it pays, not a most of experience.",
        _MOST,
        severity=Severity.CHECK,
    ),
    rule(
        _AGE,
        r"mature (?:and \w+ )?(?:persons?|people|individuals?|candidates?|applicants?|team members?"
        r"|women|woman|man|adults?|professionals?|colleagues?)",
        'Name the behaviour: "reliable", "calm with customers".',
        _YOUNG,
        severity=Severity.CHECK,
    ),
    rule(
        _AGE,
        r"joven y (?:dinámic[oa]|din[aá]mico)|(?:equipo|ambiente|entorno|empresa|gente|personal"
        r"|talento"
        r"|persona|candidat[oa]s?)s? (?:muy )?j(?:oven|óvenes)|jóvenes (?:talentos|profesionales)"
        r"|(?:gente|personas|personal|chicos|chicas) jóvenes|recién (?:graduad|titulad|egresad"
        r"|licenciad)[oa]s?|nativ[oa]s? digital(?:es)?"
        r"|(?:de )?entre (?:los )?\d\d (?:y|a) (?:los )?\d\d años"
        r"|edad(?: máxima| límite| entre| de"
        r"| comprendida entre)?:? ?(?:de )?(?:hasta )?\d\d(?: años)?"
        r"|edad (?:máxima|límite)|(?:menor(?:es)?|mayor(?:es)?) de (?:2[2-9]|[3-6]\d)(?: años)?"
        r"|hasta (?:2[2-9]|[3-6]\d) años de edad",
        "Quite la edad: diga el nivel del puesto y lo que hace falta saber.",
        _YOUNG,
    ),
    rule(
        _AGE,
        r"jung(?:e[nsrm]?)?,? (?:und )?dynamische[nsrm]?|jung und dynamisch"
        r"|junge[nsrm]? (?:\w+e[nsrm]? )?(?:team|leute|talente|mitarbeiter\w*|unternehmenskultur"
        r"|kolleg\w+)|digital natives?|zwischen \d\d und \d\d jahren?(?: alt)?"
        r"|(?:höchstens|maximal|nicht älter als|unter) [3-6]\d jahren?(?: alt)?|altersgrenze"
        r"|höchstalter|berufseinsteiger bis \d\d",
        "Das Alter weglassen: »Team«, »Einstiegsstelle«.",
        _YOUNG,
    ),
    rule(
        _AGE,
        r"jeune(?:s)? (?:et|&) dynamiques?|jeunes? diplômée?s?|(?:équipe|ambiance"
        r"|environnement) jeune"
        r"|jeunes? (?:équipe|talents?|professionnels?)|(?:avez |âgée? )?entre \d\d et \d\d ans"
        r"(?! d['\u2019])|âge (?:maximum|limite|maximal)|moins de (?:2[2-9]"
        r"|[3-6]\d) ans(?! d['\u2019])",
        "Retirer l'âge : « équipe », « premier emploi accepté ».",
        _YOUNG,
    ),
)
