"""The words of answers that are none: what was not understood, found, allowed or reachable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.assistant.calls import CallFailed, Failure
from services.assistant.phrasing import ABILITIES, title
from services.assistant.pieces import JobCard, Topic
from services.assistant.quoting import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.assistant.hiring import Job

UNKNOWN = f"I do not know how to answer that. {ABILITIES}"


class NotAnswered(Exception):
    """Ends a script without an answer: `text` says why, `jobs` are those to choose from."""

    def __init__(self, text: str, *, jobs: Sequence[Job] = (), topic: Topic | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.jobs = tuple(JobCard(job.job_id, job.title, job.state) for job in jobs)
        self.topic = topic


def failed(error: CallFailed) -> str:
    """Return what to say when a call brought nothing."""
    call = error.call
    match error.failure:
        case Failure.NOT_ALLOWED:
            return (
                f"You may not see {call.shows}: your role does not allow it, and I see only "
                "what you may see."
            )
        case Failure.UNREACHABLE:
            return f"{call.service} cannot be reached now. Please ask again in a moment."
        case Failure.NOT_FOUND:
            return f"{call.service} does not know it, or no longer. Please name the job again."
        case Failure.NOT_READY:
            return "No resume of this candidate has been read yet, so there is no score."
        case Failure.BROKEN:
            return f"{call.service} failed at this. The failure was logged."


def no_job() -> NotAnswered:
    """Return what to say when there is no job at all."""
    return NotAnswered("There is no job yet.")


def which_job(jobs: Sequence[Job]) -> NotAnswered:
    """Return the question back which of `jobs` is meant."""
    titles = "".join(f"\n- {title(job)} ({job.state}, id {job.job_id})" for job in jobs)
    return NotAnswered(
        f"Which job do you mean? Please ask again with its full title or its id:{titles}", jobs=jobs
    )


def job_unknown(said: str, close: Sequence[Job]) -> NotAnswered:
    """Return what to say when no title fits, with those that come close."""
    text = f"I find no job titled “{plain(said)}”. Ask “list jobs” to see which there are."
    if close:
        text += " Close to it: " + ", ".join(title(job) for job in close) + "."
    return NotAnswered(text, jobs=close)


def nobody(job: Job, topic: Topic) -> NotAnswered:
    """Return what to say when the ranking is empty."""
    return NotAnswered(f"No candidate can be ranked for {title(job)} yet.", topic=topic)


def nothing_asked(job: Job, topic: Topic) -> NotAnswered:
    """Return what to say when the job's text has no requirement."""
    return NotAnswered(
        f"In the text of {title(job)} no requirement was found, so nobody can be scored by it.",
        topic=topic,
    )


def no_such_place(place: int, count: int, topic: Topic) -> NotAnswered:
    """Return what to say when the ranking is shorter than that."""
    return NotAnswered(
        f"The ranking has no number {place}: it shows {count} candidates.", topic=topic
    )


def nobody_called(name: str, job: Job, topic: Topic) -> NotAnswered:
    """Return what to say when no candidate has the name."""
    return NotAnswered(
        f"I find no candidate called “{plain(name)}” in the ranking or among the applications "
        f"for {title(job)}. A number of the ranking or an id will do, too.",
        topic=topic,
    )


def which_candidate(name: str, found: Mapping[str, str], topic: Topic) -> NotAnswered:
    """Return the question back who is meant; `found` is what each is called by id."""
    listed = "".join(f"\n- {plain(called)} ({each})" for each, called in found.items())
    return NotAnswered(
        f"More than one candidate is called “{plain(name)}”. Whom do you mean?{listed}",
        topic=topic,
    )


def who() -> NotAnswered:
    """Return the question back who is meant, when nobody was talked about yet."""
    return NotAnswered("Whom do you mean? Please give a name, an id or a number of the ranking.")


def the_same() -> NotAnswered:
    """Return what to say when both sides of a comparison are one person."""
    return NotAnswered("Both are the same candidate. Please name two.")


def details_gone(topic: Topic) -> NotAnswered:
    """Return what to say when only the points of a score are left."""
    return NotAnswered(
        "The details of this score are gone: the person's data was erased.", topic=topic
    )
