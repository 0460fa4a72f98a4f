"""DOCX files as PDF, ODT and RTF through LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def office() -> str | None:
    """Return the path of LibreOffice if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(program: str, files: Sequence[Path], kind: str, folder: Path) -> None:
    """Write each of `files` in `folder` as `kind`: pdf, odt or rtf."""
    with tempfile.TemporaryDirectory(prefix="candor-office-") as profile:
        command = [
            *(program, f"-env:UserInstallation=file://{profile}", "--headless"),
            *("--convert-to", kind, "--outdir", str(folder), *map(str, files)),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=600)  # noqa: S603
