"""Headlines: what stands above a resume, names the work, and could be read as a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.names import parts_of
from taxonomy.words import title_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.extraction.sections import Section
    from taxonomy.taxonomy import Taxonomy

_MANY = 3  # words, of which one may be a slip, an abbreviation or a word of the trade


class Headlines:
    """Tells headlines from names by the jobs that a resume tells of."""

    def __init__(self, sections: Sequence[Section], taxonomy: Taxonomy) -> None:
        self._sections = sections
        self._taxonomy = taxonomy

    def has(self, text: str) -> bool:
        """Say whether `text` has words of job titles and stands again where jobs are told.

        Each word has to be of a title that the taxonomy knows; of three and more, all but one.
        """
        words = parts_of(text)
        known = sum(map(self._taxonomy.is_of_titles, words))
        needed = len(words) - (len(words) >= _MANY)
        return 0 < needed <= known and self._is_told(_spelled(text))

    def _is_told(self, spelled: str) -> bool:
        return any(
            spelled in _spelled(line.text)
            for section in self._sections
            if section.kind is SectionKind.EXPERIENCE
            for line in section.lines
            if not line.is_footer
        )


def _spelled(text: str) -> str:
    """Return the words of `text` as titles are compared, in a row with blanks around."""
    return f" {' '.join(title_words(text))} "
