"""REST for every public method of the contract, by its http rule."""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from google.api import annotations_pb2
from google.api.httpbody_pb2 import HttpBody
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor

from gateway.descriptors import public_methods
from tests.service.gateway import rig
from tests.service.gateway.recorder import Recorder, descriptor, recording
from tests.service.gateway.rig import error_of
from tests.service.gateway.servicer import LARGE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from google.protobuf.message import Message

    from gateway.descriptors import Method
    from tests.harness.identity import Identities
    from tests.service.gateway.rig import Gateway

METHODS = [pytest.param(each, id=f"{each.service}/{each.name}") for each in public_methods()]
FILE = b"%PDF-1.7 \x00\xff not JSON"


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(recording()) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def recorded(
    identities: Identities, recorder: Recorder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gateway]:
    data = tmp_path_factory.mktemp("gateway")
    with rig.gateway(identities, recorder.port, data) as running:
        yield running


@pytest.fixture
async def client(recorded: Gateway, identities: Identities) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"authorization": f"Bearer {identities.token()}"}
    async with httpx.AsyncClient(base_url=recorded.url, headers=headers, timeout=20) as client:
        yield client


@pytest.mark.parametrize("method", METHODS)
async def test_every_method_gets_path_query_and_body_and_answers_json(
    method: Method, client: httpx.AsyncClient, recorder: Recorder
) -> None:
    expected = _filled(method)
    response = await client.send(_request(client, method, expected))
    assert response.status_code == 200, response.text
    assert recorder.requests[-1] == expected
    output = descriptor(method.service, method.name).output_type
    if any(field.message_type is HttpBody.DESCRIPTOR for field in output.fields):
        assert response.content == b""  # the file is the body
        return
    answer = message_factory.GetMessageClass(output)
    printed = json_format.MessageToDict(answer(), always_print_fields_with_no_presence=True)
    assert _json(response) == printed


def _json(response: httpx.Response) -> object:
    if response.headers["content-type"] == "text/event-stream":
        data = re.fullmatch(r"data: (.*)\n\n", response.text)
        assert data
        return json.loads(data[1])
    assert response.headers["content-type"] == "application/json"
    return response.json()


def _filled(method: Method) -> Message:
    """Return a request with a value in each of its plain fields."""
    request = message_factory.GetMessageClass(descriptor(method.service, method.name).input_type)()
    for field in request.DESCRIPTOR.fields:
        if field.is_repeated:
            continue
        if field.message_type is None:
            setattr(
                request,
                field.name,
                _value(field, in_path="{" + field.name + "}" in method.template),
            )
        elif field.message_type.full_name == HttpBody.DESCRIPTOR.full_name:
            file = HttpBody(content_type="application/pdf", data=FILE)
            getattr(request, field.name).CopyFrom(file)
    return request


def _value(field: Any, *, in_path: bool) -> object:
    match field.cpp_type:
        case FieldDescriptor.CPPTYPE_STRING if field.type == FieldDescriptor.TYPE_BYTES:
            return FILE
        case FieldDescriptor.CPPTYPE_STRING:
            return f"{field.name}-1" if in_path else f"{field.name} + ü/&=%?"
        case FieldDescriptor.CPPTYPE_BOOL:
            return True
        case FieldDescriptor.CPPTYPE_ENUM:
            return field.enum_type.values[1].number
        case _:
            return 7


def _request(client: httpx.AsyncClient, method: Method, message: Message) -> httpx.Request:
    names = re.findall(r"\{(\w+)\}", method.template)
    path = method.template.format(**{name: getattr(message, name) for name in names})
    fields = json_format.MessageToDict(message)
    plain = {key: value for key, value in fields.items() if not isinstance(value, dict)}
    for name in names:
        plain.pop(message.DESCRIPTOR.fields_by_name[name].json_name)
    match _body(method):
        case "":
            return client.build_request(method.verb, path, params=plain)
        case "*":
            # A stream of messages is an array of them.
            body = [plain] if descriptor(method.service, method.name).client_streaming else plain
            return client.build_request(method.verb, path, json=body)
        case _:
            headers = {"content-type": "application/pdf"}
            return client.build_request(
                method.verb, path, params=plain, content=FILE, headers=headers
            )


def _body(method: Method) -> str:
    options = descriptor(method.service, method.name).GetOptions()
    return options.Extensions[cast("Any", annotations_pb2.http)].body


async def test_enums_are_read_by_name_and_number(
    client: httpx.AsyncClient, recorder: Recorder
) -> None:
    for given in ("JOB_STATE_OPEN", "1"):
        response = await client.get("/v1/jobs", params={"state": given})
        assert response.status_code == 200, response.text
        assert cast("Any", recorder.requests[-1]).state == 1


async def test_fields_are_read_in_snake_case_too(
    client: httpx.AsyncClient, recorder: Recorder
) -> None:
    await client.get("/v1/jobs", params={"page_size": 3})
    assert cast("Any", recorder.requests[-1]).page_size == 3


async def test_an_empty_body_is_an_empty_message(
    client: httpx.AsyncClient, recorder: Recorder
) -> None:
    response = await client.post("/v1/jobs/7:close")
    assert response.status_code == 200
    assert cast("Any", recorder.requests[-1]).job_id == "7"


async def test_a_body_never_overrides_the_path(
    client: httpx.AsyncClient, recorder: Recorder
) -> None:
    ignored = await client.post("/v1/jobs/7:close", json={"jobId": "8"})
    assert ignored.status_code == 200, ignored.text
    assert cast("Any", recorder.requests[-1]).job_id == "7"
    count = len(recorder.requests)
    refused = await client.post("/v1/jobs/7:close", json={"job_id": "8"})
    assert error_of(refused, 400)[0] == "REQUEST_MALFORMED"
    assert len(recorder.requests) == count


async def test_unknown_fields_of_a_body_are_ignored(
    client: httpx.AsyncClient, recorder: Recorder
) -> None:
    response = await client.post("/v1/jobs", json={"text": "a", "txet": "b"})
    assert response.status_code == 200
    assert cast("Any", recorder.requests[-1]).text == "a"


async def test_an_upload_of_11_mib_arrives_whole(rest: httpx.AsyncClient) -> None:
    file = os.urandom(11 << 20)
    response = await rest.post(
        "/v1/resumes", params={"filename": "A resume.pdf", "consent": "true"}, content=file
    )
    assert response.status_code == 200, response.text
    operation = cast("dict[str, str]", response.json()["operation"])
    assert operation["operationId"] == hashlib.sha256(file).hexdigest()
    assert operation["documentId"] == "A resume.pdf"


@pytest.mark.parametrize(
    "chunked", [pytest.param(False, id="sized"), pytest.param(True, id="chunked")]
)
async def test_a_body_beyond_the_limit_is_refused(
    rest: httpx.AsyncClient, *, chunked: bool
) -> None:
    file = bytes((12 << 20) + 1)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(file), 1 << 20):
            yield file[start : start + (1 << 20)]

    response = await rest.post("/v1/resumes", content=pieces() if chunked else file)
    assert error_of(response, 413) == ("REQUEST_TOO_LARGE", {})


async def test_an_answer_as_large_as_a_message_arrives_whole(rest: httpx.AsyncClient) -> None:
    response = await rest.get("/v1/jobs/large")
    assert response.status_code == 200
    assert len(response.json()["job"]["text"]) == LARGE
