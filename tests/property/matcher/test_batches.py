from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.matcher.embedding.batches import BUDGET, by_length

lengths = st.lists(st.integers(2, 300), max_size=200)


@given(lengths)
def test_every_text_runs_once(lengths: list[int]) -> None:
    positions = [position for batch in by_length(lengths) for position in batch]
    assert sorted(positions) == list(range(len(lengths)))


@given(lengths)
def test_a_batch_has_one_length_and_keeps_to_the_budget(lengths: list[int]) -> None:
    for batch in by_length(lengths):
        (length,) = {lengths[position] for position in batch}
        assert len(batch) == 1 or len(batch) * length <= BUDGET


@given(lengths)
def test_longer_texts_run_first(lengths: list[int]) -> None:
    order = [lengths[batch[0]] for batch in by_length(lengths)]
    assert order == sorted(order, reverse=True)


@given(st.integers(2, 300), st.integers(1, 100))
def test_batches_are_as_full_as_the_budget_lets_them(length: int, count: int) -> None:
    batches = list(by_length([length] * count))
    size = max(1, BUDGET // length)
    assert len(batches) == -(-count // size)
