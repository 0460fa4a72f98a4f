"""Between candor messages and what selections are narrowed by."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from candor.facts.v1 import facets_pb2, facts_pb2, requirements_pb2
from candor.matcher.v1 import filters_pb2 as pb

from servicekit import canonical
from servicekit.errors import FieldInvalid
from services.matcher.facets.facets import Facets
from services.matcher.facets.filters import Filters, Pool

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def to_facets(message: facets_pb2.Facets) -> Facets:
    """Parse facets."""
    return Facets(
        place_words=tuple(message.place_words),
        remote=tuple(message.remote),
        available_day=message.available_day,
        is_open=message.open,
        consent_until=message.consent_until,
    )


def facets(value: Facets) -> facets_pb2.Facets:
    """Render facets."""
    return facets_pb2.Facets(
        place_words=value.place_words,
        remote=[requirements_pb2.RemoteMode.ValueType(each) for each in value.remote],
        available_day=value.available_day,
        open=value.is_open,
        consent_until=value.consent_until,
    )


def to_filters(message: pb.Filters) -> Filters:
    """Parse filters, or raise FieldInvalid."""
    if message.pool not in pb.Pool.values():
        raise FieldInvalid("filters.pool", "want a pool that there is")
    return Filters(
        places=tuple(sorted({each.strip() for each in message.places})),
        remote_ok=message.remote_ok,
        languages=_languages(message.languages),
        available_by=_day(message.available_by) if message.available_by else None,
        pool=Pool(message.pool or Pool.EVERYONE),
    )


def _languages(messages: Sequence[pb.LanguageFilter]) -> tuple[tuple[str, int], ...]:
    if not all(each.least in facts_pb2.LanguageLevel.values() for each in messages):
        raise FieldInvalid("filters.languages", "want levels that there are")
    return tuple(sorted({(each.code, int(each.least)) for each in messages}))


def _day(text: str) -> date:
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise FieldInvalid("filters.available_by", "want YYYY-MM-DD")


def filters(value: Filters) -> pb.Filters:
    """Render filters."""
    return pb.Filters(
        places=value.places,
        remote_ok=value.remote_ok,
        languages=[
            pb.LanguageFilter(code=code, least=facts_pb2.LanguageLevel.ValueType(least))
            for code, least in value.languages
        ],
        available_by=value.available_by.isoformat() if value.available_by else "",
        pool=pb.POOL_APPLICANTS if value.pool is Pool.APPLICANTS else pb.POOL_UNSPECIFIED,
    )


def stored(value: Filters) -> bytes | None:
    """Return filters as a run keeps them: canonical JSON, None where they ask nothing."""
    return canonical.canonical(filters(value)) if value.tree else None


def to_stored(body: bytes | None) -> Filters:
    """Parse what a run keeps."""
    return Filters() if body is None else to_filters(canonical.parse(body, pb.Filters()))
