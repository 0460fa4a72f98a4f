"""The first grant that matches decides; none is a refusal."""

from __future__ import annotations

import pytest
from candor.audit.v1 import ledger_service_pb2
from candor.common.v1 import policy_pb2

from servicekit import policy
from servicekit.policy import CallerNotAllowed
from tests.unit.servicekit.callers import caller

CANDIDATE, RECRUITER = policy_pb2.ROLE_CANDIDATE, policy_pb2.ROLE_RECRUITER
PERSON, SERVICE = policy_pb2.PRINCIPAL_KIND_PERSON, policy_pb2.PRINCIPAL_KIND_SERVICE

OWN_FIRST = policy_pb2.Policy(
    grants=[
        policy_pb2.Grant(roles=[CANDIDATE], kinds=[PERSON], scope=policy_pb2.OBJECT_SCOPE_OWN),
        policy_pb2.Grant(
            roles=[RECRUITER, CANDIDATE],
            kinds=[PERSON, SERVICE],
            scope=policy_pb2.OBJECT_SCOPE_ANY,
        ),
    ]
)


def test_the_first_match_decides_the_scope() -> None:
    assert policy.admit(caller(CANDIDATE), OWN_FIRST).own == "user-1"
    assert policy.admit(caller(CANDIDATE, RECRUITER), OWN_FIRST).own == "user-1"
    assert policy.admit(caller(RECRUITER), OWN_FIRST).own == ""
    assert policy.admit(caller(CANDIDATE, kind=SERVICE), OWN_FIRST).own == ""


def test_who_matches_no_grant_is_refused() -> None:
    with pytest.raises(CallerNotAllowed):
        policy.admit(caller(policy_pb2.ROLE_EMPLOYEE), OWN_FIRST)
    with pytest.raises(CallerNotAllowed):
        policy.admit(caller(policy_pb2.ROLE_ADMIN), OWN_FIRST)


@pytest.mark.parametrize(
    "closed",
    [
        None,
        policy_pb2.Policy(),
        policy_pb2.Policy(grants=[policy_pb2.Grant(roles=[RECRUITER])]),
        policy_pb2.Policy(grants=[policy_pb2.Grant(kinds=[PERSON])]),
    ],
)
def test_what_grants_nothing_is_closed(closed: policy_pb2.Policy | None) -> None:
    with pytest.raises(CallerNotAllowed):
        policy.admit(caller(), closed)


def test_policies_go_by_the_path_of_the_method() -> None:
    service = ledger_service_pb2.DESCRIPTOR.services_by_name["LedgerService"]
    found = policy.policies([service])
    assert set(found) == {f"/candor.audit.v1.LedgerService/{each.name}" for each in service.methods}
    assert all(each.grants for each in found.values())
