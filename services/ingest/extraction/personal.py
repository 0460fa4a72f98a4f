"""What a resume says of the person and not of the work: birth, origin, family, faith.

Labelled lines go whole, phrases out of their sentence, and a sentence about home and family
with all of it. What is left reads badly at times, and the same whoever it was about.
"""

from __future__ import annotations

import re

_LABELLED = re.compile(
    r"^(?:date\s+of\s+birth|place\s+of\s+birth|birth\s?(?:date|day|place)|d\.?o\.?b\.?|born|age"
    r"|nationality|citizenship|marital\s+status|country\s+of\s+(?:birth|origin)"
    r"|civil\s+status|gender|sex|religion|faith|church|race|ethnicity|children|visa(?:\s+status)?"
    r"|military\s+(?:service|status|obligation)|wehrdienst|zivildienst|servicio\s+militar"
    r"|service\s+(?:militaire|national)|maiden\s+name|geburtsname|nom\s+de\s+jeune\s+fille"
    r"|passport(?:\s+no\.?)?|father['\u2019]?s\s+name|mother['\u2019]?s\s+name"
    r"|pronouns?|photo|geburtsdatum|geburtsort|geboren(?:\s+am)?|geb\.|alter|nationalität"
    r"|staatsangehörigkeit|staatsbürgerschaft|familienstand"
    r"|geschlecht|konfession|kinder|fecha(?:\s+y\s+lugar)?\s+de\s+nacimiento"
    r"|lugar\s+de\s+nacimiento|nacid[oa](?:\s+el)?|edad|nacionalidad"
    r"|estado\s+civil|sexo|género|dni|nie|hijos|date\s+(?:et\s+lieu\s+)?de\s+naissance"
    r"|lieu\s+de\s+naissance|née?\s+le|âge|nationalité"
    r"|situation\s+(?:familiale|matrimoniale)|état\s+civil|sexe|enfants)\s*(?:[:=\u2013-]|(?=\d)"
    r"|\s(?=\w+\s*$)|\t)",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\s*[|•·\t]\s*|\s{3,}")
_STATUS = (
    r"single|married|divorced|widowed|ledig|verheiratet|geschieden|verwitwet|solter[oa]|casad[oa]"
    r"|divorciad[oa]|viud[oa]|célibataire|mariée?|pacsée?|divorcée?|veuf|veuve"
)
_COUNT = (
    r"\d|one|two|three|four|five|zwei|drei|vier|dos|tres|cuatro|deux|trois|quatre|ein|un|una|une"
)
_CHILDREN = r"child(?:ren)?|kids?|sons?|daughters?|boys|girls|kind(?:er)?|hij[oa]s?|enfants?"
_ALONE = re.compile(
    rf"(?:{_STATUS}|male|female|männlich|weiblich|homme|femme|hombre|mujer"
    r"|\d\d\s*(?:years?(?:\s+old)?|jahre(?:\s+alt)?|años|ans))(?:\s*,\s*.{0,25})?"
    r"|née?\s+[^\W\d_]\S*(?:\s\S+){0,3}|.{2,40},\s*(?:den|le|a)\s+\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]+"
    r"\s+(?:de\s+)?\d{4}",
    re.IGNORECASE,
)
_PEOPLES = (
    "afghan|albanian|algerian|american|angolan|argentin(?:e|ian)|armenian|australian|austrian"
    "|azerbaijani|bangladeshi|belarusian|belgian|bolivian|bosnian|brazilian|british|bulgarian"
    "|burmese|cambodian|cameroonian|canadian|chilean|chinese|colombian|congolese|croatian|cuban"
    "|cypriot|czech|danish|dominican|dutch|ecuador(?:ean|ian)|egyptian|english|eritrean|estonian"
    "|ethiopian|filipino|finnish|french|georgian|german|ghanaian|greek|guatemalan|haitian|honduran"
    "|hungarian|icelandic|indian|indonesian|iranian|iraqi|irish|israeli|italian|ivorian|jamaican"
    "|japanese|jordanian|kazakh|kenyan|korean|kosovan|kuwaiti|latvian|lebanese|libyan|lithuanian"
    "|macedonian|malaysian|maltese|mexican|moldovan|mongolian|moroccan|nepal(?:i|ese)"
    "|new zealand|nicaraguan|nigerian|norwegian|pakistani|palestinian|panamanian|paraguayan"
    "|peruvian|polish|portuguese|romanian|russian|rwandan|salvadoran|saudi|scottish|senegalese"
    "|serbian|singaporean|slovak|slovenian|somali|south african|spanish|sri lankan|sudanese"
    "|swedish|swiss|syrian|taiwanese|tanzanian|thai|tunisian|turkish|ugandan|ukrainian|uruguayan"
    "|uzbek|venezuelan|vietnamese|welsh|yemeni|zambian|zimbabwean"
)
_OF_A_LANGUAGE = (
    "teacher|tutor|lecturer|professor|instructor|translator|interpreter|editor|writer|speaker"
    "|linguist|language|native|literature|chef|cook"
)
_FAITH = (
    r"church|mosque|synagogue|temple|parish|cathedral|gurdwara|mandir|masjid|iglesia|parroquia"
    r"|mezquita|kirche|moschee|église|paroisse|mosquée"
)
_NO_FAITH = r"university|college|hospital|school|street|road|avenue|lane|hill|group|inc|ltd"
_PHRASES = re.compile(
    # Family: "and father of three", "two children", "married" between commas.
    r"(?:\b(?:and|und|y|et)\s+|\ba\s+|\b(?:proud|loving|devoted|single)\s+)*"
    r"\b(?:mother|father|parent|mom|mum|dad|mutter|vater|madre|padre|mère|père)\s+(?:of|von|de|d['\u2019])"
    rf"\s*(?:{_COUNT})\b(?:\s+(?:young\s+|small\s+)?(?:{_CHILDREN})\b)?"
    rf"|(?:^|(?<=[,;(|]))\s*(?:{_COUNT})\s+(?:{_CHILDREN})\s*(?=[,;.)|]|$)"
    rf"|(?:^|(?<=[,;(|]))\s*(?:{_STATUS})\s*(?=[,;.)|]|$)"
    # Age.
    r"|\b(?:aged?\s+)?\d\d[- ]?(?:years?|yrs?)[- ]olds?\b|\b\d\d\s+jahre\s+alt\b"
    r"|\b(?:de\s+)?\d\d\s+años\s+de\s+edad\b|\bâgée?\s+de\s+\d\d\s+ans\b"
    r"|(?:^|(?<=[,;(|]))\s*\d\d\s+(?:ans|años|jahre)\s*(?=[,;.)|]|$)"
    r"|\b(?:he|she|they|i)\s+(?:is|am|are)\s+\d\d\b(?!\s*(?:%|[^\W\d_]{4,}))"
    # Birth and origin.
    r"|\b(?:born|geboren|nacid[oa]|née?)\s+(?:on|in|am|el|en|le|à)\b[^.;,|\t]{0,40}"
    r"|\b(?:originally\s+from|(?:a\s+)?native\s+of|(?:a\s+)?(?:citizen|national)\s+of)\s+"
    r"(?:the\s+)?(?-i:[A-Z])[\w.-]*(?:\s(?-i:[A-Z])\w*)?"
    r"|\ban?\s+(?!senior)(?-i:[A-Z])[\w.]*(?:\s(?-i:[A-Z])\w+)?[\s-]citizen(?:ship)?\b"
    rf"|\b(?:{_PEOPLES}|u\.?s\.?a?|e\.?u|u\.?k|dual|swiss)\.?[\s-]citizen(?:ship)?\b"
    rf"|\b(?:an?\s+)?(?:{_PEOPLES})\s+(?:national(?:ity)?|passport|origin|descent|immigrant|roots)\b"
    r"|\b(?:de\s+)?(?:nacionalidad|nationalité)\s+[^\W\d_]+|\b[^\W\d_]+e[rsn]?\s+staats(?:angehörig"
    r"|bürger)\w*"
    # Names borne before.
    r"|\b(?:née?|geb\.)\s+(?:(?:de|la|du|van|von|der|zu|el)\s+)*(?-i:[^\W\d_a-z])[\w'\u2019-]+",
    re.IGNORECASE,
)
# "I am a 34-year-old Mexican salesperson", but not "I am a German teacher".
_WHAT_I_AM = re.compile(
    r"\b(?P<verb>am|is)\s+an?\s+(?:\d\d[- ]?years?[- ]olds?,?\s+)?"
    rf"(?:(?:{_PEOPLES})\b(?!\s+(?:{_OF_A_LANGUAGE})))?\s*",
    re.IGNORECASE,
)
_CONGREGATION = re.compile(
    r"(?:\b(?:the|a)\s+)?(?:(?<!\w)(?:[A-Z][\w'\u2019-]*|St\.)\s+)*"
    rf"\b(?i:{_FAITH})\b(?!\s+(?i:{_NO_FAITH})\b)(?:\s+(?:of|de|der)(?:\s+[A-Z]\w*)+|(?:\s+[A-Z]\w*)+)?"
)
_TWO_DIGITS = re.compile(r"\d\d")
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?]+(?=\s|$)|$|[.!?](?!\s))")
_AT_HOME = re.compile(
    r"\b(?:lives?|living|resid(?:es?|ing))\s+(?:with|in)\b"
    r"|\b(?:my|his|her|their)\s+(?:wife|husband|spouse|kids|children|sons?|daughters?|family)\b"
    r"|\bmarried\s+(?:to|with)\b|\bverheiratet\s+mit\b|\bcasad[oa]\s+con\b|\bmariée?\s+(?:à|avec)\b",
    re.IGNORECASE,
)
_CUES = (
    *("citizen", "national", "nacionalidad", "staats", "born", "geboren", "nacid", "née", "né "),
    *("geb.", "native of", "originally from", "passport", "origin", "descent", "mother", "father"),
    *("parent", "mom ", "mum ", "dad ", "mutter", "vater", "madre", "padre", "mère", "père"),
    *("child", "kids", "sons", "daughter", "enfant", "hijo", "hija", "kind", "âgé", "edad", "aged"),
    *("single", "married", "divorced", "widowed", "ledig", "verheiratet", "geschieden"),
    *("verwitwet", "solter", "casad", "divorciad", "viud", "célibataire", "marié", "pacsé"),
    *("divorcé", "veuf", "veuve", *_FAITH.split("|")),
)
_AGES = ("year", "yr", " ans", "año", "jahr", " is ", " am ", " are ")
_HOME_CUES = (
    "live",
    "living",
    "resid",
    "my ",
    "his ",
    "her ",
    "their ",
    "married",
    "verheir",
    "casad",
)


