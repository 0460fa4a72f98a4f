"""What was sealed opens for the same purpose, person and tenant, and for nothing else."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from servicekit.sealing import PersonKey, decrypt, derive, encrypt

keys = st.binary(min_size=32, max_size=32)
plain = st.binary(max_size=300)
words = st.text(max_size=40)


@given(keys, plain, words)
def test_what_was_encrypted_is_decrypted(key: bytes, body: bytes, about: str) -> None:
    assert decrypt(key, encrypt(key, body, about=about), about=about) == body


@given(keys, plain, words, words)
def test_it_opens_about_nothing_else(key: bytes, body: bytes, about: str, other: str) -> None:
    sealed = encrypt(key, body, about=about)
    if other != about:
        with pytest.raises(InvalidTag):
            decrypt(key, sealed, about=other)


@given(keys, keys, plain)
def test_it_opens_under_no_other_key(key: bytes, other: bytes, body: bytes) -> None:
    if other != key:
        with pytest.raises(InvalidTag):
            decrypt(other, encrypt(key, body, about=""), about="")


@given(keys, plain, st.data())
def test_it_opens_with_no_bit_changed(key: bytes, body: bytes, data: st.DataObject) -> None:
    sealed = bytearray(encrypt(key, body, about="x"))
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[place // 8] ^= 1 << place % 8
    with pytest.raises(InvalidTag):
        decrypt(key, bytes(sealed), about="x")


@given(keys, st.binary(min_size=8, max_size=300))
def test_the_same_twice_looks_different_and_shows_nothing(key: bytes, body: bytes) -> None:
    one, two = (encrypt(key, body, about="x") for _ in range(2))
    assert one != two
    assert body not in one


@given(keys, plain, words, words)
def test_a_persons_data_opens_for_its_purpose_only(
    key: bytes, body: bytes, purpose: str, other: str
) -> None:
    person = PersonKey(key, "acme/person-1")
    sealed = person.seal(body, purpose=purpose)
    assert person.open(sealed, purpose=purpose) == body
    if other != purpose:
        with pytest.raises(InvalidTag):
            person.open(sealed, purpose=other)
    with pytest.raises(InvalidTag):
        PersonKey(key, "beta/person-1").open(sealed, purpose=purpose)


@given(keys, words, words)
def test_a_derived_key_is_one_of_its_purpose(master: bytes, purpose: str, other: str) -> None:
    assert derive(master, purpose) == derive(master, purpose)
    assert derive(master, purpose) != master
    if other != purpose:
        assert derive(master, purpose) != derive(master, other)
