"""Resumes with their truths in a folder, however deep.

A file and its truth stand in one folder:

- `X.pdf` with `X.yaml`, RenderCV; the producer is the theme that the YAML names,
- `X_LAYOUT.docx` (or another type) with `X_truth.json`, JSON Resume; the producer is the layout,
- `X.json`, a JSON Resume, its own truth,
- `X.pdf` with `X.txt`, a scan with the text on it: for the character error only.
"""

from __future__ import annotations

import ctypes
import html
import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium
import yaml

from benchmarks.parse import truths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.parse.resume import Truth

KINDS = frozenset({".pdf", ".docx", ".odt", ".rtf", ".html", ".htm", ".txt", ".md", ".json"})


@dataclass(frozen=True, slots=True)
class Case:
    """A file and what it says."""

    file: Path
    producer: str
    truth: Truth


@dataclass(frozen=True, slots=True)
class Scan:
    """An image of text, and the text."""

    file: Path
    text: str


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder has, and the files in it that no truth belongs to."""

    cases: tuple[Case, ...]
    scans: tuple[Scan, ...]
    without: tuple[Path, ...]


def walk(root: Path) -> Folder:
    """Return what is under `root`, by path."""
    cases: list[Case] = []
    scans: list[Scan] = []
    without: list[Path] = []
    for file in sorted(root.rglob("*")):
        if not _resume(file):
            continue
        case = _case(file)
        text = file.with_suffix(".txt")
        if case is not None:
            cases.append(case)
        elif file.suffix == ".pdf" and text.exists():
            scans.append(Scan(file, text.read_text(encoding="utf-8")))
        else:
            without.append(file)
    return Folder(tuple(cases), tuple(scans), tuple(without))


def _resume(file: Path) -> bool:
    if not file.is_file() or file.suffix not in KINDS or file.stem.upper() in _PAPERS:
        return False
    beside = file.suffix == ".txt" and file.with_suffix(".pdf").exists()
    return not beside and not file.name.endswith("_truth.json") and file.name != "manifest.json"


_PAPERS = frozenset({"README", "LICENSE", "NOTICE", "MANIFEST"})


def _case(file: Path) -> Case | None:
    theme = file.with_suffix(".yaml")
    if theme.exists():
        design = yaml.safe_load(theme.read_text(encoding="utf-8")).get("design") or {}
        return Case(file, f"rendercv {design.get('theme', '')}.pdf", truths.rendercv(theme))
    if file.suffix == ".json":
        tree = json.loads(file.read_text(encoding="utf-8"))
        known = isinstance(tree, dict) and "basics" in tree
        return Case(file, "jsonresume.json", truths.json_resume(file)) if known else None
    for truth in _truths(file):
        layout = file.name.removeprefix(f"{truth.name.removesuffix('_truth.json')}_")
        return Case(file, layout, truths.json_resume(truth))
    return None


def _truths(file: Path) -> Iterator[Path]:
    """Yield the truth whose name is the longest beginning of the file's name."""
    stem = file.stem
    while "_" in stem:
        stem = stem.rpartition("_")[0]
        truth = file.with_name(f"{stem}_truth.json")
        if truth.exists():
            yield truth


def printed(file: Path) -> str:
    """Return the text and the addresses in a file, whatever their order.

    Read without the product's code: this only tells which fields a file has at all.
    """
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as document:
            pages = [page.get_textpage().get_text_range() for page in document]
            return "\n".join([*pages, *(uri for page in document for uri in _addresses(page))])
    if file.suffix in (".docx", ".odt"):
        with zipfile.ZipFile(file) as package:
            parts = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
            text = "\n".join(package.read(name).decode("utf-8") for name in parts)
            return html.unescape(f"{re.sub('<[^>]*>', '', text)} {text}")
    if file.suffix == ".rtf":
        return _rtf(file.read_text(encoding="ascii"))
    return file.read_text(encoding="utf-8", errors="replace")


def _addresses(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield the web addresses that a page's links lead to."""
    place, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, place, link):
        action = pdfium.FPDFLink_GetAction(link)
        size = pdfium.FPDFAction_GetURIPath(page.pdf, action, None, 0)
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
        yield buffer.value.decode("utf-8", errors="replace")


def _rtf(text: str) -> str:
    """Return RTF with its escaped characters as they are, and without their substitutes."""
    wide = re.sub(r"\\u(-?\d+) ?(?:\\'[0-9a-f]{2}|\?)?", lambda m: chr(int(m[1]) % 65536), text)
    return re.sub(
        r"\\'([0-9a-f]{2})", lambda m: bytes.fromhex(m[1]).decode("cp1252", errors="replace"), wide
    )
