"""Words that name one gender, and words that studies found to be read as one."""

from __future__ import annotations

from services.ingest.linting.findings import Category, Severity, Why, rule

_TERM = Category.GENDERED_TERM
_ONE_GENDER = Why(
    "Names one gender for work that is open to all.",
    "Directive 2006/54/EC; 42 U.S.C. 2000e-3(b)",
)
GENERIC_HE = Why(
    "Pronouns of one gender, and of two, leave people out; women feel less addressed.",
    "Stout and Dasgupta (2011), Personality and Social Psychology Bulletin 37(6)",
)
_CODED = Why(
    "Read as masculine: such words lower how much women want the job.",
    "Gaucher, Friesen and Kay (2011), Journal of Personality and Social Psychology 101(1)",
)
_TRADES = (
    "sales|chair|fore|crafts|work|handy|camera|police|fire|repair|service|trades|drafts|draughts"
    "|middle|spokes|business|door|bar|delivery|post|mail|watch|alder|anchor|council|congress"
    "|journey|line|ombuds|weather|lay|fisher|sports|states|gentle"
)
_BOTH_DE = r"[mwdfx]\s?[/|]\s?[mwdfx]|\w+[:*_/]-?in(?:nen)?|\w+Innen|\(in\)|all genders|divers"
_BOTH_ES = r"\w+[oa]\s?/\s?-?[oa]s?|\w+\(a\)|\w+@s?|h\s?/\s?m|m\s?/\s?h|ambos sexos|y mujeres"
_BOTH_FR = r"h\s?/\s?f|f\s?/\s?h|\w+\(\w{1,3}\)|\w+[·.]\w{1,3}|et femmes|ou femmes?"
_SOUGHT_ES = (
    r"(?:buscamos|se busca|se necesita|necesitamos|se requiere|se solicita|contratamos|precisa"
    r"|seleccionamos|incorporamos)"
)
_SOUGHT_FR = r"(?:recherchons|recherche|recrutons|recrute|cherchons|embauchons)"

