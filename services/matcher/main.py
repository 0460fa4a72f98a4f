"""Run matcher: `python -m services.matcher.main`, configured by MATCHER_* variables."""

from __future__ import annotations

from servicekit import process
from services.matcher import app
from services.matcher.settings import Settings

if __name__ == "__main__":
    process.run("matcher", Settings(), app.running)  # pyright: ignore[reportCallIssue]  # from the environment
