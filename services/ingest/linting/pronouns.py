"""Whom "he" and "his" mean in a job text: a named person, or whoever gets the job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.ingest.linting.findings import Category, Rule, Severity, rule
from services.ingest.linting.gender import GENERIC_HE

if TYPE_CHECKING:
    from services.ingest.linting.sentences import Sentence

PRONOUN: Rule = rule(
    Category.GENDERED_TERM,
    "he|his|him|himself|she|her|hers|herself",
    'Use "you", or "they" and "their".',
    GENERIC_HE,
    severity=Severity.CHECK,
)
_PAIRED = re.compile(
    r"(?:he|his|him|himself|she|hers?|herself)\s?(?:/|or|and)\s?(?:\(?s\)?he|he|hers?|his|him\w*)"
    r"|s/he",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|will|to|of|is|be|with|for|must|should|can|has|has to|reports?|in|are|who)\b",
    re.IGNORECASE,
)
_OTHER_TONGUE = re.compile(r"\b(?:og|du|til|på|ikke|der|und|die|vi|at søge|din|hos|que|los)\b")
_SOMEBODY = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof)\b|\b(?!The|Our|You|We|In|As|At|This|These|Please|If)[A-Z][a-zà-ÿ]+ "
    r"[A-Z][a-zà-ÿ]+\b|\b(?:contact|founder|ceo|founded|call|e-?mail|colleague|customer|patient"
    r"|child"
    r"|player|celebrity|author|artist|guest|get in touch|happy to)\b|@",
)
_MEANT = re.compile(
    r"\b(?:candidate|applicant|employee|incumbent|successful|person (?:who|will|must)|jobholder"
    r"|position|hire|individual|somebody|someone|anyone|engineer|developer|manager|analyst"
    r"|specialist|assistant|user)\b",
    re.IGNORECASE,
)
_DUTY = re.compile(r"\s(?:will|must|should|has to|is expected|is responsible|reports|needs)\b")
_BACK = 160


def means_anybody(text: str, sentence: Sentence, start: int, end: int) -> bool:
    """Say whether the pronoun at `start` of a sentence means whoever gets the job."""
    around = sentence.text[max(0, start - 5) : end + 10]
    if _PAIRED.search(around) is not None or _ENGLISH.search(sentence.text) is None:
        return False  # pairs are a rule of their own
    if _OTHER_TONGUE.search(sentence.text) is not None:
        return False
    at = sentence.start
    before = text[max(0, at - _BACK) : at].rsplit("\n", 2)[-1]
    if _SOMEBODY.search(sentence.text) or _SOMEBODY.search(before):
        return _MEANT.search(sentence.text) is not None and not _SOMEBODY.search(sentence.text)
    return _MEANT.search(before + sentence.text) is not None or (
        _DUTY.match(sentence.text, end) is not None
    )
