"""Every method says who may call it, how over HTTP, and keeps the customs of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from candor.common.v1 import policy_pb2

from tests.contract import protos

if TYPE_CHECKING:
    from google.protobuf.descriptor import MethodDescriptor

every_method = pytest.mark.parametrize(
    "method", protos.methods(), ids=[each.full_name for each in protos.methods()]
)

OF_NO_PERSON = frozenset(
    {
        "candor.audit.v1.LedgerService.GetCheckpoint",
        "candor.audit.v1.LedgerService.GetConsistencyProof",
        "candor.audit.v1.LedgerService.GetInclusionProof",
        "candor.ingest.v1.JobService.GetJob",
        "candor.ingest.v1.JobService.LintJob",
        "candor.ingest.v1.JobService.ListJobs",
        "candor.ingest.v1.NoticeService.GetNotice",
        "candor.matcher.v1.MatchService.GetRubric",
        "candor.matcher.v1.RubricService.GetRubricVersion",
        "candor.matcher.v1.PromiseService.GetPromiseKey",
    }
)
"""What every candidate may read: jobs, notices, how they are judged, and hashes that prove it."""


def test_the_services_are_found() -> None:
    assert {each.full_name.split(".")[1] for each in protos.services()} == {
        "assistant",
        "audit",
        "ingest",
        "matcher",
    }


@every_method
def test_it_has_a_policy_that_names_roles_kinds_and_scope(method: MethodDescriptor) -> None:
    policy = protos.policy(method)
    assert policy.grants, "closed to everybody"
    assert policy.rate_class != policy_pb2.RATE_CLASS_UNSPECIFIED
    for grant in policy.grants:
        assert grant.roles
        assert grant.kinds
        assert policy_pb2.ROLE_UNSPECIFIED not in grant.roles
        assert policy_pb2.PRINCIPAL_KIND_UNSPECIFIED not in grant.kinds
        assert grant.scope != policy_pb2.OBJECT_SCOPE_UNSPECIFIED


@every_method
def test_no_grant_is_hidden_by_one_before_it(method: MethodDescriptor) -> None:
    """The first match decides, so a role and kind that two grants name would mislead."""
    seen: set[tuple[int, int]] = set()
    for grant in protos.policy(method).grants:
        opened = {(role, kind) for role in grant.roles for kind in grant.kinds}
        assert not opened & seen
        seen |= opened


@every_method
def test_candidates_reach_only_what_is_theirs_or_of_no_person(method: MethodDescriptor) -> None:
    for grant in protos.policy(method).grants:
        if policy_pb2.ROLE_CANDIDATE in grant.roles and method.full_name not in OF_NO_PERSON:
            assert grant.scope == policy_pb2.OBJECT_SCOPE_OWN


@every_method
def test_auditors_change_nothing_but_their_own_questions(method: MethodDescriptor) -> None:
    for grant in protos.policy(method).grants:
        if policy_pb2.ROLE_AUDITOR in grant.roles and protos.policy(method).mutates:
            assert grant.scope == policy_pb2.OBJECT_SCOPE_OWN


@every_method
def test_it_has_a_path_over_http_unless_the_mesh_alone_calls_it(method: MethodDescriptor) -> None:
    rule = protos.rule(method)
    assert (rule is None) == protos.is_mesh_only(method)
    if rule is not None:
        verb = rule.WhichOneof("pattern")
        assert verb in protos.VERBS
        assert str(getattr(rule, verb)).startswith("/v1/")
        assert not rule.additional_bindings


def test_no_two_methods_share_a_path() -> None:
    taken = [
        (verb, getattr(rule, verb))
        for method in protos.methods()
        if (rule := protos.rule(method)) is not None
        for verb in [rule.WhichOneof("pattern")]
    ]
    assert len(taken) == len(set(taken))


@every_method
def test_what_mutates_has_a_request_id_and_a_verb_that_says_so(method: MethodDescriptor) -> None:
    mutates, rule = protos.policy(method).mutates, protos.rule(method)
    assert ("request_id" in protos.fields(method.input_type)) == mutates
    if mutates and rule is not None:
        assert rule.WhichOneof("pattern") in ("post", "patch", "delete")


@every_method
def test_what_reads_by_name_does_not_mutate(method: MethodDescriptor) -> None:
    rule = protos.rule(method)
    if method.name.startswith(("Get", "List", "Watch", "Export", "BatchGet")):
        assert not protos.policy(method).mutates
        if not method.name.startswith("Batch") and rule is not None:
            assert rule.WhichOneof("pattern") == "get"


@every_method
def test_a_list_has_pages(method: MethodDescriptor) -> None:
    lists = method.name.startswith(("List", "Search"))
    asked, answered = protos.fields(method.input_type), protos.fields(method.output_type)
    assert ({"page_size", "page_token"} <= asked) == lists
    assert ("next_page_token" in answered) == lists


@every_method
def test_request_and_response_are_its_own(method: MethodDescriptor) -> None:
    names = method.input_type.name, method.output_type.name
    assert names == (f"{method.name}Request", f"{method.name}Response")


@every_method
def test_it_streams_one_way_at_most(method: MethodDescriptor) -> None:
    """The guard knows no others, and browsers and the transcoder neither."""
    assert not (method.client_streaming and method.server_streaming)


@every_method
def test_a_stream_counts_as_one(method: MethodDescriptor) -> None:
    if protos.policy(method).rate_class == policy_pb2.RATE_CLASS_STREAM:
        assert method.server_streaming
