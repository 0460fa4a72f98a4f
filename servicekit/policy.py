"""Who may call what, read from the contract itself.

Each method states its policy as an option (candor.common.v1.policy). A method without
one is closed to everybody.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from candor.common.v1 import policy_pb2

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from google.protobuf.descriptor import ServiceDescriptor

    from servicekit.auth import Caller

POLICY = policy_pb2.policy


class CallerNotAllowed(ServiceError):
    """No grant of the method's policy matches the caller."""

    code = Code.PERMISSION_DENIED
    reason = "CALLER_NOT_ALLOWED"


def policies(services: Iterable[ServiceDescriptor]) -> Mapping[str, policy_pb2.Policy]:
    """Return the policy of each method of `services` by its path, "/package.Service/Method"."""
    return {
        f"/{service.full_name}/{method.name}": method.GetOptions().Extensions[POLICY]
        for service in services
        for method in service.methods
        if method.GetOptions().HasExtension(POLICY)
    }


def admit(caller: Caller, policy: policy_pb2.Policy | None) -> Caller:
    """Return the caller with what the first matching grant opens, or raise CallerNotAllowed."""
    for grant in policy.grants if policy is not None else ():
        if caller.kind in grant.kinds and not caller.roles.isdisjoint(grant.roles):
            return replace(caller, own_only=grant.scope == policy_pb2.OBJECT_SCOPE_OWN)
    raise CallerNotAllowed("your roles do not allow this call")
