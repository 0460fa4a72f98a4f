"""Religion, family and criminal records: what is nobody's business, or rarely."""

from __future__ import annotations

from services.ingest.linting.findings import Category, Severity, Why, rule

_FAITH, _FAMILY, _RECORD = Category.RELIGION, Category.FAMILY, Category.CRIMINAL_RECORD
_RELIGION = Why(
    "Asks for a religion. Only a religious body may, for work that needs it.",
    "Directive 2000/78/EC art. 4; 42 U.S.C. 2000e-2",
)
_PRIVATE = Why(
    "Family is no matter of hiring; such wording keeps out parents, mostly women.",
    "Directive 2006/54/EC; Pregnancy Discrimination Act, 42 U.S.C. 2000e(k)",
)
_CRIME = Why(
    "Blanket bans keep out people for what has nothing to do with the work. Ask after an offer, "
    "and only what a law or the work demands.",
    "EEOC Enforcement Guidance 915.002 (2012); Regulation (EU) 2016/679 art. 10",
)
_FAITHS = (
    "christians?|catholics?|protestants?|muslims?|jewish|jews?|hindus?|buddhists?|evangelicals?"
)

RULES = (
    rule(
        _FAITH,
        rf"(?:practi[sc]ing|devout|committed|born-again|faithful) (?:{_FAITHS}|believers?)"
        rf"|(?:must be|be|are|is) an? (?:\w+ )?(?:{_FAITHS})(?= (?:person|believer|and|who)|\.|,|$)"
        rf"|must be (?:{_FAITHS})|(?:{_FAITHS}|believers|atheists) (?:only|preferred|candidates?"
        rf"|applicants?|staff)|(?:hire|employ|want|seek|prefer"
        rf"|for) (?:only )?(?:{_FAITHS})(?: only)?"
        r"|(?:attend|go to|active in|belong to|loyal to) (?:a |the |our |your )?(?:\w+ )?(?:church"
        r"|mosque"
        r"|synagogue|temple)|(?:share|live by) our (?:faith|religion|beliefs)|god-fearing"
        rf"|(?:{_FAITHS}|islamic|religious) (?:faith|beliefs?|lifestyle"
        rf"|commitment"
        r"|conviction|character)|statement of faith|church (?:member(?:ship|s)?|goers?)"
        r"|member of (?:a|the) (?:\w+ )?church|no (?:headscar(?:f|ves)|hijabs?|turbans?"
        r"|head ?coverings?"
        r"|religious (?:symbols?|clothing|dress|garments))|personal relationship with (?:god"
        r"|jesus)",
        "Take it out, unless the work itself is religious.",
        _RELIGION,
    ),
    rule(
        _FAITH,
        r"de (?:fe|religión|confesión) \w+|(?:católic|cristian|musulman"
        r"|evangélic)[oa]s? practicantes?"
        r"|ser (?:católic|cristian|creyente)\w*|sin velo",
        "Quítelo, salvo que el trabajo sea religioso.",
        _RELIGION,
    ),
    rule(
        _FAITH,
        r"zugehörigkeit zu(?:r|) (?:einer )?(?:\w+ )?kirche|kirchenmitglied\w*|kirchenzugehörigkeit"
        r"|konfessionszugehörigkeit|kein kopftuch|(?:christlicher|katholischer"
        r"|evangelischer) konfession",
        "Streichen, wenn die Arbeit selbst nicht religiös ist.",
        _RELIGION,
        severity=Severity.CHECK,
    ),
    rule(
        _FAITH,
        r"de (?:confession|religion|foi) \w+|(?:catholique|chrétien(?:ne)?|musulmane?|juive?)"
        r"(?= (?:souhaité|exigé|uniquement|de préférence))|(?:catholique|chrétien(?:ne)?"
        r"|musulmane?) pratiquante?"
        r"|(?:sans|pas de) (?:voile|foulard)",
        "Retirer, sauf si le travail est religieux.",
        _RELIGION,
    ),
    rule(
        _FAMILY,
        r"single (?:candidates?|applicants?|persons?|men|women|males?|females?)|unmarried|childless"
        r"|single(?=,? (?:and |with )?(?:no|without) (?:children|kids))"
        r"|(?:no|without|free of|free from) (?:any )?(?:family|familial|domestic|personal)"
        r" (?:commitments?|ties|obligations?|responsibilit(?:y|ies)|attachments?)"
        r"|(?:no|without) (?:young |small )?(?:children|kids|dependents|dependants)"
        r"|(?:are you |not be |not |or )?pregnant(?: or planning(?: a family)?)?(?! (?:women|people"
        r"|patients|mothers|and))|planning (?:a family|to have (?:children|kids))"
        r"|no plans to (?:marry"
        r"|have (?:children|kids))|married (?:candidates?|applicants?|only|preferred)"
        r"|(?:not|never) married|(?:young |working )?(?:mothers|mums|moms|parents)(?= (?:may|might"
        r"|should|need"
        r" not|will find|cannot|must))|newlyweds?|no (?:partner|spouse)|planning maternity"
        r"|(?:free|independent) of (?:a )?family|state (?:your )?marital status"
        r"|your marital status",
        "Take it out; say the hours and travel that the work needs.",
        _PRIVATE,
        unless=r"patients?|obstetric\w*|midwi\w+|maternity|nursery|parental",
    ),
    rule(
        _FAMILY,
        r"solter[oa]s?|sin (?:hijos|cargas? familiares|compromisos familiares|pareja)"
        r"|(?:no )?estar embarazada|estado civil|casad[oa]s? (?:preferible|de preferencia)",
        "Quítelo; diga el horario y los viajes.",
        _PRIVATE,
    ),
    rule(
        _FAMILY,
        r"ungebunden\w*|ledig(?:e[rn]?)?|kinderlos\w*|ohne (?:kinder|familiäre (?:verpflichtung\w*"
        r"|bindung\w*)|anhang)|familienstand|nicht schwanger",
        "Streichen; Arbeitszeit und Reisen nennen.",
        _PRIVATE,
        unless=r"orts-?(?:ungebunden)?|unabhängig",
    ),
    rule(
        _FAMILY,
        r"célibataires?|sans (?:enfants?|charges? de famille|attaches?|contraintes? familiales?)"
        r"|situation (?:de famille|familiale|matrimoniale)",
        "Retirer ; dire les horaires et les déplacements.",
        _PRIVATE,
    ),
    rule(
        _RECORD,
        r"(?:no|without|free of|never had) (?:an? |any |prior |past )*(?:criminal (?:records?"
        r"|history"
        r"|convictions?|background|offen[cs]es)|felony convictions?|felonies|convictions|arrests?)"
        r"|(?:clean|clear|spotless) (?:criminal|police|background) (?:records?|history|check"
        r"|background)|felons|ex-?(?:offenders?|convicts?)(?! welcome)|convicted criminals",
        "Leave it out, or name the law and ask after an offer.",
        _CRIME,
        unless=r"will (?:be )?consider\w*|fair chance|pursuant",
    ),
    rule(
        _RECORD,
        r"(?:criminal (?:records?|background|history)|background|police|dbs|crb) (?:checks?"
        r"|screening)"
        r"|certificate of good conduct|police clearance",
        "Keep it only where the work demands it, and do it after an offer.",
        _CRIME,
        severity=Severity.CHECK,
        unless=r"application is successful|after (?:an |the )?offer|software|product|customers",
    ),
    rule(
        _RECORD,
        r"(?:sin|no tener|carta de no|certificado de(?: no)?) antecedentes(?: penales| policiales)?"
        r"|antecedentes penales",
        "Quítelo, o nombre la ley que lo exige.",
        _CRIME,
        severity=Severity.CHECK,
    ),
    rule(
        _RECORD,
        r"(?:polizeiliches |erweitertes |einwandfreies )*führungszeugnis\w*|vorbestraft"
        r"|keine vorstrafen"
        r"|straffrei\w*",
        "Nur wo ein Gesetz es verlangt, und nach der Zusage.",
        _CRIME,
        severity=Severity.CHECK,
    ),
    rule(
        _RECORD,
        r"casier(?: judiciaire)?(?: vierge)?|extrait de casier",
        "Seulement si la loi l'exige, et après l'offre.",
        _CRIME,
        severity=Severity.CHECK,
    ),
)
