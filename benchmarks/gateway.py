"""The REST API as a program outside calls it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Mapping
    from pathlib import Path

TENANT = "bench"
SLOWEST = 900
"""Seconds that a resume may take: scans are read one after the other."""


class CommandFailed(Exception):
    """A command of the local stack failed; the message is what it said."""


class UploadFailed(Exception):
    """A resume did not become searchable; the message says why."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack."""

    gateway: str
    data: Path
    seconds: float
    """From the start of its process until it served."""


@contextmanager
def stack(data: Path) -> Generator[Stack]:
    """Run a stack on `data` while the block lasts."""
    command = [sys.executable, "-m", "deploy.local", "up", "--data", str(data)]
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield Stack(json.loads(line)["gateway"], data, time.monotonic() - began)
        finally:
            process.terminate()
            process.wait(60)


def local(data: Path, *words: str) -> str:
    """Run a command of the local stack and return what it prints."""
    command = [sys.executable, "-m", "deploy.local", *words, "--data", str(data)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise CommandFailed(done.stderr[-2000:])
    return done.stdout.strip()


class Client:
    """Calls with a recruiter's token over one connection pool."""

    def __init__(self, running: Stack, *, tenant: str = TENANT) -> None:
        token = local(
            running.data, "token", "--tenant", tenant, "--role", "recruiter", "--subject", "bench"
        )
        self._http = httpx.AsyncClient(
            base_url=running.gateway, headers={"authorization": f"Bearer {token}"}, timeout=120
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def post(self, path: str, body: Mapping[str, str | int]) -> Any:  # noqa: ANN401  # JSON
        """Return the JSON of a POST that must succeed."""
        response = await self._http.post(path, json=body)
        return response.raise_for_status().json()

    async def get(self, path: str) -> Any:  # noqa: ANN401  # JSON
        """Return the JSON of a GET that must succeed."""
        return (await self._http.get(path)).raise_for_status().json()

    async def events(self, path: str, body: Mapping[str, str | int]) -> AsyncGenerator[Any]:
        """Yield the JSON of each event that a POST streams."""
        async with self._http.stream("POST", path, json=body, timeout=SLOWEST) as answer:
            async for line in answer.raise_for_status().aiter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))

    async def upload(self, name: str, content: bytes) -> str:
        """Upload a resume and return its candidate's id when searches find it.

        Raises UploadFailed with the reason when the file is refused or cannot be read.
        """
        response = await self._http.post(
            "/v1/resumes",
            params={"filename": name, "consent": "true", "consent_notice": "bench"},
            content=content,
            headers={"content-type": "application/pdf"},
        )
        if response.is_client_error:
            told = response.json()
            reasons = [each["reason"] for each in told["details"] if "reason" in each]
            raise UploadFailed(*reasons or [told["message"]])
        operation = response.raise_for_status().json()["operation"]
        path = f"/v1/operations/{operation['operationId']}:watch"
        async with self._http.stream("GET", path, timeout=SLOWEST) as events:
            async for line in events.aiter_lines():
                if line.startswith("data:"):
                    operation = json.loads(line.removeprefix("data:"))["operation"]
        if operation["state"] != "OPERATION_STATE_SUCCEEDED":
            raise UploadFailed(operation.get("error", {}).get("reason", operation["state"]))
        return operation["candidateId"]
