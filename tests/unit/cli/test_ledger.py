"""The offline verifier: what it accepts, what it refuses, and what it says about it."""

from __future__ import annotations

import ast
import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from cli import ledger
from services.audit import checkpoint, entries
from services.audit.checkpoint import Checkpoint
from tests.unit.cli.exports import (
    ORIGIN,
    SIGNER,
    STRANGER,
    Ledger,
    entry,
    entry_line,
    genuine,
    line,
    lines,
)

KEY = str(SIGNER.verifier_key())


def verdict(export: bytes, *, verifier_key: str | None = KEY) -> ledger.Verdict:
    return ledger.verify(io.BytesIO(export), verifier_key=verifier_key)


def with_header(export: bytes, **changes: object) -> bytes:
    first, *rest = lines(export)
    return line({**json.loads(first), **changes}) + b"".join(rest)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 9, 100])
def test_a_genuine_export_is_accepted(size: int) -> None:
    log = genuine(size)
    found = verdict(log.export())
    assert found == ledger.Verdict(
        ok=True,
        entries=size,
        origin=ORIGIN,
        root=log.growth().edge.root(),
        verifier_key=KEY,
        key_is_yours=True,
    )


def test_without_a_key_the_verdict_says_whose_key_it_trusted() -> None:
    yours, theirs = verdict(genuine(3).export()), verdict(genuine(3).export(), verifier_key=None)
    assert yours.ok
    assert theirs == replace(yours, key_is_yours=False)
    assert "the key you gave" in str(yours)
    assert KEY in str(theirs)
    assert "not who signed it" in str(theirs)


def test_an_export_rewritten_by_a_stranger_passes_only_without_your_key() -> None:
    rewritten = replace(genuine(3), signer=STRANGER).export()
    assert verdict(rewritten, verifier_key=None).ok
    assert "another key" in verdict(rewritten).problem


def test_a_strangers_signature_under_your_keys_name_is_refused() -> None:
    rewritten = with_header(replace(genuine(3), signer=STRANGER).export(), verifier_key=KEY)
    assert "not signed by the key" in verdict(rewritten).problem


@pytest.mark.parametrize("key", ["", "key", KEY[:-1], KEY.replace("ledger", "Ledger")])
def test_a_damaged_key_is_refused(key: str) -> None:
    assert not verdict(genuine(2).export(), verifier_key=key).ok
    assert not verdict(with_header(genuine(2).export(), verifier_key=key), verifier_key=None).ok


def test_a_flipped_bit_anywhere_is_refused_and_the_entry_is_named() -> None:
    export = genuine(4).export()
    index_of = [
        None if number == 0 else number - 1
        for number, text in enumerate(lines(export))
        for _ in text
    ]
    for place, index in enumerate(index_of):
        changed = bytearray(export)
        changed[place] ^= 1 << place % 8
        found = verdict(bytes(changed))
        assert not found.ok
        assert found.bad_index == index


def test_dropped_repeated_swapped_and_added_lines_are_refused_where_they_are() -> None:
    header, *body = lines(genuine(6).export())
    for changed, index in (
        ([*body[:2], *body[3:]], 2),
        ([*body[:3], *body[2:]], 3),
        ([body[0], body[2], body[1], *body[3:]], 1),
        (body[:-1], 5),
        ([*body[:-1], body[-1][:-1]], 5),
        ([], 0),
        ([*body, body[-1]], 6),
        ([*body, b"\n"], 6),
        ([*body, b" "], 6),
        ([*body, entry_line(6, entries.canonical(entry(6)))], 6),
        ([b"\n", *body], 0),
    ):
        found = verdict(header + b"".join(changed))
        assert (found.ok, found.bad_index, found.entries) == (False, index, index)


def test_an_entry_changed_with_its_hash_does_not_fit_the_signed_root() -> None:
    export = lines(genuine(5).export())
    export[3] = entry_line(2, entries.canonical(entry(77)))
    found = verdict(b"".join(export))
    assert (found.ok, found.bad_index, found.entries) == (False, None, 5)
    assert "root" in found.problem


