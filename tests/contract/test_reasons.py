"""The reasons that code gives are those that the contract promises."""

from __future__ import annotations

import ast
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
from candor.errors.v1 import error_reason_pb2

import gateway
import servicekit
import services
from servicekit.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOMS = (servicekit, services)
PREFIX = "ERROR_REASON_"
TO_BE_READ_AGAIN = frozenset({"RUBRIC_CHANGED"})
"""ABORTED as AIP-154 has it: what was edited has to be read again, the same call never helps."""


def promised() -> set[str]:
    return {name.removeprefix(PREFIX) for name in error_reason_pb2.ErrorReason.keys()} - {  # noqa: SIM118  # an enum, not a dict
        "UNSPECIFIED"
    }


def errors() -> list[type[ServiceError]]:
    """Return every error that a service may answer with."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            import_module(module.name)
    homes = tuple(f"{room.__name__}." for room in ROOMS)
    found = [each for each in _below(ServiceError) if each.__module__.startswith(homes)]
    return [each for each in found if hasattr(each, "reason")]


def of_the_gateway() -> set[str]:
    """Return the reasons that the gateway's code names."""
    return {
        name.removeprefix(PREFIX)
        for source in _sources(gateway)
        for node in ast.walk(ast.parse(source.read_text()))
        for name in [node.attr if isinstance(node, ast.Attribute) else ""]
        if name.startswith(PREFIX)
    }


def test_the_reasons_given_are_those_promised() -> None:
    assert {each.reason for each in errors()} | of_the_gateway() == promised()


def test_the_gateways_own_reasons_are_given_by_no_service() -> None:
    numbers = {name: value for name, value in error_reason_pb2.ErrorReason.items() if value >= 500}
    own = {name.removeprefix(PREFIX) for name in numbers}
    assert own
    assert own <= of_the_gateway()
    assert not own & {each.reason for each in errors()}


def test_every_error_has_the_code_of_a_failure() -> None:
    for error in errors():
        assert isinstance(error.code, grpc.StatusCode)
        assert error.code is not grpc.StatusCode.OK
        assert error.code is not grpc.StatusCode.UNKNOWN


def test_a_reason_has_one_code() -> None:
    """A caller that acts on the reason is not surprised by the code."""
    codes: dict[str, set[grpc.StatusCode]] = {}
    for error in errors():
        codes.setdefault(error.reason, set()).add(error.code)
    assert {reason: found for reason, found in codes.items() if len(found) > 1} == {}


def test_what_a_retry_may_help_says_when() -> None:
    """UNAVAILABLE and ABORTED tell clients to try again (AIP-194)."""
    for error in errors():
        retried = error.code in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.ABORTED)
        if error.reason in TO_BE_READ_AGAIN:
            retried = False
        assert bool(error.retry_after) == retried, error


def test_every_error_says_what_it_means() -> None:
    assert [each for each in errors() if not (each.__doc__ or "").strip()] == []


def _below(parent: type[ServiceError]) -> Iterator[type[ServiceError]]:
    for child in parent.__subclasses__():
        yield child
        yield from _below(child)


def _sources(room: ModuleType) -> list[Path]:
    return [path for root in room.__path__ for path in Path(root).rglob("*.py")]
