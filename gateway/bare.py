"""Statuses without details: what gRPC itself says in a service's stead.

A service's own errors carry details. What is left comes from its gRPC library: a deadline
that it saw first, a message that is too large or cannot be parsed, an exception past all
guards. Their texts may quote anything, so ours take their place.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gateway import errors
from gateway.errors import Code, fault
from gateway.tree import extension

if TYPE_CHECKING:
    from gateway.errors import Refusal
    from gateway.tree import Node

_KNOWN = (
    errors.MALFORMED,
    errors.TOKEN_INVALID,
    errors.NOT_ALLOWED,
    errors.NO_METHOD,
    errors.MESSAGE_TOO_LARGE,
    errors.TOO_LATE,
    errors.UNAVAILABLE,
)

# An error before any message is the headers and the trailers in one, so that the headers
# are all that there is to look at. Runs beside the router, so the transcoder sees the result.
_SCRIPT = """\
local refusals = {
%s
}
function envoy_on_response(handle)
  local headers = handle:headers()
  local status = headers:get("grpc-status")
  if status == nil or status == "0" or headers:get("grpc-status-details-bin") ~= nil then
    return
  end
  local refusal = refusals[status] or refusals["2"]
  headers:replace("grpc-message", refusal[1])
  headers:replace("grpc-status-details-bin", refusal[2])
end
"""


def http_filter() -> Node:
    """Return the filter that gives such statuses a message and details of ours."""
    known = {refusal.code: refusal for refusal in _KNOWN}
    rows = [_row(known.get(code, fault(code))) for code in Code if code is not Code.OK]
    return extension(
        "filters.http.lua",
        "extensions.filters.http.lua.v3.Lua",
        default_source_code={"inline_string": _SCRIPT % "\n".join(rows)},
    )


def _row(refusal: Refusal) -> str:
    # JSON's strings are Lua's, as long as they are plain ASCII.
    texts = ", ".join(json.dumps(each) for each in (refusal.message, refusal.as_header()))
    return f'  ["{errors.number(refusal.code)}"] = {{{texts}}},'
