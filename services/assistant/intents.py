"""What a message asks, by fixed rules: a message is understood as a whole or not at all.

A rule covers the entire message. Words that no rule foresees ("the best candidates under
thirty for ...") make it unknown or part of a job's title, which then is not found: nothing
that a person asked for is dropped in silence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.assistant import rules
from services.assistant.folding import fold, words
from services.assistant.questions import (
    BestCandidates,
    CandidateNamed,
    CompareCandidates,
    Help,
    JobNamed,
    MissingIn,
    StateOfJob,
    Unknown,
    WhichJobs,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.assistant.questions import Question

LONGEST = 300
"""Characters; a longer message is no question that a rule covers."""

USUAL_COUNT = 3
MOST_COUNT = 50

_HELP = rules.rules(rules.HELP)
_COMPARE_BEST_TWO = rules.rules(rules.COMPARE_BEST_TWO)
_COMPARE = rules.rules(rules.COMPARE)
_MISSING = rules.rules(rules.MISSING)
_JOBS = rules.rules(rules.JOBS)
_STATE = rules.rules(rules.STATE)
_BEST = rules.rules(rules.BEST)

_OPENING = re.compile(
    r"(please|hey|hi|hello|ok|okay|so|now|and|then|also|let us|let's|do you know"
    r"|(can|could|would|will) you( please)?|(can|could|may) i (know|see|ask)"
    r"|(i|we) (want|need|would like|wish) to (know|see)|i'd like to (know|see)|i need"
    r"|let me (know|see)|(tell|show|give|find|help) (me|us)|find)[,:]? "
)
_CLOSING = re.compile(
    r"([,;]? (please|thanks|thank you|right now|now|today|at the moment|currently|so far"
    r"|(and )?((explain|say|tell me|tell us) )?why( so)?|and explain|and the reasons?"
    r"|(with|and) (the |your )?reasons?|with (an )?explanations?))$"
)
_ABOUT_FIRST = re.compile(r"(for|about|in|on) (?P<job>[^,:]+)[,:] (?P<rest>.+)")
_SENTENCE_ENDS = re.compile(r"[?!…]+|\.(?=\s|$)")
_MARKS = re.compile(r"[\"“”„«»]")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ONE = re.compile(r"\b((who|which)( is|'s)|candidate|person|applicant)\b")
_PLACE = re.compile(
    r"(the )?(candidates?|applicants?|numbers?|no\.?|nr\.?|#|ranks?|places?|person)? ?#?"
    rf"((?P<digits>[1-9]\d{{0,2}})|(?P<number>{'|'.join(rules.NUMBERS)})"
    rf"|(?P<ordinal>{'|'.join(rules.ORDINALS)}))"
    r"( (one|candidate|applicant|person|place|in the ranking))?"
)
_NAME = re.compile(r"[^\W\d_][\w.'-]*( [^\W\d_][\w.'-]*){0,4}")
_TITLED = re.compile(r"^(the )?(candidate|applicant) ")
_POSSESSIVE = re.compile(r"'s?$")

_JOB_NOISE = frozenset(
    words("the a an our my this that same current job role position opening vacancy posting")
)
_THIS_JOB = _JOB_NOISE | {"it", "one", "there", "above", "last"}
_THIS_PERSON = frozenset(
    words("he she him her his hers they them their this that candidate person applicant the one")
)
_NO_NAME = frozenset(
    words(
        "and or all every everyone everybody each any best worst others other both me you us"
        " not if than what which who"
    )
)


def understand(text: str) -> Question:
    """Return what `text` asks; Unknown unless a rule covers all of it."""
    if len(text) > LONGEST:
        return Unknown()
    said = _bare(_MARKS.sub("", _SENTENCE_ENDS.sub(" ", fold(text))))
    about = _ABOUT_FIRST.fullmatch(said)
    if about is not None:
        question = _question(_bare(about["rest"]), about["job"])
        if not isinstance(question, Unknown):
            return question
    return _question(said, "")


def _bare(said: str) -> str:
    """Return the message without courtesies around it."""
    said = " ".join(said.split()).strip(" ,;:")
    bare = _CLOSING.sub("", _OPENING.sub("", said, count=1) if _OPENING.match(said) else said)
    return said if bare == said or not bare.strip(" ,;:") else _bare(bare)


def _question(said: str, about: str) -> Question:
    for _ in _covering(_HELP, said):
        return Help()
    return (
        _compare(said, about)
        or _missing(said, about)
        or _jobs(said)
        or _state(said, about)
        or _best(said, about)
        or Unknown()
    )


def _covering(patterns: tuple[str, ...], said: str) -> Iterator[dict[str, str]]:
    """Yield what the rules that cover all of `said` find in it by name."""
    for pattern in patterns:
        found = re.fullmatch(pattern, said)
        if found is not None:
            yield {name: value for name, value in found.groupdict().items() if value}


def _compare(said: str, about: str) -> CompareCandidates | None:
    for found in _covering(_COMPARE_BEST_TWO, said):
        job = _job(found.get("job", about))
        return CompareCandidates(job, CandidateNamed(place=1), CandidateNamed(place=2))
    for found in _covering(_COMPARE, said):
        first, second = _candidate(found["first"]), _candidate(found["second"])
        if first is not None and second is not None:
            return CompareCandidates(_job(found.get("job", about)), first, second)
    return None


def _missing(said: str, about: str) -> MissingIn | None:
    for found in _covering(_MISSING, said):
        candidate = _candidate(found["first"])
        if candidate is not None:
            return MissingIn(_job(found.get("job", about)), candidate)
    return None


def _jobs(said: str) -> WhichJobs | None:
    for found in _covering(_JOBS, said):
        return WhichJobs(found.get("state", ""))
    return None


def _state(said: str, about: str) -> StateOfJob | None:
    for found in _covering(_STATE, said):
        return StateOfJob(_job(found.get("job", about)))
    return None


def _best(said: str, about: str) -> BestCandidates | None:
    for found in _covering(_BEST, said):
        count = found.get("before") or found.get("after")
        usual = 1 if _ONE.search(said) else USUAL_COUNT
        wanted = min(_number(count), MOST_COUNT) if count else usual
        return BestCandidates(_job(found.get("job", about)), wanted)
    return None


def _number(said: str) -> int:
    return int(said) if said.isdigit() else rules.NUMBERS.index(said) + 1


def _job(said: str) -> JobNamed:
    found = _ID.search(said)
    if found is not None:
        return JobNamed(job_id=found[0])
    if _THIS_JOB.issuperset(words(said)):
        return JobNamed()
    return JobNamed(said=" ".join(each for each in words(said) if each not in _JOB_NOISE))


def _candidate(said: str) -> CandidateNamed | None:
    """Return whom `said` names, or None if it cannot name anybody."""
    found = _ID.search(said)
    if found is not None:
        return CandidateNamed(candidate_id=found[0])
    place = _PLACE.fullmatch(said)
    if place is not None:
        return CandidateNamed(place=_place(place))
    if words(said) and _THIS_PERSON.issuperset(words(said)):
        return CandidateNamed()
    name = _POSSESSIVE.sub("", _TITLED.sub("", said))
    if _NAME.fullmatch(name) and _NO_NAME.isdisjoint(words(name)):
        return CandidateNamed(name=name)
    return None


def _place(found: re.Match[str]) -> int:
    if found["ordinal"]:
        return rules.ORDINALS.index(found["ordinal"]) + 1
    return _number(found["digits"] or found["number"])
