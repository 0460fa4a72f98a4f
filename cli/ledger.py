"""Check a ledger export or a receipt, offline and without trusting who wrote it.

This module shares no code with the service that keeps the ledger: it rebuilds everything from
the entries, by RFC 9162 section 2.1 and C2SP's signed-note, tlog-checkpoint and tlog-proof.

An export, `candor-ledger-export/1`, is UTF-8 lines of JSON without spaces or needless escapes,
keys in this order, each line ending in a newline, base64 padded:

    {"format":...,"tenant":...,"origin":...,"size":N,"checkpoint":<note>,"verifier_key":...}
    {"index":0,"leaf_hash":<base64>,"entry":<base64 of the entry's RFC 8785 JSON>}
    ... N entries in all, and nothing after them

The log's origin ends in `/<tenant>`, so that the signature also covers whose log it is. A receipt
is a tlog-proof whose `extra` is the entry's bytes.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from functools import reduce
from hashlib import sha256
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FORMAT = "candor-ledger-export/1"
RECEIPT_FORMAT = "c2sp.org/tlog-proof@v1"
MAX_ENTRY = 65_535
MAX_LINE = 1 << 17
"""More than the longest line that a genuine export can have."""

_ENTRY_LINE = re.compile(
    rb'\{"index":(0|[1-9][0-9]{0,18}),"leaf_hash":"([^"]*)","entry":"([^"]*)"\}\n'
)
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_TENANT = re.compile(r"[a-z0-9-]{1,63}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_ED25519 = b"\x01"
_HEADER_TYPES = [str, str, str, int, str, str]
_TEXT_FIELDS = {"actor", "event_id", "object_id", "tenant", "time", "type"}
_ENTRY_TYPES = dict.fromkeys(_TEXT_FIELDS, str) | {"data": dict, "version": int}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. When something is wrong, only the first thing is told."""

    ok: bool
    problem: str = ""
    """What is wrong, in words for a person; empty when nothing is."""
    bad_index: int | None = None
    """The first entry that is wrong, missing or too many; None when it is the whole or the head."""
    entries: int = 0
    """How many entries were good, each for itself, before anything wrong was found."""
    origin: str = ""
    root: bytes = b""
    verifier_key: str = ""
    """The key under which the signature was checked."""
    key_is_yours: bool = False
    """Whether that key came from whoever asks, rather than from the export itself."""

    def __str__(self) -> str:
        if not self.ok:
            where = "" if self.bad_index is None else f" at entry {self.bad_index}"
            return f"Not genuine{where}: {self.problem}."
        entries = "1 entry" if self.entries == 1 else f"{self.entries} entries"
        found = f"Genuine: {entries} of {self.origin}, root {_encoded(self.root)}"
        if self.key_is_yours:
            return f"{found}, signed by the key you gave."
        return (
            f"{found}. It is signed by {self.verifier_key}, a key that the export itself names: "
            "that shows that nothing changed since it was signed, but not who signed it. Give the "
            "verifier key you hold to know that too."
        )


class _Refused(Exception):
    """What is wrong with the head, or with the whole."""


class _EntryRefused(_Refused):
    """What is wrong with the entry that comes next."""


@dataclass(frozen=True, slots=True)
class _Header:
    """The first line of an export; nothing in it is checked."""

    format: str
    tenant: str
    origin: str
    size: int
    checkpoint: str
    verifier_key: str


class _Head(NamedTuple):
    """What a checkpoint says, once its signature is checked."""

    origin: str
    size: int
    root: bytes


class _Tree:
    """The leaves so far, as the roots of the complete subtrees that they fall into."""

    def __init__(self) -> None:
        self.size = 0
        self._subtrees: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """Add a leaf hash: two subtrees of one size become one of twice the size."""
        width = 1
        while self._subtrees and self._subtrees[-1][0] == width:
            leaf = _joined(self._subtrees.pop()[1], leaf)
            width *= 2
        self._subtrees.append((width, leaf))
        self.size += 1

    def root(self) -> bytes:
        """Return the hash of the tree."""
        hashes = [digest for _, digest in reversed(self._subtrees)] or [sha256().digest()]
        return reduce(lambda right, left: _joined(left, right), hashes)


def lines_of(file: BinaryIO) -> Iterator[bytes]:
    """Return the lines of a file opened in binary, in pieces of at most MAX_LINE bytes."""
    return iter(lambda: file.readline(MAX_LINE), b"")


