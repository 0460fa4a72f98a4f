"""Marks: keyed hashes by which the same person is found again without their data.

A mark is HMAC-SHA-256, cut to 128 bits, under a key that follows from the master key and the
tenant: it tells nothing without that key, and never equals a mark of another tenant.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

import phonenumbers

from servicekit.sealing import derive
from services.ingest.duplicates import shingles
from services.ingest.duplicates.names import name_keys

MARK_BYTES = 16
SHORTEST_LOCAL = 8  # digits: fewer are not enough to tell people apart

# Providers for whom the part after a plus sign is the same mailbox, by their own help pages.
_PLUS = frozenset(
    {
        *("gmail.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "me.com"),
        *("fastmail.com", "proton.me", "protonmail.com"),
    }
)
_GOOGLE = frozenset({"gmail.com", "googlemail.com"})  # one mailbox; dots do not count
_ROLES = frozenset(
    {
        *("admin", "career", "careers", "contact", "hello", "hr", "info", "job", "jobs", "mail"),
        *("noreply", "no-reply", "office", "recruiting", "recruitment", "resume", "resumes"),
    }
)


class Kind(IntEnum):
    """What a mark stands for. The numbers are stored."""

    EMAIL = 1
    PHONE = 2
    FILE = 3
    TEXT = 4
    NAME = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A keyed hash of one thing known of a candidate."""

    kind: Kind
    digest: bytes


@dataclass(frozen=True, slots=True)
class Known:
    """What marks are made of. `""` where it is not known; `file_digest` is SHA-256, hex."""

    name: str
    email: str
    phone: str
    file_digest: str = ""
    text: str = ""


class Marker:
    """Makes the marks of one tenant."""

    def __init__(self, master: bytes, tenant: str) -> None:
        self._key = derive(master, f"duplicates/{tenant}")

    def kept(self, known: Known) -> set[Mark]:
        """Return the marks to keep for a candidate."""
        return self._common(known) | self._phones(phone_keys(known.phone))

    def sought(self, known: Known) -> set[Mark]:
        """Return the marks that the same person may have been given.

        They differ from those kept in telephone numbers alone: one with its country is
        found by one without, and the other way round, but never one of another country.
        """
        return self._common(known) | self._phones(phone_keys(known.phone, sought=True))

    def _common(self, known: Known) -> set[Mark]:
        values = [(Kind.EMAIL, email_key(known.email)), (Kind.FILE, known.file_digest)]
        values += [(Kind.NAME, key) for key in name_keys(known.name)]
        bands = shingles.bands(shingles.shingles(known.text), key=self._key)
        return {
            *(self._mark(kind, value) for kind, value in values if value),
            *(self._mark(Kind.TEXT, f"{place}/{band.hex()}") for place, band in enumerate(bands)),
        }

    def _phones(self, keys: set[str]) -> set[Mark]:
        return {self._mark(Kind.PHONE, key) for key in keys}

    def _mark(self, kind: Kind, value: str) -> Mark:
        whole = hmac.new(self._key, f"{int(kind)}/{value}".encode(), sha256).digest()
        return Mark(kind, whole[:MARK_BYTES])


def email_key(email: str) -> str:
    """Return what is the same for the same mailbox; "" for none, or one that many share.

    Case never counts. What follows a plus sign, and Google's dots, are left out only for
    providers that are known to deliver both to one mailbox: elsewhere they may be two.
    """
    local, at, domain = email.strip().lower().rpartition("@")
    if domain in _GOOGLE:
        local, domain = local.replace(".", ""), "gmail.com"
    if domain in _PLUS:
        local = local.partition("+")[0]
    if not at or not local or not domain or local in _ROLES:
        return ""
    return f"{local}@{domain}"


def phone_keys(phone: str, *, sought: bool = False) -> set[str]:
    """Return the keys to keep for a telephone number, or those to look for.

    E.164 where the number names its country (+, 00, or the eleven digits that begin with
    North America's 1). Else its digits without the leading zero, if they are enough.
    """
    digits = "".join(filter(str.isdigit, phone))
    if phone.lstrip(" (").startswith("+") or digits.startswith("00"):
        number = "+" + digits.removeprefix("00")
    elif re.fullmatch(r"1[2-9]\d{9}", digits):
        number = "+" + digits
    else:
        local = digits.lstrip("0")
        pair = (f"local/{local}", f"home/{local}")
        return set() if len(local) < SHORTEST_LOCAL else set(pair if sought else pair[:1])
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return set()
    if not phonenumbers.is_possible_number(parsed):
        return set()
    whole = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return {whole, f"{'local' if sought else 'home'}/{parsed.national_number}"}
