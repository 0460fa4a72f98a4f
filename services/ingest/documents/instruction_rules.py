"""What people write to steer a screener, a screening system or a language model.

A rule is a pattern over one sentence in lower case, without accents. Resumes speak of
candidates, scores, prompts and systems too: a rule needs an order to somebody, or somebody
addressed, and never a topic alone. `{name}` is a list of words from WORDS of its language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache


class Weight(Enum):
    """How much a rule says."""

    ALONE = "alone"  # enough to tell an instruction
    BESIDE = "beside"  # only next to a sentence that is one


@dataclass(frozen=True, slots=True)
class Rule:
    """A way of speaking to who reads: `language` is ISO 639-1, or "" for marks of any."""

    name: str
    language: str
    pattern: re.Pattern[str]
    weight: Weight = Weight.ALONE


_ENGLISH = {
    "machine": r"(?:an? |any |the |all )?(?:automated |automatic |recruit(?:ing|ment) |hiring "
    r"|screening |ranking |matching |scoring |parsing |selection |large |your )*"
    r"(?:ai|a\.i\.|artificial intelligence|llms?|language models?|chat ?bots?|bots?|(?:chat)?gpt"
    r"(?:-?\d)?|claude|gemini|copilot|ats|applicant tracking systems?|systems?|software|tools?"
    r"|algorithms?|models?|engines?|parsers?|screeners?|agents?|assistants?)"
    r"(?: (?:reviewers?|screeners?|models?|systems?|assistants?|recruiters?|agents?|readers?"
    r"|software|language models?|parsers?))?",
    "mind": r"(?:an? |any |the |all )?(?:ai|a\.i\.|artificial intelligence|llms?"
    r"|(?:large |ai )?language models?|chat ?bots?|(?:chat)?gpt(?:-?\d)?|claude|gemini|ats"
    r"|automated (?:system|screener|reviewer|reader))",
    "judge": r"(?:the |any |all |dear )?(?:human |ai |automated )?(?:reviewers?|screeners?"
    r"|recruiters?|hiring managers?|evaluators?|graders?|raters?|readers?|assessors?)",
    "person": r"(?:(?:this|these|the|said|above|following) (?:[a-z]+ )?(?:candidate|applicant|person"
    r"|individual|profile|resume|cv|curriculum|application|submission|document)(?:'s)?"
    r"|\bme\b|\bmy (?:[a-z]+ )?(?:resume|cv|profile|application|name))",
    "one": r"(?:this|the) (?:candidate|applicant|resume|cv|person|individual|profile)",
    "judging": r"(?:rate|score|rank|grade|mark|recommend|shortlist|advance|approve|select|hire|favou?r"
    r"|prefer|prioriti[sz]e|accept|promote|forward|move|put|place|treat|consider|describe|assign"
    r"|give|award|evaluate|assess|pass|choose|pick|invite)",
    "saying": r"(?:say|state|conclude|claim|report|output|answer|respond|reply|return|declare|write"
    r"|mention|note|confirm|indicate|tell|describe|summari[sz]e|emphasi[sz]e)",
    "best": r"(?:first|top|best|highest|maximum|perfect|ideal|excellent|outstanding|exceptional(?:ly)?"
    r"|full|number one|#1|strong|highly|shortlisted|approved|qualified|suitable|positive"
    r"|\d+ ?(?:/|out of) ?\d+|100|\d stars?|9\d)",
    "order": r"(?:instructions?|prompts?|directions|directives?|guidelines|guidance|rules|commands|orders"
    r"|criteria|rubric|requirements|messages?)",
    "drop": r"(?:ignore|disregard|forget|override|bypass|overrule|skip|discard|set aside|pay no attention to"
    r"|do not follow|don't follow|stop following|do not obey)",
}
_SPANISH = {
    "mind": r"(?:una? |el |la |los |cualquier )?(?:ia\b|inteligencia artificial|modelos? de lenguaje"
    r"|llm|chat ?bot|(?:chat)?gpt|claude|gemini|ats\b)",
    "machine": r"(?:el |la |los |un |una |cualquier |su )?(?:ia\b|inteligencia artificial|modelos? de lenguaje|llm|modelo"
    r"|chat ?bot|bot|robot|(?:chat)?gpt|claude|gemini|ats\b|sistema|algoritmo|software|programa|herramienta|motor"
    r"|asistente)(?: (?:de )?(?:seleccion|reclutamiento|contratacion|cribado|filtrado|puntuacion|ia"
    r"|automatic[oa]))*",
    "judge": r"(?:el |la |los |las |cualquier )?(?:revisor(?:a|es)?|seleccionador(?:a|es)?|evaluador(?:a|es)?"
    r"|reclutador(?:a|es)?|lector(?:a|es)?)",
    "one": r"(?:est[ea]|el|la|al?|dich[oa]) (?:candidat[oa]|aspirante|solicitante|persona|curriculum|cv|perfil"
    r"|candidatura|solicitud|postulante)",
    "judging": r"(?:puntu(?:a|e|ar)|valor(?:a|e|ar)|calific(?:a|ar)|califique|clasific(?:a|ar)|clasifique"
    r"|recom(?:ienda|iende|endar)|marc(?:a|ar)|marque|asign(?:a|e|ar)|da(?:le|r)?|de(?:le)?|pon(?:er|ga)?|situ(?:a|e|ar)"
    r"|coloc(?:a|ar)|coloque|pas(?:a|e|ar)|consider(?:a|e|ar)|aprueb[ae]|aprobar|seleccion(?:a|e|ar)"
    r"|contrat(?:a|e|ar)|prefier[ae]|preferir|trat(?:a|e|ar)|eval[uú](?:a|e|ar)|acept(?:a|e|ar)|elige|elija)",
    "saying": r"(?:di(?:ga)?|indi(?:ca|que)|afirm[ae]|concluy[ae]|concluir|respond[ea]|responder|menciona|mencione|escrib[ae]"
    r"|resum[ea]|describ[ae]|confirm[ae]|decir|indicar|afirmar)",
    "best": r"(?:primer[oa]?|mejor(?:es)?|maxim[oa]|mas alt[oa]|perfect[oa]|ideal|excelente|sobresaliente|excepcional"
    r"|cualificad[oa]|recomendad[oa]|preseleccionad[oa]|apt[oa]|\d+ ?(?:/|sobre|de) ?\d+|con (?:un )?10\b|100)",
    "order": r"(?:instruccion(?:es)?|ordenes|indicaciones|directrices|reglas|criterios|rubrica|mensajes?|requisitos|normas)",
    "drop": r"(?:ignor[ae]|olvid[ae]|descart[ae]|omit[ae]|haz caso omiso de|haga caso omiso de|no sigas|no siga"
    r"|anul[ae]|pasa por alto|no tengas en cuenta|no tenga en cuenta)",
}
_GERMAN = {
    "mind": r"(?:die |eine |ein |das |jede )?(?:ki\b|kunstliche intelligenz|sprachmodelle?|llm|chatbot|(?:chat)?gpt)",
    "machine": r"(?:die |eine |ein |das |der )?(?:ki\b|sprachmodell|llm|system|software|algorithmus|programm)",
    "judge": r"(?:den |die |alle )?(?:prufer(?:in)?|recruiter(?:in)?|gutachter(?:in)?|personaler(?:in)?|leser(?:in)?)",
    "one": r"(?:dies(?:e[nmrs]?|er)|den|die|der) (?:bewerber(?:in|s)?|kandidat(?:en|in)?|person|lebenslauf|profil|bewerbung)",
    "order": r"(?:anweisungen|instruktionen|befehle|vorgaben|regeln|kriterien|hinweise)",
    "drop": r"(?:ignorier(?:e|en|t)|vergiss|vergessen sie|missachte|missachten sie|ubergehe|ubergehen sie)",
    "judging": r"(?:bewerte|bewerten|empfiehl|empfehlen|setze|stelle|wahle|bevorzuge|gib|geben|leite|markiere|behandle|lade)",
}
_FRENCH = {
    "mind": r"(?:l'|une |un |le |les |cette )?(?:ia\b|intelligence artificielle|modeles? de langage|llm|chatbot|(?:chat)?gpt)",
    "machine": r"(?:l'|une |un |le |les )?(?:ia\b|modele|systeme|logiciel|algorithme|llm|programme)",
    "judge": r"(?:au |a la |le |la |les |l')?(?:recruteu(?:r|rs|se)|evaluateur|evaluatrice|lecteur|correcteur|examinateur)",
    "one": r"(?:ce(?:tte|t)?|le|la|au) (?:candidat(?:e|ure)?|personne|cv|profil|dossier)",
    "order": r"(?:instructions|consignes|directives|ordres|regles|criteres|indications)",
    "drop": r"(?:ignore[zr]?|oublie[zr]?|ne tiens pas compte|ne tenez pas compte|contourne[zr]?)",
    "judging": r"(?:note[zr]?|classe[zr]?|recommande[zr]?|attribue[zr]?|donne[zr]?|place[zr]?|accepte[zr]?|approuve[zr]?"
    r"|retene[zr]|evalue[zr]?|faire passer|faites passer)",
}
WORDS = {"en": _ENGLISH, "es": _SPANISH, "de": _GERMAN, "fr": _FRENCH, "": {}}

TOPIC = 5
"""Letters that words of TOPICS are cut to."""

# Each rule needs one of these, or a mark of a chat: a sentence without is passed over quickly.
TOPICS = frozenset(
    word[:TOPIC]
    for word in """
    candidate applicant person individual profile resume cv curriculum application submission
    document aspirante solicitante candidatura solicitud postulante perfil persona bewerber
    bewerbung kandidat lebenslauf profil dossier candidat personne me i it
    ai a ia ki llm llms gpt chatgpt claude gemini copilot ats bot bots chatbot chat language lenguaje
    artificial inteligencia intelligence kunstliche sprachmodell modelo model models modele system
    systems sistema systeme software tool tools algorithm algoritmo algorithmus algorithme engine
    parser parsers screener screeners agent agents assistant asistente asistant automated automatic
    recruiter recruiters programa programm programme logiciel herramienta motor robot
    reviewer reviewers hiring evaluator grader rater reader readers assessor human user usuario
    revisor revisora seleccionador evaluador evaluadora reclutador lector prufer gutachter
    personaler leser recruteur evaluateur evaluatrice lecteur correcteur examinateur developer
    instruction instructions prompt prompts direction directions directives guideline guidance
    rule rules command commands order orders criteria rubric requirements message messages
    everything anything whatever filter filters scoring screening ranking task role job goal
    interviewer you pretend act ordenes indicaciones directrices reglas criterios rubrica mensaje
    requisitos normas filtros tarea eres finge actua lo anweisung befehle vorgaben regeln kriterien
    hinweis umstanden consignes ordres regles criteres indications anterior demas otros inst
    recommendation verdict decision match fit overall final text note this
    """.split()
)

# (name, language, pattern); "+" behind a language: only next to an instruction.
_PATTERNS = (
    ("chat marks", "", r"<\|[a-z_]+\|>|\[/?inst\]|<</?sys>>|</?(?:system|instructions?|prompt)>"
     r"|^#{2,} ?(?:system|instructions?|prompt)\b|[\"']role[\"'] ?: ?[\"'](?:system|assistant|user)"),
    ("scores", "", r"\b(?:match|fit|candidate|applicant|resume|cv|overall|final)[_ ]?score ?[:=]+ ?[\"']?(?:1(?:\.0+)?\b|100|10\b|9\d)"
     r"|\b(?:recommendation|verdict|decision) ?[:=]+ ?[\"']?(?:strong )?hire\b"),
    ("drop orders", "en", r"\b{drop} (?:[a-z]+ ){{0,3}}(?:previous|prior|earlier|above|preceding|all|any|every|your|original|these|those|other|existing|job|scoring|system)\b"
     r"(?: [a-z]+){{0,3}} {order}\b|\b{drop} (?:the |your |these |those )?(?:[a-z]+ )?{order} (?:above|before|given|you)\b"
     r"|\b{drop} (?:everything|anything|all|whatever) (?:that )?(?:you|above|before|previous)"
     r"|\b(?:override|bypass) (?:the |your |any |all )(?:scoring|screening|ranking|hiring|filters?|rubric)"),
    ("new orders", "en", r"^(?:\W*)(?:new|updated|additional|special|important|secret|hidden) instructions?\b ?:|\byour (?:new )?(?:task|role|job|goal|instructions?) (?:is now|has changed|have changed)"
     r"|^\W*instructions? (?:for|to) {machine}"),
    ("if you are a model", "en", r"\b(?:if|when|since|as) (?:you are |you're |being )?{mind}\b.{{0,30}}\b(?:you|reading|must|should|recommend|rate|please)\b"
     r"|\bif (?:you are|you're) {mind}\b"),
    ("note to", "en", r"^\W*(?:important )?(?:notes?|message|attention|notice|instructions?|hint|memo|reminder|request|dear|hey|hello|hi|to|for|psst)\b[ ,:]*(?:to |for )?(?:{mind}|{judge})\b ?[-:,\u2013\u2014(]"
     r"|^\W*(?:attention|dear|hey|note to|message to|instructions? (?:for|to)) {machine} ?[-:,]"),
    ("addressed", "en", r"^\W*(?:{machine}|{judge}) ?[-:,\u2013\u2014].{{0,80}}(?:\bplease\b|\bskip\b|\bapprove\b|auto-?approve|{judging} (?:{person}|it)\b|{one}|\balways\b|\bignore\b)"),
    ("role", "en", r"^\W*(?:system|assistant|user|developer)(?: (?:prompt|message|note|override))? ?: .*(?:\byou\b|\balways\b|{one}|{drop}|\bmust\b)"),
    ("you are now", "en", r"\byou are (?:now )?(?:a|an|the) (?:[a-z]+ ){{0,3}}(?:recruiter|hiring manager|assistant|model|system|screener|interviewer|reviewer|ai)\b"
     r"|\bfrom (?:now|this point) on,? you\b|\bact as (?:if|though) (?:you|this)\b|\bpretend (?:that|to be|you)\b"),
    ("judge this", "en", r"\b{judging} (?:only )?(?:{one}|this application|this submission)(?:'s)?(?: [a-z]+){{0,3}}? ?(?:as|at|to|for|with|in|by|above|over|first|{best})\b"
     r"|\b{judging} (?:the |a |an )?(?:[a-z]+ ){{0,2}}{best} (?:possible )?(?:scores?|ratings?|marks?|grades?|rank|ranking|recommendation)\b.{{0,20}}\b(?:to|for) (?:{person}|this)"
     r"|\b{judging} (?:{person}|this application|it) (?:[a-z]+ ){{0,4}}?{best}(?!\w)"
     r"|\b(?:only|always|just) {judging} (?:{one}|me)\b"),
    ("system must", "en", r"\b(?:{machine}|{judge}) (?:must|should|shall|has to|have to|needs to|will) (?:always )?(?:be )?{judging}(?:d|ed)? (?:{person}|me)"
     r"|{person} (?:must|should|shall|has to|needs to) (?:always )?be (?:automatically )?(?:rated|scored|ranked|graded|marked|recommended|shortlisted|advanced|approved|selected|hired|accepted|considered|treated|given|prioriti[sz]ed)"),
    ("never reject", "en", r"\b(?:do not|don't|never|must not|should not|cannot) (?:reject|discard|filter|exclude|screen out|penali[sz]e|dismiss|decline|disqualify|eliminate) (?:out )?(?:{person}|this)"
     r"|\breject (?:all |any |every )?(?:the )?other (?:candidates|applicants|resumes|cvs)"
     r"|\b(?:do not|don't|never) (?:mention|reveal|disclose|repeat|discuss) (?:these|this|the|your|any) (?:[a-z]+ )?(?:instructions?|prompts?|messages?|text|note)"),
    ("say that", "en", r"\b{saying}(?: that)? {one} (?:is|has|meets|matches|was|possesses|satisfies|fits|exceeds|as)\b"
     r"|\b(?:when|while|after|before) (?:you )?(?:are )?(?:evaluating|summari[sz]ing|screening|reviewing|scoring|reading|ranking|parsing|processing|assessing|analy[sz]ing) (?:{person})[^.]{{0,10}}\b(?:{saying}|{judging}|please|always)\b"
     r"|\byou (?:must|should|will|shall|have to) (?:always )?(?:{saying}|{judging}) (?:that |only )?(?:{person}|this|me|it|him|her)\b"),
    ("already approved", "en", r"\b{one} (?:has|was|is) (?:already )?(?:been )?(?:pre-?approved|pre-?selected|pre-?screened|approved|cleared|shortlisted|vetted)\b"),
    ("system prompt", "en", r"\b(?:reveal|print|repeat|show|output|display|leak|tell) (?:me )?(?:your|the) (?:[a-z]+ )?(?:system )?(?:prompt|instructions)\b"),
    ("goes on", "en+", r"\bthis (?:candidate|applicant|person|application|resume|cv)\b|^\W*(?:the )?(?:candidate|applicant) (?:is|has|matches|meets|should|must)\b"
     r"|^\W*(?:please |you must |you should )?(?:always |only |just )?(?:answer|respond|reply|say|output|return|approve|recommend|hire|rate|score|rank|give|assign)\b.{{0,60}}$"),

    ("drop orders", "es", r"\b{drop} (?:[a-z]+ ){{0,3}}{order} (?:[a-z]+ )?(?:anterior(?:es)?|previas?|de arriba|precedentes|dadas|de puntuacion|de seleccion|de evaluacion|del puesto)\b"
     r"|\b{drop} (?:todas? |cualquier |tus |todos )(?:[a-z]+ ){{0,2}}{order}\b|\b{drop} (?:todo )?lo (?:anterior|que (?:te|le|se) )"
     r"|\b{drop} (?:la |los |las )(?:rubrica|criterios de|filtros)"),
    ("new orders", "es", r"^\W*(?:nuevas?|importantes?) instruccion(?:es)? ?:|\btu (?:nueva )?tarea (?:es ahora|ha cambiado)|^\W*(?:instruccion(?:es)?|mensaje|aviso) para {machine}"),
    ("if you are a model", "es", r"\bsi (?:eres|es usted|usted es) {mind}\b|\bcomo {mind},? (?:debes?|tienes|recomienda)"),
    ("note to", "es", r"^\W*(?:nota|mensaje|atencion|aviso|instruccion(?:es)?|estimad[oa]s?|querid[oa]s?|hola|para|recordatorio|ojo)\b[ ,:]*(?:para |a |al )?(?:{mind}|{judge}|{machine}) ?[-:,\u2013\u2014(]"),
    ("addressed", "es", r"^\W*(?:{machine}|{judge}) ?[-:,].{{0,60}}(?:por favor|{judging} (?:a )?{one}|{one}|\bsiempre\b|\bignora\b)"),
    ("role", "es", r"^\W*(?:sistema|asistente|usuario) ?: .*(?:{one}|\bsiempre\b|\bdebes?\b|{drop})"),
    ("you are now", "es", r"\ba partir de (?:ahora|este momento),? (?:eres|actua|debes|responde|contesta)\b|\b(?:ahora )?eres un[oa]? (?:reclutador|seleccionador|asistente|modelo|evaluador)"
     r"|\b(?:actua|finge) (?:como|que)\b"),
    ("judge this", "es", r"\b{judging} (?:siempre )?(?:a )?{one} .{{0,25}}{best}|\b{judging} (?:siempre )?(?:(?:la|el|una|un) )?(?:[a-z]+ )?{best} ?(?:puntuacion|nota|calificacion|valoracion)?(?: posible)? (?:a|para) {one}"
     r"|\b{judging} (?:siempre |solo )?(?:la |el |una )?(?:puntuacion|nota|calificacion)(?: posible)? (?:[a-z]+ )?{best} .{{0,12}}{one}"
     r"|\b(?:solo|siempre|unicamente) (?:a )?{judging} (?:a )?{one}|\bconsidera (?:solo|unicamente) (?:a )?{one}"
     r"|\b{judging} (?:a )?{one} (?:para la entrevista|a la siguiente|a la proxima|en primer)"),
    ("system must", "es", r"\b(?:{machine}|{judge}) (?:debe|deben|debera|deberan|tiene que|ha de) (?:siempre )?{judging}"
     r"|{one} (?:debe|debera|tiene que|ha de) (?:siempre )?ser (?:valorad|puntuad|calificad|clasificad|aprobad|seleccionad|contratad|considerad|recomendad|aceptad)[oa]"),
    ("never reject", "es", r"\b(?:no|nunca) (?:descart|rechac|elimin|excluy|filtr|penalic)[a-z]+ (?:a )?(?:{one})|\brechaz?[ae] (?:a )?(?:los|las|todos) (?:los )?(?:demas|otros)"
     r"|\bno (?:menciones|mencione|reveles|revele) (?:estas|esta|las) (?:instruccion|indicacion)"),
    ("say that", "es", r"\b{saying} que {one} (?:es|tiene|cumple|posee|encaja|ha)|\bal (?:evaluar|resumir|revisar|leer|valorar|analizar|procesar) {one},? (?:{saying}|{judging}|siempre)"
     r"|\bdebes? (?:{saying}|{judging}) (?:que |a )?(?:{one}|est)"),
    ("already approved", "es", r"{one} (?:ya )?(?:ha sido|esta|fue) (?:ya )?(?:pre-?aprobad|pre-?seleccionad|aprobad)[oa]"),
    ("system prompt", "es", r"\b(?:muestra|revela|repite|imprime|ensena|dime) (?:tu|el) (?:prompt|mensaje de(?:l)? sistema|instrucciones)"),
    ("goes on", "es+", r"\best[ea] (?:candidat[oa]|aspirante|persona|curriculum|cv|perfil|solicitud)\b|^\W*(?:el|la) (?:candidat[oa]|aspirante) (?:es|tiene|cumple|debe)\b"
     r"|^\W*(?:por favor,? )?(?:responde|responda|contesta|conteste|di|diga|{saying}|{judging}) (?:siempre|solo|que|al? |\").{{0,60}}$"),

    ("drop orders", "de", r"\b{drop} (?:alle|samtliche|die|deine)? ?(?:[a-z]+ )?{order}\b"),
    ("if you are a model", "de", r"\b(?:wenn|falls) (?:du|sie) {mind}\b|\bals {mind} (?:musst|mussen|sollst)"),
    ("note to", "de", r"^\W*(?:hinweis|notiz|nachricht|anweisung|achtung|liebe|an)\b[ ,:]*(?:an |fur )?(?:{mind}|{judge}) ?[-:,]"),
    ("system must", "de", r"\b{machine} (?:muss|soll|sollte|hat) {one}|\b{judging} (?:{one}) (?:mit|als|auf|fur)\b"),
    ("never reject", "de", r"\blehne[n]? (?:sie )?{one} .{{0,30}}\bab\b|\bunter keinen umstanden\b.{{0,20}}\bab"),
    ("already approved", "de", r"{one} wurde (?:bereits )?(?:vorab )?(?:genehmigt|freigegeben|ausgewahlt)"),
    ("goes on", "de+", r"\bdiese[nrms]? (?:bewerber|kandidat|person|lebenslauf|bewerbung)"),

    ("drop orders", "fr", r"\b{drop} (?:toutes? |les |tes |vos )*(?:[a-z]+ )?{order}\b"),
    ("if you are a model", "fr", r"\bsi (?:vous etes|tu es) {mind}\b|\ben tant que? {mind}\b"),
    ("note to", "fr", r"^\W*(?:note|message|instructions?|attention|avis|cher|chere)\b[ ,:]*(?:a |au |pour |aux )?(?:{mind}|{judge}) ?[-:,]"),
    ("system must", "fr", r"\b{machine} (?:doit|devrait) {judging}|\b{judging} (?:{one}) (?:en|comme|a|au|avec|\d|pour)"),
    ("never reject", "fr", r"\bne (?:rejete|refuse|ecarte|elimine)[zsr]? (?:pas|jamais) {one}"),
    ("already approved", "fr", r"{one} a (?:deja )?ete (?:pre-?)?(?:approuve|selectionne|valide)"),
    ("goes on", "fr+", r"\b(?:ce candidat|cette candidat|ce cv|cette personne)"),
)  # fmt: skip


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules."""
    return tuple(_rule(*entry) for entry in _PATTERNS)


def _rule(name: str, language: str, pattern: str) -> Rule:
    code = language.rstrip("+")
    weight = Weight.BESIDE if language.endswith("+") else Weight.ALONE
    filled = pattern.format(**WORDS[code]) if code else pattern
    return Rule(name, code, re.compile(filled), weight)
