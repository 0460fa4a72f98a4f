from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from pydantic import BaseModel, TypeAdapter

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = sorted((SAMPLES / "resumes").iterdir())
JOBS = sorted((SAMPLES / "jobs").glob("*.txt"))
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?m)(?:\+|\(|\b0)\d[\d ()-]{8,}\d")
RESERVED_PHONE = re.compile(
    r"\(\d{3}\) 555-01\d\d"  # NANPA, North America
    r"|07700 900\d{3}|020 7946 0\d{3}|0161 496 0\d{3}"  # Ofcom, United Kingdom
    r"|\+49 30 23125 \d{3}|\+49 40 66969 \d{3}"  # Bundesnetzagentur, Germany
    r"|\+353 20 91\d \d{4}"  # ComReg, Ireland
    r"|\+46 8 465 004 \d\d"  # PTS, Sweden
    r"|06 39 98 \d\d \d\d"  # ARCEP, France
    r"|\+34 555 \d{3} \d{3}"  # no Spanish number starts with 5
)
SIGNATURES = {
    "Typst": "Typst",
    "WeasyPrint": "WeasyPrint",
    "Skia/PDF": "Chromium print",
    "ReportLab": "ReportLab",
    "LibreOffice": "LibreOffice Writer",
}


class Sample(BaseModel):
    """A row of index.json."""

    file: str
    slug: str
    name: str
    role: str
    family: str
    language: Literal["en", "de", "es", "fr"]
    producer: str
    layout: str
    intended_fit: dict[str, Literal["strong", "middling", "weak"]]


def test_at_least_thirty_different_people() -> None:
    owners = [_emails(path) for path in FILES]
    assert all(len(emails) == 1 for emails in owners)
    assert len({email for emails in owners for email in emails}) == len(FILES) >= 30
    assert len({sample.name for sample in _index()}) == len(FILES)


def test_the_files_say_themselves_that_at_least_five_producers_made_them() -> None:
    made = Counter(_made_by(path) for path in FILES)
    assert len(made) >= 5
    assert min(made.values()) >= 2


def test_at_least_three_producers_print_more_than_one_layout() -> None:
    layouts = {(_made_by(SAMPLES / sample.file), sample.layout) for sample in _index()}
    several = [producer for producer, count in Counter(p for p, _ in layouts).items() if count > 1]
    assert len(several) >= 3


def test_index_equals_folder() -> None:
    index = {sample.file: sample for sample in _index()}
    assert sorted(index) == [path.relative_to(SAMPLES).as_posix() for path in FILES]
    assert [path.stem for path in FILES] == sorted(
        path.stem for path in (SAMPLES / "people").iterdir()
    )
    for path in FILES:
        assert index[f"resumes/{path.name}"].slug == path.stem
        assert index[f"resumes/{path.name}"].producer == _made_by(path)


def test_the_readme_lists_every_sample() -> None:
    readme = (SAMPLES / "README.md").read_text("utf-8")
    for sample in _index():
        row = f"({sample.file}) | {sample.producer} | {sample.layout} | {sample.name} |"
        assert row in readme


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_text_of_a_resume_names_its_person_and_their_work(path: Path) -> None:
    sample = next(sample for sample in _index() if sample.slug == path.stem)
    text = " ".join(_text(path).split())
    assert sample.name in text
    assert sample.role in text
    assert len(text) > 600


@pytest.mark.parametrize("path", [*FILES, *JOBS], ids=lambda path: path.name)
def test_nobody_can_be_written_to_or_called(path: Path) -> None:
    text = _text(path)
    for email in EMAIL.findall(text):
        assert email.rpartition("@")[2] in {"example.com", "example.org"}  # RFC 2606
    for phone in PHONE.findall(text):
        assert RESERVED_PHONE.fullmatch(phone), phone


def test_every_resume_has_one_phone_number() -> None:
    assert {path.name: len(PHONE.findall(_text(path))) for path in FILES} == dict.fromkeys(
        (path.name for path in FILES), 1
    )


def test_every_job_has_strong_middling_and_weak_candidates() -> None:
    assert len(JOBS) == 3
    for job in JOBS:
        fits = Counter(sample.intended_fit[job.stem] for sample in _index())
        assert fits["strong"] >= 2
        assert fits["middling"] >= 2
        assert fits["weak"] >= 10


def test_the_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 4_000_000


def _index() -> list[Sample]:
    return TypeAdapter(list[Sample]).validate_json((SAMPLES / "index.json").read_bytes())


def _emails(path: Path) -> set[str]:
    return set(EMAIL.findall(_text(path)))


def _text(path: Path) -> str:
    match path.suffix:
        case ".pdf":
            with pypdfium2.PdfDocument(path) as document:
                return "\n".join(page.get_textpage().get_text_range() for page in document)
        case ".docx":
            with zipfile.ZipFile(path) as package:
                document = ET.fromstring(package.read("word/document.xml"))  # noqa: S314  # our own
            return " ".join(text for text in document.itertext() if text.strip())
        case _:
            return path.read_text("utf-8")


def _made_by(path: Path) -> str:
    """Return the producer as the file's own bytes tell it, whatever its name is."""
    content = path.read_bytes()
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(path) as archive:
            told = archive.read("docProps/core.xml")
        return "python-docx" if b"generated by python-docx" in told else "another DOCX"
    if not content.startswith(b"%PDF-"):
        assert content.decode("utf-8").replace("\n", "").isprintable()
        return "plain text"
    with pypdfium2.PdfDocument(content) as document:
        told = document.get_metadata_dict()
    signature = f"{told['Producer']} {told['Creator']}".split()[0]
    return SIGNATURES[signature]
