"""The level of a degree by its words, in English, Spanish, German and French.

1 is secondary school, 2 vocational (with associate degrees), 3 bachelor, 4 master, 5 doctorate,
as candor.facts.v1.EducationLevel numbers them.
"""

from __future__ import annotations

import re

# In the order of trying: an associate of science is no bachelor, a technician no master.
_WORDS = {
    5: (
        *(r"ph\.? ?d", "doctor", "doctorate", "doctoral", "doctorado", "doctorat", "promotion"),
        *(r"dr\.? (?:rer|phil|med|ing|iur)", r"j\.?d", r"m\.?d", "edd"),
    ),
    2: (
        *(r"associate\w*", r"a\.?a\.?s?", "apprenticeship", "foundation degree", "vocational"),
        *("trade certificate", "btec", "hnd", r"nvq\w*", "diploma (?:in|of)", "city & guilds"),
        *(
            "berufsausbildung",
            "ausbildung",
            r"meister\w*",
            r"techniker\w*",
            r"staatlich geprüft\w*",
        ),
        *("ciclo formativo", "grado superior", "grado medio", "técnic[oa]", "fp"),
        *("formación profesional", "bts", "dut", "but", "cap", "brevet de technicien"),
        *("certificat d.aptitude", r"bac pro\w*", "baccalauréat professionnel"),
    ),
    4: (
        *(r"master\w*", r"m\.?sc?", r"m\.?a", r"m\.?b\.?a", r"m\.?eng", r"m\.?ed", "mph"),
        *(r"ll\.?m", "máster", "maestría", "magister", "magíster", "staatsexamen"),
        *(r"diplom(?!a|ado)[\w-]*", r"dipl\.[-\w]*", "diplôme d.ingénieur", "maîtrise", "mastère"),
    ),
    3: (
        *(r"bachelor\w*", r"b\.?sc?", r"b\.?a", r"b\.?eng", r"b\.?ed", r"b\.?b\.?a", r"b\.?com"),
        *("bfa", "bsn", r"ll\.?b", "licenciatura", "licenciad[oa]", "licence", "grado"),
        *("ingenier[íi]a", "graduad[oa]", "undergraduate"),
    ),
    1: (
        *(r"high school\w*", "secondary", "ged", r"a[- ]levels?", "gcses?", "abitur"),
        *("fachabitur", r"\w+hochschulreife", "realschulabschluss", "mittlere reife"),
        *("hauptschulabschluss", "bachillerato", "eso", "baccalauréat", "bac"),
    ),
}


def level_of(degree: str) -> int:
    """Return the level of a degree, or 0 when its words tell none."""
    text = degree.casefold()
    for level, words in _WORDS.items():
        if re.search(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", text):
            return level
    return 0
