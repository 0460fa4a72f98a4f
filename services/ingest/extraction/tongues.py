"""Names of languages and words for how well one is known, in four languages."""

from __future__ import annotations

import re
from types import MappingProxyType

from services.ingest.extraction.facts import LanguageLevel
from services.ingest.extraction.folding import fold

_NAMES = {
    "en": "english englisch inglés ingles anglais",
    "de": "german deutsch alemán aleman allemand",
    "fr": "french französisch franzosisch franzoesisch francés frances français francais",
    "es": "spanish spanisch español espanol castellano castilian espagnol",
    "it": "italian italienisch italiano italien",
    "pt": "portuguese portugiesisch portugués portugais português",
    "nl": "dutch niederländisch holandés neerlandés néerlandais nederlands",
    "pl": "polish polnisch polaco polonais polski",
    "ru": "russian russisch ruso russe русский",
    "uk": "ukrainian ukrainisch ucraniano ukrainien українська",
    "cs": "czech tschechisch checo tchèque",
    "sk": "slovak slowakisch eslovaco slovaque",
    "hu": "hungarian ungarisch húngaro hongrois",
    "ro": "romanian rumänisch rumano roumain",
    "bg": "bulgarian bulgarisch búlgaro bulgare",
    "el": "greek griechisch griego grec",
    "tr": "turkish türkisch turco turc türkçe",
    "ar": "arabic arabisch árabe arabe العربية",
    "he": "hebrew hebräisch hebreo hébreu",
    "fa": "farsi persian persisch persa persan",
    "hi": "hindi",
    "ur": "urdu",
    "bn": "bengali bangla bengalisch bengalí",
    "pa": "punjabi panjabi",
    "gu": "gujarati",
    "ta": "tamil",
    "te": "telugu",
    "mr": "marathi",
    "ml": "malayalam",
    "kn": "kannada",
    "zh": "chinese mandarin cantonese chinesisch chino mandarín chinois 中文 普通话",
    "ja": "japanese japanisch japonés japonais 日本語",
    "ko": "korean koreanisch coreano coréen 한국어",
    "vi": "vietnamese vietnamesisch vietnamita vietnamien",
    "th": "thai thailändisch tailandés thaï",
    "id": "indonesian indonesisch indonesio indonésien",
    "ms": "malay malaiisch malayo malais",
    "tl": "tagalog filipino",
    "sw": "swahili suaheli",
    "am": "amharic",
    "so": "somali",
    "yo": "yoruba",
    "ig": "igbo",
    "ha": "hausa",
    "sv": "swedish schwedisch sueco suédois svenska",
    "da": "danish dänisch danés danois dansk",
    "no": "norwegian norwegisch noruego norvégien norsk",
    "fi": "finnish finnisch finés finlandés finnois suomi",
    "et": "estonian estnisch estonio estonien",
    "lv": "latvian lettisch letón letton",
    "lt": "lithuanian litauisch lituano lituanien",
    "hr": "croatian kroatisch croata croate",
    "sr": "serbian serbisch serbio serbe",
    "sl": "slovenian slovene slowenisch esloveno slovène",
    "ca": "catalan katalanisch catalán català",
    "eu": "basque baskisch euskera euskara",
    "gl": "galician gallego galego",
    "ga": "irish gaeilge irisch irlandés irlandais",
    "cy": "welsh cymraeg walisisch galés gallois",
    "is": "icelandic isländisch islandés islandais",
    "sq": "albanian albanisch albanés albanais",
    "mk": "macedonian mazedonisch macedonio macédonien",
    "bs": "bosnian bosnisch bosnio bosnien",
    "be": "belarusian belarussisch bielorruso biélorusse",
    "lb": "luxembourgish luxemburgisch luxemburgués luxembourgeois",
    "hy": "armenian armenisch armenio arménien",
    "ka": "georgian georgisch georgiano géorgien",
    "az": "azerbaijani azeri aserbaidschanisch azerbaiyano azéri",
    "kk": "kazakh kasachisch kazajo",
    "uz": "uzbek usbekisch uzbeko ouzbek",
    "mn": "mongolian mongolisch mongol",
    "ku": "kurdish kurdisch kurdo kurde",
    "ps": "pashto paschtu pastún pachto",
    "ne": "nepali nepalesisch nepalí népalais",
    "si": "sinhala sinhalese singhalesisch cingalés",
    "my": "burmese birmanisch birmano birman",
    "km": "khmer",
    "af": "afrikaans",
    "zu": "zulu isizulu",
    "xh": "xhosa isixhosa",
    "sn": "shona",
    "rw": "kinyarwanda",
    "tw": "twi",
    "ti": "tigrinya",
    "ht": "kreyòl kreyol",
    "nv": "navajo",
    "mi": "māori maori",
    "sm": "samoan",
}
_GERMAN_ENDINGS = (
    "kenntnisse",
    "kenntnissen",
    "sprachkenntnisse",
    "sprachkenntnissen",
    "e",
    "er",
    "en",
)
_LABELS = {code: names.split()[0].capitalize() for code, names in _NAMES.items()}
_PLAIN = {name: code for code, names in _NAMES.items() for name in names.split()}
_CODES = _PLAIN | {
    name + ending: code
    for name, code in _PLAIN.items()
    if name.endswith(("isch", "deutsch"))
    for ending in _GERMAN_ENDINGS
}
CODES = MappingProxyType({fold(name): code for name, code in _CODES.items()})
_WORDS = frozenset(_CODES)
_WORD = re.compile(r"\w+")
NAME = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(_CODES, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)

