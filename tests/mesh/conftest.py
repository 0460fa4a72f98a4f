"""One whole stack for all mesh tests; each test has a tenant of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.harness import mesh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.mesh import Mesh

ORIGIN = "http://hr.example"


@pytest.fixture(scope="package")
def running() -> Iterator[Mesh]:
    with mesh.fresh("--telemetry", "--cors-origin", ORIGIN) as stack:
        yield stack


@pytest.fixture
def tenant() -> str:
    return f"t-{uuid4().hex[:12]}"
