"""Jargon, pressure, and where somebody comes from instead of what they can do."""

from __future__ import annotations

from services.ingest.linting.findings import Category, Severity, Why, rule

_JARGON, _PRESSURE, _PEDIGREE = Category.JARGON, Category.PRESSURE, Category.CREDENTIALS
_INSIDERS = Why("Says nothing of the work, and keeps away who does not feel addressed.")
_HOURS = Why("Reads as long hours and no private life; keeps out carers and disabled people.")
_UNPAID = Why(
    "Work without pay is unlawful for most jobs and closes them to who cannot afford it.",
    "Fair Labor Standards Act, 29 U.S.C. 206; Directive (EU) 2019/1152",
)
_SCHOOL = Why(
    "Where somebody studied or worked follows their parents' means more than their skill.",
    "Rivera and Tilcsik (2016), American Sociological Review 81(6)",
)
_FINE = (
    "top|top-?tier|top[- ]ranked|top \\d+|elite|prestigious|leading|renowned|reputed|reputable"
    "|world-class|tier[- ]?(?:1|one|i)|premier|highly ranked|first-rate|well-known"
)
_SCHOOLS = (
    "universit(?:y|ies)|colleges?|(?:business |engineering |law )?schools?|institut(?:e|ion)s?"
    "|b-schools?|mba(?: program\\w*)?|program(?:me)?s?"
)

