"""Sections without the lines that only tell who somebody is: what work is read from.

How many words a name has, or how a number is written, must not decide what a job is called.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from services.ingest.extraction.folding import fold
from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.identifiers import anonymous
from services.ingest.extraction.names import is_particle
from services.ingest.extraction.personal import is_labelled, is_personal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.contact import Owner
    from services.ingest.extraction.lines import TextLine
    from services.ingest.extraction.sections import Section

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 120
_WORDS_OF_PAGES = """
page pages seite pagina of von sur cv resume curriculum vitae lebenslauf continued
"""
_OF_PAGES = frozenset(_WORDS_OF_PAGES.split())
_ENOUGH = 2  # parts of a name, where it has as many


def impersonal(sections: Sequence[Section], owner: Owner) -> tuple[Section, ...]:
    """Return `sections` without the owner's contact block and the name at the head of a page.

    What labels something personal goes too, from the lines above the first heading.
    """
    told = owner.names if owner.contact.name else ()  # and not only guessed from an address
    names = frozenset(word for name in told for word in _WORD.findall(fold(name)))
    kept = (replace(section, lines=tuple(_kept(section, owner, names))) for section in sections)
    return tuple(section for section in kept if section.lines or section.heading is not None)


def _kept(section: Section, owner: Owner, names: frozenset[str]) -> Iterator[TextLine]:
    above = section.kind is SectionKind.HEADER
    for line in section.lines:
        personal = above and (is_labelled(line.text) or is_personal(line.text))
        if line.start not in owner.block and not personal and not _only_names(line.text, names):
            yield line


def _only_names(text: str, names: frozenset[str]) -> bool:
    """Say whether a line has a name, numbers and words for pages, and nothing else."""
    if len(text) > _LONGEST or not names:
        return False
    words = _WORD.findall(fold(anonymous(text, blank=lambda _: "")))
    own = names.intersection(words)
    others = (word for word in words if word not in own and word not in _OF_PAGES)
    return len(own) >= min(_ENOUGH, len(names)) and all(map(_is_slight, others))


def _is_slight(word: str) -> bool:
    """Say whether a word can stand between the parts of a name: a particle or an initial."""
    return len(word) == 1 or is_particle(word)
