"""What type a file is, by its content alone: names and what a client says of it are not asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.ingest.documents import marked, odt, plain

if TYPE_CHECKING:
    from services.ingest.documents.package import Package

PDF = "application/pdf"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
PLAIN = "text/plain"
HTML = "text/html"
MARKDOWN = "text/markdown"
RTF = "application/rtf"
JSON = "application/json"
PICTURES = frozenset(("image/png", "image/jpeg", "image/tiff", "image/webp"))
TEXTS = frozenset((PLAIN, HTML, MARKDOWN, JSON))
READ = frozenset((PDF, DOCX, ODT, RTF)) | TEXTS | PICTURES
"""All types that are read."""

ENCRYPTED_OFFICE = "application/vnd.ms-office.encrypted"
UNKNOWN = "application/octet-stream"

_OPENING = 4096  # characters that tell what a text is written in
_JSON = re.compile(r'\{\s*(?:"|\})')

# ISO 32000-1 annex H.3, note 13: the header stands within the first 1024 bytes.
_PDF_WITHIN = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# MS-OFFCRYPTO 2.3.2: the stream that an encrypted office file consists of.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ", "application/x-msdownload"),
    (b"{\\rtf", RTF),
    (b"%!PS", "application/postscript"),
)
# Behind the length of the first box (ISO/IEC 14496-12, 4.3) and of the chunk (RFC 9649, 2.4).
_BRANDS = (
    (b"ftypheic", 4, "image/heic"),
    (b"ftypheix", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heif"),
    (b"ftypavif", 4, "image/avif"),
    (b"WEBP", 8, "image/webp"),
)
_HTML = re.compile(
    r"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|div|section|article|main"
    r"|header|h[1-6]|p|table|ul|span)\b",
    re.DOTALL,
)
_XML = (("<?xml", "application/xml"), ("<svg", "image/svg+xml"))


def media_type(data: bytes) -> str:
    """Return the media type of `data`; `application/zip` for any archive, see `package_type`."""
    for signature, detected in _SIGNATURES:
        if data.startswith(signature) and (detected != "application/x-msdownload" or 0 in data):
            return detected
    if data.startswith(_OLE):
        return ENCRYPTED_OFFICE if _ENCRYPTED_STREAM in data else "application/x-ole-storage"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return PDF
    for brand, at, detected in _BRANDS:
        if data.startswith(brand, at):
            return detected
    text = plain.decode(data)
    return UNKNOWN if text is None else text_type(text)


def text_type(text: str) -> str:
    """Return what the text is written in."""
    opening = text[:_OPENING].lstrip("\ufeff \t\r\n").lower()
    if _HTML.match(opening) or (opening.startswith("<?xml") and "<html" in opening):
        return HTML
    for start, detected in _XML:
        if opening.startswith(start):
            return detected
    if opening.startswith("{") and _JSON.match(opening):
        return JSON
    return MARKDOWN if marked.is_markdown(text) else PLAIN


def package_type(package: Package) -> str:
    """Return the media type of an office file, or `application/zip` when it is none."""
    if package.has(odt.MANIFEST):
        entries = package.part(odt.MANIFEST, role="manifest").iter("file-entry")
        types = (entry.get("media-type", "") for entry in entries if entry.get("full-path") == "/")
        return (next(types, "") or ZIP)[:100]
    suffix = ".main+xml"
    for content_type in package.content_types().values():
        if content_type == DOCX + suffix:
            return DOCX
        if content_type.startswith("application/vnd.") and content_type.endswith(suffix):
            return content_type.removesuffix(suffix)[:100]
    return ZIP
