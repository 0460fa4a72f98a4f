"""Run ingest: `python -m services.ingest.main`, configured by INGEST_* variables."""

from __future__ import annotations

from servicekit import process
from services.ingest import app
from services.ingest.settings import Settings

if __name__ == "__main__":
    process.run("ingest", Settings(), app.running)  # pyright: ignore[reportCallIssue]  # from the environment
