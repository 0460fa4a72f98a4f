"""Qdrant's stubs without Qdrant's client."""

from __future__ import annotations

import importlib.util
import sys


def without_client() -> None:
    """Let `qdrant_client.grpc` be imported alone; call it before the first import of that.

    The package's own `__init__` loads the client with its models and HTTP stack: 50 MB and most of
    a second that a server has no use for. Only for a process that needs no client.
    """
    spec = importlib.util.find_spec("qdrant_client")
    if spec is None:
        raise ModuleNotFoundError("qdrant_client")
    sys.modules.setdefault("qdrant_client", importlib.util.module_from_spec(spec))
