"""A new generation of a collection, optimised in a child while the old one goes on serving.

The engine's own optimiser holds the interpreter lock for as long as it runs: two minutes at 100,000
points. So a flushed copy of the shard is optimised in a process of its own, the writes that came
meanwhile are repeated on the copy, and the copy becomes the live generation.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from deploy.local.qdrant import folders

if TYPE_CHECKING:
    from pathlib import Path

    from deploy.local.qdrant.collection import Collection
    from deploy.local.qdrant.generation import Generation
    from deploy.local.qdrant.settings import Tuning

_POLL = 0.1


class Abandoned(Exception):
    """The optimisation was stopped before its end; the live generation is as it was."""


def optimise(collection: Collection, tuning: Tuning) -> None:
    """Give `collection` an optimised generation; return when the old one is gone.

    Writers wait twice: while the copy is made, and while the last writes are repeated on it.
    Raises Abandoned when the collection is closed meanwhile.
    """
    folder = collection.submit(collection.fork).result()
    try:
        _run_child(collection, folder, tuning)
        folders.sync_tree(folder)
        old = _swap(collection, collection.opened(folder))
    except BaseException:
        collection.abandon(folder)
        raise
    old.close()
    shutil.rmtree(old.folder)


def _swap(collection: Collection, copy: Generation) -> Generation:
    try:
        collection.catch_up(copy)
        return collection.submit(lambda: collection.adopt(copy)).result()
    except BaseException:
        copy.close()
        raise


def _run_child(collection: Collection, folder: Path, tuning: Tuning) -> None:
    command = [sys.executable, "-m", "deploy.local.qdrant.child", str(folder)]
    command += [str(collection.home.definition_path), str(os.getpid())]
    command += ["--indexing-threshold-kb", str(tuning.indexing_threshold_kb)]
    command += ["--indexing-threads", str(tuning.indexing_threads)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as child:  # noqa: S603  # our own
        while child.poll() is None:
            if collection.stopping.wait(_POLL):
                child.kill()
                raise Abandoned
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