_LEVELS: tuple[tuple[LanguageLevel, str], ...] = (
    (
        LanguageLevel.NATIVE,
        (
            r"native|mother\s?tongue|first language|bilingual|muttersprach\w*|nativ[oa]"
            r"|lengua materna|bilingüe|maternel\w*|langue maternelle|bilingue"
        ),
    ),
    (
        LanguageLevel.C2,
        r"full professional|proficient user|mastery|near[- ]native|perfect|perfekt|c2",
    ),
    (
        LanguageLevel.C1,
        (
            r"fluen\w+|professional(?: working)?|business|advanced|excellent|proficien\w+"
            r"|verhandlungssicher\w*|fließend\w*|fliessend\w*|sehr gut\w*"
            r"|fluid[oa]|avanzad[oa]|profesional|professionnel\w*|confirmée?|beruflich\w*"
            r"|courante?|couramment|avancée?|très bon\w*"
            r"|very good|very strong|c1"
        ),
    ),
    (
        LanguageLevel.B2,
        (
            r"upper[- ]?intermediate|good|strong|gut\w*|intermedio[- ]alto|buen\w*|bonn?e?s?"
            r"|independent|b2"
        ),
    ),
    (
        LanguageLevel.B1,
        (
            r"intermediate|conversational|working knowledge|limited working|medium|moderate"
            r"|intermedi[oa]|intermédiaire|mittel\w*|konversations\w*|b1"
        ),
    ),
    (
        LanguageLevel.A2,
        (
            r"basic\w*|elementary|elemental|grundkenntnisse|básic[oa]|notions?|basique|débutant\w*|scolaire|élémentaire|schulkenntnisse|elementare?"
            r"|limited|a2"
        ),
    ),
    (LanguageLevel.A1, r"beginner|anfänger\w*|principiante|a1"),
)
_LEVEL = re.compile(
    "|".join(rf"(?P<V{level.value}>(?<!\w)(?:{words})(?!\w))" for level, words in _LEVELS),
    re.IGNORECASE,
)
_CEFR = re.compile(r"(?<!\w)[ABC][12](?!\w)")


def names_language(text: str) -> bool:
    """Say whether `text` has the name of a language in it; cheaper than to look for it."""
    return not _WORDS.isdisjoint(_WORD.findall(text.lower()))


def is_language(text: str) -> bool:
    """Say whether `text` is the name of a language and nothing else."""
    return text.lower() in _WORDS


def label_of(code: str) -> str:
    """Return the English name of a language, or the code itself for one we do not name."""
    return _LABELS.get(code, code)


def level_in(text: str) -> LanguageLevel:
    """Return the level that `text` names; a CEFR level counts before words."""
    cefr = _CEFR.search(text)
    if cefr is not None:
        return LanguageLevel[cefr[0]]
    match = _LEVEL.search(text)
    if match is None or match.lastgroup is None:
        return LanguageLevel.UNSPECIFIED
    return LanguageLevel(int(match.lastgroup[1:]))
