"""The contract, read from the stubs: every file, service and method of ours."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import candor
from candor.common.v1 import policy_pb2
from google.api import annotations_pb2

if TYPE_CHECKING:
    from google.api.http_pb2 import HttpRule
    from google.protobuf.descriptor import (
        Descriptor,
        FileDescriptor,
        MethodDescriptor,
        ServiceDescriptor,
    )

VERBS = ("get", "put", "post", "delete", "patch")


def files() -> list[FileDescriptor]:
    """Return every file of the package `candor`."""
    root = Path(next(iter(candor.__path__)))
    names = [
        ".".join(("candor", *path.relative_to(root).with_suffix("").parts))
        for path in sorted(root.rglob("*_pb2.py"))
    ]
    return [import_module(name).DESCRIPTOR for name in names]


def services() -> list[ServiceDescriptor]:
    """Return every service."""
    return [each for file in files() for each in file.services_by_name.values()]


def methods() -> list[MethodDescriptor]:
    """Return every method of every service."""
    return [method for service in services() for method in service.methods]


def messages() -> list[Descriptor]:
    """Return every message, nested ones included."""
    found = [each for file in files() for each in file.message_types_by_name.values()]
    for message in found:
        found.extend(message.nested_types)  # and theirs
    return found


def policy(method: MethodDescriptor) -> policy_pb2.Policy:
    """Return the policy of a method; an empty one if it has none."""
    return method.GetOptions().Extensions[policy_pb2.policy]


def rule(method: MethodDescriptor) -> HttpRule | None:
    """Return the HTTP rule of a method, if it has one."""
    options = method.GetOptions()
    http = cast("Any", annotations_pb2.http)  # the stubs do not say whose extension it is
    return options.Extensions[http] if options.HasExtension(http) else None


def is_mesh_only(method: MethodDescriptor) -> bool:
    """Return whether services of the mesh alone may call a method."""
    roles = {role for grant in policy(method).grants for role in grant.roles}
    return roles == {policy_pb2.ROLE_MESH}


def fields(message: Descriptor) -> set[str]:
    """Return the names of a message's own fields."""
    return set(message.fields_by_name)
