"""The model's ONNX file, made once a machine and kept in a cache folder.

    python -m services.matcher.embedding.build --out FILE

makes it where there is no cache, such as in a container image.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from services.matcher.embedding import weights

_SOURCES = ("graph.py", "layers.py", "minilm.py", "quantise.py")
_TIMEOUT = 120.0


class BuildFailed(RuntimeError):
    """The model could not be built; the text is what the builder said."""


def model_file(cache: Path) -> Path:
    """Return the model's file in `cache`, building it when it is not there, in about 1 s.

    The name carries the content's SHA-256, which is checked here: a damaged file is
    built again. It also carries a hash of everything that the content follows from, so
    an upgrade builds anew. Safe when several processes call it at once; files appear
    whole or not at all. Blocks: call it before serving. Raises BuildFailed.
    """
    recipe = _recipe()
    for file in sorted(cache.glob(f"minilm-{recipe}-*.onnx")):
        if file.stem.rpartition("-")[2] == digest(file):
            return file
    cache.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache, prefix=".building-") as folder:
        built = Path(folder, "model.onnx")
        _build_in_child(built)
        return built.replace(cache / f"minilm-{recipe}-{digest(built)}.onnx")


def digest(file: Path) -> str:
    """Return the SHA-256 of the file's content, in hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def main() -> None:
    """Build the model into the file that `--out` names."""
    parser = argparse.ArgumentParser(description="Build the embedding model's ONNX file.")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    out: Path = parser.parse_args().out
    # onnx and the weights take 300 MB, which the services that import this must not pay.
    from services.matcher.embedding import minilm  # noqa: PLC0415

    out.write_bytes(minilm.onnx_file(weights.safetensors()))


def _recipe() -> str:
    """Name all that the built file follows from: weights, code, and the libraries."""
    parts = [weights.SAFETENSORS_SHA256, *(f"{name} {version(name)}" for name in ("numpy", "onnx"))]
    parts += [digest(Path(__file__).with_name(name)) for name in _SOURCES]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _build_in_child(out: Path) -> None:
    # A child, because an allocator seldom returns what a build of this size took.
    command = [sys.executable, "-m", "services.matcher.embedding.build", "--out", str(out)]
    try:
        subprocess.run(  # noqa: S603  # our own module and a path of our own making
            command, check=True, timeout=_TIMEOUT, capture_output=True, text=True
        )
    except subprocess.CalledProcessError as error:
        raise BuildFailed(str(error.stderr).strip()) from error


if __name__ == "__main__":
    main()
