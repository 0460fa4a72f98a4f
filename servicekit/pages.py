"""Pages of a list (AIP-158): sizes coerced, tokens opaque and good for one query only."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from servicekit.canonical import digest
from servicekit.errors import Code, FieldInvalid, ServiceError
from servicekit.sealing import decrypt, derive, encrypt

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from servicekit.auth import Caller

USUAL_SIZE = 50
LARGEST_SIZE = 200


class PageTokenInvalid(ServiceError):
    """The token was not issued for this query of this caller's tenant."""

    code = Code.INVALID_ARGUMENT
    reason = "PAGE_TOKEN_INVALID"


def size(
    asked: int,
    *,
    usual: int = USUAL_SIZE,
    largest: int = LARGEST_SIZE,
    field: str = "page_size",
) -> int:
    """Return the page size to use; FieldInvalid, naming `field`, if `asked` is negative."""
    if asked < 0:
        raise FieldInvalid(field, "want 0 or more")
    return min(asked or usual, largest)


class Pages:
    """Issues and reads page tokens.

    A token holds where the next page begins, encrypted and bound to the tenant, the
    subject and every argument of the query but the token and the size.
    """

    def __init__(self, master: bytes) -> None:
        self._key = derive(master, "pages")

    def after(self, request: Message, token: str, caller: Caller) -> str:
        """Return where the page of `token` begins; "" for the first page."""
        if not token:
            return ""
        try:
            sealed = base64.urlsafe_b64decode(token)
            return decrypt(self._key, sealed, about=_about(request, caller)).decode()
        except (ValueError, InvalidTag) as error:
            raise PageTokenInvalid("the page token is not one of this query") from error

    def token(self, request: Message, after: str, caller: Caller) -> str:
        """Return the token of the page that begins after `after`."""
        sealed = encrypt(self._key, after.encode(), about=_about(request, caller))
        return base64.urlsafe_b64encode(sealed).decode()


def _about(request: Message, caller: Caller) -> str:
    query = type(request)()
    query.CopyFrom(request)
    query.ClearField("page_token")
    query.ClearField("page_size")
    return f"{caller.tenant}/{caller.subject}/{request.DESCRIPTOR.full_name}/{digest(query)}"
