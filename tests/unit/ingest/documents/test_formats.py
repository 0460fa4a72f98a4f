"""What real programs write, read as what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.ingest.documents.errors import (
    FileDamaged,
    FileEncrypted,
    FileTypeUnsupported,
    JsonResumeInvalid,
)
from services.ingest.documents.findings import FindingKind
from services.ingest.documents.reading import read
from tests.fixtures import files

RESUMES = Path(__file__).parents[3] / "fixtures" / "resumes"
WORD = Path(__file__).parents[4] / "samples" / "resumes" / "keisha-broussard.docx"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def _words(text: str) -> list[str]:
    return text.replace("\u2022", " ").split()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("keisha-broussard.odt", "application/vnd.oasis.opendocument.text"),
        ("keisha-broussard.rtf", "application/rtf"),
        ("keisha-broussard.html", "text/html"),
        ("keisha-broussard-chromium.pdf", "application/pdf"),
    ],
)
def test_a_resume_says_the_same_in_every_format(name: str, media_type: str) -> None:
    document = read((RESUMES / name).read_bytes())
    assert document.media_type == media_type
    words = _words(document.text)
    assert sorted(words) == sorted(_words(read(WORD.read_bytes()).text))


@pytest.mark.parametrize(
    "name", ["keisha-broussard.odt", "keisha-broussard.rtf", "keisha-broussard.html"]
)
def test_each_line_is_the_line_that_word_has(name: str) -> None:
    lines = read(WORD.read_bytes()).text.splitlines()
    read_lines = read((RESUMES / name).read_bytes()).text.splitlines()
    assert [line for line in read_lines if line] == [line for line in lines if line]


def _html(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><pre>{files.RESUME}</pre>{body}".encode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p hidden>Kubernetes expert</p>", FindingKind.HIDDEN_MARKUP),
        ("<p style='display: none'>Kubernetes expert</p>", FindingKind.HIDDEN_MARKUP),
        ("<p style='visibility:hidden'>Kubernetes expert</p>", FindingKind.HIDDEN_MARKUP),
        ("<p style='opacity:0'>Kubernetes expert</p>", FindingKind.HIDDEN_COLOUR),
        ("<p style='font-size:1px'>Kubernetes expert</p>", FindingKind.HIDDEN_SIZE),
        ("<p style='font-size:.05em'>Kubernetes expert</p>", FindingKind.HIDDEN_SIZE),
        ("<p style='color:#fff'>Kubernetes expert</p>", FindingKind.HIDDEN_COLOUR),
        (
            "<p style='color:#fefefe;background:white'>Kubernetes expert</p>",
            FindingKind.HIDDEN_COLOUR,
        ),
        (
            "<div style='background:#222'><p style='color:#222'>Kubernetes expert</p></div>",
            FindingKind.HIDDEN_COLOUR,
        ),
        ("<font color=white>Kubernetes expert</font>", FindingKind.HIDDEN_COLOUR),
        (
            "<p style='position:absolute;left:-9999px'>Kubernetes expert</p>",
            FindingKind.HIDDEN_PLACE,
        ),
        ("<p class=aside>Kubernetes expert</p>", FindingKind.HIDDEN_MARKUP),
        ("<p class=aside><b>Kubernetes</b> expert</p>", FindingKind.HIDDEN_MARKUP),
    ],
)
def test_what_a_page_hides_is_left_out_and_reported(body: str, kind: FindingKind) -> None:
    document = read(_html(body, "<style>@page {margin: 0} .aside { display: none }</style>"))
    assert document.text == files.RESUME
    assert [(each.kind, each.text) for each in document.findings] == [(kind, "Kubernetes expert")]


@pytest.mark.parametrize(
    "body",
    [
        "<div style='background:#123'><p style='color:#fff'>Kubernetes expert</p></div>",
        "<div style='background:url(a.png)'><p style='color:#fff'>Kubernetes expert</p></div>",
        "<p style='font-size:0'><span style='font-size:12px'>Kubernetes expert</span></p>",
        "<p style='left:-4px'>Kubernetes expert</p>",
        "<p style='display:block;visibility:visible;opacity:1'>Kubernetes expert</p>",
        "<p>Kubernetes<script>alert(1)</script><!-- no --> expert</p>",
    ],
)
def test_what_a_page_shows_is_kept(body: str) -> None:
    document = read(_html(body))
    assert document.text == files.RESUME + "Kubernetes expert\n"
    assert not document.findings


def test_lists_and_tables_of_a_page_keep_their_lines() -> None:
    body = (
        "<h2>Work</h2><table><tr><td>Engineer</td><td><b>2019</b> - 2023</td></tr>"
        "<tr><td><p>Built</p><p>Ran</p></td><td>Oslo</td></tr></table>"
        "<ul><li>Python<ul><li>asyncio</li></ul></li><li>Go</li></ul>one<br>two"
    )
    assert read(_html(body)).text.removeprefix(files.RESUME) == (
        "Work\nEngineer\t2019 - 2023\nBuilt\nRan\nOslo\n\u2022 Python\n\u2022 asyncio\n"
        "\u2022 Go\none\ntwo\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "shift_jis"])
def test_a_page_is_in_the_encoding_that_it_declares(encoding: str) -> None:
    word = {"cp1251": "\u0420\u0430\u0431\u043e\u0442\u0430", "shift_jis": "\u8077\u6b74"}
    page = f"<html><head><meta charset={encoding}></head><body><pre>{files.RESUME}</pre>"
    data = (page + word.get(encoding, "M\u00e1laga")).encode(encoding)
    assert word.get(encoding, "M\u00e1laga") in read(data).text


def test_a_page_nested_deeper_than_any_is_damaged() -> None:
    with pytest.raises(FileDamaged) as refused:
        read(_html("<div>" * 400 + "x"))
    assert refused.value.metadata == {"part": "nesting"}


def test_markdown_is_read_as_the_page_that_it_makes() -> None:
    source = (
        "# Alex Example\n**Senior Engineer** at [Widget Works](https://example.com)\n"
        "alex@example.com\n\n## Experience\n\n* Built `payments` in _Python_\n* Ran it\n\n"
        "| Job | Years |\n| --- | --- |\n| Engineer | 2019 |\n\n<p hidden>Kubernetes</p>\n"
    )
    document = read(source.encode())
    assert document.media_type == "text/markdown"
    assert document.text == (
        "Alex Example\nSenior Engineer at Widget Works\nalex@example.com\nExperience\n"
        "\u2022 Built payments in Python\n\u2022 Ran it\nJob\tYears\nEngineer\t2019\n"
    )
    assert [each.text for each in document.findings] == ["Kubernetes"]


def test_plain_text_with_a_sign_by_chance_stays_plain() -> None:
    text = files.RESUME + "Writes C# and F#, rated 4*\n# 1 in the class of 2012\n"
    document = read(text.encode())
    assert (document.media_type, document.text) == ("text/plain", text)


RTF_START = (
    b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 A;}{\\f1\\fcharset238 B;}{\\f2\\fcharset204 C;}}"
)


def _rtf(body: bytes) -> str:
    resume = files.RESUME.replace("\n", "\\par ").replace("\t", "\\tab ").encode()
    return read(RTF_START + resume + body + b"}").text.removeprefix(files.RESUME)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"Ol\\'e9 \\u8211? \\'80\\par", "Ol\u00e9 \u2013 \u20ac\n"),
        (b"{\\f1 \\'9d\\'9c}\\f2 \\'d0\\f0\\par", "\u0165\u015b\u0420\n"),
        (b"\\u-10179?\\u-8448?x\\par", "\ufffd\ufffdx\n"),
        (b"\\uc2\\u233\\'65\\'65\\uc0 x\\par", "\u00e9x\n"),
        (b"one{\\v secret}\\v more\\v0 two\\plain\\par", "onetwo\n"),
        (b"{\\*\\unheard of}{\\info{\\author X}}kept\\par", "kept\n"),
        (
            b"{\\header Alex\\par}{\\shp{\\*\\shpinst{\\sp{\\sn a}}{\\shptxt Boxed}}}rest",
            "Alex\nBoxed\nrest\n",
        ),
        (b"\\trowd A\\cell B\\cell\\row", "A\tB\n"),
        (b"{\\pict\\bin4 }}{{}kept\\par", "kept\n"),
        (b"\\{x\\}\\~y\\par", "{x} y\n"),
    ],
)
def test_rich_text_is_what_word_shows(body: bytes, text: str) -> None:
    assert _rtf(body) == text


def test_hidden_rich_text_is_reported() -> None:
    resume = files.RESUME.replace("\n", "\\par ").encode()
    document = read(RTF_START + resume + b"{\\v Kubernetes expert}}")
    assert [each.text for each in document.findings] == ["Kubernetes expert"]


@pytest.mark.parametrize("tail", [b"", b"{" * 600])
def test_rich_text_cut_short_or_nested_too_deeply_is_damaged(tail: bytes) -> None:
    with pytest.raises(FileDamaged):
        read(RTF_START + files.RESUME.encode() + tail)


def _odt(body: str, *, styles: str = "", manifest: str = "") -> bytes:
    kinds = ("office", "text", "table", "style", "draw")
    names = " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in kinds)
    kind = "application/vnd.oasis.opendocument.text"
    lines = "".join(f"<text:p>{line}</text:p>" for line in files.RESUME.splitlines())
    lines = lines.replace("\t", "<text:tab/>")
    entry = f'<m:file-entry m:full-path="/" m:media-type="{kind}">{manifest}</m:file-entry>'
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
    content += f"<office:text>{lines}{body}</office:text></office:body>"
    root = f"<office:document-content {names}>{content}</office:document-content>"
    parts = {
        "mimetype": kind,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="urn:m">{entry}</m:manifest>',
        "content.xml": root,
    }
    return files.archive(parts.items())


HIDING = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d</text:p>', "a b\tc\nd\n"),
        ('<text:p>a<text:span text:style-name="T1">secret</text:span>b</text:p>', "ab\n"),
        (
            "<text:list><text:list-item><text:p>x</text:p></text:list-item></text:list>",
            "\u2022 x\n",
        ),
        ('<text:section text:display="none"><text:p>secret</text:p></text:section>', ""),
        ("<text:tracked-changes><text:p>secret</text:p></text:tracked-changes>", ""),
        (
            "<text:p>a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame></text:p>",
            "a\nbox\n",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>",
            "a\tb\n",
        ),
    ],
)
def test_an_odt_is_what_writer_shows(body: str, text: str) -> None:
    document = read(_odt(body, styles=HIDING))
    assert document.text.removeprefix(files.RESUME) == text
    is_hiding = "T1" in body or "display" in body
    assert [each.text for each in document.findings] == ["secret"] * is_hiding


def test_an_odt_that_needs_a_password_is_encrypted() -> None:
    with pytest.raises(FileEncrypted):
        read(_odt("", manifest='<m:encryption-data m:checksum="x"/>'))


SCHEMA = {
    "basics": {
        "name": "Alex Example",
        "label": "Engineer",
        "email": "alex@example.com",
        "phone": "+44 20 7946 0958",
        "url": "https://alex.example.com",
        "location": {"city": "London", "countryCode": "GB"},
        "profiles": [{"network": "GitHub", "username": "alex"}],
        "summary": "Builds payment services.",
    },
    "work": [
        {"name": "Widget Works", "position": "Senior Engineer", "startDate": "2019-03-01",
         "endDate": None, "highlights": ["Built payments in Python"]},
    ],
    "education": [
        {"institution": "University of Oslo", "studyType": "BSc", "area": "Computer Science",
         "startDate": "2012", "endDate": "2015-06"},
    ],
    "skills": [{"name": "Languages", "keywords": ["Python", "Go"]}],
    "languages": [{"language": "Spanish", "fluency": "Native"}],
    "unheardOf": [1, 2],
}  # fmt: skip


def test_a_json_resume_becomes_a_resume() -> None:
    document = read(json.dumps(SCHEMA).encode())
    assert document.media_type == "application/json"
    assert document.text == (
        "Alex Example\nEngineer\nLondon, GB\nalex@example.com\n+44 20 7946 0958\n"
        "https://alex.example.com\nGitHub: alex\nSummary\nBuilds payment services.\nExperience\n"
        "Senior Engineer\nWidget Works\nMar 2019 \u2013 Present\n\u2022 Built payments in Python\n"
        "Education\nBSc, Computer Science\nUniversity of Oslo\n2012 \u2013 Jun 2015\n"
        "Skills\nLanguages: Python, Go\nLanguages\nSpanish: Native\n"
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"work": "Widget Works"}, "work"),
        ({"work": [{"startDate": "last year"}]}, "work.0.startDate"),
        ({"work": [{"startDate": "2019-13"}]}, "work.0.startDate"),
        ({"basics": {"name": ["Alex"]}}, "basics.name"),
        ({"skills": [{"keywords": [1]}]}, "skills.0.keywords.0"),
    ],
)
def test_a_json_resume_that_breaks_the_schema_says_where(
    change: dict[str, object], field: str
) -> None:
    with pytest.raises(JsonResumeInvalid) as refused:
        read(json.dumps(SCHEMA | change).encode())
    assert refused.value.metadata == {"field": field}
    assert "Alex" not in str(refused.value)


@pytest.mark.parametrize("text", ['{"name": "x"}', '{"basics": "x"}', "{}"])
def test_other_json_is_a_type_that_is_not_read(text: str) -> None:
    with pytest.raises(FileTypeUnsupported) as refused:
        read(text.encode())
    assert refused.value.metadata == {"detected": "application/json"}


@pytest.mark.parametrize("text", ['{"basics": {', '{"a":' * 100_000])
def test_broken_json_is_damaged(text: str) -> None:
    with pytest.raises(FileDamaged):
        read(text.encode())
