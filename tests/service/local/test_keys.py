"""Keys and secrets of a data folder."""

from __future__ import annotations

import base64
import json
import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from deploy.local import keys

if TYPE_CHECKING:
    from pathlib import Path


def test_keys_are_made_once(tmp_path: Path) -> None:
    first = keys.kept(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "keys").iterdir()}
    assert keys.kept(tmp_path) == first
    assert {path: path.read_bytes() for path in (tmp_path / "keys").iterdir()} == before


def test_private_files_are_closed_to_others(tmp_path: Path) -> None:
    made = keys.kept(tmp_path)
    keys.secret(tmp_path, "nats")
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    public = {made.people.jwks, made.mesh.jwks, made.ledger_public}
    for path in (tmp_path / "keys").iterdir():
        assert path in public or path.stat().st_mode & 0o777 == 0o600


def test_the_key_set_checks_what_the_issuer_signs_and_nothing_else(tmp_path: Path) -> None:
    made = keys.kept(tmp_path)
    token = jwt.encode(
        {"sub": "ada", "iss": made.people.name},
        made.people.private.read_text(),
        algorithm="ES256",
        headers={"kid": made.people.kid},
    )
    people = jwt.PyJWKSet.from_json(made.people.jwks.read_text())
    assert jwt.decode(token, people[made.people.kid], algorithms=["ES256"])["sub"] == "ada"
    mesh = jwt.PyJWKSet.from_json(made.mesh.jwks.read_text())
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, mesh[made.mesh.kid], algorithms=["ES256"])


def test_a_key_set_has_no_private_member(tmp_path: Path) -> None:
    for issuer in (keys.kept(tmp_path).people, keys.kept(tmp_path).mesh):
        (key,) = json.loads(issuer.jwks.read_text())["keys"]
        assert set(key) == {"alg", "crv", "kid", "kty", "use", "x", "y"}


def test_the_master_key_has_32_bytes_and_the_ledger_key_signs(tmp_path: Path) -> None:
    made = keys.kept(tmp_path)
    assert len(base64.b64decode(made.master.read_bytes(), validate=True)) == 32
    private = serialization.load_pem_private_key(made.ledger.read_bytes(), None)
    public = serialization.load_pem_public_key(made.ledger_public.read_bytes())
    assert isinstance(private, ed25519.Ed25519PrivateKey)
    assert isinstance(public, ed25519.Ed25519PublicKey)
    public.verify(private.sign(b"checkpoint"), b"checkpoint")


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660])
def test_a_private_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    made = keys.kept(tmp_path)
    made.master.chmod(mode)
    with pytest.raises(keys.KeyExposed, match=rf"master\.key has mode {mode:o}"):
        keys.kept(tmp_path)


def test_an_open_folder_is_refused(tmp_path: Path) -> None:
    keys.kept(tmp_path)
    (tmp_path / "keys").chmod(0o755)
    with pytest.raises(keys.KeyExposed):
        keys.secret(tmp_path, "nats")


def test_a_private_file_of_someone_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = keys.kept(tmp_path).master.stat().st_uid
    # Only root can give files away; to be somebody else oneself comes to the same.
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(keys.KeyExposed, match=f"belongs to user {owner}"):
        keys.kept(tmp_path)


def test_those_who_make_a_secret_at_once_agree_on_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(partial(keys.secret, tmp_path), ["nats"] * 32))
    assert len(made) == 1
    assert list((tmp_path / "keys").iterdir()) == [tmp_path / "keys" / "nats.secret"]


def test_every_secret_is_another(tmp_path: Path) -> None:
    assert keys.secret(tmp_path, "nats") != keys.secret(tmp_path, "postgres-ingest")
