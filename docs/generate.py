"""Write docs/configuration.md from the settings and docs/api.md from the contract.

`python -m docs.generate`, after `buf build` has left build/candor.binpb, which has the
comments of the protos.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from candor.common.v1 import policy_pb2
from google.api import annotations_pb2
from google.protobuf import descriptor_pb2
from pydantic_core import PydanticUndefined

from services.assistant.settings import Settings as AssistantSettings
from services.audit.settings import Settings as AuditSettings
from services.ingest.settings import Settings as IngestSettings
from services.matcher.settings import Settings as MatcherSettings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from google.api import http_pb2
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from servicekit.settings import ServiceSettings

HERE = Path(__file__).parent
DESCRIPTORS = HERE.parent / "build" / "candor.binpb"
SETTINGS: dict[str, type[ServiceSettings]] = {
    "Ingest": IngestSettings,
    "Matcher": MatcherSettings,
    "Assistant": AssistantSettings,
    "Audit": AuditSettings,
}
SERVICE_FIELD, METHOD_FIELD = 6, 2  # numbers in descriptor.proto, by which comments are found


def configuration() -> str:
    """Return the page of every setting of every service."""
    lines = [
        "# Configuration",
        "",
        "Made by `make docs` from the services' settings.py. Each service reads its own",
        "environment variables, once, at its start; one that is missing or malformed stops it.",
    ]
    for service, settings in SETTINGS.items():
        prefix = str(settings.model_config.get("env_prefix", ""))
        lines += ["", f"## {service}", "", "| variable | default | what |", "|---|---|---|"]
        lines += [
            f"| `{name}` | {default} | {what} |" for name, default, what in _rows(settings, prefix)
        ]
    return "\n".join(lines) + "\n"


def _rows(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and hasattr(inner, "model_fields"):
            yield from _rows(inner, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name}".upper(), _default(field), field.description or ""


def _default(field: FieldInfo) -> str:
    if field.default is PydanticUndefined:
        return "required"
    shown = getattr(field.default, "get_secret_value", lambda: field.default)()
    return f"`{shown}`" if shown != "" else "empty"


def api() -> str:
    """Return the page of every method: route, who may call it, what it does."""
    files = descriptor_pb2.FileDescriptorSet.FromString(DESCRIPTORS.read_bytes()).file
    lines = [
        "# API",
        "",
        "Made by `make docs` from the protos, whose comments say what each field means. REST",
        "and native gRPC are on the same port. Errors are `google.rpc.Status` with an",
        "`ErrorInfo` whose reasons are at the end of this page.",
    ]
    for file in files:
        for index, service in enumerate(file.service):
            if file.package.startswith("candor."):
                lines += _service(file, index, service)
    return "\n".join([*lines, *_reasons(files)]) + "\n"


def _service(
    file: descriptor_pb2.FileDescriptorProto,
    index: int,
    service: descriptor_pb2.ServiceDescriptorProto,
) -> list[str]:
    lines = ["", f"## {file.package}.{service.name}", ""]
    lines += [_comment(file, (SERVICE_FIELD, index)), ""]
    for place, method in enumerate(service.method):
        policy = method.options.Extensions[policy_pb2.policy]
        lines += [
            f"### {method.name}",
            "",
            f"`{_route(method)}`",
            "",
            _comment(file, (SERVICE_FIELD, index, METHOD_FIELD, place)),
            "",
            *(f"- {_grant(grant)}" for grant in policy.grants),
            "",
        ]
    return lines


def _route(method: descriptor_pb2.MethodDescriptorProto) -> str:
    rule = cast("http_pb2.HttpRule", method.options.Extensions[cast("Any", annotations_pb2.http)])
    verb = rule.WhichOneof("pattern")
    if verb is None:
        return "gRPC within the mesh only"
    streamed = "  (server-sent events)" if method.server_streaming else ""
    return f"{verb.upper()} {getattr(rule, verb)}{streamed}"


def _grant(grant: policy_pb2.Grant) -> str:
    roles = ", ".join(_word(policy_pb2.Role.Name(each)) for each in grant.roles)
    kinds = " or ".join(_word(policy_pb2.PrincipalKind.Name(each)) for each in grant.kinds)
    scope = "own objects" if grant.scope == policy_pb2.OBJECT_SCOPE_OWN else "any object"
    return f"{roles} ({kinds}): {scope}"


def _word(name: str) -> str:
    return name.rpartition("_")[2].lower()


def _comment(file: descriptor_pb2.FileDescriptorProto, path: tuple[int, ...]) -> str:
    for location in file.source_code_info.location:
        if tuple(location.path) == path:
            return "\n".join(line.strip() for line in location.leading_comments.splitlines())
    return ""


def _reasons(files: Sequence[descriptor_pb2.FileDescriptorProto]) -> list[str]:
    lines = ["## Reasons", "", "| reason | meaning |", "|---|---|"]
    file = next(each for each in files if each.package == "candor.errors.v1")
    for place, value in enumerate(file.enum_type[0].value[1:], 1):
        meaning = " ".join(_comment(file, (5, 0, 2, place)).split())
        lines.append(f"| `{value.name.removeprefix('ERROR_REASON_')}` | {meaning} |")
    return lines


if __name__ == "__main__":
    (HERE / "configuration.md").write_text(configuration())
    (HERE / "api.md").write_text(api())
