"""The public methods, and the descriptors that the transcoder reads, from the stubs."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import candor
from google.api import annotations_pb2
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.rpc import error_details_pb2, status_pb2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.api.http_pb2 import HttpRule
    from google.protobuf.descriptor import FileDescriptor, MethodDescriptor, ServiceDescriptor

_PATTERNS = ("get", "put", "post", "delete", "patch")


class RuleUnsupported(ValueError):
    """An http rule uses what the gateway's routes cannot express."""


@dataclass(frozen=True, slots=True, order=True)
class Method:
    """A method that the gateway lets in, by gRPC and by one HTTP rule."""

    service: str
    """Full name, e.g. "candor.ingest.v1.JobService"."""
    name: str
    verb: str
    """HTTP method, e.g. "POST"."""
    template: str
    """Path template of google.api.http, e.g. "/v1/jobs/{job_id}:close"."""
    streams: bool
    """Whether the request or the answer is a stream."""

    @property
    def upstream(self) -> str:
        """Name of the service of the mesh that it goes to."""
        return self.service.split(".")[1]


def public_methods() -> tuple[Method, ...]:
    """Return the methods that have a google.api.http rule, sorted by name.

    Raises:
        RuleUnsupported: a rule has several bindings, a custom method or no path.
    """
    found = (
        _method(service, method, rule)
        for service in _services()
        for method in service.methods
        if (rule := _rule(method)) is not None
    )
    return tuple(sorted(found))


def descriptor_set() -> bytes:
    """Return a FileDescriptorSet of the public services: the same bytes each time.

    It has google.rpc.Status and its details too: without them the transcoder answers
    errors that carry details with an empty body.
    """
    public = {method.service for method in public_methods()}
    files: dict[str, FileDescriptor] = {}
    for service in _services():
        if service.full_name in public:
            _collect(service.file, files)
    _collect(status_pb2.DESCRIPTOR, files)
    _collect(error_details_pb2.DESCRIPTOR, files)
    result = FileDescriptorSet()
    for file in files.values():
        file.CopyToProto(result.file.add())
    return result.SerializeToString(deterministic=True)


def _services() -> Iterator[ServiceDescriptor]:
    # By files: pkgutil does not see packages that have no __init__.py, as ours.
    for root in sorted(set(candor.__path__)):
        for path in sorted(Path(root).rglob("*_pb2.py")):
            module = ".".join(("candor", *path.relative_to(root).with_suffix("").parts))
            file: FileDescriptor = import_module(module).DESCRIPTOR
            yield from file.services_by_name.values()


def _collect(file: FileDescriptor, into: dict[str, FileDescriptor]) -> None:
    """Add `file` after all that it imports, as descriptor pools want them."""
    if file.name not in into:
        for dependency in file.dependencies:
            _collect(dependency, into)
        into[file.name] = file


def _rule(method: MethodDescriptor) -> HttpRule | None:
    options = method.GetOptions()
    http = cast("Any", annotations_pb2.http)  # the stubs do not say whose extension it is
    return options.Extensions[http] if options.HasExtension(http) else None


def _method(service: ServiceDescriptor, method: MethodDescriptor, rule: HttpRule) -> Method:
    verb = rule.WhichOneof("pattern")
    if verb not in _PATTERNS or rule.additional_bindings:
        raise RuleUnsupported(f"{method.full_name}: one binding to one of {_PATTERNS} is needed")
    return Method(
        service=service.full_name,
        name=method.name,
        verb=verb.upper(),
        template=str(getattr(rule, verb)),
        streams=method.client_streaming or method.server_streaming,
    )
