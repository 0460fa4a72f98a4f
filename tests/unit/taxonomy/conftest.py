"""The packaged taxonomy, loaded once: it is immutable."""

from __future__ import annotations

import pytest

from taxonomy.taxonomy import Taxonomy, load


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return load()
