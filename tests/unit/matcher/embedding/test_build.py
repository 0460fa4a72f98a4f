from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from services.matcher.embedding import build, weights

# The file whose accuracy and speed were measured. A change of this value is a change of
# every vector: measure again, and index again.
MEASURED = "f2f9dbe6eb622b3db97ec871eea4fb7e4c4f7ea07f14080742063dc94f6f6e28"

ASK = """
import sys
from pathlib import Path
from services.matcher.embedding import build
sys.stdout.write(str(build.model_file(Path(sys.argv[1]))))
"""


def test_the_built_file_is_the_one_that_was_measured(model_file: Path) -> None:
    assert build.digest(model_file) == MEASURED


def test_a_file_that_is_there_is_not_built_again(model_file: Path) -> None:
    before = model_file.stat()
    assert build.model_file(model_file.parent) == model_file
    assert model_file.stat().st_ino == before.st_ino
    assert model_file.stat().st_mtime_ns == before.st_mtime_ns


def test_a_damaged_file_is_built_again(model_file: Path, tmp_path: Path) -> None:
    content = bytearray(model_file.read_bytes())
    content[len(content) // 2] ^= 1
    damaged = tmp_path / model_file.name
    damaged.write_bytes(content)
    assert build.model_file(tmp_path) == damaged
    assert build.digest(damaged) == MEASURED


def test_processes_that_build_at_once_all_get_the_one_whole_file(tmp_path: Path) -> None:
    cache = tmp_path / "not" / "there" / "yet"
    command = [sys.executable, "-c", ASK, str(cache)]
    askers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    answers = {asker.communicate(timeout=100)[0] for asker in askers}
    (answer,) = answers
    assert build.digest(Path(answer)) == MEASURED
    assert list(cache.iterdir()) == [Path(answer)]


def test_a_build_from_other_weights_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "site" / weights.PACKAGE
    (other / "model").mkdir(parents=True)
    (other / "__init__.py").touch()
    (other / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setenv("PYTHONPATH", str(other.parent))
    cache = tmp_path / "cache"
    with pytest.raises(build.BuildFailed, match="WeightsChanged"):
        build.model_file(cache)
    assert list(cache.iterdir()) == []


def test_content_other_than_the_pinned_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_bytes(weights.tokenizer() + b"\n")
    with pytest.raises(weights.WeightsChanged, match=weights.TOKENIZER_SHA256):
        weights.pinned(file, weights.TOKENIZER_SHA256)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(weights.WeightsMissing, match=r"model\.safetensors"):
        weights.pinned(tmp_path / "model.safetensors", weights.SAFETENSORS_SHA256)


def test_a_service_that_embeds_loads_neither_onnx_nor_the_weights_package(
    model_file: Path,
) -> None:
    program = (
        "import sys; from pathlib import Path;"
        "from services.matcher.embedding import build, embedder;"
        "embedder.Embedder(build.model_file(Path(sys.argv[1]))).close();"
        "sys.stdout.write(' '.join(sys.modules))"
    )
    command = [sys.executable, "-c", program, str(model_file.parent)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert "onnxruntime" in loaded
    assert {"onnx", "safetensors", weights.PACKAGE}.isdisjoint(loaded)
