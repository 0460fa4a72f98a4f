"""The fields of a JobPosting. JSON-LD lets each be a text, an object or a list of either."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias, cast

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Tree: TypeAlias = "Mapping[str, object] | list[object] | str | int | float | bool | None"

_PERIODS = MappingProxyType(
    {"HOUR": "hour", "DAY": "day", "WEEK": "week", "MONTH": "month", "YEAR": "year"}
)
_ADDRESS = ("addressLocality", "addressRegion", "addressCountry")
_MOST = 50  # of anything that is listed
_RICHEST = Decimal(10) ** 12
_LONGEST_NAME = 200


class JobPostingMalformed(ServiceError):
    """The job is no JobPosting that can be read."""

    code = Code.INVALID_ARGUMENT
    reason = "JOB_POSTING_MALFORMED"


class JobPostingMissing(ServiceError):
    """The page or the JSON has no JobPosting."""

    code = Code.INVALID_ARGUMENT
    reason = "JOB_POSTING_MISSING"


def tree(value: object) -> Tree:
    """Return a piece of JSON as what JSON can be."""
    return cast("Tree", value)  # json.loads makes nothing else


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a JSON-LD object."""

    tree: Mapping[str, object]

    def types(self) -> list[str]:
        """Return its types, without the vocabulary's address."""
        return [each.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for each in self.texts("@type")]

    def each(self, name: str) -> list[Tree]:
        """Return the values of a field, however many it has."""
        value = tree(self.tree.get(name))
        if value is None:
            return []
        return [tree(one) for one in value[:_MOST]] if isinstance(value, list) else [value]

    def text(self, name: str) -> str:
        """Return the first text of a field."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> list[str]:
        """Return the texts of a field, of an object its name or description."""
        return [text for each in self.each(name) if (text := _text(each, name))]


def _text(value: Tree, name: str) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        inner = Fields(value)
        keys = ("name", "description", "@value", "credentialCategory", "value")
        found = [each.strip() for key in keys if isinstance(each := value.get(key), str)]
        return found[0] if found else next(iter(inner.texts("credentialCategory")), "")
    raise JobPostingMalformed(f"{name}: want text", field=name, problem="not a text")


def named(fields: Fields, name: str) -> str:
    """Return the name of an organization, given as text or object; at most 200 characters."""
    return fields.text(name)[:_LONGEST_NAME]


def employment(fields: Fields) -> tuple[str, ...]:
    """Return the employment types in schema.org's spelling."""
    spelled = [each.upper().replace("-", "_").replace(" ", "_") for each in _types(fields)]
    return tuple(dict.fromkeys(each[:_LONGEST_NAME] for each in spelled if each))


def _types(fields: Fields) -> list[str]:
    return [one.strip() for each in fields.texts("employmentType") for one in each.split(",")]


def day(fields: Fields, name: str) -> datetime | None:
    """Return a date or a time, UTC where no zone is said. Raises JobPostingMalformed."""
    text = fields.text(name)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise JobPostingMalformed(
            f"{name}: want an ISO 8601 date", field=name, problem="not a date"
        ) from error


def places(fields: Fields, name: str) -> Iterator[str]:
    """Yield each place of a field as town, region and country."""
    for each in fields.each(name):
        if isinstance(each, str):
            yield each.strip()
        elif isinstance(each, dict):
            yield from _place(Fields(each))
        else:
            raise JobPostingMalformed(f"{name}: want a place", field=name, problem="not a place")


def _place(place: Fields) -> Iterator[str]:
    for address in place.each("address") or [tree(place.tree)]:
        if isinstance(address, dict):
            inner = Fields(address)
            parts = [part for key in _ADDRESS if (part := inner.text(key))]
            shown = ", ".join(parts) or place.text("name")
        else:
            shown = address.strip() if isinstance(address, str) else ""
        if shown:
            yield shown


def experience(fields: Fields) -> Iterator[str]:
    """Yield what experience is asked for: texts, or months as OccupationalExperience has them."""
    for each in fields.each("experienceRequirements"):
        if not isinstance(each, dict) or "monthsOfExperience" not in each:
            if text := _text(each, "experienceRequirements"):
                yield text
            continue
        months = _number(tree(each["monthsOfExperience"]), "experienceRequirements")
        if months > 0:
            years, left = divmod(int(months), 12)
            yield f"{months} months of experience" if left else f"{years} years of experience"


def salary(fields: Fields) -> str:
    """Return a salary as a line says it: "50,000 - 60,000 EUR per year"; empty for none.

    Raises JobPostingMalformed for amounts that are no numbers, or the wrong way round.
    """
    for each in fields.each("baseSalary"):
        if isinstance(each, str):
            return each.strip()
        if not isinstance(each, dict):
            return _amounts([_number(each, "baseSalary")], fields.text("salaryCurrency"), "")
        amount = Fields(each)
        currency = amount.text("currency") or fields.text("salaryCurrency")
        for value in amount.each("value") or [tree(each)]:
            inner = value if isinstance(value, dict) else {"value": value}
            period = str(inner.get("unitText") or each.get("unitText") or "").strip().upper()
            keys = ("minValue", "maxValue") if "minValue" in inner else ("value", "maxValue")
            found = [
                _number(tree(one), "baseSalary")
                for key in keys
                if (one := inner.get(key)) is not None
            ]
            if found:
                return _amounts(found, currency, _PERIODS.get(period, ""))
    return ""


def _amounts(found: list[Decimal], currency: str, period: str) -> str:
    if found != sorted(found):
        raise JobPostingMalformed(
            "baseSalary: the least is more than the most", field="baseSalary", problem="range"
        )
    shown = " - ".join(f"{each:,.2f}".removesuffix(".00") for each in dict.fromkeys(found))
    return f"{shown} {currency.strip()[:3]}".strip() + (f" per {period}" if period else "")


def _number(value: Tree, name: str) -> Decimal:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        try:
            number = Decimal(str(value).replace(",", "").strip())
        except InvalidOperation:
            number = Decimal(-1)
        if number.is_finite() and 0 <= number < _RICHEST:
            return number
    raise JobPostingMalformed(f"{name}: want a number", field=name, problem="not a number")
