"""Where, how and when people would work: options of commands as messages, and back as words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer
from candor.facts.v1 import facts_pb2, requirements_pb2
from candor.ingest.v1 import preferences_service_pb2
from candor.matcher.v1 import filters_pb2

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Places: TypeAlias = Annotated[
    list[str] | None, typer.Option("--place", help='Who would work there, e.g. "Berlin".')
]
Remote: TypeAlias = Annotated[
    bool, typer.Option("--remote", help="Who would work remotely, wherever they are.")
]
Languages: TypeAlias = Annotated[
    list[str] | None, typer.Option("--language", help="Who speaks it, e.g. de, or de:B2 or more.")
]
AvailableBy: TypeAlias = Annotated[
    str, typer.Option(help="Who can begin by that day, as YYYY-MM-DD.")
]
Applicants: TypeAlias = Annotated[
    bool, typer.Option("--applicants", help="Who applied to the job, and nobody else.")
]
LEVEL, MODE = "LANGUAGE_LEVEL_", "REMOTE_MODE_"


class Mode(StrEnum):
    """How somebody would work."""

    ONSITE = "onsite"
    HYBRID = "hybrid"
    REMOTE = "remote"


def filters(
    *,
    places: Sequence[str] | None,
    remote: bool,
    languages: Sequence[str] | None,
    available_by: str,
    applicants: bool,
) -> filters_pb2.Filters | None:
    """Return the filters that the options say; None when they say none."""
    made = filters_pb2.Filters(
        places=places or [],
        remote_ok=remote,
        languages=[_language(each) for each in languages or []],
        available_by=available_by,
        pool=filters_pb2.POOL_APPLICANTS if applicants else filters_pb2.POOL_UNSPECIFIED,
    )
    return made if made.ByteSize() else None


def _language(text: str) -> filters_pb2.LanguageFilter:
    code, _, level = text.partition(":")
    name = f"{LEVEL}{level.upper() or 'UNSPECIFIED'}"
    if name not in facts_pb2.LanguageLevel.keys():  # noqa: SIM118  # an enum, not a dict
        raise typer.BadParameter(f"{text!r}: want e.g. de, de:B2 or de:native")
    return filters_pb2.LanguageFilter(code=code.lower(), least=facts_pb2.LanguageLevel.Value(name))


def preferences(
    *,
    places: Sequence[str] | None,
    remote: Sequence[Mode] | None,
    available_from: str | None,
    is_open: bool | None,
) -> tuple[preferences_service_pb2.Preferences, list[str]]:
    """Return what the options say, and which fields they name."""
    said = preferences_service_pb2.Preferences(
        places=places or [],
        remote=[requirements_pb2.RemoteMode.Value(MODE + each.name) for each in remote or []],
        available_from=available_from or "",
        open_to_jobs=is_open,
    )
    given = {
        "places": places,
        "remote": remote,
        "available_from": available_from,
        "open_to_jobs": is_open,
    }
    return said, [name for name, value in given.items() if value is not None]


def told(held: preferences_service_pb2.Preferences) -> Iterator[tuple[str, str]]:
    """Yield what somebody has said as words, name by name."""
    modes = [requirements_pb2.RemoteMode.Name(each) for each in held.remote]
    yield "Where", "; ".join(held.places) or "where the resume says"
    yield "How", ", ".join(each.removeprefix(MODE).lower() for each in modes) or "not said"
    yield "From", held.available_from or "at once"
    yield "Open to jobs", "yes" if held.open_to_jobs else "only those applied to"
