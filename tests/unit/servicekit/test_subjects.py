"""Subjects that tell who somebody is are known as a hash, the same in every service."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest

from servicekit.auth import Verifier

if TYPE_CHECKING:
    from pathlib import Path

    from servicekit.settings import Issuer
    from tests.harness.identity import Identities

EMAIL = "ann@example.org"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A subject key."""
    file = tmp_path / "subjects.key"
    file.write_bytes(base64.b64encode(bytes(range(32))))
    return file


def issuers(identities: Identities, key: Path) -> list[Issuer]:
    """Return the issuers, that of people with a subject key."""
    return [
        each if each.mesh else each.model_copy(update={"subject_key_file": key})
        for each in identities.issuers
    ]


async def subject(
    verifier: Verifier, identities: Identities, *, tenant: str = "acme", sub: str = EMAIL
) -> str:
    """Return whom the verifier takes somebody for."""
    who = await verifier.verify(identities.token("candidate", tenant=tenant, subject=sub))
    assert who.actor.subject == who.subject
    return who.subject


async def test_a_subject_becomes_a_pseudonym_of_its_tenant(
    identities: Identities, key: Path
) -> None:
    first, second = Verifier(issuers(identities, key)), Verifier(issuers(identities, key))
    known = await subject(first, identities)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", known)
    assert known == await subject(second, identities), "in every service the same"
    assert known != await subject(first, identities, tenant="other")
    assert known != await subject(first, identities, sub="bob@example.org")


async def test_another_key_gives_another_pseudonym(
    identities: Identities, key: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.key"
    other.write_bytes(base64.b64encode(bytes(32)))
    known = await subject(Verifier(issuers(identities, key)), identities)
    assert known != await subject(Verifier(issuers(identities, other)), identities)


async def test_services_are_who_they_say_and_act_for_the_pseudonym(
    identities: Identities, key: Path
) -> None:
    verifier = Verifier(issuers(identities, key))
    person = await verifier.verify(identities.token("hr", tenant="acme", subject=EMAIL))
    service = await verifier.verify(identities.mesh("matcher").token("acme", person.actor))
    assert service.subject == "service:matcher"
    assert service.actor == person.actor


async def test_without_a_key_a_subject_stays_as_it_is(identities: Identities) -> None:
    assert await subject(Verifier(identities.issuers), identities) == EMAIL


def test_a_key_that_is_none_stops_the_start(identities: Identities, tmp_path: Path) -> None:
    short = tmp_path / "short.key"
    short.write_bytes(base64.b64encode(b"short"))
    with pytest.raises(ValueError, match="base64 of 32 bytes"):
        Verifier(issuers(identities, short))
