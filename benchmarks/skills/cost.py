"""Cost: what the taxonomy's file takes, and whether recognition stays linear in the text."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure
from taxonomy import compiled, linking
from taxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MEASURED: Final = """
held = {load}
gc.collect()
print(process.memory_full_info().uss - before)
"""
_BEFORE: Final = """
import gc, psutil
from taxonomy import linking, taxonomy
process = psutil.Process()
"""
_LOAD: Final = (
    _BEFORE + "before = process.memory_full_info().uss" + _MEASURED.format(load="taxonomy.load()")
)
_LINK: Final = (
    _BEFORE
    + "known = taxonomy.load(); gc.collect(); before = process.memory_full_info().uss"
    + _MEASURED.format(load="linking.load(known)")
)
_LENGTHS: Final = (1_000, 10_000, 100_000)
_CHARACTERS: Final = 1_000_000
"""Read at each length, as so many texts."""


def figures(sentences: Sequence[str], taxonomy: Taxonomy) -> list[Figure]:
    """Return size, load time, memory, and microseconds per 1,000 characters by length."""
    data = compiled.packaged()
    return [
        Figure("file_size", len(data) / 1e6, "MB", "<= 8"),
        Figure("load_time", 1000 * min(_seconds(lambda: Taxonomy(data)) for _ in range(3)), "ms"),
        Figure("load_memory", _memory(_LOAD), "MB", "", "unshared, once loaded, in a new process"),
        Figure(
            "linker_load_time",
            1000 * min(_seconds(lambda: linking.Linker(taxonomy, data)) for _ in range(3)),
            "ms",
        ),
        Figure("linker_memory", _memory(_LINK), "MB", "", "beside the taxonomy's"),
        *(_speed("\n".join(sentences), length, taxonomy) for length in _LENGTHS),
    ]


def _speed(text: str, length: int, taxonomy: Taxonomy) -> Figure:
    text *= 1 + _CHARACTERS // len(text)
    texts = [text[at : at + length] for at in range(0, _CHARACTERS, length)]
    seconds = min(_seconds(lambda: [taxonomy.recognise(each) for each in texts]) for _ in range(3))
    per_thousand = 1e6 * seconds / (_CHARACTERS / 1000)
    return Figure(f"recognise_{length}", per_thousand, "us/1,000 characters", "flat", "job text")


def _seconds(run: Callable[[], object]) -> float:
    """Return the processor time that `run` takes, which other processes disturb least."""
    began = time.process_time()
    run()
    return time.process_time() - began


def _memory(script: str) -> float:
    """Return what a new process holds more after the script's last line than before it."""
    done = subprocess.run(  # noqa: S603  # our own script
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, timeout=60
    )
    return float(done.stdout) / 1e6
