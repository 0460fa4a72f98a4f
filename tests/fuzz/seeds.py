"""What mutations start from: small resumes of each format that is read."""

from __future__ import annotations

import json
from pathlib import Path

from tests.fixtures import files

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "resumes"
_JSON = {
    "basics": {"name": "Alex Example", "email": "alex@example.com", "profiles": []},
    "work": [
        {
            "name": "Widget Works",
            "position": "Senior Engineer",
            "startDate": "2019-02",
            "endDate": "2023",
            "highlights": ["Built payment services in Python and Go"],
        }
    ],
    "education": [{"institution": "State University", "studyType": "Bachelor", "area": "Physics"}],
    "skills": [{"name": "Python", "keywords": ["asyncio", "gRPC"]}],
}


def pdfs() -> list[bytes]:
    """Return PDFs of several producers, one with two pages, one whose objects are in the open."""
    made = [files.pdf(files.RESUME), files.pdf(files.RESUME, files.RESUME), _open_pdf()]
    return made + _samples("*.pdf", most=8)


def docx() -> list[bytes]:
    """Return DOCX files, from the smallest that Word would open to a whole resume."""
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Skills</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    lines = files.RESUME.replace("\t", " ").splitlines()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return [files.docx(), files.docx_of(body + table), *_samples("*.docx", most=3)]


def odt() -> list[bytes]:
    """Return an ODT that LibreOffice wrote."""
    return [(FIXTURES / "keisha-broussard.odt").read_bytes()]


def texts() -> list[bytes]:
    """Return HTML, RTF, JSON Resume, Markdown and plain text."""
    markdown = "# Alex Example\n\n## Experience\n\n" + files.RESUME + "\n| a | b |\n|---|---|\n"
    written = [(FIXTURES / f"keisha-broussard.{kind}").read_bytes() for kind in ("html", "rtf")]
    return [*written, *(each.encode() for each in (json.dumps(_JSON), markdown, files.RESUME))]


def _open_pdf() -> bytes:
    """Return a PDF with nothing compressed, a form, and a font with a map of its characters."""
    show = b"BT /F 12 Tf 50 700 Td (Alex Example, engineer, alex at example) Tj ET /X Do"
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff>"
        b" endcodespacerange 2 beginbfrange <20> <7e> <0020> <80> <8f> <0410> endbfrange endcmap"
    )
    return files.raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 7 0 R>>"
        b">>>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(show), show),
        b"<</Type/Font/Subtype/TrueType/BaseFont/Arial/FirstChar 32/LastChar 34/Widths[250 333 408]"
        b"/ToUnicode 6 0 R/Encoding<</Type/Encoding/Differences[65/B/C]>>>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(cmap), cmap),
        b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[1 0 0 1 0 0]"
        b"/Resources<</Font<</F 5 0 R>>>>/Length 41>>\nstream\n"
        b"BT /F 9 Tf 50 600 Td (Works in Go) Tj ET \nendstream",
    )


def _samples(pattern: str, *, most: int) -> list[bytes]:
    found = sorted(
        (ROOT / "samples" / "resumes").glob(pattern), key=lambda path: path.stat().st_size
    )
    return [path.read_bytes() for path in found[:most]]
