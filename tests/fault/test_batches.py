"""kill -9 of Ingest in the middle of a batch, which is then begun again: all in, each once.

`python -m tests.fault.test_batches` does it with 1,000 files of which 10 are broken.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from benchmarks.resumes import pdf
from tests.fixtures import files
from tests.harness import mesh
from tests.harness.mesh import until

if TYPE_CHECKING:
    from tests.harness.mesh import Client, Mesh

BROKEN = (
    (b"", "FILE_EMPTY"),
    (files.encrypted_pdf(), "FILE_ENCRYPTED"),
    (b"\x7fELF" + bytes(64), "FILE_TYPE_UNSUPPORTED"),
    (pdf(0)[:700], "FILE_DAMAGED"),
)
MOST_SCORED = 200  # candidates that a match retrieves


@dataclass(frozen=True, slots=True)
class Took:
    """How long the parts of an import took, in seconds."""

    until_killed: float
    again: float


@pytest.mark.timeout(400)  # every wait in it is bounded
def test_a_batch_survives_the_death_of_ingest_and_names_what_is_broken(tmp_path: Path) -> None:
    survives(tmp_path, count=60, broken=3)


def survives(folder: Path, *, count: int, broken: int) -> Took:
    """Import `count` files of which `broken` are, kill Ingest midway, and import again."""
    expected = written(folder, count, broken)
    with mesh.fresh() as running, running.client() as recruiter:
        began = time.monotonic()
        first = _importing(running, folder)
        until(lambda: len(_operations(recruiter)) >= count // 3, within=300)
        running.kill("ingest")
        killed = time.monotonic()
        interrupted = _batch_of(first)
        until(lambda: bool(_operations(recruiter)), within=60)
        again = _importing(running, folder)
        batch_id = _batch_of(again)
        ended = time.monotonic()
        assert batch_id == interrupted, "the same folder is the same batch"
        _each_once(recruiter, batch_id, expected, count)
    return Took(killed - began, ended - killed)


def written(folder: Path, count: int, broken: int) -> dict[str, str]:
    """Write the files; return the reasons by the names of those that are broken."""
    reasons: dict[str, str] = {}
    for number in range(count):
        name = f"{number:04d}.pdf"
        place = number // (count // broken)
        if number % (count // broken) == 1 and place < broken:
            content, reasons[name] = BROKEN[place % len(BROKEN)]
        else:
            content = pdf(number)
        (folder / name).write_bytes(content)
    assert len(reasons) == broken
    return reasons


def _importing(running: Mesh, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "cli.main", "import", str(folder)]
    where = ["--gateway", running.gateway, "--token", running.token(seconds=7200)]
    return subprocess.Popen([*command, *where], stdout=subprocess.PIPE, text=True)


def _batch_of(importing: subprocess.Popen[str]) -> str:
    """Wait until an import ends, which it does with the exit code of failure; return its batch."""
    said, _ = importing.communicate(timeout=3600)
    assert importing.returncode == 1, said
    return said.splitlines()[0].removeprefix("Batch ").strip()


def _operations(client: Client) -> list[dict[str, Any]]:
    try:
        return _all(client, "/v1/operations", "operations")
    except (httpx.TransportError, AssertionError):
        return []


def _each_once(client: Client, batch_id: str, expected: dict[str, str], count: int) -> None:
    """Check that the batch has every file, each good one with a candidate of its own."""
    items = _all(client, f"/v1/batches/{batch_id}/items", "items")
    assert len(items) == count
    failed = {each["name"]: each["error"]["reason"] for each in items if each.get("error")}
    assert failed == expected
    good = [each for each in items if each["name"] not in expected]
    assert {each["state"] for each in good} == {"BATCH_ITEM_STATE_INDEXED"}
    assert len({each["candidateId"] for each in good}) == len(good)
    operations = {each["operationId"] for each in _operations(client)}
    assert operations == {each["operationId"] for each in items if each["operationId"]}
    job = client.post("/v1/jobs", text="Data Analyst\nRequirements\n- SQL\n- Excel")["job"]
    run = client.post(f"/v1/jobs/{job['jobId']}:match", page_size=1)["run"]
    assert run["scoredCount"] == min(len(good), MOST_SCORED)


def _all(client: Client, path: str, field: str, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    token = ""
    while True:
        page = client.get(path, page_size=200, page_token=token, **query)
        found += page[field]
        token = page["nextPageToken"]
        if not token:
            return found


def main() -> None:
    """Import a thousand files of which ten are broken; print how long it took."""
    with tempfile.TemporaryDirectory(prefix="candor-batch-") as name:
        took = survives(Path(name), count=1000, broken=10)
    sys.stdout.write(
        f"990 of 1,000 in and 10 named: {took.until_killed:.0f} s until Ingest was killed,"
        f" {took.again:.0f} s from then to the end\n"
    )


if __name__ == "__main__":
    main()
