"""The level of a degree by its words, in English, Spanish, German and French.

1 is secondary school, 2 vocational (with associate degrees), 3 bachelor, 4 master, 5 doctorate,
as candor.facts.v1.EducationLevel numbers them.
"""

from __future__ import annotations

import re

_LEVELS: tuple[tuple[int, str], ...] = (
    (5, r"ph\.? ?d|doctor|doctorate|doctoral|doctorado|doctorat|dr\.? (?:rer|phil|med|ing|iur)|j\.?d"
        r"|m\.?d|edd"),
    (2, r"associate\w*|a\.?a\.?s?|berufsausbildung|ausbildung|apprenticeship|btec|hnd|nvq\w*|bts|dut"
        r"|but|cap|city (?:&|and) guilds|ciclo formativo|grado superior|grado medio|técnic[oa]"
        r"|formación profesional|fp|foundation degree|diploma (?:in|of)|brevet de technicien"
        r"|certificat d['’]aptitude|meister\w*|techniker\w*|trade certificate|bac pro\w*"
        r"|baccalauréat professionnel|staatlich geprüft\w*|vocational"),
    (4, r"master\w*|m\.?sc?|m\.?a|m\.?b\.?a|m\.?eng|m\.?ed|mph|ll\.?m|máster|maestría|magister|magíster"
        r"|diplom(?!a|ado)[\w-]*|dipl\.?-?\w*|staatsexamen|diplôme d['’]ingénieur|maîtrise|mastère"),
    (3, r"bachelor\w*|b\.?sc?|b\.?a|b\.?eng|b\.?ed|b\.?b\.?a|b\.?com|bfa|bsn|ll\.?b|licenciatura"
        r"|licenciad[oa]|licence|grado|ingenier[íi]a|graduad[oa]|undergraduate"),
    (1, r"high school\w*|secondary|abitur|fachabitur|realschulabschluss|mittlere reife|bachillerato"
        r"|baccalauréat|bac|a[- ]levels?|gcses?|ged|hauptschulabschluss|eso"),
)  # fmt: skip


def level_of(degree: str) -> int:
    """Return the level of a degree, or 0 when its words tell none."""
    text = degree.casefold()
    for level, pattern in _LEVELS:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text):
            return level
    return 0
