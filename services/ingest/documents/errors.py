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


class FileEmpty(FileRefused):
    """The file has no bytes."""

    reason = "FILE_EMPTY"


class FileTooLarge(FileRefused):
    """The file exceeds a limit; metadata `unit`, `size`, `limit`.

    Units are bytes, pages, characters, scanned pages and pixels.
    """

    reason = "FILE_TOO_LARGE"


class FileTypeUnsupported(FileRefused):
    """The content is of a type that is not read; metadata `detected`, a media type."""

    reason = "FILE_TYPE_UNSUPPORTED"


class FileEncrypted(FileRefused):
    """The file opens only with a password."""

    reason = "FILE_ENCRYPTED"


class FileDamaged(FileRefused):
    """The file is of its type but broken or cut short; metadata `part`, where it broke."""

    reason = "FILE_DAMAGED"


class FileArchiveBomb(FileRefused):
    """The archive would unpack to far more than a document; metadata `rule`, the limit it broke."""

    reason = "FILE_ARCHIVE_BOMB"


class TextUnreadable(FileRefused):
    """The file has no text, or text in no language.

    Metadata `signal` names what gave it away (no_text, replaced, few_letters,
    scattered, letter_pairs, scripts), `measured` and `limit` its figures.
    """

    reason = "TEXT_UNREADABLE"


class JsonResumeInvalid(FileRefused):
    """The file is a JSON Resume with a field that breaks the schema; metadata `field`, its path."""

    reason = "JSON_RESUME_INVALID"


class OcrUnavailable(FileRefused):
    """The file holds pictures of text, and reading those is switched off here."""

    reason = "OCR_UNAVAILABLE"
