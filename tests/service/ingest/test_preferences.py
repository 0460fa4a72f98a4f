"""Where, how and when people would work: theirs to say, sealed, and told to the mesh alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.common.v1 import event_pb2
from candor.facts.v1.requirements_pb2 import (
    REMOTE_MODE_HYBRID,
    REMOTE_MODE_REMOTE,
    REMOTE_MODE_UNSPECIFIED,
)
from candor.ingest.v1.candidate_service_pb2 import CreateCandidateRequest
from candor.ingest.v1.export_service_pb2 import ExportCandidateRequest
from candor.ingest.v1.facts_service_pb2 import GetStandingRequest
from candor.ingest.v1.preferences_service_pb2 import (
    GetPreferencesRequest,
    Preferences,
    UpdatePreferencesRequest,
)
from candor.ingest.v1.retention_service_pb2 import UpdateConsentRequest
from google.protobuf.field_mask_pb2 import FieldMask
from grpc import StatusCode

from tests.service import bus, tables
from tests.service.clients import NOTICE, refused
from tests.service.matcher.people import resume

if TYPE_CHECKING:
    from candor.facts.v1.facets_pb2 import Facets

    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAID = Preferences(
    places=["Quixtown, Texas", "Lyon, France"],
    remote=[REMOTE_MODE_HYBRID, REMOTE_MODE_REMOTE],
    available_from="2027-02-01",
    open_to_jobs=False,
)


async def _created(person: Person) -> str:
    made = await person.candidates.CreateCandidate(
        CreateCandidateRequest(name="Ann", consent=True, consent_notice=NOTICE)
    )
    return made.candidate.candidate_id


async def _update(
    person: Person, candidate_id: str, said: Preferences, *mask: str, request_id: str = ""
) -> Preferences:
    request = UpdatePreferencesRequest(
        request_id=request_id,
        candidate_id=candidate_id,
        preferences=said,
        update_mask=FieldMask(paths=mask),
    )
    return (await person.preferences.UpdatePreferences(request)).preferences


async def _get(person: Person, candidate_id: str) -> Preferences:
    request = GetPreferencesRequest(candidate_id=candidate_id)
    return (await person.preferences.GetPreferences(request)).preferences


async def _facets(
    callers: Callers, identities: Identities, tenant: str, candidate_id: str
) -> Facets:
    actor = event_pb2.Actor(subject="user-1")
    matcher = await callers.bearer(tenant, identities.mesh("matcher").token(tenant, actor))
    standing = await matcher.facts.GetStanding(GetStandingRequest(candidate_id=candidate_id))
    return standing.facets


async def test_who_has_said_nothing_is_open_to_jobs(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    said = await _get(recruiter, await _created(recruiter))
    assert said == Preferences(open_to_jobs=True)


async def test_what_was_said_is_returned_and_announced_by_id_alone(
    hiring: Callers, ground: Ground, ingest: Service, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    candidate_id = await _created(recruiter)
    updated = await _update(recruiter, candidate_id, SAID)
    assert await _get(recruiter, candidate_id) == updated
    assert updated.HasField("update_time")
    updated.ClearField("update_time")
    assert updated == SAID
    await bus.settled(ground, ingest)
    events = await bus.announced(ground, tenant)
    assert [bus.name_of(each) for each in events].count("PreferencesUpdated") == 1
    assert not any(b"Quixtown" in each.SerializeToString() for each in events)
    assert b"Quixtown" not in await tables.everything(ingest)


async def test_a_mask_changes_what_it_names_and_nothing_else(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    candidate_id = await _created(recruiter)
    await _update(recruiter, candidate_id, SAID)
    changed = await _update(
        recruiter, candidate_id, Preferences(available_from="2027-03-01"), "available_from"
    )
    assert changed.available_from == "2027-03-01"
    assert (changed.places, changed.open_to_jobs) == (SAID.places, False)
    whole = await _update(recruiter, candidate_id, Preferences())
    assert (list(whole.places), whole.open_to_jobs) == ([], True)


async def test_a_retry_changes_nothing_again(hiring: Callers, tenant: str) -> None:
    recruiter, request_id = await hiring.person(tenant), str(uuid4())
    candidate_id = await _created(recruiter)
    first = await _update(recruiter, candidate_id, SAID, request_id=request_id)
    await _update(recruiter, candidate_id, Preferences())
    assert await _update(recruiter, candidate_id, SAID, request_id=request_id) == first
    assert (await _get(recruiter, candidate_id)).open_to_jobs


@pytest.mark.parametrize(
    ("said", "mask"),
    [
        (Preferences(places=[" "]), ""),
        (Preferences(places=["x" * 101]), ""),
        (Preferences(places=["Rome"] * 21), ""),
        (Preferences(remote=[REMOTE_MODE_UNSPECIFIED]), ""),
        (Preferences(remote=[REMOTE_MODE_REMOTE, REMOTE_MODE_REMOTE]), ""),
        (Preferences(available_from="tomorrow"), ""),
        (Preferences(available_from="2027-02-30"), ""),
        (Preferences(available_from="1999-12-31"), ""),
        (SAID, "candidate_id"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_changes_nothing(
    hiring: Callers, tenant: str, said: Preferences, mask: str
) -> None:
    recruiter = await hiring.person(tenant)
    candidate_id = await _created(recruiter)
    with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
        await _update(recruiter, candidate_id, said, *filter(None, [mask]))
    assert await _get(recruiter, candidate_id) == Preferences(open_to_jobs=True)


async def test_candidates_say_it_of_themselves_alone(hiring: Callers, tenant: str) -> None:
    ann = await hiring.person(tenant, "candidate", subject="ann")
    bob = await hiring.person(tenant, "candidate", subject="bob")
    candidate_id = await _created(ann)
    assert not (await _update(ann, candidate_id, SAID)).open_to_jobs
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await _update(bob, candidate_id, Preferences())
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await _get(bob, candidate_id)


async def test_the_mesh_is_told_words_of_places_days_and_the_end_of_the_consent(
    hiring: Callers, identities: Identities, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    candidate_id = await _created(recruiter)
    await _update(recruiter, candidate_id, SAID)
    facets = await _facets(hiring, identities, tenant, candidate_id)
    assert {"quixtown", "texas", "region:us-tx", "country:us", "lyon", "country:fr"} <= set(
        facets.place_words
    )
    assert list(facets.remote) == [REMOTE_MODE_HYBRID, REMOTE_MODE_REMOTE]
    assert facets.available_day == (datetime(2027, 2, 1) - datetime(1970, 1, 1)).days  # noqa: DTZ001
    assert not facets.open
    now = datetime.now(UTC).timestamp()
    assert facets.consent_until > now
    withdrawn = UpdateConsentRequest(candidate_id=candidate_id, consent=False)
    await recruiter.retention.UpdateConsent(withdrawn)
    facets = await _facets(hiring, identities, tenant, candidate_id)
    assert facets.consent_until <= datetime.now(UTC).timestamp()


async def test_the_place_of_the_resume_counts_until_another_is_said(
    hiring: Callers, identities: Identities, ground: Ground, ingest: Service, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    content = resume("Python").replace(b"robin@example.com", b"robin@example.com\nGraz, Austria")
    candidate_id = (await recruiter.upload(content)).candidate_id
    await bus.settled(ground, ingest)
    told = await _facets(hiring, identities, tenant, candidate_id)
    assert {"graz", "country:at"} <= set(told.place_words)
    await _update(recruiter, candidate_id, Preferences(places=["Oslo"]), "places")
    said = await _facets(hiring, identities, tenant, candidate_id)
    assert "oslo" in said.place_words
    assert "graz" not in said.place_words


async def test_it_is_in_the_export(hiring: Callers, tenant: str) -> None:
    recruiter, hr = await hiring.person(tenant), await hiring.person(tenant, "hr")
    candidate_id = await _created(recruiter)
    updated = await _update(recruiter, candidate_id, SAID)
    request = ExportCandidateRequest(candidate_id=candidate_id)
    assert (await hr.exports.ExportCandidate(request)).preferences == updated
