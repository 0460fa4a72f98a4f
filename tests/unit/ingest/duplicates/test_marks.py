"""What counts as the same address, number and name, and what does not."""

from __future__ import annotations

import pytest

from services.ingest.duplicates.marks import Kind, Known, Marker, email_key, phone_keys
from services.ingest.duplicates.names import likeness, name_keys

MARKER = Marker(bytes(32), "acme")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ann@Example.com", " ann@example.COM ", True),
        ("a.n.n+jobs@gmail.com", "ann@googlemail.com", True),
        ("ann+jobs@outlook.com", "ann@outlook.com", True),
        ("a.nn@outlook.com", "ann@outlook.com", False),
        ("ann+jobs@example.com", "ann@example.com", False),
        ("ann@example.com", "ann@example.org", False),
    ],
)
def test_addresses_are_the_same_where_they_are_known_to_be_one_mailbox(
    one: str, other: str, *, same: bool
) -> None:
    assert (email_key(one) == email_key(other)) is same


@pytest.mark.parametrize("email", ["", "ann", "@example.com", "jobs@example.com", "HR@x.org"])
def test_no_address_and_those_that_many_share_tell_nobody(email: str) -> None:
    assert email_key(email) == ""


@pytest.mark.parametrize(
    ("kept", "sought", "same"),
    [
        ("+1 (847) 555-0190", "1-847-555-0190", True),
        ("+1 (847) 555-0190", "847.555.0190", True),
        ("(847) 555-0190", "+1 847 555 0190", True),
        ("+44 (0)20 7946 0958", "0044 20 7946 0958", True),
        ("+44 20 7946 0958", "020 7946 0958", True),
        ("+44 20 7946 0958", "+49 20 7946 0958", False),
        ("847 555 0190", "847 555 0191", False),
        ("5550190", "5550190", False),
    ],
)
def test_numbers_are_the_same_however_written_but_never_of_two_countries(
    kept: str, sought: str, *, same: bool
) -> None:
    assert bool(phone_keys(kept) & phone_keys(sought, sought=True)) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jonathan Smith", "Smith, Jonathon"),
        ("José Álvarez", "Jose Alvares"),
        ("Katarzyna Wójcik", "Katarzyna Wojcki"),
        ("Dr. Anna Maria Meyer", "Anna Meier"),
    ],
)
def test_spellings_of_a_name_share_a_key_and_are_alike(one: str, other: str) -> None:
    assert name_keys(one) & name_keys(other)
    assert (likeness(one, other) or 0) >= 70


def test_a_mark_is_another_one_in_another_tenant_and_under_another_key() -> None:
    known = Known("Ann Other", "ann@example.com", "+1 847 555 0190", "aa" * 32, "word " * 100)
    marks = MARKER.kept(known)
    assert {mark.kind for mark in marks} == set(Kind) - {Kind.TEXT}, "one word, over and over"
    for other in (Marker(bytes(32), "other"), Marker(b"1" * 32, "acme")):
        assert not marks & other.kept(known)
