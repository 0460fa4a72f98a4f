"""What a person may say of the work they would take."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

from servicekit.errors import FieldInvalid

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_PLACES = 20
LONGEST_PLACE = 100
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody said; of who has said nothing, what holds then."""

    places: tuple[str, ...] = ()
    remote: tuple[int, ...] = ()  # candor.facts.v1.RemoteMode
    available_from: date | None = None
    open_to_jobs: bool = True

    def __post_init__(self) -> None:
        if len(self.places) > MOST_PLACES:
            raise FieldInvalid("preferences.places", f"want at most {MOST_PLACES}")
        if not all(0 < len(each) <= LONGEST_PLACE for each in self.places):
            raise FieldInvalid("preferences.places", f"want 1 to {LONGEST_PLACE} characters each")
        if 0 in self.remote or len(set(self.remote)) != len(self.remote):
            raise FieldInvalid("preferences.remote", "want each mode once, and none unspecified")
        if self.available_from and self.available_from < EARLIEST:
            raise FieldInvalid("preferences.available_from", f"want a day from {EARLIEST} on")

    def changed(self, wish: Preferences, names: Iterable[str]) -> Preferences:
        """Return these with the named fields of `wish`, or all of it if none is named.

        Raises FieldInvalid for a name that is no field's.
        """
        wanted, known = set(names), {each.name for each in fields(self)}
        if not wanted <= known:
            raise FieldInvalid("update_mask", f"want some of {', '.join(sorted(known))}")
        return replace(self, **{each: getattr(wish, each) for each in wanted or known})
