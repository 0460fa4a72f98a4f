"""What type a file is, by its content alone: names and what a client says of it are not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.documents import plain

if TYPE_CHECKING:
    from services.ingest.documents.package import Package

PDF = "application/pdf"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = "text/plain"
ENCRYPTED_OFFICE = "application/vnd.ms-office.encrypted"
UNKNOWN = "application/octet-stream"

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
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
)
_MARKUP = (
    ("<!doctype html", "text/html"),
    ("<html", "text/html"),
    ("<?xml", "application/xml"),
    ("<svg", "image/svg+xml"),
)


def media_type(data: bytes) -> str:
    """Return the media type of `data`; `application/zip` for any archive, see `package_type`."""
    for signature, detected in _SIGNATURES:
        if data.startswith(signature) and (detected != "application/x-msdownload" or 0 in data):
            return detected
    if data.startswith(_OLE):
        return ENCRYPTED_OFFICE if _ENCRYPTED_STREAM in data else "application/x-ole-storage"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return PDF
    text = plain.decode(data)
    if text is None:
        return UNKNOWN
    opening = text[:_PDF_WITHIN].lstrip().lower()
    return next((kind for start, kind in _MARKUP if opening.startswith(start)), PLAIN)


def package_type(package: Package) -> str:
    """Return the media type of an office file, or `application/zip` when it is none."""
    suffix = ".main+xml"
    for content_type in package.content_types().values():
        if content_type == DOCX + suffix:
            return DOCX
        if content_type.startswith("application/vnd.") and content_type.endswith(suffix):
            return content_type.removesuffix(suffix)[:100]
    return ZIP
