from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from benchmarks.parse import folder
from benchmarks.parse.resume import Month

if TYPE_CHECKING:
    from pathlib import Path

RESUME = {
    "basics": {"name": "Ada", "location": {"city": "Leeds"}, "profiles": [{"url": ""}]},
    "work": [
        {"name": "Acme", "position": "Cook", "startDate": "2020-03-01", "endDate": "2021"},
        {"name": "Acme", "position": "Chef", "startDate": "2021-05"},
    ],
    "skills": [{"name": "Kitchen", "keywords": ["Soup", "Bread"]}, {"name": "French"}],
}
RENDERCV = """
cv:
  name: Ada
  location: Leeds, UK
  social_networks: [{network: GitHub, username: ada}]
  sections:
    experience: [{company: Acme, position: Cook, start_date: 2020-03, end_date: present}]
    projects: [{name: '[Boat](https://example.com)'}]
design: {theme: sb2nov}
"""


def pdf(file: Path, text: str, address: str = "") -> None:
    canvas = Canvas(str(file))
    canvas.drawString(50, 700, text)
    if address:
        canvas.linkURL(address, (40, 690, 200, 710))
    canvas.save()


def test_each_file_is_paired_with_the_truth_beside_it(tmp_path: Path) -> None:
    pdf(tmp_path / "one.pdf", "Ada")
    (tmp_path / "one.yaml").write_text(RENDERCV)
    deep = tmp_path / "deep"
    deep.mkdir()
    (deep / "ada_b_truth.json").write_text(json.dumps(RESUME))
    for name in ("ada_b_plain.docx", "ada_b_two_columns.docx", "alone.docx"):
        (deep / name).touch()
    (tmp_path / "self.json").write_text(json.dumps(RESUME))
    (tmp_path / "schema.json").write_text("{}")
    pdf(tmp_path / "scan.pdf", "")
    (tmp_path / "scan.txt").write_text("Ada")
    found = folder.walk(tmp_path)
    assert {(case.file.name, case.producer) for case in found.cases} == {
        ("one.pdf", "rendercv sb2nov.pdf"),
        ("ada_b_plain.docx", "plain.docx"),
        ("ada_b_two_columns.docx", "two_columns.docx"),
        ("self.json", "jsonresume.json"),
    }
    assert [(scan.file.name, scan.text) for scan in found.scans] == [("scan.pdf", "Ada")]
    assert {file.name for file in found.without} == {"alone.docx", "schema.json"}


def test_a_json_resume_tells_its_truth(tmp_path: Path) -> None:
    (tmp_path / "self.json").write_text(json.dumps(RESUME))
    (case,) = folder.walk(tmp_path).cases
    cook, chef = case.truth.resume.jobs
    assert (cook.start, cook.end, cook.current) == (Month(2020, 3), Month(2021), False)
    assert (chef.end, chef.current) == (None, True)
    assert [*map(set, case.truth.resume.skills)] == [{"Soup"}, {"Bread"}, {"French"}]
    assert case.truth.groups == ("Kitchen",)


def test_a_rendercv_file_tells_its_truth(tmp_path: Path) -> None:
    pdf(tmp_path / "one.pdf", "Ada")
    (tmp_path / "one.yaml").write_text(RENDERCV)
    (case,) = folder.walk(tmp_path).cases
    assert case.truth.town == "Leeds"
    assert case.truth.resume.links == ("github.com/ada",)
    assert [job.current for job in case.truth.resume.jobs] == [True]
    assert [each.name for each in case.truth.resume.projects] == ["Boat"]


def test_what_a_pdf_prints_has_the_addresses_its_links_lead_to(tmp_path: Path) -> None:
    pdf(tmp_path / "one.pdf", "Ada", "https://example.com/ada")
    printed = folder.printed(tmp_path / "one.pdf")
    assert "Ada" in printed
    assert "https://example.com/ada" in printed
