"""Callers, without a token."""

from __future__ import annotations

from candor.common.v1 import event_pb2, policy_pb2

from servicekit.auth import Caller


def caller(
    *roles: policy_pb2.Role.ValueType,
    subject: str = "user-1",
    tenant: str = "acme",
    kind: policy_pb2.PrincipalKind.ValueType = policy_pb2.PRINCIPAL_KIND_PERSON,
) -> Caller:
    """Return a principal with `roles`; a recruiter when there are none."""
    return Caller(
        subject=subject,
        tenant=tenant,
        roles=frozenset(roles or (policy_pb2.ROLE_RECRUITER,)),
        kind=kind,
        token="",
        expires=0.0,
        actor=event_pb2.Actor(subject=subject, kind=kind),
    )
