"""Paths of the contract as routes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pytest

from gateway.descriptors import RuleUnsupported, public_methods
from gateway.routes import path_match, virtual_host

if TYPE_CHECKING:
    from gateway.descriptors import Method

METHODS = public_methods()


def _matches(template: str, path: str) -> bool:
    match path_match(template):
        case {"path": exact}:
            return path == exact
        case {"safe_regex": {"regex": str(regex)}}:
            return re.fullmatch(regex, path) is not None
        case other:
            raise AssertionError(other)


@pytest.mark.parametrize(
    ("template", "path", "expected"),
    [
        ("/v1/jobs", "/v1/jobs", True),
        ("/v1/jobs", "/v1/jobs/", False),
        ("/v1/jobs/{job_id}", "/v1/jobs/7", True),
        ("/v1/jobs/{job_id}", "/v1/jobs/", False),
        ("/v1/jobs/{job_id}", "/v1/jobs/7/8", False),
        ("/v1/jobs/{job_id}", "/v1/jobs/7:close", False),
        ("/v1/jobs/{job_id}:close", "/v1/jobs/7:close", True),
        ("/v1/jobs/{job_id}:close", "/v1/jobs/7", False),
        ("/v1/jobs/{job_id}:close", "/v1/jobs/7:closed", False),
        ("/v1/a.b/{c}", "/v1/axb/7", False),
        (
            "/v1/jobs/{job_id}/candidates/{candidate_id}:score",
            "/v1/jobs/7/candidates/8:score",
            True,
        ),
    ],
)
def test_a_template_matches_whole_paths_with_one_segment_a_variable(
    template: str, path: str, *, expected: bool
) -> None:
    assert _matches(template, path) is expected


@pytest.mark.parametrize("template", ["/v1/{name=jobs/*}", "/v1/*", "/v1/**", "/v1/{job.id}"])
def test_a_template_beyond_plain_variables_is_refused(template: str) -> None:
    with pytest.raises(RuleUnsupported):
        path_match(template)


@pytest.mark.parametrize("method", [pytest.param(each, id=each.name) for each in METHODS])
def test_no_two_methods_share_a_path(method: Method) -> None:
    path = re.sub(r"\{\w+\}", "019a-7", method.template)
    takers = [
        each for each in METHODS if each.verb == method.verb and _matches(each.template, path)
    ]
    assert takers == [method]


def test_every_method_has_a_route_by_rest_and_one_by_grpc_and_no_others_have() -> None:
    host = virtual_host(METHODS, cors_origins=())
    *routes, last = cast("list[dict[str, object]]", host["routes"])
    names = [f"{each.service}/{each.name}" for each in METHODS]
    assert sorted(str(route["name"]) for route in routes) == sorted(2 * names)
    assert last["match"] == {"prefix": "/"}
    assert "FactsService" not in str(routes)


def test_only_streams_have_no_time_to_end_by() -> None:
    host = virtual_host(METHODS, cors_origins=())
    *routes, _ = cast("list[dict[str, dict[str, object]]]", host["routes"])
    endless = {str(route["name"]) for route in routes if route["route"]["timeout"] == "0s"}
    assert endless == {f"{each.service}/{each.name}" for each in METHODS if each.streams}
    assert endless
