"""The taxonomy that ships, read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from taxonomy import taxonomy as skills_and_occupations

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    return skills_and_occupations.load()
