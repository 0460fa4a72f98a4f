"""The secrets and keys of one data folder: made once, kept where only their owner can read."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import rfc8785
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from deploy.local import StackFault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PEOPLE = "candor-local"
"""Issuer of the tokens of people, local to one stack."""

MESH = "candor-mesh"
"""Issuer of the tokens of services."""


class KeyLost(StackFault):
    """A key is gone that what is stored was sealed or signed with."""


class KeyExposed(StackFault):
    """A private file can be read by others, or belongs to someone else."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who signs tokens, with ES256."""

    name: str
    kid: str
    """RFC 7638 thumbprint of the public key."""
    private: Path
    """PKCS #8 PEM, only for the issuer itself."""
    jwks: Path
    """RFC 7517 key set, for all who check tokens."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Where the keys of a stack are."""

    master: Path
    """32 random bytes in base64: wraps the keys of persons. Without it their data is lost."""
    people: Issuer
    mesh: Issuer
    ledger: Path
    """Ed25519 key in PKCS #8 PEM: signs the ledger's checkpoints."""
    ledger_public: Path


def kept(data: Path) -> Keys:
    """Return the keys of the stack on `data`, under absolute paths; make those that are missing.

    Raises:
        KeyExposed: a private file is open to others; it may be known to them.
        KeyLost: there are records, and a key of theirs is not there.
    """
    folder = _folder(data)
    lost = [name for name in ("master.key", "ledger.pem") if not (folder / name).exists()]
    if lost and (data / "postgres").exists():
        raise KeyLost(
            f"{data} has records but {lost[0]} is gone from its keys: put it back from your copy."
            " A new one would open nothing of what is there"
        )
    ledger = _once(folder / "ledger.pem", lambda: _pem(ed25519.Ed25519PrivateKey.generate()))
    return Keys(
        master=_once(folder / "master.key", lambda: base64.b64encode(secrets.token_bytes(32))),
        people=_issuer(folder, PEOPLE),
        mesh=_issuer(folder, MESH),
        ledger=ledger,
        ledger_public=_public(folder / "ledger.pub.pem", _public_pem(ledger.read_bytes())),
    )


def secret(data: Path, name: str) -> str:
    """Return the secret `name` of the stack on `data`, 43 URL-safe characters, made once.

    Raises:
        KeyExposed: its file is open to others.
    """
    path = _folder(data) / f"{name}.secret"
    return _once(path, lambda: secrets.token_urlsafe(32).encode()).read_text()


def _folder(data: Path) -> Path:
    folder = data.resolve() / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _refuse_exposed(folder)
    return folder


def _issuer(folder: Path, name: str) -> Issuer:
    private = _once(folder / f"{name}.pem", lambda: _pem(ec.generate_private_key(ec.SECP256R1())))
    kid, jwks = _key_set(private.read_bytes())
    return Issuer(name, kid, private, _public(folder / f"{name}.jwks.json", jwks))


def _key_set(private: bytes) -> tuple[str, bytes]:
    key = serialization.load_pem_private_key(private, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a token issuer's key is on an elliptic curve")
    point = key.public_key().public_numbers()
    # RFC 7638: the thumbprint is over exactly these members, in canonical JSON.
    members = {"crv": "P-256", "kty": "EC", "x": _b64(point.x), "y": _b64(point.y)}
    kid = _unpadded(hashlib.sha256(rfc8785.dumps(members)).digest())
    entry = {**members, "kid": kid, "alg": "ES256", "use": "sig"}
    return kid, json.dumps({"keys": [entry]}, indent=2).encode()


def _b64(coordinate: int) -> str:
    return _unpadded(coordinate.to_bytes(32))


def _unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _pem(key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _public_pem(private: bytes) -> bytes:
    key = serialization.load_pem_private_key(private, password=None)
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _once(path: Path, make: Callable[[], bytes]) -> Path:
    """Return `path` with its first content: two that make it at once agree on one."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        _write(draft, make(), mode=0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    _refuse_exposed(path)
    return path


def _public(path: Path, content: bytes) -> Path:
    """Return `path` with what follows from the private key, written anew if it differs."""
    if not path.exists() or path.read_bytes() != content:
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        _write(draft, content, mode=0o644)
        draft.replace(path)
    return path


def _write(path: Path, content: bytes, *, mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _refuse_exposed(path: Path) -> None:
    status = path.stat()
    if status.st_uid != os.geteuid():
        raise KeyExposed(f"{path} belongs to user {status.st_uid}, not to us ({os.geteuid()})")
    if status.st_mode & 0o077:
        mode = f"{status.st_mode & 0o777:o}"
        raise KeyExposed(
            f"{path} has mode {mode}: others may know it. Make it anew by removing it,"
            " or, if you are sure, chmod go= it"
        )
