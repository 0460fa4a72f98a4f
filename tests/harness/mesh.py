"""The whole stack as processes, as a person starts it, and clients of its gateway."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, cast

import httpx

from deploy.local import tokens
from tests.harness.standing import data_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

START_SECONDS = 90
STOP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Mesh:
    """A running stack."""

    gateway: str
    data: Path

    @property
    def address(self) -> str:
        """host:port, for gRPC."""
        return self.gateway.removeprefix("http://")

    def token(
        self,
        role: str = "recruiter",
        *,
        tenant: str = "acme",
        subject: str = "user-1",
        kind: str = "person",
        seconds: int = 3600,
    ) -> str:
        """Return a token that the stack accepts."""
        return tokens.issued(
            self.data, tenant=tenant, roles=[role], subject=subject, kind=kind, seconds=seconds
        )

    def client(
        self,
        role: str = "recruiter",
        *,
        tenant: str = "acme",
        subject: str = "user-1",
        kind: str = "person",
    ) -> Client:
        """Return a REST client with such a token."""
        return Client(self, self.token(role, tenant=tenant, subject=subject, kind=kind))

    def pid(self, name: str) -> int:
        """Return the pid of a process of the stack."""
        stack = json.loads((self.data / "stack.json").read_text())
        return cast("int", stack["processes"][name]["pid"])

    def kill(self, name: str) -> None:
        """End a process of the stack with SIGKILL."""
        os.kill(self.pid(name), signal.SIGKILL)

    def spans(self) -> list[dict[str, Any]]:
        """Return the spans that the stack's receiver has."""
        file = self.data / "telemetry" / "spans.ndjson"
        lines = file.read_text().splitlines() if file.exists() else []
        return [json.loads(line) for line in lines]


class Client:
    """A REST client with one token."""

    def __init__(self, mesh: Mesh, token: str) -> None:
        self.http = httpx.Client(
            base_url=mesh.gateway, headers={"authorization": f"Bearer {token}"}, timeout=60
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def get(self, path: str, **query: str | int) -> Any:
        """Return the JSON of a GET that must succeed."""
        return _json(self.http.get(path, params=query))

    def post(self, path: str, **body: object) -> Any:
        """Return the JSON of a POST that must succeed."""
        return _json(self.http.post(path, json=body))

    def upload(self, name: str, content: bytes, **query: str) -> dict[str, Any]:
        """Upload a resume and return its operation."""
        answer = self.http.post(
            "/v1/resumes",
            params={"filename": name, "consent": "true", "consent_notice": "test", **query},
            content=content,
        )
        return _json(answer)["operation"]

    def events(self, method: str, path: str, **body: object) -> Generator[Any]:
        """Yield the JSON of each server-sent event of a stream."""
        with self.http.stream(method, path, json=body or None) as answer:
            assert answer.status_code == 200, answer.read()
            assert answer.headers["content-type"].startswith("text/event-stream")
            for line in answer.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))

    def searchable(self, operation_id: str) -> dict[str, Any]:
        """Follow an operation to its end and return it."""
        last = list(self.events("GET", f"/v1/operations/{operation_id}:watch"))[-1]
        return last["operation"]


def _json(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


@contextmanager
def stack(data: Path, *options: str) -> Generator[Mesh]:
    """Run `deploy.local up` on `data` while the block lasts."""
    command = [sys.executable, "-m", "deploy.local", "up", "--fast", "--data", str(data), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, f"the stack exited with {process.wait(START_SECONDS)}"
            yield Mesh(json.loads(line)["gateway"], data)
        finally:
            process.terminate()
            assert process.wait(STOP_SECONDS) == 0


@contextmanager
def fresh(*options: str) -> Generator[Mesh]:
    """Run a stack on a new data folder while the block lasts."""
    with data_folder() as data, stack(data, *options) as running:
        yield running


def until(condition: Callable[[], bool], *, within: float = 30.0) -> None:
    """Wait until `condition` holds; fail after `within` seconds."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)
