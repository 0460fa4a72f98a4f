"""A folder of uploads over REST, under one batch id."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from tests.fixtures import files

if TYPE_CHECKING:
    from tests.harness.mesh import Mesh


def test_files_come_in_one_by_one_or_as_one_stream_of_json(running: Mesh, tenant: str) -> None:
    with running.client(tenant=tenant) as recruiter:
        batch = recruiter.post("/v1/batches", consent=True, consent_notice="test")["batch"]
        path = f"/v1/batches/{batch['batchId']}"
        for name, content in (("a.txt", files.RESUME.encode()), ("b.pdf", b"")):
            answer = recruiter.http.post(
                f"{path}/items", params={"filename": name}, content=content
            )
            assert answer.status_code == 200, answer.text
        other = base64.b64encode(files.RESUME.replace("Alex", "Kim").encode()).decode()
        sent = [
            {"batchId": batch["batchId"], "filename": "c.txt", "content": other},
            {"filename": "d.exe", "content": base64.b64encode(b"\x7fELF" + bytes(64)).decode()},
        ]
        told = recruiter.http.post("/v1/batches:import", json=sent)
        assert told.status_code == 200, told.text
        assert told.json()["sentCount"] == 2
        recruiter.post(f"{path}:close")
        *_, last = recruiter.events("GET", f"{path}:watch")
        assert (last["batch"]["indexedCount"], last["batch"]["failedCount"]) == (2, 2)
        failed = recruiter.get(f"{path}/items", state="BATCH_ITEM_STATE_FAILED")["items"]
    assert {each["name"]: each["error"]["reason"] for each in failed} == {
        "b.pdf": "FILE_EMPTY",
        "d.exe": "FILE_TYPE_UNSUPPORTED",
    }
