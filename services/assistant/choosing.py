"""From what a question names to the job and the scores it is about, by asking the tools."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from services.assistant import notes, refusing
from services.assistant.calls import (
    Call,
    CallFailed,
    Failure,
    GetCandidates,
    GetJob,
    GetMatchRun,
    ListApplications,
    ListJobs,
    MatchJob,
    ScorePair,
    ask,
)
from services.assistant.phrasing import Known
from services.assistant.pieces import Topic
from services.assistant.references import candidates_called, jobs_close_to, jobs_titled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.assistant.hiring import Job, Ranking
    from services.assistant.questions import CandidateNamed, JobNamed

MOST_APPLICANTS = 200
"""How many applicants' names are looked up for a name that is not in the ranking."""

T = TypeVar("T")
Asking = Generator[Call[object], object, T]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The candidates that a question is about, and what there is to talk about after it."""

    known: tuple[Known, ...]
    topic: Topic


def the_job(named: JobNamed, topic: Topic) -> Asking[Job]:
    """Find the job that is meant; NotAnswered when none or several may be."""
    if named.job_id:
        return (yield from ask(GetJob(named.job_id)))
    if not named.said and topic.job_id:
        return (yield from ask(GetJob(topic.job_id)))
    jobs = (yield from ask(ListJobs())).jobs
    if not jobs:
        raise refusing.no_job()
    if not named.said:
        found = tuple(job for job in jobs if job.is_open)
    else:
        found = jobs_titled(named.said, jobs)
        if not found:
            raise refusing.job_unknown(named.said, jobs_close_to(named.said, jobs))
    if len(found) != 1:
        raise refusing.which_job(found or jobs)
    return found[0]


def the_candidates(named: Sequence[CandidateNamed], job: Job, topic: Topic) -> Asking[Chosen]:
    """Find the candidates that are meant, with scores for the job that can be compared.

    They are looked for in the ranking talked about, or in a new one, then among those who
    applied. Scores are of the ranking if all are in it, else each is made now.
    """
    if all(each.candidate_id for each in named):
        return (yield from _scored([each.candidate_id for each in named], {}, job, topic))
    ranking = yield from _ranking(job, topic)
    topic = Topic(job.job_id, ranking.run_id, topic.candidate_id)
    names = yield from _names([each.name for each in named if each.name], job, ranking)
    ids = [_identify(each, job, ranking, names, topic) for each in named]
    scores = {score.candidate_id: score for score in ranking.scores}
    if not scores.keys() >= set(ids):
        return (yield from _scored(ids, names, job, topic))
    names = names or (yield from ask(GetCandidates(tuple(ids))))
    source = notes.run(ranking.run_id)
    known = [Known(scores[each], names.get(each, ""), source) for each in ids]
    return _complete(known, job, topic)


def _ranking(job: Job, topic: Topic) -> Asking[Ranking]:
    if topic.run_id and topic.job_id == job.job_id:
        try:
            return (yield from ask(GetMatchRun(topic.run_id)))
        except CallFailed as error:
            if error.failure is not Failure.NOT_FOUND:
                raise
    return (yield from ask(MatchJob(job)))


def _names(called: Sequence[str], job: Job, ranking: Ranking) -> Asking[Mapping[str, str]]:
    """Look up names until each of `called` is among them: who is ranked, then who applied."""
    if not called:
        return {}
    ranked = tuple(score.candidate_id for score in ranking.scores)
    names: Mapping[str, str] = {}
    if ranked:
        names = yield from ask(GetCandidates(ranked))
    if all(candidates_called(each, names) for each in called):
        return names
    applications = yield from ask(ListApplications(job))
    ids = dict.fromkeys(each.candidate_id for each in applications.applied)
    others = tuple(each for each in ids if each not in ranked)[:MOST_APPLICANTS]
    if not others:
        return names
    return {**names, **(yield from ask(GetCandidates(others)))}


def _identify(
    named: CandidateNamed, job: Job, ranking: Ranking, names: Mapping[str, str], topic: Topic
) -> str:
    if named.candidate_id:
        return named.candidate_id
    if named.place:
        if named.place > len(ranking.scores):
            raise refusing.no_such_place(named.place, len(ranking.scores), topic)
        return ranking.scores[named.place - 1].candidate_id
    if not named.name:
        if not topic.candidate_id:
            raise refusing.who()
        return topic.candidate_id
    found = candidates_called(named.name, names)
    if not found:
        raise refusing.nobody_called(named.name, job, topic)
    if len(found) > 1:
        raise refusing.which_candidate(named.name, {each: names[each] for each in found}, topic)
    return next(iter(found))


def _scored(ids: Sequence[str], names: Mapping[str, str], job: Job, topic: Topic) -> Asking[Chosen]:
    """Score each of `ids` now; `names` are those that were looked up already."""
    unnamed = tuple(each for each in ids if each not in names)
    if unnamed:
        names = {**names, **(yield from ask(GetCandidates(unnamed)))}
    known: list[Known] = []
    for each in ids:
        score = yield from ask(ScorePair(job, each))
        known.append(Known(score, names.get(each, ""), notes.facts(each)))
    run_id = topic.run_id if topic.job_id == job.job_id else ""
    return _complete(known, job, Topic(job.job_id, run_id, topic.candidate_id))


def _complete(known: Sequence[Known], job: Job, topic: Topic) -> Chosen:
    """Return what was chosen if each score has its details."""
    for each in known:
        if not each.score.max_points:
            raise refusing.nothing_asked(job, topic)
        if not each.score.reasons:
            raise refusing.details_gone(topic)
    return Chosen(tuple(known), topic)
