"""Run assistant: `python -m services.assistant.main`, configured by ASSISTANT_* variables."""

from __future__ import annotations

from servicekit import process
from services.assistant import app
from services.assistant.settings import Settings

if __name__ == "__main__":
    process.run("assistant", Settings(), app.running)  # pyright: ignore[reportCallIssue]  # from the environment
