"""Languages by ISO 639 code and levels by the Common European Framework, from their names.

A level in words means more than one: the scale of each word is the one that the Council of
Europe's self-assessment grid suggests, and what LinkedIn's scale (after ILR) is taken for.
"""

from __future__ import annotations

import re

from benchmarks.parse import folding
from benchmarks.parse.resume import Tongue

_NAMES = {
    "en": "english inglés englisch anglais",
    "es": "spanish español castellano spanisch espagnol",
    "de": "german alemán deutsch allemand",
    "fr": "french francés französisch français",
    "it": "italian italiano italienisch italien",
    "pt": "portuguese portugués portugiesisch portugais",
    "nl": "dutch neerlandés holandés niederländisch néerlandais",
    "pl": "polish polaco polnisch polonais",
    "ru": "russian ruso russisch russe",
    "uk": "ukrainian ucraniano ukrainisch ukrainien",
    "tr": "turkish turco türkisch turc",
    "ar": "arabic árabe arabisch arabe",
    "zh": "chinese mandarin chino mandarín chinesisch mandarin chinois",
    "ja": "japanese japonés japanisch japonais",
    "ko": "korean coreano koreanisch coréen",
    "hi": "hindi",
    "sv": "swedish sueco schwedisch suédois",
    "ca": "catalan catalán katalanisch",
    "ro": "romanian rumano rumänisch roumain",
    "el": "greek griego griechisch grec",
    "ig": "igbo",
    "vi": "vietnamese vietnamita vietnamesisch vietnamien",
    "da": "danish danés dänisch danois",
    "cs": "czech checo tschechisch tchèque",
    "yo": "yoruba",
    "sw": "swahili",
    "ta": "tamil",
    "bn": "bengali",
    "fa": "persian persa persisch persan farsi",
    "he": "hebrew hebreo hebräisch hébreu",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}
# In the order of trying: "full professional" means more than "professional".
_WORDS = {
    "native": (
        *("native", "mother ?tongue", "bilingual", "nativ[oa]", "lengua materna", "materno"),
        *(r"muttersprach\w*", "maternelle", "bilingue", "bilingüe"),
    ),
    "C1 C2": (
        *("fluent", "full professional", "proficient", "advanced", "fluido", "avanzad[oa]"),
        *("flie(?:ß|ss)end", "verhandlungssicher", "fortgeschritten", "courant", "avancé"),
    ),
    "B2 C1": ("professional working", "professional", "profesional", r"professionnel\w*"),
    "B2 B1": ("upper intermediate", "good", "gute? kenntnisse", "gut"),
    "B1 B2": (
        *("conversational", "intermediate", "limited working", "intermedi[oa]"),
        *("mittelstufe", "mittel", "intermédiaire"),
    ),
    "A1 A2": (
        *("elementary", "basic", "beginner", "básic[oa]", "grundkenntnisse"),
        *("notions", "débutant", "scolaire"),
    ),
}


def levels_of(text: str) -> frozenset[str]:
    """Return each level that a description may mean: A1 to C2, native; none if it tells none."""
    told = re.search(r"(?<!\w)[ABC][12](?!\w)", text.upper())
    if told:
        return frozenset({told[0]})
    for levels, words in _WORDS.items():
        if re.search(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", text.casefold()):
            return frozenset(levels.split())
    return frozenset()


def tongue(name: str, level: str = "") -> Tongue | None:
    """Return the language of that name or code, or None for what is no language known here."""
    known = [_CODES[word] for word in folding.words(name) if word in _CODES]
    code = known[0] if known else name.casefold() if name.casefold() in _NAMES else ""
    return Tongue(code, levels_of(level)) if code else None
