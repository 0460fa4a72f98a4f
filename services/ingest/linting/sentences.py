"""The sentences of a job text that a lint looks at, and those that it spares.

Spared is what promises equal chances, for it has to name what nobody is judged by, and what
stands in quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine

_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\b[A-Za-z])\s?[.!?]\s+(?=[\"\u201c(]?[A-ZÀ-Ü•*-])|\s•\s"
)
_PROMISE = re.compile(
    r"\b(?:regardless of|irrespective of|without regard|no matter (?:your|their|who|what)"
    r"|discriminat\w+|equal[- ](?:opportunit\w+|employment|treatment|rights)"
    r"|on (?:the )?(?:basis|grounds) of|based on (?:race|age|gender|sex|religion)"
    r"|all qualified (?:applicants|candidates)|qualified applicants with|protected (?:veteran"
    r"|characteristic|class|attribute|group|under)\w*|(?:sexual orientation|gender identity"
    r"|national origin)|divers(?:ity|e (?:workforce|team|background|group|candidate|applicant)s?)"
    r"|inclusi(?:on|ve|vity)|under-?represented|minorit(?:y|ies)|welcome applications?"
    r"|applications? (?:are|is) welcome|encourage[sd]? .{0,60}to apply|welcomes? (?:all|everyone)"
    r"|reasonable (?:accommodation|adjustment)s?|affirmative action|all (?:backgrounds|genders"
    r"|ages)"
    r"|non-?binary|lgbtq?\w*|neurodiver\w+|accessib\w+ (?:needs|requirements)"
    r"|unabhängig von|ungeachtet|chancengleichheit|gleichberechtigt|schwerbehindert\w*|vielfalt"
    r"|gleichstellung|igualdad|independientemente de|sin distinción|sin importar|no discrimina\w*"
    r"|discriminación|discapacidad|diversidad|indépendamment de|sans distinction|égalité"
    r"|handicap\b|diversité|quel(?:le)?s? que soi(?:t|ent)|uanset|opfordre\w*)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"\u201c\u201e«][^\"\u201c\u201d\u201e«»]{1,60}[\"\u201d\u201c»]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it begins in the job text."""

    text: str
    start: int
    line: TextLine

    def is_quoted(self, start: int, end: int) -> bool:
        """Say whether `text[start:end]` stands in quotation marks with little else."""
        return any(
            match.start() < start and end < match.end() for match in _QUOTED.finditer(self.text)
        )


def sentences_of(lines: Sequence[TextLine]) -> Iterator[Sentence]:
    """Yield the sentences of lines, but those that promise equal chances."""
    for line in lines:
        start = 0
        for stop in (*(match.end() for match in _END.finditer(line.text)), len(line.text)):
            text = line.text[start:stop]
            if text.strip() and _PROMISE.search(text) is None:
                yield Sentence(text, line.start + start, line)
            start = stop