def test_entries_renumbered_after_a_loss_do_not_fit_what_was_signed() -> None:
    header, *_ = lines(genuine(5).export())
    kept = [entry_line(i, entries.canonical(entry(n))) for i, n in enumerate([0, 1, 3, 4])]
    found = verdict(header + b"".join(kept))
    assert (found.ok, found.bad_index) == (False, 4)


GOOD = entries.canonical(entry(1))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not JSON"),
        (b"[]", "lacks a field"),
        (b"{}", "lacks a field"),
        (b"\xff", "not JSON"),
        (b"\xef\xbb\xbf" + GOOD, "not JSON"),
        (GOOD.decode().encode("utf-16"), "not JSON"),
        (GOOD + b"\n", "not canonical"),
        (GOOD.replace(b'"data":', b'"data": '), "not canonical"),
        (GOOD.replace(b'"version":1', b'"version":1.0'), "not an integer"),
        (GOOD.replace(b'"points":1', b'"points":1.5'), "not an integer"),
        (GOOD.replace(b'"points":1', b'"points":NaN'), "not JSON"),
        (GOOD.replace(b'"points":1', b'"points":9007199254740992'), "not JSON"),
        (GOOD.replace(b'"points":1', b'"points":' + b"9" * 5000), "not JSON"),
        (GOOD.replace(b'"points":1', b'"points":"\\ud800"'), "not JSON"),
        (GOOD.replace(b'"version":1', b'"version":true'), "lacks a field"),
        (GOOD.replace(b'"version":1', b'"version":1,"versions":1'), "lacks a field"),
        (GOOD.replace(b'"version":1', b'"version":1,"version":1'), "not canonical"),
        (GOOD.replace(b"acme", b"acmf"), "another tenant"),
        (b"[" * 60_000 + b"]" * 5_000, "not JSON"),
        (b"1" * 65_536, "longer than"),
    ],
)
def test_an_entry_that_the_ledger_would_not_write_is_refused_though_signed(
    body: bytes, problem: str
) -> None:
    bodies = [entries.canonical(entry(0)), body, entries.canonical(entry(2))]
    found = verdict(Ledger(bodies).export())
    assert (found.ok, found.bad_index) == (False, 1)
    assert problem in found.problem


def test_an_event_that_was_logged_twice_is_refused_though_signed() -> None:
    bodies = [entries.canonical(entry(number)) for number in (0, 1, 2)]
    again = entries.canonical(replace(entry(1), actor="user:other"))
    found = verdict(Ledger([*bodies, again]).export())
    assert (found.ok, found.bad_index) == (False, 3)
    assert "already" in found.problem


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "candor-ledger-export/2"},
        {"tenant": "acm"},
        {"tenant": "example/acme"},
        {"tenant": ""},
        {"tenant": 1},
        {"origin": "ledger.example/other/acme"},
        {"size": 2},
        {"size": 4},
        {"size": 3.0},
        {"size": "3"},
        {"size": True},
        {"size": -3},
        {"checkpoint": ""},
        {"checkpoint": None},
        {"checkpoint": []},
        {"checkpoint": "x\n\n\u2014 "},
        {"extra": 1},
    ],
)
def test_a_header_that_the_signature_does_not_cover_is_refused(changes: dict[str, object]) -> None:
    found = verdict(with_header(genuine(3).export(), **changes))
    assert (found.ok, found.bad_index, found.entries) == (False, None, 0)


@pytest.mark.parametrize("first", [b"", b"\n", b"{}\n", b"[1]\n", b"\xff\n", b"[" * 99_999])
def test_a_file_that_is_no_export_is_refused(first: bytes) -> None:
    assert "first line" in verdict(first).problem


def test_the_header_has_one_way_to_be_written() -> None:
    header, *body = lines(genuine(2).export())
    fields = json.loads(header)
    for other in (
        json.dumps(fields, separators=(",", ":")).encode() + b"\n",
        json.dumps(fields, ensure_ascii=False).encode() + b"\n",
        line(dict(reversed(fields.items()))),
        header.replace(b'{"format"', b'{"size":2,"format"'),
        header.rstrip(b"\n"),
    ):
        assert not verdict(other + b"".join(body)).ok


