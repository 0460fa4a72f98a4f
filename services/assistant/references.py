"""Which job and which candidates a question means: by words, not by guessing.

Every word of a question must occur in what it names, so that a word which the data does
not know ("female", "under thirty") finds nothing instead of being dropped.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from services.assistant.folding import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from services.assistant.hiring import Job

SHORTEST_PREFIX = 3
MOST_CLOSE = 5


def jobs_titled(said: str, jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Return the jobs whose title `said` may mean; more than one when it leaves a choice.

    A title that is `said` and nothing more wins over longer ones, whole words over
    beginnings of words, and open jobs over closed.
    """
    asked, listed = words(said), tuple(jobs)
    exact = [job for job in listed if asked and words(job.title) == asked]
    whole = [job for job in listed if asked and _occurs(asked, words(job.title), _equal)]
    begun = [job for job in listed if asked and _occurs(asked, words(job.title), _begins)]
    chosen = exact or whole or begun
    return tuple([job for job in chosen if job.is_open] or chosen)


def jobs_close_to(said: str, jobs: Iterable[Job]) -> tuple[Job, ...]:
    """Return the jobs with the most words of `said` in their title; none if none has any."""
    asked = words(said)
    counted = [(sum(_in(word, words(job.title), _begins) for word in asked), job) for job in jobs]
    ranked = sorted((each for each in counted if each[0]), key=lambda each: -each[0])
    return tuple(job for _, job in ranked[:MOST_CLOSE])


def candidates_called(said: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of those in `names` (name by id) whom `said` may mean.

    All words must be words of the name; who has exactly this name wins over longer names.
    """
    asked = words(said)
    found = [each for each, name in names.items() if asked and set(asked) <= set(words(name))]
    exact = [each for each in found if sorted(words(names[each])) == sorted(asked)]
    return tuple(exact or found)


def _occurs(asked: Sequence[str], title: Sequence[str], same: Callable[[str, str], bool]) -> bool:
    """Return whether each word of `asked` is in `title`; "back end" is in "backend" too."""
    if not asked:
        return True
    if _in(asked[0], title, same) and _occurs(asked[1:], title, same):
        return True
    return (
        len(asked) > 1 and _in(asked[0] + asked[1], title, same) and _occurs(asked[2:], title, same)
    )


def _in(word: str, title: Sequence[str], same: Callable[[str, str], bool]) -> bool:
    pairs = (first + second for first, second in pairwise(title))
    return any(same(word, unit) for unit in (*title, *pairs))


def _equal(asked: str, unit: str) -> bool:
    return asked == unit or (
        min(len(asked), len(unit)) > SHORTEST_PREFIX
        and asked.removesuffix("s") == unit.removesuffix("s")
    )


def _begins(asked: str, unit: str) -> bool:
    return _equal(asked, unit) or (len(asked) >= SHORTEST_PREFIX and unit.startswith(asked))
