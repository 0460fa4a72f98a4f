"""A page token is good for its caller's query, and for nothing else."""

from __future__ import annotations

import base64

import pytest
from candor.audit.v1.ledger_service_pb2 import ListEntriesRequest
from candor.common.v1 import policy_pb2
from candor.ingest.v1.job_service_pb2 import ListJobsRequest

from servicekit import pages
from servicekit.errors import FieldInvalid
from servicekit.pages import Pages, PageTokenInvalid
from tests.unit.servicekit.callers import caller

MASTER = b"m" * 32
QUERY = ListEntriesRequest(object_id="op-1")


@pytest.fixture
def tokens() -> Pages:
    return Pages(MASTER)


def test_a_token_tells_where_the_next_page_begins(tokens: Pages) -> None:
    token = tokens.token(QUERY, "42", caller())
    assert tokens.after(QUERY, token, caller()) == "42"
    assert Pages(MASTER).after(QUERY, token, caller()) == "42", "also at another process"


def test_no_token_is_the_first_page(tokens: Pages) -> None:
    assert tokens.after(QUERY, "", caller()) == ""


def test_the_next_page_may_have_another_size_or_role(tokens: Pages) -> None:
    token = tokens.token(QUERY, "42", caller())
    next_page = ListEntriesRequest(object_id="op-1", page_size=7, page_token=token)
    assert tokens.after(next_page, token, caller(policy_pb2.ROLE_HR)) == "42"


def test_a_token_of_somebody_else_is_refused(tokens: Pages) -> None:
    token = tokens.token(QUERY, "42", caller())
    for other in (caller(tenant="beta"), caller(subject="user-2")):
        with pytest.raises(PageTokenInvalid):
            tokens.after(QUERY, token, other)


def test_a_token_of_another_query_is_refused(tokens: Pages) -> None:
    token = tokens.token(QUERY, "42", caller())
    for other in (ListEntriesRequest(object_id="op-2"), ListEntriesRequest(), ListJobsRequest()):
        with pytest.raises(PageTokenInvalid):
            tokens.after(other, token, caller())


def test_a_token_under_another_master_key_is_refused(tokens: Pages) -> None:
    token = Pages(b"o" * 32).token(QUERY, "42", caller())
    with pytest.raises(PageTokenInvalid):
        tokens.after(QUERY, token, caller())


def test_a_token_with_any_bit_changed_is_refused(tokens: Pages) -> None:
    sealed = base64.urlsafe_b64decode(tokens.token(QUERY, "42", caller()))
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(PageTokenInvalid):
            tokens.after(QUERY, base64.urlsafe_b64encode(changed).decode(), caller())


@pytest.mark.parametrize("token", ["42", "=", "ü", "\x00", "A" * 15, "A" * 16, "A" * 4096])
def test_what_is_no_token_is_refused(tokens: Pages, token: str) -> None:
    with pytest.raises(PageTokenInvalid):
        tokens.after(QUERY, token, caller())


def test_a_token_does_not_show_what_it_holds(tokens: Pages) -> None:
    token = tokens.token(QUERY, "candidate-7", caller())
    assert b"candidate-7" not in base64.urlsafe_b64decode(token)


@pytest.mark.parametrize(
    ("asked", "used"), [(0, 50), (1, 1), (50, 50), (200, 200), (201, 200), (2**31 - 1, 200)]
)
def test_a_page_size_is_coerced(asked: int, used: int) -> None:
    assert pages.size(asked) == used


def test_a_method_may_have_sizes_of_its_own() -> None:
    assert pages.size(0, usual=10, largest=20) == 10
    assert pages.size(99, usual=10, largest=20) == 20


def test_a_negative_page_size_is_invalid() -> None:
    with pytest.raises(FieldInvalid) as caught:
        pages.size(-1)
    assert caught.value.field == "page_size"