def verify(lines: Iterable[bytes], *, verifier_key: str | None) -> Verdict:
    """Return what is first found wrong with an export, or that it is genuine.

    Lines come with their newlines, as `lines_of` yields them, and are read once. Without a key,
    the signature is checked under the one that the export names, and the verdict says so.
    Memory: the tree's edge, and for each entry 16 bytes by which to know a repeated event.
    """
    tree, reader = _Tree(), iter(lines)
    try:
        header = _read_header(next(reader, b""))
        head = _authenticated(header, verifier_key)
        _rebuild(tree, reader, header)
        _check_root(tree.root(), head)
    except _EntryRefused as refused:
        return Verdict(ok=False, problem=str(refused), bad_index=tree.size, entries=tree.size)
    except _Refused as refused:
        return Verdict(ok=False, problem=str(refused), entries=tree.size)
    return Verdict(
        ok=True,
        entries=tree.size,
        origin=head.origin,
        root=head.root,
        verifier_key=header.verifier_key,
        key_is_yours=verifier_key is not None,
    )


def verify_inclusion(receipt: bytes, *, verifier_key: str) -> Verdict:
    """Return whether a receipt proves that its entry is in the log that the key signs for."""
    try:
        entry, index, proof, note = _read_receipt(receipt)
        head = _open_note(note, verifier_key)
        _read_entry(entry, tenant=head.origin.rpartition("/")[2])
        _check_root(_root_from(_leaf(entry), index, head.size, proof), head)
    except _Refused as refused:
        return Verdict(ok=False, problem=str(refused))
    return Verdict(
        ok=True,
        entries=1,
        origin=head.origin,
        root=head.root,
        verifier_key=verifier_key,
        key_is_yours=True,
    )


def _read_header(line: bytes) -> _Header:
    try:
        fields = json.loads(line.decode())
        header = _Header(**fields)
        written = json.dumps(asdict(header), ensure_ascii=False, separators=(",", ":")) + "\n"
        is_plain = written.encode() == line
    except (ValueError, TypeError, RecursionError) as error:
        raise _Refused("the first line is not the header of a ledger export") from error
    if not is_plain or [type(value) for value in fields.values()] != _HEADER_TYPES:
        raise _Refused("the first line is not written as the header of a ledger export is")
    return header


def _authenticated(header: _Header, verifier_key: str | None) -> _Head:
    """Return what the export's checkpoint says, when its signature and the header agree to it."""
    if header.format != FORMAT:
        raise _Refused(f"the format is not {FORMAT}")
    if verifier_key is not None and verifier_key != header.verifier_key:
        raise _Refused("the export names another key than the one you gave")
    head = _open_note(header.checkpoint, header.verifier_key)
    if (head.origin, head.size) != (header.origin, header.size):
        raise _Refused("the first line and the signed checkpoint name another origin or size")
    if not _TENANT.fullmatch(header.tenant) or not head.origin.endswith(f"/{header.tenant}"):
        raise _Refused("the signed checkpoint is not that of this tenant's log")
    return head


def _rebuild(tree: _Tree, lines: Iterator[bytes], header: _Header) -> None:
    """Add the entries to the tree, as long as they are good."""
    seen = set[bytes]()
    for line in lines:
        if tree.size == header.size:
            raise _EntryRefused(f"there is more after the {header.size} entries that were signed")
        raw = _read_line(line, tree.size)
        event = sha256(_read_entry(raw, header.tenant).encode()).digest()[:16]
        if event in seen:
            raise _EntryRefused("its event is in the log already")
        seen.add(event)
        tree.add(_leaf(raw))
    if tree.size < header.size:
        raise _EntryRefused(f"the export ends here, before the {header.size} entries signed")


def _check_root(root: bytes, head: _Head) -> None:
    if root != head.root:
        raise _Refused("what was signed is not this: it has another root")


def _read_line(line: bytes, index: int) -> bytes:
    """Return the bytes of the entry on the line, which must be the one of `index`."""
    found = _ENTRY_LINE.fullmatch(line)
    if found is None:
        raise _EntryRefused("the line is damaged or cut off")
    if int(found[1]) != index:
        said = int(found[1])
        raise _EntryRefused(f"the line says entry {said}: lines are lost, repeated or moved")
    raw = _decoded(found[3].decode(errors="replace"), _EntryRefused)
    if b64encode(_leaf(raw)) != found[2]:
        raise _EntryRefused("the entry or its hash was changed: they do not belong together")
    return raw