RULES = (
    rule(
        _JARGON,
        r"ninjas?(?! (?:forms|rmm|framework|theory))|rock[- ]?stars?(?! games)|gurus?|jedi(?:s)?"
        r"|(?:\w+ )?wizards?(?<!setup wizard)(?<!installation wizard)"
        r"|super-?heroe?s?(?! (?:movies?|films?"
        r"|toys|characters?|brand))|superstars?|hustlers?|(?:growth|sales|life"
        r"|productivity) hackers?"
        r"|(?-i:A[- ]players?)|bad-?ass(?:es)?|kick-?ass|samurai|whizz?[- ]?kids?|code monkeys?"
        r"|mavericks?"
        r"|(?:sales |real |coding |true |a )legends?(?= (?:at|in|of|who))|(?:a |the "
        r"|our )unicorn(?= (?:who|that"
        r"|developer|designer|candidate))|rain-?makers?|firecrackers?|powerhouse(?= who)"
        r"|wunderkind(?:er)?|growth hacking (?:ninja|guru)",
        'Name the work and the level: "experienced salesperson", "senior JavaScript developer".',
        _INSIDERS,
    ),
    rule(
        _JARGON,
        r"(?:un|una|unos|unas|eres|auténtic[oa]s?|verdader[oa]s?) (?:crack|cracks|máquina|fiera"
        r"|ninja)s?",
        "Nombre el trabajo y el nivel.",
        _INSIDERS,
    ),
    rule(
        _JARGON,
        r"überflieger\w*|macher-?typ(?:en)?|\w*-?rockstars?|zahlengenie|alleskönner\w*",
        "Aufgabe und Stufe nennen.",
        _INSIDERS,
    ),
    rule(
        _PRESSURE,
        r"(?:unpaid|no pay|non-paid|voluntary unpaid) (?:\w+ )?(?:interns?|internships?|positions?"
        r"|roles?|overtime|trials?(?: shifts?| period)?|work|placements?|training)"
        r"|(?:internship|position|role|overtime) is (?:unpaid|not paid|unsalaried)"
        r"|(?:100\s?% |pure(?:ly)? |straight )?commission[- ](?:only|based only)|100\s?% commission"
        r"|purely commission",
        "Pay it, and say what it pays.",
        _UNPAID,
    ),
    rule(
        _PRESSURE,
        r"work(?:s|ing)? hard,? (?:and |& |/ ?|- ?)?(?:also )?(?:we )?play(?:s|ing)? hard(?:er)?"
        r"|(?:no|not an?|isn['\u2019]t an?) (?:\"|\u201c)?(?:nine[- ]to[- ]five|9[- ](?:to"
        r"|-)[- ]?5|9-5)"
        r"(?:\"|\u201d)?(?: mentality| job)?"
        r"|(?:be |are |availability |available |reachable |on[- ]call )(?:24/7|24 ?x ?7"
        r"|around the clock"
        r"|day and night|at all times)|24/7 availability|(?:are|be|we['\u2019]re) always[- ]on"
        r"|long hours(?! of)|live and breathe (?:the|our) (?:company|brand|mission|job)"
        r"|(?:evenings?|nights?) and weekends? (?:work )?(?:are|is|as) (?:expected|normal|standard)"
        r"|no clock-?watchers?|always[- ]on (?:mentality|attitude"
        r"|culture)"
        r"|whatever it takes|wear(?:s|ing)? (?:many|multiple|several|different) hats"
        r"|(?:like(?: an?| one)?(?: big| second)?|one big|as a|a big|part of (?:a"
        r"|our)) family(?! (?:of|business|owned"
        r"|company|friendly|office|law|doctor|practice))|family[- ]like"
        r"|sleep when you['\u2019]re dead|blood,? sweat and tears",
        "Say the hours, and what happens when they are exceeded.",
        _HOURS,
        severity=Severity.CHECK,
        unless=r"your family|and their famil\w+|health insurance",
    ),
    rule(
        _PRESSURE,
        r"(?:thriv\w+|work\w*|perform\w*|excel\w*|deliver\w*|operat\w*|calm|function\w*|cool"
        r"|productive|stay\w*|results|effective(?:ly)?|resilien\w+|good|focus\w*)"
        r" (?:well |effectively |calm |efficiently )*(?:while |when )?under (?:high |constant "
        r"|tight |heavy"
        r" |extreme |time |the |intense )*(?:pressure|stress)"
        r"|(?:fast-?paced,? (?:and )?)?high[- ](?:pressure|stress)(?:,? \w+)?(?: and \w+)?"
        r" (?:environments?|settings?|role|jobs?|culture|situations?|atmosphere)"
        r"|stress[- ](?:resistan(?:t|ce)|resilien(?:t|ce)|tolera(?:nt|nce))|(?:handle|tolerate"
        r"|resistant to"
        r"|cope with|tolerance (?:of|for)|manage) (?:high )?(?:stress|pressure)"
        r"|(?:in|even in|during|handle|of) (?:very |highly |hectic and )?(?:stressful|hectic)"
        r" (?:situations?|environments?|periods?|times|conditions)",
        'Say what happens: "month ends are busy: three long days, made up with time off".',
        _HOURS,
        severity=Severity.CHECK,
    ),
    rule(
        _PRESSURE,
        r"(?:trabajar|trabajo|rendir) (?:bien )?bajo presión|tolerancia (?:al? )?(?:la )?(?:estrés"
        r"|presión|frustración)|resisten(?:te|cia) al estrés|disponibilidad (?:total|absoluta"
        r"|completa"
        r"|24(?: ?h| ?horas)?)|no remunerad[oa]s?|sin remuneración|sin horarios?",
        "Diga el horario real y cómo se compensa.",
        _HOURS,
        severity=Severity.CHECK,
    ),
    rule(
        _PRESSURE,
        r"belastbar(?:e[rnsm]?|keit)?|stressresisten[tz]\w*|stressbeständig\w*|unbezahlt\w*"
        r"|unvergütet\w*|rund um die uhr|überstunden (?:sind|gelten als) (?:\w+ )?abgegolten",
        "Die wirkliche Arbeitszeit nennen.",
        _HOURS,
        severity=Severity.CHECK,
        unless="urlaub",
    ),
    rule(
        _PRESSURE,
        r"résist(?:ance|ant\w*|er) (?:au stress|à la pression)|sous pression|non rémunérée?s?"
        r"|disponibilité (?:totale|24)|gestion du stress|ne (?:pas )?compte[rz]? (?:pas )?(?:ses"
        r"|vos) heures",
        "Dire les horaires réels.",
        _HOURS,
        severity=Severity.CHECK,
    ),
    rule(
        _PEDIGREE,
        rf"(?:degree|graduates?|graduated|studied|studies|mba|ph\.?d|master\S*|bachelor\S*|diploma"
        rf"|education|from|alumn\w+)\b[^.;]{{0,30}}?(?:\bfrom|\bat|\bof|\bin) (?:an? |the )?"
        rf"(?:{_FINE})(?: \w+)? (?:{_SCHOOLS})"
        rf"|(?:from|at) (?:an? |one of the )?(?:top|elite|prestigious|top-?tier"
        rf"|tier[- ]?1) (?:\w+ )?"
        rf"(?:{_SCHOOLS})"
        r"|ivy[- ]league(?: \w+)?|oxbridge|(?:from|at) (?:oxford|cambridge|harvard|stanford|mit"
        r"|yale|princeton)"
        r"(?: or \w+| university)?|russell group",
        "Ask for the skill; leave out where it was learnt.",
        _SCHOOL,
        unless="we are|partners? with|work with|collaborat\\w+",
    ),
    rule(
        _PEDIGREE,
        r"(?:from|at|in|experience \w+) (?:a |an |the )?(?:faang|maang|fang|mbb|big (?:tech|4|four"
        r"|five)"
        r"|(?:top|top-?tier|leading|elite|blue-?chip|magic circle) (?:law )?(?:consult\w+"
        r"|(?:law )?firms?"
        r"|tech compan\w+|banks?|investment banks?)|mckinsey, bain|unicorns?"
        r"|tier[- ]?1 (?:consult\w+|firms?|compan\w+))|ex-?(?:faang"
        r"|google|mckinsey)",
        "Ask for the work done; leave out for whom.",
        _SCHOOL,
        severity=Severity.CHECK,
    ),
    rule(
        _PEDIGREE,
        r"(?:minimum |min\.? |cumulative |high )?gpa(?: (?:of|above|over|is|:))?(?: at least"
        r"| minimum)?"
        r" ?(?:\d(?:\.\d+)?)?(?: or (?:higher|above|better))?|(?:2:1|2\.1|first[- ]class"
        r"|upper second)"
        r" (?:\w+ )?(?:degree|honou?rs)|straight[- ]a students?|top \d+\s?% of (?:your|the"
        r"|their) class",
        "Leave grades out: after the first job they tell little.",
        _SCHOOL,
        severity=Severity.CHECK,
        unless="college benefits",
    ),
    rule(
        _PEDIGREE,
        r"universidad(?:es)? de (?:\w+ )?(?:prestigio|élite|primer nivel|renombre)"
        r"|universidad(?:es)? (?:prestigios|reconocid)as?|escuelas? de negocios de (?:prestigio"
        r"|primer)",
        "Pida la capacidad, no la universidad.",
        _SCHOOL,
    ),
    rule(
        _PEDIGREE,
        r"renommierte[nr]? (?:universität|hochschule|fachhochschule)(?:en)?"
        r"|elite-?universität(?:en)?"
        r"|prädikatsexamen|(?:über)?durchschnittliche[rn]? (?:studien|hochschul)?abschluss"
        r"|spitzenuniversität(?:en)?",
        "Nach dem Können fragen, nicht nach der Hochschule.",
        _SCHOOL,
    ),
    rule(
        _PEDIGREE,
        r"écoles? (?:de commerce|d['\u2019]ingénieurs?) (?:prestigieuses?|de renom|reconnues?)"
        r"|grandes? écoles?(?: de commerce| d['\u2019]ingénieurs?)?|écoles? (?:prestigieuses?"
        r"|de renom"
        r"|de (?:premier )?rang(?: a)?|reconnues?)|universités? (?:prestigieuses?|de renom)",
        "Demander la compétence, non l'école.",
        _SCHOOL,
        severity=Severity.CHECK,
    ),
)
