from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from services.matcher.embedding import build
from services.matcher.embedding.embedder import Embedder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.model_file(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def embedder(model_file: Path) -> Iterator[Embedder]:
    with closing(Embedder(model_file)) as embedder:
        yield embedder
