"""What it takes to become a candidate."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from candor.ingest.v1 import candidate_service_pb2 as pb

from servicekit.errors import FieldInvalid
from services.ingest.candidates import wire
from services.ingest.candidates.candidates import Candidate, Consent, ConsentMissing, agreed

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize("notice", ["2026-11", "a", "A.b_c-9", "n" * 64])
def test_consent_names_the_notice_and_the_time(notice: str) -> None:
    assert agreed(notice, NOW, consent=True) == Consent(notice, NOW)


@pytest.mark.parametrize("notice", ["", "n" * 65, "2026 11", "é", "a\n", "a/b"])
def test_a_notice_is_a_short_plain_name(notice: str) -> None:
    with pytest.raises(FieldInvalid, match="consent_notice"):
        agreed(notice, NOW, consent=True)


@pytest.mark.parametrize("notice", ["2026-11", ""])
def test_without_consent_nothing_else_matters(notice: str) -> None:
    with pytest.raises(ConsentMissing):
        agreed(notice, NOW, consent=False)


@pytest.mark.parametrize(
    ("name", "email", "field"),
    [
        ("", "", "name"),
        ("  ", "", "name"),
        ("n" * 201, "", "name"),
        ("Alex", "alex.example.com", "email"),
        ("Alex", "a@" + "b" * 253, "email"),
    ],
)
def test_a_malformed_person_is_refused(name: str, email: str, field: str) -> None:
    with pytest.raises(FieldInvalid, match=field):
        wire.to_profile(pb.CreateCandidateRequest(name=name, email=email))


def test_a_person_may_have_no_address_and_spaces_around_do_not_count() -> None:
    profile = wire.to_profile(pb.CreateCandidateRequest(name=" Alex ", email=" "))
    assert (profile.name, profile.email) == ("Alex", "")


def test_without_the_key_a_candidate_has_no_profile() -> None:
    value = Candidate("id", "owner", "digest", Consent("2026-11", NOW), NOW)
    message = wire.candidate(value, b"sealed", None)
    assert not message.HasField("profile")
    assert (message.candidate_id, message.facts_digest) == ("id", "digest")
    assert message.consent.notice == "2026-11"
    assert message.create_time.ToDatetime(UTC) == NOW
