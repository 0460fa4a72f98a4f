"""A promise has one text, and no other text is a promise."""

from __future__ import annotations

import base64
import json
import string

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.matcher.promises.promises import PromiseInvalid
from services.matcher.promises.signing import MOST_CHARACTERS, TYPE, Signer

MASTER = bytes(range(32))
BODY = b'{"candidate_id":"c","points":600,"tenant":"acme"}'
OTHERS = "Aa0-_.=\n\x00é"


@pytest.fixture
def signer() -> Signer:
    return Signer(MASTER, "acme")


def _encoded(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def test_what_was_signed_opens_with_the_same_key_made_again(signer: Signer) -> None:
    text = signer.sign(BODY)
    assert Signer(MASTER, "acme").open(text) == BODY
    assert text == Signer(MASTER, "acme").sign(BODY)
    assert text.isascii()


def test_no_character_can_be_changed_left_out_or_added(signer: Signer) -> None:
    text = signer.sign(BODY)
    changed = {
        *(f"{text[:at]}{other}{text[at + 1 :]}" for at in range(len(text)) for other in OTHERS),
        *(f"{text[:at]}{text[at + 1 :]}" for at in range(len(text))),
        *(f"{text[:at]}{other}{text[at:]}" for at in range(len(text) + 1) for other in "A.= "),
    } - {text}
    assert len(changed) > 2000
    for each in changed:
        with pytest.raises(PromiseInvalid):
            signer.open(each)


def test_the_same_signature_spelt_otherwise_is_refused(signer: Signer) -> None:
    """64 bytes leave four bits of the last character unused: 16 characters say the same."""
    text = signer.sign(BODY)
    alphabet = string.ascii_letters + string.digits + "-_"
    signature = base64.urlsafe_b64decode(f"{text.rpartition('.')[2]}==")
    same = [
        each
        for each in alphabet
        if base64.urlsafe_b64decode(f"{text.rpartition('.')[2][:-1]}{each}==") == signature
    ]
    assert len(same) == 16
    for each in set(same) - {text[-1]}:
        with pytest.raises(PromiseInvalid):
            signer.open(f"{text[:-1]}{each}")


def test_no_bit_of_what_is_carried_can_be_changed(signer: Signer) -> None:
    """Also where base64 spells the change in several characters."""
    parts = [base64.urlsafe_b64decode(f"{each}==") for each in signer.sign(BODY).split(".")]
    for number, part in enumerate(parts):
        for at in range(len(part) * 8):
            flipped = bytearray(part)
            flipped[at // 8] ^= 1 << at % 8
            texts = [
                _encoded(each) for each in (*parts[:number], bytes(flipped), *parts[number + 1 :])
            ]
            with pytest.raises(PromiseInvalid):
                signer.open(".".join(texts))


@pytest.mark.parametrize(
    ("master", "tenant"), [(MASTER, "acme2"), (MASTER, ""), (bytes(32), "acme")]
)
def test_another_tenants_or_another_masters_key_opens_nothing(
    signer: Signer, master: bytes, tenant: str
) -> None:
    other = Signer(master, tenant)
    assert other.key_id != signer.key_id
    with pytest.raises(PromiseInvalid):
        signer.open(other.sign(BODY))


def test_a_header_that_names_another_key_or_way_is_refused(signer: Signer) -> None:
    forger = Ed25519PrivateKey.generate()
    claims = json.loads(BODY)
    header = {"typ": TYPE, "kid": signer.key_id}
    none = ".".join([_encoded(b'{"alg":"none"}'), _encoded(BODY), ""])
    by_public_key = jwt.encode(claims, signer.public_key.ljust(32), "HS256", headers=header)
    for text in (jwt.encode(claims, forger, "EdDSA", headers=header), by_public_key, none):
        with pytest.raises(PromiseInvalid):
            signer.open(text)


@pytest.mark.parametrize(
    "text", ["", ".", "..", "...", "a.b.c", "{}", "\ud800", "é" * 50, "x" * (MOST_CHARACTERS + 1)]
)
def test_whatever_else_comes_is_refused(signer: Signer, text: str) -> None:
    head, body, _ = signer.sign(BODY).split(".")
    nested = _encoded(b"[" * 6000)
    for each in (text, f"{head}.{text}", f"{head}.{body}.{text}", f"{nested}.{text}"):
        with pytest.raises(PromiseInvalid):
            signer.open(each)