RULES = (
    rule(
        _TERM,
        rf"(?:{_TRADES})(?:man|men|woman|women)(?:['\u2019]s)?",
        'Use a neutral word: "salesperson", "chair", "supervisor", "firefighter".',
        _ONE_GENDER,
    ),
    rule(
        _TERM,
        r"manpower|man[- ]?hours?|man[- ]?days?|man[- ]?months?|manned|man[- ]years?"
        r"|right-hand m[ae]n|men['\u2019]s work|family m[ae]n",
        'Use "staff", "person-hours" or "staffed".',
        _ONE_GENDER,
    ),
    rule(
        _TERM,
        r"waitress(?:es)?|steward(?:ess)(?:es)?|hostess(?:es)?|actress(?:es)?|housewi(?:fe|ves)"
        r"|seamstress(?:es)?|cleaning (?:lady|ladies|woman|women)|(?:dinner|tea|lunch) lad(?:y|ies)"
        r"|girl friday|chambermaids?|barmaids?|office girls?|headmaster|cowboys?",
        'Use a neutral word: "server", "flight attendant", "cleaner".',
        _ONE_GENDER,
    ),
    rule(
        _TERM,
        r"(?:fe)?males?(?= (?:candidates?|applicants?|only|preferred|staff|employees?|workers?"
        r"|colleagues?|drivers?|nurses?|only))|(?:men|women) (?:only|preferred)"
        r"|(?:young|strong|mature) (?:man|men|lady|ladies|gentlem[ae]n|woman)"
        r"|a (?:man|woman|lady|gentleman)(?= (?:is|preferred|who|with|of|to|for))",
        "Ask for what the work needs, of anybody.",
        _ONE_GENDER,
        unless=r"careers? in tech|generations? of|empower\w*",
    ),
    rule(
        _TERM,
        r"(?:the|our|great|these|those|of|good|smart|nice|awesome|with) (?:guys|girls|gals|lads)"
        r"|you guys|hey guys|the (?:ladies|gents|boys)(?= (?:in|at|from|on))|ladies(?= in)",
        'Use "people", "colleagues" or "team".',
        _ONE_GENDER,
    ),
    rule(
        _TERM,
        r"(?:s/he|\(s\)he|he ?/ ?she|she ?/ ?he|he or she|she or he|his ?/ ?hers?|her ?/ ?his"
        r"|his or hers?|him ?/ ?her|him or her|him ?/ ?herself|her ?/ ?himself|himself or herself"
        r"|himself/herself)",
        'Use "you", or "they" and "their".',
        GENERIC_HE,
    ),
    rule(
        _TERM,
        rf"{_SOUGHT_ES}\s(?:\w+\s){{0,3}}?(?:hombres?|mujer(?:es)?|varones|varón|señoritas?"
        rf"|chic[oa]s?"
        r"|señoras?|secretarias?|vendedor[ae]s?|enfermeras?|camareras?|limpiadoras?|azafatas?"
        r"|dependientas?|cajeras?|niñeras?|cocineras?|asistentas?|administrativas?|promotoras?)"
        r"|(?:de )?sexo:? (?:masculino|femenino)",
        "Nombre el puesto para todas las personas: «personal de secretaría», «vendedor/a».",
        _ONE_GENDER,
        unless=_BOTH_ES,
    ),
    rule(
        _TERM,
        r"sekretärin(?:nen)?|putzfrau(?:en)?|krankenschwestern?|kellnerin(?:nen)?"
        r"|verkäuferin(?:nen)?|arzthelferin(?:nen)?|kindergärtnerin(?:nen)?|hausdame|stewardess"
        r"|empfangsdame|reinigungsfrau|zimmermädchen|bürokauffrau|fachmann|kameramann|obmann"
        r"|putzmann|mannstunden|manntage",
        "Geschlechtsneutral ausschreiben: »Assistenz (m/w/d)«, »Reinigungskraft«.",
        _ONE_GENDER,
        unless=_BOTH_DE,
    ),
    rule(
        _TERM,
        r"hôtesses?|vendeuses?|serveuses?|caissières?|femmes? de ménage|infirmières?|standardistes?"
        r"(?= femme)|(?:hommes?|femmes?)(?= (?:souhaité|exigé|uniquement|seulement|de préférence))"
        rf"|{_SOUGHT_FR} (?:un|une|des) (?:hommes?|femmes?|jeunes? (?:hommes?|femmes?))",
        "Écrire le poste pour tous : « agent d'accueil (H/F) ».",
        _ONE_GENDER,
        unless=_BOTH_FR,
    ),
    rule(
        Category.GENDER_CODED,
        r"(?:are|be|is|very|highly) (?:\w+ and )?aggressive(?! (?:growth|goals?|timelines?"
        r"|targets?"
        r"|deadlines?|pricing|cancers?|disease|tumou?rs?|strateg\w+|plans?|schedules?|expansion))"
        r"|aggressive (?:team|people|closer|sell\w+|sales\w*|hunter|personality|attitude|go-getter)"
        r"|dominant (?:personality|personalities|character|type|attitude|leader)"
        r"|dominate (?:every|any|each|all) \w+|dominat(?:e|ing) (?:the |your |our "
        r"|their )?(?:market|competition|industry|world|field"
        r"|space)"
        r"|killer instinct|alpha (?:males?|types?|personalit\w+|females?)|fearless(?! (?-i:[A-Z]))"
        r"|ruthless(?:ly"
        r"|ness)?"
        r"|cut-?throat|(?:sales|road|eco|earnest|true|real|code|coding|data) warriors?"
        r"|(?:sales )?hunter mentality|crush (?:it|the competition|your (?:targets?|quota))"
        r"|combative|bulldog|macho|take no prisoners",
        "Say what the person does: "
        '"closes deals", "leads the market", "sets and meets ambitious goals".',
        _CODED,
        severity=Severity.CHECK,
    ),
)
