"""Names of languages and words for how well one is known, in nine languages."""

from __future__ import annotations

import re
from types import MappingProxyType

from services.ingest.extraction.facts import LanguageLevel
from services.ingest.extraction.folding import fold

_NAMES = {
    "en": "english englisch inglés ingles anglais"
    " engleză engleza inglese inglês engels angielski angielskiego",
    "de": "german deutsch alemán aleman allemand"
    " germană germana tedesco alemão duits niemiecki niemieckiego",
    "fr": "french französisch franzosisch franzoesisch francés frances français francais"
    " franceză franceza francese francês francuski francuskiego",
    "es": "spanish spanisch español espanol castellano castilian espagnol"
    " spaniolă spaniola spagnolo espanhol spaans hiszpański hiszpańskiego",
    "it": "italian italienisch italiano italien italiană italiana italiaans włoski włoskiego",
    "pt": "portuguese portugiesisch portugués portugais português"
    " portugheză portugheza portoghese portugees portugalski",
    "nl": "dutch niederländisch holandés neerlandés néerlandais nederlands"
    " olandeză olandeza olandese holandês neerlandês niderlandzki holenderski",
    "pl": "polish polnisch polaco polonais polski poloneză poloneza polacco polonês polskiego",
    "ru": "russian russisch ruso russe русский rusă rusa russo rosyjski rosyjskiego",
    "uk": "ukrainian ukrainisch ucraniano ukrainien українська"
    " ucraineană ucraineana ucraino oekraïens ukraiński",
    "cs": "czech tschechisch checo tchèque cehă ceha ceco tcheco czeski",
    "sk": "slovak slowakisch eslovaco slovaque",
    "hu": "hungarian ungarisch húngaro hongrois maghiară maghiara ungherese węgierski",
    "ro": "romanian rumänisch rumano roumain română rumeno romeno roemeens rumuński",
    "bg": "bulgarian bulgarisch búlgaro bulgare bulgară bulgara bulgaro bulgaars bułgarski",
    "el": "greek griechisch griego grec greacă greaca grieks grecki",
    "tr": "turkish türkisch turco turc türkçe turcă turca turks turecki",
    "ar": "arabic arabisch árabe arabe العربية arabă araba arabo arabski",
    "he": "hebrew hebräisch hebreo hébreu ebraică ebraico hebraico hebrajski",
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
    "zh": "chinese mandarin cantonese chinesisch chino mandarín chinois 中文 普通话"
    " chineză chineza cinese chinês chinees chiński",
    "ja": "japanese japanisch japonés japonais 日本語"
    " japoneză japoneza giapponese japonês japans japoński",
    "ko": "korean koreanisch coreano coréen 한국어 coreeană coreeana koreański",
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
    "sv": "swedish schwedisch sueco suédois svenska suedeză suedeza svedese zweeds szwedzki",
    "da": "danish dänisch danés danois dansk daneză daneza danese duński",
    "no": "norwegian norwegisch noruego norvégien norsk"
    " norvegiană norvegiana norvegese noors norweski",
    "fi": "finnish finnisch finés finlandés finnois suomi finlandeză finlandese fiński",
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
            r"|(?:limb[ăa] )?matern[ăa]"
            r"|madrelingua|moedertaal|ojczysty|język ojczysty"
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
            r"|very good|very strong|avansat[ăe]?|avanzato|avançado|vloeiend|gevorderd"
            r"|biegł\w*|płynn\w*"
            r"|zaawansowan\w*|ottim[oa]|c1"
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
            r"|intermedi[oa]|intermédiaire|mittel\w*|konversations\w*|intermediar[ăe]?|intermediário"
            r"|medi[ue]|gemiddeld|średni\w*|komunikatywn\w*|b1"
        ),
    ),
    (
        LanguageLevel.A2,
        (
            r"basic\w*|elementary|elemental|grundkenntnisse|básic[oa]|notions?|basique|débutant\w*|scolaire|élémentaire|schulkenntnisse|elementare?"
            r"|limited|începător|incepator|podstawow\w*|scolastic[oa]|a2"
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
