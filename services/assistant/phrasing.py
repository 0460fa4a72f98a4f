"""The words of answers: the same data gives the same text.

Numbers and reasons are those of the tools. Names, titles and quotes were written by
others: all pass through `quoting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.assistant import notes
from services.assistant.quoting import LONGEST_QUOTE, plain, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from services.assistant.hiring import Applications, Job, Jobs, Ranking, Reason, Score
    from services.assistant.notes import Notes
    from services.assistant.pieces import Source, Words

MOST_REASONS = 3
MOST_LISTED = 20

DISCLOSURE = (
    "You are talking to an AI system. It answers by fixed rules, without a language model, "
    "from the jobs, applications and scores that you may see, and names its sources. It can "
    "be wrong, and it decides nothing: people decide."
)
ABILITIES = (
    "I can say who is best for a job and why (“who are the best three for the backend job "
    "and why”), compare two candidates (“compare 1 and 2”), say what is missing in one "
    "(“what is missing in number 2”), tell the state of a job (“what is the state of the "
    "nurse job”) and list the jobs (“list the open jobs”)."
)
NO_EVIDENCE = "No evidence in a resume does not mean that the person cannot do it."


@dataclass(frozen=True, slots=True)
class Known:
    """A candidate in an answer. `name` is "" where the caller may not see it."""

    score: Score
    name: str
    source: Source
    """Where the score comes from."""

    @property
    def called(self) -> str:
        """What the candidate is called in a text."""
        return plain(self.name) or f"candidate {self.score.candidate_id}"


def title(job: Job) -> str:
    """Return what a job is called in a text."""
    return f"“{plain(job.title)}”"


def best(job: Job, ranking: Ranking, count: int, names: Mapping[str, str]) -> Iterator[Words]:
    """Yield who is best for the job and why, a piece for each candidate."""
    told, source = notes.Notes(), notes.run(ranking.run_id)
    shown = ranking.scores[:count]
    mark = told.cite(source)
    who = "The best candidate" if len(shown) == 1 else f"The best {len(shown)} candidates"
    yield told.words(f"{who} of {ranking.scored_count} scored for {title(job)} {mark}:\n")
    shared = [score.rank for score in shown]
    for place, score in enumerate(shown, 1):
        known = Known(score, names.get(score.candidate_id, ""), source)
        tie = f", sharing place {score.rank}" if shared.count(score.rank) > 1 else ""
        head = f"\n{place}. {known.called}: {_points(score)}{tie} {told.cite(source)}.\n"
        yield told.words(head + "".join(_why(known, told)))


def _why(known: Known, told: Notes) -> Iterator[str]:
    for reason in strongest(known.score):
        yield f"   - {_labelled(reason, known, told)}\n"
    if known.score.missing:
        labels, mark = _listed(known.score.missing), told.cite(known.source)
        yield f"   - Musts without evidence: {labels} {mark}.\n"


def strongest(score: Score) -> Sequence[Reason]:
    """Return the reasons that brought most points, best first."""
    brought = [reason for reason in score.reasons if reason.points]
    return sorted(brought, key=lambda reason: -reason.points)[:MOST_REASONS]


def compared(job: Job, first: Known, second: Known) -> Iterator[Words]:
    """Yield what sets two candidates apart, criterion by criterion."""
    told = notes.Notes()
    one, two = first.score, second.score
    marks = _marks(told, first, second)
    yield told.words(
        f"For {title(job)}, {first.called} has {_points(one)} and {second.called} has "
        f"{_points(two)} {marks}. {_ahead(first, second)}\n"
    )
    pairs = [
        (each, other)
        for each in one.reasons
        for other in two.reasons
        if other.criterion_id == each.criterion_id
    ]
    apart = [pair for pair in pairs if pair[0].points != pair[1].points]
    for each, other in sorted(apart, key=lambda pair: -abs(pair[0].points - pair[1].points)):
        yield told.words(
            f"\n- {plain(each.label)} (at most {each.max_points} points)\n"
            f"   - {first.called}: {_reason(each, first, told)}\n"
            f"   - {second.called}: {_reason(other, second, told)}\n"
        )
    same = [each.label for each, other in pairs if each.points == other.points]
    if same:
        marks = _marks(told, first, second)
        yield told.words(f"\nThe same points for both: {_listed(same)} {marks}.\n")
    for known in (first, second):
        if known.score.missing:
            yield told.words(
                f"\nMusts without evidence in {known.called}: {_listed(known.score.missing)} "
                f"{told.cite(known.source)}.\n"
            )


def missing(job: Job, known: Known) -> Iterator[Words]:
    """Yield what a candidate lacks for the job: musts first, then what brought fewer points."""
    told, score = notes.Notes(), known.score
    head = f"{known.called} has {_points(score)} for {title(job)} {told.cite(known.source)}."
    short = [reason for reason in score.reasons if reason.points < reason.max_points]
    if not short:
        yield told.words(f"{head} Nothing is missing: every criterion brought its full points.\n")
        return
    yield told.words(f"{head}\n")
    none_shown = [reason for reason in short if not reason.points]
    for heading, labels in (
        ("Musts without evidence", [each.label for each in none_shown if each.must]),
        ("Wishes without evidence", [each.label for each in none_shown if not each.must]),
    ):
        if labels:
            yield told.words(f"\n{heading}: {_listed(labels)} {told.cite(known.source)}.\n")
    for reason in short:
        if reason.points:
            yield told.words(f"\nIn part: {_labelled(reason, known, told)}\n")
    if none_shown:
        yield told.words(f"\n{NO_EVIDENCE}\n")


def state(job: Job, applications: Applications | None) -> Iterator[Words]:
    """Yield whether the job is open and, given `applications`, how many there are."""
    told = notes.Notes()
    text = f"The job {title(job)} is {job.state} {told.cite(notes.job(job))}."
    if applications is None:
        yield told.words(f"{text}\n")
        return
    mark = told.cite(notes.applications(job))
    count = len(applications.applied)
    owned = " of yours" if applications.own else ""
    if not count:
        yield told.words(f"{text} There is no application{owned} for it {mark}.\n")
        return
    by_stage = ", ".join(f"{number} {stage}" for stage, number in applications.by_stage().items())
    number = "There is 1 application" if count == 1 else f"There are {count} applications"
    if not applications.complete:
        number = f"I read the newest {count} applications"
    yield told.words(f"{text} {number}{owned}: {by_stage} {mark}.\n")


def listed_jobs(found: Jobs, wanted: str) -> Iterator[Words]:
    """Yield the jobs there are; `wanted` says which state was asked for, "" for any."""
    told = notes.Notes()
    jobs = [job for job in found.jobs if wanted in ("", job.state)]
    kind = f"{wanted} " if wanted else ""
    if not jobs:
        yield told.words(f"There is no {kind}job.\n")
        return
    number = f"There is 1 {kind}job" if len(jobs) == 1 else f"There are {len(jobs)} {kind}jobs"
    if not found.complete:
        number = f"I read the newest {len(found.jobs)} jobs; {len(jobs)} are {wanted or 'these'}"
    yield told.words(f"{number}:\n")
    for job in jobs[:MOST_LISTED]:
        yield told.words(f"- {title(job)}, {job.state} {told.cite(notes.job(job))}\n")
    if len(jobs) > MOST_LISTED:
        yield told.words(f"These are the newest {MOST_LISTED}.\n")


def _points(score: Score) -> str:
    return f"{score.points} of {score.max_points} points"


def _ahead(first: Known, second: Known) -> str:
    if first.score.points == second.score.points:
        return "They are level."
    return f"{max(first, second, key=lambda each: each.score.points).called} is ahead."


def _marks(told: Notes, first: Known, second: Known) -> str:
    return "".join(dict.fromkeys(told.cite(each.source) for each in (first, second)))


def _reason(reason: Reason, known: Known, told: Notes) -> str:
    """Return Matcher's words on one criterion with the points, the first quote and its source."""
    words = plain(reason.words, longest=LONGEST_QUOTE)
    text = f"{words} {reason.points} of {reason.max_points} points"
    if not reason.evidence:
        return f"{text} {told.cite(known.source)}."
    evidence = reason.evidence[0]
    quote = quoted(evidence.quote)
    shown = f": {quote}" if quote else ""
    return f"{text}{shown} {told.cite(notes.facts(known.score.candidate_id, evidence))}."


def _labelled(reason: Reason, known: Known, told: Notes) -> str:
    """Return the same, led by what was asked where Matcher's words do not say it."""
    text = _reason(reason, known, told)
    return text if reason.label in reason.words else f"{plain(reason.label)}: {text}"


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(plain(label) for label in labels)