def test_the_log_of_one_tenant_does_not_pass_as_anothers() -> None:
    bodies = [entries.canonical(entry(number, "other")) for number in range(3)]
    assert not verdict(Ledger(bodies, tenant="other").export()).ok
    assert not verdict(Ledger([], tenant="other").export()).ok


def test_an_older_checkpoint_of_the_log_does_not_cover_more_entries() -> None:
    longer, older = genuine(5).export(), genuine(4).note()
    assert not verdict(with_header(longer, checkpoint=older)).ok
    found = verdict(with_header(longer, checkpoint=older, size=4))
    assert (found.ok, found.bad_index) == (False, 4)


def test_a_signed_text_that_is_no_checkpoint_is_refused() -> None:
    head = Checkpoint("x\u2028", 1, bytes(32))
    note = checkpoint.sign(head, SIGNER)
    assert not verdict(with_header(genuine(3).export(), checkpoint=note)).ok


def test_a_line_without_an_end_is_read_in_pieces() -> None:
    endless = lines(genuine(2).export())[0] + b"x" * (3 * ledger.MAX_LINE)
    assert max(map(len, ledger.lines_of(io.BytesIO(endless)))) <= ledger.MAX_LINE
    found = ledger.verify(ledger.lines_of(io.BytesIO(endless)), verifier_key=KEY)
    assert (found.ok, found.bad_index) == (False, 0)


def test_the_longest_entry_fits_the_longest_line() -> None:
    room = entries.MAX_BYTES - len(entries.canonical(replace(entry(0), data={"k": ""})))
    log = Ledger([entries.canonical(replace(entry(0), data={"k": "x" * room}))])
    found = ledger.verify(ledger.lines_of(io.BytesIO(log.export())), verifier_key=KEY)
    assert found.ok


def test_the_verdict_says_in_words_what_is_wrong_and_where() -> None:
    export = lines(genuine(3).export())
    moved = verdict(b"".join([export[0], export[2], export[1], export[3]]))
    assert str(moved) == (
        "Not genuine at entry 0: the line says entry 1: lines are lost, repeated or moved."
    )
    assert str(verdict(b"")).startswith("Not genuine: the first line is not")


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 2), (2, 3), (5, 8), (6, 7), (99, 100)])
def test_a_genuine_receipt_is_accepted(index: int, size: int) -> None:
    log = genuine(size)
    found = ledger.verify_inclusion(log.receipt(index), verifier_key=KEY)
    assert found.ok
    assert found.root == log.growth().edge.root()
    assert "1 entry" in str(found)


@pytest.mark.parametrize(("index", "size"), [(0, 1), (2, 3)])
def test_a_flipped_bit_anywhere_in_a_receipt_is_refused(index: int, size: int) -> None:
    receipt = genuine(size).receipt(index)
    for place in range(len(receipt)):
        changed = bytearray(receipt)
        changed[place] ^= 1 << place % 8
        assert not ledger.verify_inclusion(bytes(changed), verifier_key=KEY).ok


def test_a_receipt_of_a_stranger_or_about_no_entry_is_refused() -> None:
    log = genuine(5)
    receipt = log.receipt(3)
    forged = replace(log, signer=STRANGER).receipt(3)
    for bad in (
        forged,
        receipt.replace(b"index 3", b"index 5"),
        receipt.replace(b"index 3", b"index 2"),
        receipt.replace(b"index 3", b"index -1"),
        receipt.replace(b"index 3\n", b""),
        receipt.replace(b"extra ", b""),
        b"",
    ):
        found = ledger.verify_inclusion(bad, verifier_key=KEY)
        assert not found.ok
        assert found.problem
    assert ledger.verify_inclusion(receipt, verifier_key=KEY).ok


def test_a_receipt_of_another_tenants_entry_is_refused() -> None:
    bodies = [entries.canonical(entry(number, "other")) for number in range(3)]
    assert not ledger.verify_inclusion(Ledger(bodies).receipt(1), verifier_key=KEY).ok


def test_the_verifier_shares_no_code_with_the_service() -> None:
    tree = ast.parse(Path(str(ledger.__file__)).read_text())
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    }
    assert imported - sys.stdlib_module_names == {"cryptography", "rfc8785"}
