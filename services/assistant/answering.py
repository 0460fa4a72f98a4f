"""Answers, as scripts: generators that ask for calls, yield pieces, and end.

A script does no I/O. Whoever runs it makes each `Call` it yields and sends back the
answer, or throws CallFailed; everything else that it yields is a piece for the person.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, TypeAlias

from services.assistant import phrasing, refusing
from services.assistant.calls import (
    USUAL_RANKED,
    Call,
    CallFailed,
    Failure,
    GetCandidates,
    ListApplications,
    ListJobs,
    MatchJob,
    ask,
)
from services.assistant.choosing import the_candidates, the_job
from services.assistant.intents import understand
from services.assistant.pieces import (
    CandidateCard,
    CandidatesFound,
    Ending,
    JobCard,
    JobsFound,
    Piece,
    Topic,
    Words,
)
from services.assistant.questions import (
    BestCandidates,
    CompareCandidates,
    Help,
    MissingIn,
    StateOfJob,
    Unknown,
    WhichJobs,
)
from services.assistant.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.assistant.phrasing import Known
    from services.assistant.questions import Question

Script: TypeAlias = Generator[Call[object] | Piece, object, Topic]
"""A script of one kind of question, which returns what it was about."""


def answer(text: str, topic: Topic) -> Generator[Call[object] | Piece, object, Ending]:
    """Answer `text`; `topic` is what was talked about before. Always ends with an Ending."""
    question = understand(text)
    try:
        topic = yield from _script(question, topic)
    except refusing.NotAnswered as outcome:
        if outcome.jobs:
            yield JobsFound(outcome.jobs)
        yield Words(f"{outcome.text}\n")
        return Ending(question.intent, answered=False, topic=outcome.topic or topic)
    except CallFailed as error:
        yield Words(f"{refusing.failed(error)}\n")
        return Ending(question.intent, answered=False, topic=topic)
    return Ending(question.intent, answered=True, topic=topic)


def _script(question: Question, topic: Topic) -> Script:
    match question:
        case BestCandidates():
            return _best(question, topic)
        case CompareCandidates():
            return _compare(question, topic)
        case MissingIn():
            return _missing(question, topic)
        case StateOfJob():
            return _state(question, topic)
        case WhichJobs():
            return _jobs(question, topic)
        case Help():
            return _help(topic)
        case Unknown():
            raise refusing.NotAnswered(refusing.UNKNOWN)


def _best(question: BestCandidates, topic: Topic) -> Script:
    job = yield from the_job(question.job, topic)
    ranking = yield from ask(MatchJob(job, max(question.count, USUAL_RANKED)))
    shown = ranking.scores[: question.count]
    topic = Topic(job.job_id, ranking.run_id)
    if not shown:
        raise refusing.nobody(job, topic)
    if not shown[0].max_points:
        raise refusing.nothing_asked(job, topic)
    names = yield from ask(GetCandidates(tuple(score.candidate_id for score in shown)))
    source = phrasing.notes.run(ranking.run_id)
    yield _found([phrasing.Known(each, names.get(each.candidate_id, ""), source) for each in shown])
    yield from phrasing.best(job, ranking, question.count, names)
    return Topic(job.job_id, ranking.run_id, shown[0].candidate_id if len(shown) == 1 else "")


def _compare(question: CompareCandidates, topic: Topic) -> Script:
    job = yield from the_job(question.job, topic)
    chosen = yield from the_candidates([question.first, question.second], job, topic)
    first, second = chosen.known
    if first.score.candidate_id == second.score.candidate_id:
        raise refusing.the_same()
    yield _found(sorted(chosen.known, key=lambda each: -each.score.points))
    yield from phrasing.compared(job, first, second)
    return chosen.topic


def _missing(question: MissingIn, topic: Topic) -> Script:
    job = yield from the_job(question.job, topic)
    chosen = yield from the_candidates([question.candidate], job, topic)
    (known,) = chosen.known
    yield _found([known])
    yield from phrasing.missing(job, known)
    return Topic(chosen.topic.job_id, chosen.topic.run_id, known.score.candidate_id)


def _state(question: StateOfJob, topic: Topic) -> Script:
    job = yield from the_job(question.job, topic)
    topic = topic if topic.job_id == job.job_id else Topic(job.job_id)
    try:
        applications = yield from ask(ListApplications(job))
    except CallFailed as error:
        if error.failure is not Failure.NOT_ALLOWED:
            raise
        yield JobsFound((JobCard(job.job_id, job.title, job.state),))
        yield from phrasing.state(job, None)
        raise refusing.NotAnswered(refusing.failed(error), topic=topic) from error
    yield JobsFound((JobCard(job.job_id, job.title, job.state, applications.by_stage()),))
    yield from phrasing.state(job, applications)
    return topic


def _jobs(question: WhichJobs, topic: Topic) -> Script:
    found = yield from ask(ListJobs())
    cards = [
        JobCard(job.job_id, job.title, job.state)
        for job in found.jobs
        if question.state in ("", job.state)
    ]
    yield JobsFound(tuple(cards[: phrasing.MOST_LISTED]))
    yield from phrasing.listed_jobs(found, question.state)
    return topic


def _help(topic: Topic) -> Script:
    yield Words(f"{phrasing.ABILITIES}\n")
    return topic


def _found(known: Sequence[Known]) -> CandidatesFound:
    return CandidatesFound(
        tuple(
            CandidateCard(
                candidate_id=each.score.candidate_id,
                name=each.name,
                rank=each.score.rank,
                points=each.score.points,
                max_points=each.score.max_points,
                reasons=tuple(plain(reason.words) for reason in phrasing.strongest(each.score)),
                missing=each.score.missing,
            )
            for each in known
        )
    )
