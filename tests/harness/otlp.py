"""An OpenTelemetry receiver for tests: the stack's own."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from deploy.local import otlp, ports
from tests.harness.standing import data_folder, standing

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from deploy.local.otlp_lines import Record


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where to export to, and what came."""

    endpoint: str
    data: Path

    def spans(self) -> list[Record]:
        """Return the spans received so far, in order of arrival."""
        return self.received("spans")

    def received(self, name: str) -> list[Record]:
        """Return the records of `name`: spans, metrics or logs."""
        lines = otlp.path(self.data, name).read_text().splitlines()
        return [cast("Record", json.loads(line)) for line in lines]


@contextmanager
def receiver() -> Generator[Receiver]:
    """Run a receiver, yielding how to reach it (OTLP over gRPC, no TLS)."""
    with (
        data_folder() as data,
        ports.held(otlp=None) as held,
        standing(otlp.process(data, port=held["otlp"]), data=data),
    ):
        yield Receiver(f"http://127.0.0.1:{held['otlp']}", data)
