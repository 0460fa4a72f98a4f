"""Run audit: `python -m services.audit.main`, configured by AUDIT_* variables."""

from __future__ import annotations

from servicekit import process
from services.audit import app
from services.audit.settings import Settings

if __name__ == "__main__":
    process.run("audit", Settings(), app.running)  # pyright: ignore[reportCallIssue]  # from the environment
