"""Cost: what the taxonomy's file takes, and whether recognition stays linear in the text."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import psutil

from benchmarks.figures import Figure
from taxonomy import compiled, linking
from taxonomy.taxonomy import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LENGTHS: Final = (1_000, 10_000, 100_000)
_CHARACTERS: Final = 1_000_000
"""Read at each length, as so many texts."""


def figures(sentences: Sequence[str], taxonomy: Taxonomy) -> list[Figure]:
    """Return size, load time, memory, and microseconds per 1,000 characters by length."""
    data = compiled.packaged()
    return [
        Figure("file_size", len(data) / 1e6, "MB", "<= 8"),
        Figure("load_time", 1000 * min(_seconds(lambda: Taxonomy(data)) for _ in range(3)), "ms"),
        Figure("load_memory", _memory(lambda: Taxonomy(data)), "MB", "", "resident, once loaded"),
        Figure(
            "linker_load_time",
            1000 * min(_seconds(lambda: linking.Linker(taxonomy, data)) for _ in range(3)),
            "ms",
        ),
        Figure("linker_memory", _memory(lambda: linking.Linker(taxonomy, data)), "MB"),
        *(_speed("\n".join(sentences), length, taxonomy) for length in _LENGTHS),
    ]


def _speed(text: str, length: int, taxonomy: Taxonomy) -> Figure:
    text *= 1 + _CHARACTERS // len(text)
    texts = [text[at : at + length] for at in range(0, _CHARACTERS, length)]
    seconds = min(_seconds(lambda: [taxonomy.recognise(each) for each in texts]) for _ in range(3))
    per_thousand = 1e6 * seconds / (_CHARACTERS / 1000)
    return Figure(f"recognise_{length}", per_thousand, "us/1,000 characters", "flat", "job text")


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _memory(load: Callable[[], object]) -> float:
    process = psutil.Process()
    before = process.memory_full_info().uss
    held = load()
    after = process.memory_full_info().uss
    del held
    return (after - before) / 1e6