def is_label(piece: str) -> bool:
    """Say whether a piece of a line begins with a label for something personal."""
    return _LABELLED.match(piece) is not None


def is_labelled(line: str) -> bool:
    """Say whether each piece of a line begins with a label for something personal."""
    return all(map(is_label, pieces_of(line)))


def pieces_of(line: str) -> list[str]:
    """Return the pieces of a line that bars, bullets, tabs or wide gaps keep apart."""
    return _PIECE.split(line)


def is_personal(line: str) -> bool:
    """Say whether the whole of a line is a civil status, an age, or place and date of signing."""
    return _ALONE.fullmatch(line) is not None


def without_personal(text: str) -> str:
    """Return `text` without what it says of birth, age, origin, family and faith."""
    lower = text.lower()
    if any(map(lower.__contains__, _HOME_CUES)) and _AT_HOME.search(text) is not None:
        kept = (each[0] for each in _SENTENCE.finditer(text) if not _AT_HOME.search(each[0]))
        text = "".join(kept)
    if "am a" in lower or "is a" in lower:
        text = _WHAT_I_AM.sub(r"\g<verb> a ", text)
    may_age = any(map(lower.__contains__, _AGES)) and _TWO_DIGITS.search(text) is not None
    if not may_age and not any(map(lower.__contains__, _CUES)):
        return text
    return _CONGREGATION.sub("a community", _PHRASES.sub("", text))
