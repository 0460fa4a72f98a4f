"""The processes that read files, among this process's children."""

from __future__ import annotations

import psutil


def nurseries(of: str = "parsing.nurse") -> list[psutil.Process]:
    """Return those that are alive and whose command has `of`: also those other suites share."""
    return [child for child in psutil.Process().children() if _is_one(child, of)]


def _is_one(child: psutil.Process, of: str) -> bool:
    try:
        return child.status() != psutil.STATUS_ZOMBIE and of in " ".join(child.cmdline())
    except psutil.NoSuchProcess:  # it ended while we looked
        return False
