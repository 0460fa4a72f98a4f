"""No change to an export gets past the verifier, whatever it is and wherever."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from cli import ledger
from tests.unit.cli.exports import SIGNER, genuine, lines

KEY = str(SIGNER.verifier_key())
sizes = st.integers(0, 40)
keys = st.sampled_from([KEY, None])


def verdict(export: bytes, verifier_key: str | None) -> ledger.Verdict:
    return ledger.verify(io.BytesIO(export), verifier_key=verifier_key)


@given(sizes, keys, st.data())
def test_any_other_bytes_in_one_place_are_refused_and_the_entry_is_named(
    size: int, key: str | None, data: st.DataObject
) -> None:
    export = genuine(size).export()
    at = data.draw(st.integers(0, len(export) - 1))
    width = data.draw(st.integers(0, 3))
    instead = data.draw(st.binary(max_size=4))
    changed = export[:at] + instead + export[at + width :]
    assert verdict(export, key).ok

    found = verdict(changed, key)
    line = len(lines(export[: at + 1])) - 1
    if changed != export:
        assert not found.ok
        assert found.entries <= size
    if changed != export and line > 0 and found.bad_index is not None:
        assert found.bad_index >= line - 1
    if len(instead) == width == 1 and changed != export:
        assert found.bad_index == (line - 1 if line else None)


@given(st.integers(2, 40), keys, st.data())
def test_lines_lost_repeated_moved_or_cut_are_refused_at_the_first(
    size: int, key: str | None, data: st.DataObject
) -> None:
    header, *body = lines(genuine(size).export())
    order = data.draw(
        st.lists(st.integers(0, size - 1), max_size=size + 2).filter(lambda o: o != [*range(size)])
    )
    found = verdict(b"".join([header, *(body[number] for number in order)]), key)
    right = next((i for i, number in enumerate(order) if i != number), len(order))
    assert not found.ok
    assert found.bad_index == min(right, size)


@given(sizes, keys, st.data())
def test_an_export_cut_off_anywhere_is_refused(
    size: int, key: str | None, data: st.DataObject
) -> None:
    export = genuine(size).export()
    assert not verdict(export[: data.draw(st.integers(0, len(export) - 1))], key).ok


@given(st.integers(1, 40), st.data())
def test_each_entry_has_a_receipt_and_no_other_bytes_are_one(
    size: int, data: st.DataObject
) -> None:
    receipt = genuine(size).receipt(data.draw(st.integers(0, size - 1)))
    at = data.draw(st.integers(0, len(receipt) - 1))
    width = data.draw(st.integers(0, 3))
    changed = receipt[:at] + data.draw(st.binary(max_size=4)) + receipt[at + width :]
    assert ledger.verify_inclusion(receipt, verifier_key=KEY).ok
    assert ledger.verify_inclusion(changed, verifier_key=KEY).ok == (changed == receipt)