def _read_entry(raw: bytes, tenant: str) -> str:
    """Return the event id of an entry, when its bytes are an entry's of this tenant."""
    if len(raw) > MAX_ENTRY:
        raise _EntryRefused(f"the entry is longer than {MAX_ENTRY} bytes")
    try:
        fields = json.loads(raw.decode(), parse_float=_refuse_float)
        is_canonical = rfc8785.dumps(fields) == raw
    except (ValueError, RecursionError) as error:
        raise _EntryRefused("the entry is not JSON as the ledger writes it") from error
    if not is_canonical:
        raise _EntryRefused("the entry is not canonical JSON (RFC 8785)")
    entry = cast("dict[str, object]", fields) if type(fields) is dict else {}
    if {name: type(value) for name, value in entry.items()} != _ENTRY_TYPES:
        raise _EntryRefused("the entry lacks a field, or has one too many or of another type")
    if entry["tenant"] != tenant:
        raise _EntryRefused("the entry is another tenant's")
    return str(entry["event_id"])


def _refuse_float(text: str) -> float:
    raise _EntryRefused(f"the entry has a number that is not an integer, {text[:40]}")


def _read_receipt(receipt: bytes) -> tuple[bytes, int, list[bytes], str]:
    """Return the entry, its index, the proof and the note of a tlog-proof."""
    try:
        proof, _, note = receipt.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise _Refused("it is not text") from error
    form, extra, index, *hashes = [*proof.split("\n"), "", ""][: max(3, proof.count("\n") + 1)]
    if form != RECEIPT_FORMAT or not extra.startswith("extra ") or not index.startswith("index "):
        raise _Refused(f"it is not a {RECEIPT_FORMAT} with the entry in it")
    number = index.removeprefix("index ")
    if not _NUMBER.fullmatch(number):
        raise _Refused("the index is not a number")
    entry = _decoded(extra.removeprefix("extra "))
    return entry, int(number), [_decoded(each) for each in hashes], note


def _open_note(note: str, key: str) -> _Head:
    """Return what the checkpoint says when `key` signed it. Signatures by others do not matter."""
    name, key_id, public = _read_key(key)
    text, _, signatures = note.rpartition("\n\n")
    body, lines, mark = f"{text}\n", signatures.split("\n"), "\u2014 "
    if _CONTROL.search(note) or lines.pop() or not all(line.startswith(mark) for line in lines):
        raise _Refused("the checkpoint is not a signed note")
    own = f"{mark}{name} "
    signed = [_decoded(line.removeprefix(own)) for line in lines if line.startswith(own)]
    by_key = [raw[4:] for raw in signed if raw[:4] == key_id]
    if not by_key:
        raise _Refused("the checkpoint is not signed by the key it should be")
    try:
        for signature in by_key:
            public.verify(signature, body.encode())
    except InvalidSignature as error:
        raise _Refused("the checkpoint was changed, or the key's owner did not sign it") from error
    return _read_head(text)


def _read_head(text: str) -> _Head:
    lines = text.split("\n")
    if len(lines) != 3 or not lines[0] or not _NUMBER.fullmatch(lines[1]):
        raise _Refused("the signed text is not a checkpoint")
    return _Head(lines[0], int(lines[1]), _decoded(lines[2]))


def _read_key(text: str) -> tuple[str, bytes, Ed25519PublicKey]:
    """Return the name, id and key of a verifier key, `<name>+<hex id>+<base64 of 1 and key>`."""
    name, key_id, encoded = [*text.split("+", 2), "", ""][:3]
    raw = _decoded(encoded)
    expected = sha256(name.encode() + b"\n" + raw).digest()[:4]
    if not name or len(raw) != 33 or raw[:1] != _ED25519 or key_id != expected.hex():
        raise _Refused("the verifier key is damaged, or not an Ed25519 key")
    return name, expected, Ed25519PublicKey.from_public_bytes(raw[1:])


def _root_from(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root that a proof leads to, by RFC 9162's definition of the path (2.1.3.1)."""
    if not 0 <= index < size:
        raise _Refused("the log that was signed has no such entry")
    if (size == 1) != (not proof) or any(len(each) != 32 for each in proof):
        raise _Refused("the proof has not the length that the log's size asks for")
    if size == 1:
        return leaf
    left = 1 << ((size - 1).bit_length() - 1)
    if index < left:
        return _joined(_root_from(leaf, index, left, proof[:-1]), proof[-1])
    return _joined(proof[-1], _root_from(leaf, index - left, size - left, proof[:-1]))


def _leaf(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def _joined(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _encoded(raw: bytes) -> str:
    return b64encode(raw).decode()


def _decoded(text: str, refusal: type[_Refused] = _Refused) -> bytes:
    """Return the bytes of base64 text, when it is the one text that they have."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError as error:
        raise refusal("something is not base64") from error
    if _encoded(raw) != text:
        raise refusal("something is not plain base64")
    return raw
