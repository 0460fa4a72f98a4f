"""How far the disk and the index lag behind the writes."""

from __future__ import annotations

from dataclasses import dataclass

_FLUSH_POINTS = 5_000  # bounds what a start after a crash replays: about a second
_GROWTH = 10  # an index is rebuilt when a tenth of what it holds is new
_PAUSE = 60.0


@dataclass(slots=True)
class Debt:
    """Counters of one collection, in points; what they decide may come a little late or early."""

    fresh: int
    """Points written since the last optimisation began."""

    flushed_at: float
    """When the last flush began; monotonic seconds."""

    unflushed: int = 0
    """Points written since then."""

    forced: bool = False
    """Whether the settings of the index have changed."""

    not_before: float = 0.0
    """When an optimisation may be tried again after one that failed."""

    _copied: int = 0

    def add(self, points: int) -> None:
        """Note a write that named so many points."""
        self.fresh += points
        self.unflushed += points

    def flushed(self, now: float) -> None:
        """Note a flush that began now."""
        self.unflushed, self.flushed_at = 0, now

    def flush_due(self, now: float, seconds: float) -> bool:
        """Tell whether writes have waited long enough, or are many enough."""
        late = now - self.flushed_at >= seconds
        return self.unflushed >= _FLUSH_POINTS or (late and self.unflushed > 0)

    def optimising(self) -> None:
        """Note that a copy was made to be optimised."""
        self._copied, self.fresh, self.forced = self.fresh, 0, False

    def optimising_failed(self, now: float) -> None:
        """Note that the copy came to nothing; the next try is a minute later."""
        self.fresh += self._copied
        self.not_before = now + _PAUSE

    def optimise_due(self, now: float, *, threshold: int, indexed: int) -> bool:
        """Tell whether a graph would help: enough points are new, and enough of all."""
        grown = threshold > 0 and self.fresh >= max(threshold, indexed // _GROWTH)
        return now >= self.not_before and (grown or self.forced)
