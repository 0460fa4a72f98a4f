"""From a job as it comes, in one of three formats, to a draft in plain text."""

from __future__ import annotations

import json
import re
from html import unescape

from servicekit.errors import FieldInvalid
from services.ingest.jobs.jobs import Draft, JobFormat
from services.ingest.jobs.markup import text_of, tree_of
from services.ingest.jobs.posting import drafted, embedded, parsed
from services.ingest.jobs.posting_fields import JobPostingMalformed

LONGEST_SOURCE = 500_000
_ESCAPES = 2
_TAGS = (
    "p|div|ul|ol|li|h[1-6]|table|tr|td|section|article|span|strong|em|b|i|u|a|html|head|body"
    "|script|main|header|footer"
)
_MARKUP = re.compile(
    rf"<!doctype\s+html|<(?:br|hr)\s*/?>|<(?:p|li|div|html)(?:\s[^<>]*)?>|</(?:{_TAGS})\s*>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(
    rf"&(?:amp;)?lt;(?:br\s*/?|/?(?:{_TAGS}))(?:&(?:amp;)?gt;|\s)|&lt;!doctype", re.IGNORECASE
)
_POSTING = re.compile(r'"@type"|"@context"|"@graph"')


def read(source: str, title: str, form: JobFormat) -> Draft:
    """Return the draft that `source` renders to; a `title` given wins over the source's.

    With `UNSPECIFIED` the content tells the format. Raises FieldInvalid, JobPostingMalformed,
    JobPostingMissing or JobTextMissing.
    """
    if form is JobFormat.UNSPECIFIED:
        form = _told(source)
    if form is JobFormat.PLAIN:
        return Draft(title, source)
    if not source.strip() or len(source) > LONGEST_SOURCE:
        raise FieldInvalid("text", f"want 1 to {LONGEST_SOURCE} characters")
    if form is JobFormat.HTML:
        return _of_html(source, title)
    return drafted(_posting(source), title)


def _told(source: str) -> JobFormat:
    """Return the format that the content shows."""
    start = source.lstrip("\ufeff \t\r\n")[:1]
    if start and start in "{[" and (_POSTING.search(source) is not None or _is_json(source)):
        return JobFormat.JOB_POSTING
    if _MARKUP.search(source) is None and _ESCAPED.search(source) is None:
        return JobFormat.PLAIN
    is_posting = "ld+json" in source and '"JobPosting"' in source
    return JobFormat.JOB_POSTING if is_posting else JobFormat.HTML


def _is_json(source: str) -> bool:
    try:
        return isinstance(json.loads(source), dict)
    except (ValueError, RecursionError):
        return False


def _posting(source: str) -> object:
    """Return the JSON of a posting that is the whole of `source` or stands in a page."""
    if source.lstrip("\ufeff \t\r\n")[:1] in "{[":
        return parsed(source)
    if _MARKUP.search(source) is None:
        raise JobPostingMalformed("want JSON or a page that has it", field="", problem="not JSON")
    return embedded(tree_of(source))


def _of_html(source: str, title: str) -> Draft:
    # Job boards hand out markup that is escaped once or twice more, as Greenhouse's API does.
    for _ in range(_ESCAPES):
        if _MARKUP.search(source) is None and _ESCAPED.search(source) is not None:
            source = unescape(source)
    return Draft(title, text_of(tree_of(source)), JobFormat.HTML)
