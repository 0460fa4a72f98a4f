"""Health, bodily demands and looks."""

from __future__ import annotations

from services.ingest.linting.findings import Category, Severity, Why, rule

_ABLE, _LOOKS = Category.DISABILITY, Category.APPEARANCE
_LAW = "Directive 2000/78/EC; Americans with Disabilities Act, 42 U.S.C. 12112"
_HEALTH = Why("Asks for health as such and keeps out people who can do the work.", _LAW)
_DEMAND = Why(
    "Lawful only where the work itself needs it and no adjustment would do: say which task.", _LAW
)
_WORDS = Why("Uses a condition of health as a word for something bad or extreme.")
_SEEN = Why(
    "Looks say nothing of the work and invite bias by origin, gender and age.",
    "Directive 2006/54/EC; EEOC, Prohibited Employment Policies/Practices (photographs)",
)
_MOVES = r"stand|walk|lift|carry|climb|bend|kneel|crouch|stoop|squat|see|hear|push|pull"

RULES = (
    rule(
        _ABLE,
        r"able-?bodied|(?:fit and (?:healthy|strong|able)|healthy and fit|strong and healthy)"
        r"|(?:sound|normal|perfect|fine|full|flawless) (?:physical )?(?:condition|health|vision"
        r"|hearing"
        r"|eyesight|mobility)(?: and (?:vision|hearing|mind|body))?|no (?:disabilities"
        r"|health (?:problems"
        r"|issues|conditions)|medical conditions)|physically (?:fit|strong|healthy)"
        r"|physical fitness|(?:good|great|excellent"
        r"|top)"
        r" physical (?:condition|shape|health|form|fitness)"
        r"|(?:in )?(?:perfect|excellent|good|robust) (?:physical |mental )*health"
        r"(?= (?:is|required|and|needed|condition)|$|\.|,)"
        r"|(?:history of|no) mental (?:illness|health (?:issues|problems))|mentally (?:stable"
        r"|healthy)"
        r"|free (?:of|from) disabilit(?:y|ies)|wheelchair-bound|handicapped",
        "Name the task, and that adjustments are made.",
        _HEALTH,
        unless=r"your health|healthcare|benefits|insurance|services|support|our mission",
    ),
    rule(
        _ABLE,
        rf"(?:must be able to|ability to|able to|required to|must) (?:\w+ ){{0,2}}?(?:{_MOVES})"
        r"(?= (?:for|up|at least|\d|heavy|objects|boxes|and|or|items|on|long|prolonged)|,|/)"
        r"(?: (?:up to |at least )?\d+ ?(?:lbs?|pounds|kgs?|kilos?|hours)?)?"
        r"|lift(?:ing)? (?:(?:and|or|/) \w+ )?(?:up to |at least |of )?\d+ ?(?:lbs?|pounds|kgs?"
        r"|kilos?)"
        r"|stand(?:ing)? for (?:long|extended|prolonged|\w+ hours)|heavy lifting"
        r"|physically demanding|prolonged (?:standing|sitting)",
        'Keep it only if the task needs it: "moves parcels of up to 20 kg, with a lift at hand".',
        _DEMAND,
        severity=Severity.CHECK,
        unless=r"stand (?:out|up for)|walk (?:through|away|customers|you|users)|see (?:the|how)",
    ),
    rule(
        _ABLE,
        r"(?:valid |full |clean |current )*(?:driver['\u2019]?s['\u2019]?|driving"
        r"|driver) licen[cs]es?",
        'If driving is no task of its own: "able to travel between sites".',
        _DEMAND,
        severity=Severity.CHECK,
    ),
    rule(
        _ABLE,
        r"like crazy|crazy (?:hours|people|busy|good|smart|talented|fast|pace|workloads?"
        r"|deadlines?)"
        r"|insane(?:ly)?|psycho|schizo(?:phrenic)?|tone-?deaf|crippl(?:ed|ing)"
        r"|lunatic"
        r"|spaz|bipolar(?! (?:transistor|junction|disorder|electrode))|ocd about",
        'Use a plain word: "hard", "very", "strict".',
        _WORDS,
        severity=Severity.CHECK,
    ),
    rule(
        _ABLE,
        r"(?:buena|excelente|óptima|plena) (?:condición|forma|capacidad) física|(?:buena|excelente"
        r"|perfecta) salud|físicamente apt[oa]s?"
        r"|apt[oa]s? físicamente|minusválid[oa]s?|buen estado (?:físico|de salud)",
        "Nombre la tarea y ofrezca ajustes.",
        _HEALTH,
    ),
    rule(
        _ABLE,
        r"körperlich(?:e[rnsm]?)? (?:\w+ )?(?:belastbar\w*|belastbarkeit|fit|fitness)"
        r"|(?:gute|beste) gesundheit|gesundheitlich (?:fit|belastbar|geeignet)",
        "Die Aufgabe nennen und Anpassungen anbieten.",
        _HEALTH,
        severity=Severity.CHECK,
    ),
    rule(
        _ABLE,
        r"bonne (?:condition|forme|résistance) physique|(?:bonne|excellente|parfaite) santé"
        r"|physiquement apte",
        "Nommer la tâche et proposer des aménagements.",
        _HEALTH,
        severity=Severity.CHECK,
    ),
    rule(
        _LOOKS,
        r"(?:attractive|good|pleasant|neat|smart|impeccable|pleasing|clean-cut|well-kept"
        r"|professional"
        r"|immaculate|presentable|tidy|polished) (?:personal |physical )?(?:and \w+ )?"
        r"(?:appearance|looks)|(?:good|nice)[- ]looking|(?:beautiful|handsome|pretty"
        r"|attractive) (?:people|faces?|staff|hostess\w*|wom[ae]n|girls?|m[ae]n|candidates?)"
        r"|well[- ]groomed|well[- ]presented|clean-?shaven"
        r"|(?:be|are|is|highly) presentable|physically attractive|grooming standards"
        r"|(?:professional|personal) grooming",
        'Name the rule that all keep: "wears the uniform provided", or leave it out.',
        _SEEN,
    ),
    rule(
        _LOOKS,
        r"(?:slim|slender|petite|thin)(?= (?:and|figure|build|candidates?|person|body|or)|,)"
        r"|(?:visible )?tattoos?(?: and piercings?)?|height and weight|height of at least",
        "Leave it out.",
        _SEEN,
        severity=Severity.CHECK,
        unless=r"welcome|lean|slim down|slim framework",
    ),
    rule(
        _LOOKS,
        r"(?:cv|c\.v\.|résumé|resume|applications?|letter)\b.{0,40}?\b(?:photo(?:graph)?s?|headshot"
        r"|picture of yourself)|(?:send|attach|include|including|enclose|submit|with|upload|recent)"
        r" (?:us )?(?:an? |your |recent )*(?:photo(?:graph)?|headshot|picture)"
        r"(?= (?:to|with|of yourself|and|by|in)|\.|,|!|$)|photo \( ?(?:no|not|max|recent)",
        "Ask for no photograph.",
        _SEEN,
        unless=r"photo(?:graphy|shop|grapher)|portfolio|customers?|users?",
    ),
    rule(
        _LOOKS,
        r"(?:buena|excelente|impecable) (?:presencia|imagen|apariencia)|buen aspecto"
        r"|(?:con|adjunta\w*|incluir|enviar|una|su) (?:una )?foto(?:grafía)?(?: reciente)?"
        r"|foto reciente",
        "No pida aspecto ni foto.",
        _SEEN,
    ),
    rule(
        _LOOKS,
        r"gepflegte[sn]? (?:äußeres|äußere|erscheinung(?:sbild)?|auftreten|aussehen)|lichtbild"
        r"|bewerbungsfoto|mit foto|attraktive[sn]? äußeres",
        "Weder Aussehen noch Foto verlangen.",
        _SEEN,
    ),
    rule(
        _LOOKS,
        r"(?:bonne|excellente|très bonne) présentation|présentation (?:soignée|impeccable)"
        r"|(?:avec|joindre|et) (?:une |votre )?photo(?:graphie)?|physique (?:agréable|avantageux)",
        "Ne demander ni apparence ni photo.",
        _SEEN,
    ),
)
