"""Why a file was refused. Each says what the sender can change about it."""

from __future__ import annotations

from typing import ClassVar

from servicekit.errors import Code, ServiceError


class FileRefused(ServiceError):
    """A file that cannot become a document, whatever the state of the system.

    Its subclasses are the outcomes; this class is for those who catch them all.
    """

    code = Code.INVALID_ARGUMENT
    reason: ClassVar[str]
    advice: ClassVar[str]
    """What the sender can do about it; ends the message."""

    def __str__(self) -> str:
        return f"{super().__str__()}: {self.advice}"


class FileEmpty(FileRefused):
    """The file has no bytes."""

    reason = "FILE_EMPTY"
    advice = "choose the file again, and see that it opens"


class FileTooLarge(FileRefused):
    """The file exceeds a limit; metadata `unit`, `size`, `limit`.

    Units are bytes, pages, characters and pixels.
    """

    reason = "FILE_TOO_LARGE"
    advice = "upload fewer pages, without large pictures"


class FileTypeUnsupported(FileRefused):
    """The content is of a type that is not read; metadata `detected`, a media type."""

    reason = "FILE_TYPE_UNSUPPORTED"
    advice = "upload a PDF, DOCX, ODT, RTF or text file, or a picture of each page"


class FileEncrypted(FileRefused):
    """The file opens only with a password."""

    reason = "FILE_ENCRYPTED"
    advice = "save it without a password, and upload that"


class FileDamaged(FileRefused):
    """The file is of its type but broken or cut short; metadata `part`, where it broke."""

    reason = "FILE_DAMAGED"
    advice = "see that it opens, export it again as PDF or DOCX, and upload that"


class FileArchiveBomb(FileRefused):
    """The archive would unpack to far more than a document; metadata `rule`, the limit it broke."""

    reason = "FILE_ARCHIVE_BOMB"
    advice = "save it anew in a word processor, or export it as PDF"


class TextUnreadable(FileRefused):
    """The file has no text, or text in no language.

    Metadata `signal` names what gave it away (no_text, replaced, few_letters,
    scattered, letter_pairs, scripts, recognition, words), `measured` and `limit` its figures.
    """

    reason = "TEXT_UNREADABLE"
    advice = "export it again as a PDF with text, upload the DOCX, or scan it straight at 300 dpi"


class JsonResumeInvalid(FileRefused):
    """The file is a JSON Resume with a field that breaks the schema; metadata `field`, its path."""

    reason = "JSON_RESUME_INVALID"
    advice = "correct that field, or upload a PDF"


class OcrUnavailable(FileRefused):
    """The file holds pictures of text, and reading those is switched off here."""

    reason = "OCR_UNAVAILABLE"
    advice = "upload the file that the picture was made from"
