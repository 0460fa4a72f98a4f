"""Between notices and candor.ingest.v1 messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import notice_service_pb2 as pb

from servicekit.timestamps import timestamp
from services.ingest.notices import notices

if TYPE_CHECKING:
    from services.ingest.notices.notices import Shown, Template


def to_template(request: pb.SetNoticeRequest) -> Template:
    """Parse a version of a notice."""
    language = notices.to_language(request.language)
    return notices.Template(
        language=language,
        version=notices.to_version(request.version),
        body=notices.to_body(request.text, language),
        organisation=notices.to_line(
            request.organisation, "organisation", notices.LONGEST_ORGANISATION
        ),
        contact=notices.to_line(request.contact, "contact", notices.LONGEST_CONTACT),
    )


def notice(value: Template, months: int) -> pb.Notice:
    """Render a notice as it is read."""
    text = value.text(months)
    return pb.Notice(
        version=value.version,
        language=value.language,
        text=text,
        digest=notices.digest(text),
        create_time=timestamp(value.created_at) if value.created_at else None,
    )


def shown(value: Shown) -> pb.Showing:
    """Render the record that a notice was shown."""
    return pb.Showing(
        shown_id=value.shown_id,
        candidate_id=value.candidate_id,
        version=value.version,
        language=value.language,
        digest=value.digest,
        show_time=timestamp(value.shown_at),
    )
