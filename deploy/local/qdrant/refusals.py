"""The outcomes that a Qdrant client knows, and what the engine says of them.

Codes and wording are Qdrant's, because its client and people's runbooks read those; they never
leave the index for callers of Candor, so they are no `ServiceError`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

import grpc

if TYPE_CHECKING:
    from collections.abc import Generator

Code = grpc.StatusCode


class Refusal(Exception):
    """A call that failed for a reason that its caller can act on; the text is shown to them."""

    code: ClassVar[grpc.StatusCode]
    retry_after: ClassVar[int] = 0
    """Whole seconds after which the same call may succeed; 0 when a retry does not help."""


class Unsupported(Refusal):
    """The call asks for something that this endpoint does not do."""

    code = Code.UNIMPLEMENTED

    def __init__(self, what: str) -> None:
        super().__init__(f"Not supported by the embedded endpoint: {what}")


class WrongInput(Refusal):
    """The call is malformed, or does not fit the collection."""

    code = Code.INVALID_ARGUMENT

    def __init__(self, problem: str) -> None:
        super().__init__(f"Wrong input: {problem}")


class CollectionMissing(Refusal):
    """There is no collection of that name."""

    code = Code.NOT_FOUND

    def __init__(self, name: str) -> None:
        super().__init__(f"Not found: Collection `{name}` doesn't exist!")


class CollectionTaken(Refusal):
    """There is a collection of that name already."""

    code = Code.ALREADY_EXISTS

    def __init__(self, name: str) -> None:
        super().__init__(f"Wrong input: Collection `{name}` already exists!")


class PointMissing(Refusal):
    """A write names a point that is not there; the points before it have been written."""

    code = Code.NOT_FOUND

    def __init__(self, problem: str) -> None:
        super().__init__(f"Not found: {problem}")


class JournalFull(Refusal):
    """Writes come faster than an optimisation under way can take them in."""

    code = Code.RESOURCE_EXHAUSTED
    retry_after = 1

    def __init__(self) -> None:
        super().__init__("An optimisation is under way and its journal is full: retry later")


class EngineFault(Exception):
    """The engine failed in a way that no caller can mend."""


# What the engine's bare exceptions begin with (segment::common::operation_error, engine 0.9).
_WRONG_INPUT = (
    "No range index",
    "Not existing vector name",
    "Payload type does not match",
    "Validation failed",
    "Vector dimension error",
    "Wrong usage of",
)
_POINT_MISSING = "No point with id"


@contextmanager
def engine_errors() -> Generator[None]:
    """Turn what the engine raises in the block into a Refusal or an EngineFault."""
    try:
        yield
    except ValueError as error:  # a malformed id, path or number
        raise WrongInput(str(error)) from error
    except Exception as error:
        if type(error) is not Exception:
            raise
        raise _meaning_of(str(error)) from error
    except BaseException as panic:
        if type(panic).__module__ != "pyo3_runtime":
            raise
        raise EngineFault(f"the engine panicked: {panic}") from panic


def _meaning_of(message: str) -> Refusal | EngineFault:
    if message.startswith(_WRONG_INPUT):
        return WrongInput(message)
    if message.startswith(_POINT_MISSING):
        return PointMissing(message)
    return EngineFault(message)
