"""Checkpoints: what a log signs about itself, as C2SP tlog-checkpoint and signed-note define it.

    <origin>
    <size>
    <base64 of the root>

    — <key name> <base64 of key id and Ed25519 signature>

Whoever holds two checkpoints can demand a proof that one extends the other. A log must never
sign a checkpoint that is inconsistent with one it signed before: that is for the caller to keep.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from servicekit.errors import Code, FieldInvalid, ServiceError
from services.audit.merkle import HASH_SIZE

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAX_SIGNATURES = 16
"""How many signature lines a note may have; the least limit that signed-note allows."""

_ED25519 = b"\x01"
_KEY_ID_SIZE = 4
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_KEY_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE_MARK = "\u2014 "


class CheckpointInvalid(ServiceError):
    """The text is no checkpoint, or the key asked for did not sign it."""

    code = Code.INVALID_ARGUMENT
    reason = "CHECKPOINT_INVALID"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: the root of its first `size` entries.

    The origin is the log's identity for ever: one line, best a schema-less URL of its own.
    """

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin or _CONTROL.search(self.origin):
            raise CheckpointInvalid("the origin is not one line of text")
        if not _SIZE.fullmatch(str(self.size)):
            raise CheckpointInvalid("the size is not a number of entries")
        if len(self.root) != HASH_SIZE:
            raise CheckpointInvalid("the root is not 32 bytes long")

    def text(self) -> str:
        """Return the text that is signed, its last newline included."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a log's key.

    Its text form is `<name>+<key id in hex>+<base64 of the type, 1, and the 32 bytes>`.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _is_key_name(self.name):
            raise FieldInvalid("verifier_key", "a key name has no spaces and no plus signs")
        if len(self.public) != HASH_SIZE:
            raise FieldInvalid("verifier_key", "an Ed25519 public key is 32 bytes long")

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id().hex()}+{b64encode(_ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Return the key of its text form. FieldInvalid when one character of it is wrong."""
        name, key_id, material = [*text.split("+", 2), "", ""][:3]
        try:
            raw = _strict_b64decode(material)
        except ValueError as error:
            raise FieldInvalid("verifier_key", "the key is not base64") from error
        if raw[:1] != _ED25519:
            raise FieldInvalid("verifier_key", "the key is not an Ed25519 key")
        key = cls(name, raw[1:])
        if not _KEY_ID.fullmatch(key_id) or key.key_id().hex() != key_id:
            raise FieldInvalid("verifier_key", "the key id is not that of the name and the key")
        return key

    def key_id(self) -> bytes:
        """Return the 4 bytes by which a signature names this key."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public
        return sha256(named).digest()[:_KEY_ID_SIZE]


@dataclass(frozen=True, slots=True)
class Signer:
    """A log's private key and the name that it signs under, which should be the log's origin."""

    name: str
    private: Ed25519PrivateKey

    def verifier_key(self) -> VerifierKey:
        """Return the public half, for whoever is to check the signatures."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note: who is said to have signed, and the bytes."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint with its signature lines, none of them checked."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """Return the signed note. The same checkpoint and key give the same note each time."""
    text = checkpoint.text()
    signed = signer.verifier_key().key_id() + signer.private.sign(text.encode())
    return f"{text}\n{_SIGNATURE_MARK}{signer.name} {b64encode(signed).decode()}\n"


def parse(note: str) -> Note:
    """Read a note without checking its signatures: trust nothing in it before `verify` does.

    Notes with extension lines are refused: our logs write none, and nobody can audit them.
    """
    text, blank, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not blank or lines.pop() != "" or not 0 < len(lines) <= MAX_SIGNATURES:
        raise CheckpointInvalid("a note is text, a blank line and signature lines")
    if _CONTROL.search(note):
        raise CheckpointInvalid("the note has control characters")
    return Note(_parse_text(text), tuple(_parse_signature(line) for line in lines))


def verify(note: str, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint that `key` signed.

    Signatures by other keys are ignored, such as a witness's. CheckpointInvalid when the key's
    own is missing, or when one that claims to be the key's does not verify.
    """
    parsed = parse(note)
    ours = [
        each for each in parsed.signatures if (each.name, each.key_id) == (key.name, key.key_id())
    ]
    if not ours:
        raise CheckpointInvalid("the note is not signed by this key", key=key.name)
    text = parsed.checkpoint.text().encode()
    try:
        public = Ed25519PublicKey.from_public_bytes(key.public)
        for each in ours:
            public.verify(each.signature, text)
    except InvalidSignature as error:
        raise CheckpointInvalid("the signature does not verify", key=key.name) from error
    return parsed.checkpoint


def _parse_text(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != 3 or not _SIZE.fullmatch(lines[1]):
        raise CheckpointInvalid("a checkpoint is an origin, a size and a root, one a line")
    try:
        return Checkpoint(lines[0], int(lines[1]), _strict_b64decode(lines[2]))
    except ValueError as error:
        raise CheckpointInvalid("the root is not base64") from error


def _parse_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_SIGNATURE_MARK).partition(" ")
    if not line.startswith(_SIGNATURE_MARK) or not space or not _is_key_name(name):
        raise CheckpointInvalid("a signature line is a dash, a key name and a signature")
    try:
        raw = _strict_b64decode(encoded)
    except ValueError as error:
        raise CheckpointInvalid("a signature is not base64") from error
    if len(raw) <= _KEY_ID_SIZE:
        raise CheckpointInvalid("a signature is too short")
    return Signature(name, raw[:_KEY_ID_SIZE], raw[_KEY_ID_SIZE:])


def _is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(map(str.isspace, name))


def _strict_b64decode(text: str) -> bytes:
    """Decode the one base64 text that bytes have; b64decode alone lets unused bits differ."""
    raw = b64decode(text, validate=True)
    if b64encode(raw).decode() != text:
        raise ValueError("not canonical base64")
    return raw
