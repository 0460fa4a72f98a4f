"""The process that optimises a copy of a shard: `python -m deploy.local.qdrant.child`."""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import sys
from pathlib import Path

from deploy.local.qdrant.settings import Tuning, add_tuning
from deploy.local.qdrant.stubs import without_client

_PR_SET_PDEATHSIG = 1
_NICE = 10  # a tenth of a busy core: at 15 writers who never pause outrun it for ever


def main() -> None:
    """Optimise the shard named on the command line, then exit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("shard", type=Path)
    parser.add_argument("definition", type=Path)
    parser.add_argument("parent", type=int)
    add_tuning(parser)
    given = parser.parse_args()
    _die_with(given.parent)
    os.nice(_NICE)
    _optimise(
        given.shard, given.definition, Tuning(given.indexing_threshold_kb, given.indexing_threads)
    )


def _die_with(parent: int) -> None:
    """Have the kernel kill this process when `parent` is gone, where the kernel can (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            raise SystemExit(1)


def _optimise(shard: Path, definition: Path, tuning: Tuning) -> None:
    without_client()
    from deploy.local.qdrant.definition import Definition  # noqa: PLC0415  # after without_client
    from deploy.local.qdrant.generation import Generation  # noqa: PLC0415
    from deploy.local.qdrant.shape import engine_config  # noqa: PLC0415

    config = engine_config(Definition.parse(definition.read_bytes()), tuning)
    copy = Generation(shard, config)
    copy.optimise()
    copy.flush()
    copy.close()


if __name__ == "__main__":
    main()
