"""Whom an answer is about: every candidate whom it may name or quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.assistant.pieces import CandidatesFound, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.assistant.pieces import Piece, Topic

CANDIDATES = "candidates"


def subjects(pieces: Iterable[Piece], topic: Topic) -> frozenset[str]:
    """Return the ids of the candidates on cards, in citations and in the topic."""
    found = {topic.candidate_id} - {""}
    for piece in pieces:
        match piece:
            case CandidatesFound():
                found |= {card.candidate_id for card in piece.cards}
            case Words():
                found |= {_cited(each.source.resource) for each in piece.citations} - {""}
            case _:
                pass
    return frozenset(found)


def _cited(resource: str) -> str:
    """Return the id in "candidates/<id>/..."; "" for anything else."""
    kind, _, rest = resource.partition("/")
    return rest.partition("/")[0] if kind == CANDIDATES else ""
