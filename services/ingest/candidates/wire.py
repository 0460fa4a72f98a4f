"""Between candidates and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import candidate_service_pb2 as pb
from candor.ingest.v1 import profile_pb2

from servicekit.errors import FieldInvalid
from servicekit.timestamps import timestamp

if TYPE_CHECKING:
    from servicekit.sealing import PersonKey
    from services.ingest.candidates.candidates import Candidate, Consent

PROFILE = "profile"
LONGEST_NAME = 200
LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


def to_profile(request: pb.CreateCandidateRequest) -> profile_pb2.Profile:
    """Parse who the request says the person is."""
    name, email = request.name.strip(), request.email.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise FieldInvalid("name", f"want 1 to {LONGEST_NAME} characters")
    if len(email) > LONGEST_EMAIL or (email and "@" not in email):
        raise FieldInvalid("email", "want an e-mail address or nothing")
    return profile_pb2.Profile(name=name, email=email)


def consent(value: Consent) -> pb.Consent:
    """Render what a person agreed to last, and whether it still stands."""
    return pb.Consent(
        notice=value.notice,
        record_time=timestamp(value.recorded_at),
        withdraw_time=timestamp(value.withdrawn_at) if value.withdrawn_at else None,
    )


def candidate(
    value: Candidate, sealed_profile: bytes | None, key: PersonKey | None
) -> pb.Candidate:
    """Render a candidate, with the profile if there is one and its key is not destroyed."""
    message = pb.Candidate(
        candidate_id=value.candidate_id,
        facts_digest=value.facts_digest,
        consent=consent(value.consent),
        create_time=timestamp(value.created_at),
    )
    if sealed_profile is not None and key is not None:
        message.profile.ParseFromString(key.open(sealed_profile, purpose=PROFILE))
    return message
