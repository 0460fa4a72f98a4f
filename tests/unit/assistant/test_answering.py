"""Scripts of answers, played with fixed answers of the tools: the words, letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.assistant.answering import answer
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
)
from services.assistant.hiring import (
    Applications,
    Applied,
    Evidence,
    Job,
    Jobs,
    Ranking,
    Reason,
    Score,
    Span,
)
from services.assistant.pieces import CandidatesFound, Ending, Topic, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.assistant.pieces import Piece

BACKEND = Job("j1", "Backend Engineer", is_open=True)
NURSE = Job("j2", "Nurse", is_open=False)
NAMES = {"a": "Amara Okafor", "p": "Priya Nair"}


def reason(
    criterion_id: str, label: str, points: int, most: int, words: str, quote: str = ""
) -> Reason:
    evidence = (Evidence(Span(1, 4, 9), quote),) if quote else ()
    return Reason(criterion_id, label, criterion_id != "c3", points, most, words, evidence)


AMARA = Score(
    "a",
    1,
    60,
    70,
    (
        reason(
            "c1", "Python", 40, 40, "Python: 6 y in jobs that name it, last now.", "APIs in Python"
        ),
        reason("c2", "German B2", 20, 20, "Language level: B2.", "Deutsch B2"),
        reason("c3", "Terraform", 0, 10, "No evidence of Terraform."),
    ),
    (),
)
PRIYA = Score(
    "p",
    2,
    25,
    70,
    (
        reason("c1", "Python", 25, 40, "Go (listed) is close to Python.", "Services in Go"),
        reason("c2", "German B2", 0, 20, "No evidence of German B2."),
        reason("c3", "Terraform", 0, 10, "No evidence of Terraform."),
    ),
    ("German B2",),
)
RANKING = Ranking("r1", 7, (AMARA, PRIYA))


def known(call: Call[object]) -> object:
    """Answer as the tools would."""
    match call:
        case ListJobs():
            return Jobs((BACKEND, NURSE), complete=True)
        case GetJob():
            return {"j1": BACKEND, "j2": NURSE}[call.job_id]
        case MatchJob() | GetMatchRun():
            return RANKING
        case ScorePair():
            return {"a": AMARA, "p": PRIYA}[call.candidate_id]
        case GetCandidates():
            return {each: NAMES[each] for each in call.candidate_ids if each in NAMES}
        case ListApplications():
            applied = (Applied("a", "applied"), Applied("p", "interview"), Applied("x", "applied"))
            return Applications(applied, own=False, complete=True)
        case _:
            raise AssertionError(call)


def failing(tool: str, failure: Failure) -> Callable[[Call[object]], object]:
    def brought(call: Call[object]) -> object:
        if call.tool == tool:
            raise CallFailed(call, failure)
        return known(call)

    return brought


def played(
    text: str,
    topic: Topic | None = None,
    *,
    tools: Callable[[Call[object]], object] = known,
) -> tuple[list[Piece], Ending]:
    """Run the script of an answer to its end."""
    script = answer(text, topic or Topic())
    pieces: list[Piece] = []
    try:
        move = next(script)
        while True:
            if isinstance(move, Call):
                try:
                    brought = tools(move)
                except CallFailed as error:
                    move = script.throw(error)
                else:
                    move = script.send(brought)
            else:
                pieces.append(move)
                move = next(script)
    except StopIteration as stop:
        return pieces, stop.value


def said(pieces: list[Piece]) -> str:
    return "".join(each.text for each in pieces if isinstance(each, Words))


def test_the_best_are_told_with_reasons_quotes_and_sources() -> None:
    pieces, ending = played("who are the best two for the backend job and why?")
    assert ending == Ending("best_candidates", answered=True, topic=Topic("j1", "r1"))
    assert said(pieces) == (
        "The best 2 candidates of 7 scored for “Backend Engineer” [1]:\n"
        "\n1. Amara Okafor: 60 of 70 points [1].\n"
        "   - Python: 6 y in jobs that name it, last now. 40 of 40 points: “APIs in Python” [2].\n"
        "   - German B2: Language level: B2. 20 of 20 points: “Deutsch B2” [3].\n"
        "\n2. Priya Nair: 25 of 70 points [1].\n"
        "   - Go (listed) is close to Python. 25 of 40 points: “Services in Go” [4].\n"
        "   - Musts without evidence: German B2 [1].\n"
    )


def test_a_comparison_begins_with_what_weighs_most() -> None:
    pieces, ending = played("compare 2 and 1", Topic("j1", "r1"))
    assert ending.answered
    assert said(pieces) == (
        "For “Backend Engineer”, Priya Nair has 25 of 70 points and Amara Okafor has 60 of 70 "
        "points [1]. Amara Okafor is ahead.\n"
        "\n- German B2 (at most 20 points)\n"
        "   - Priya Nair: No evidence of German B2. 0 of 20 points [1].\n"
        "   - Amara Okafor: Language level: B2. 20 of 20 points: “Deutsch B2” [2].\n"
        "\n- Python (at most 40 points)\n"
        "   - Priya Nair: Go (listed) is close to Python. 25 of 40 points: “Services in Go” [3].\n"
        "   - Amara Okafor: Python: 6 y in jobs that name it, last now. 40 of 40 points: "
        "“APIs in Python” [4].\n"
        "\nThe same points for both: Terraform [1].\n"
        "\nMusts without evidence in Priya Nair: German B2 [1].\n"
    )


def test_what_is_missing_tells_musts_before_wishes_and_before_parts() -> None:
    pieces, ending = played("what is missing in Priya for the backend job")
    assert ending.topic == Topic("j1", "r1", "p")
    assert said(pieces) == (
        "Priya Nair has 25 of 70 points for “Backend Engineer” [1].\n"
        "\nMusts without evidence: German B2 [1].\n"
        "\nWishes without evidence: Terraform [1].\n"
        "\nIn part: Go (listed) is close to Python. 25 of 40 points: “Services in Go” [2].\n"
        "\nNo evidence in a resume does not mean that the person cannot do it.\n"
    )


def test_the_state_of_a_job_is_told_by_stage() -> None:
    pieces, _ = played("how many applications for the nurse job?")
    assert said(pieces) == (
        "The job “Nurse” is closed [1]. There are 3 applications: 2 applied, 1 interview [2].\n"
    )


def test_a_candidate_whose_name_may_not_be_seen_is_called_by_id() -> None:
    def nameless(call: Call[object]) -> object:
        return {} if isinstance(call, GetCandidates) else known(call)

    pieces, _ = played("best 1 for the backend job", tools=nameless)
    assert "1. candidate a: 60 of 70 points [1]." in said(pieces)
    (cards,) = [each.cards for each in pieces if isinstance(each, CandidatesFound)]
    assert [card.name for card in cards] == [""]


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure.NOT_ALLOWED, "You may not see rankings and scores of candidates"),
        (Failure.UNREACHABLE, "Matcher, which scores candidates, cannot be reached now."),
        (Failure.BROKEN, "Matcher, which scores candidates, failed at this."),
    ],
)
def test_a_call_that_brings_nothing_ends_the_answer_in_words(failure: Failure, words: str) -> None:
    pieces, ending = played(
        "who are the best for the backend job", tools=failing("match_job", failure)
    )
    assert said(pieces).startswith(words)
    assert ending == Ending("best_candidates", answered=False, topic=Topic())


def test_a_ranking_that_is_gone_is_made_again() -> None:
    pieces, ending = played(
        "compare 1 and 2", Topic("j1", "gone"), tools=failing("get_match_run", Failure.NOT_FOUND)
    )
    assert ending == Ending("compare_candidates", answered=True, topic=Topic("j1", "r1"))
    assert "Amara Okafor is ahead." in said(pieces)


def test_a_score_of_somebody_erased_is_not_told_as_complete() -> None:
    erased = Ranking("r1", 1, (Score("a", 1, 60, 70, (), ()),))

    def gone(call: Call[object]) -> object:
        return erased if isinstance(call, GetMatchRun) else known(call)

    pieces, ending = played("what is missing in 1", Topic("j1", "r1"), tools=gone)
    assert not ending.answered
    assert "erased" in said(pieces)


def test_a_job_that_asks_for_nothing_ranks_nobody() -> None:
    empty = Ranking("r1", 1, (Score("a", 1, 0, 0, (), ()),))

    def asking_nothing(call: Call[object]) -> object:
        return empty if isinstance(call, MatchJob) else known(call)

    pieces, ending = played("who is best for the backend job", tools=asking_nothing)
    assert not ending.answered
    assert "no requirement was found" in said(pieces)


def test_two_of_one_name_are_asked_back_with_the_ranking_kept() -> None:
    twins = {"a": "Amara Okafor", "p": "Amara Bello"}

    def named_alike(call: Call[object]) -> object:
        return twins if isinstance(call, GetCandidates) else known(call)

    pieces, ending = played("what is missing in Amara for the backend job", tools=named_alike)
    assert "More than one candidate is called “amara”" in said(pieces)
    assert ending.topic == Topic("j1", "r1")


def test_the_only_open_job_is_meant_when_none_is_named() -> None:
    pieces, _ = played("who are the best candidates?")
    assert "“Backend Engineer”" in said(pieces)
