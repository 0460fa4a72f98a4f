"""The folder of a collection."""

from __future__ import annotations

import json
import shutil
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from deploy.local.qdrant import folders
from deploy.local.qdrant.definition import Definition

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_FIRST = "gen-0"


@dataclass(frozen=True, slots=True)
class Current:
    """The name of the live generation, and how many points it held when it became so."""

    generation: str
    points: int = 0


class Home:
    """What a collection is, and which of the generations in its folder is the live one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.definition_path = folder / "collection.pb"
        self._current_path = folder / "current.json"

    @classmethod
    def create(cls, folder: Path, definition: Definition, make: Callable[[Path], None]) -> None:
        """Make the folder with a first generation that `make` fills, wholly or not at all."""
        draft = cls(folder.with_name(f".{folder.name}"))
        shutil.rmtree(draft.folder, ignore_errors=True)
        first = draft.folder / _FIRST
        first.mkdir(parents=True)
        make(first)
        draft.define(definition)
        draft.make_current(Current(first.name))
        folders.sync_tree(draft.folder)
        draft.folder.rename(folder)

    def definition(self) -> Definition:
        """Return what was last defined."""
        return Definition.parse(self.definition_path.read_bytes())

    def define(self, definition: Definition) -> None:
        """Keep `definition` from now on."""
        folders.replace(self.definition_path, bytes(definition))

    def current(self) -> Current:
        """Return which generation was last made current."""
        return Current(**json.loads(self._current_path.read_bytes()))

    def make_current(self, current: Current) -> None:
        """Make a generation the live one, for good and in one step."""
        folders.replace(self._current_path, json.dumps(asdict(current)).encode())

    def next_generation(self) -> Path:
        """Return where a copy may be made, which no orphan of an earlier run can be writing to."""
        return self.folder / f"gen-{time.time_ns()}"

    def discard_copies(self) -> None:
        """Remove the generations that are not current."""
        current = self.current().generation
        for generation in self.folder.glob("gen-*"):
            if generation.name != current:
                shutil.rmtree(generation)
