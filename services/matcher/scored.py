"""All who were scored in a run of everybody, for one tenant in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.runs import Scored

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from servicekit.database import Connection, Row

PIECE = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """Some places of a ranking, best first."""

    candidate_ids: Sequence[str]
    digests: bytes
    """32 bytes each."""
    points: Sequence[int]
    below: Sequence[bool]

    def scored(self) -> list[Scored]:
        """Return who was scored how."""
        return [
            Scored(candidate_id, self.digests[at * 32 : at * 32 + 32].hex(), points, below=below)
            for at, (candidate_id, points, below) in enumerate(
                zip(self.candidate_ids, self.points, self.below, strict=True)
            )
        ]


class Parts:
    """The `scored` table."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, run_id: str, parts: Iterable[Part]) -> None:
        """Store all places of a run."""
        for number, part in enumerate(parts):
            await self._conn.execute(
                """
                INSERT INTO scored (tenant, run_id, part, candidate_ids, digests, points, below)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                self._tenant,
                run_id,
                number,
                part.candidate_ids,
                part.digests,
                part.points,
                part.below,
            )

    async def all(self, run_id: str) -> AsyncIterator[Part]:
        """Yield all places of a run, best first."""
        number = 0
        while (part := await self.part(run_id, number)) is not None:
            yield part
            number += 1

    async def places(self, run_id: str, start: int, count: int) -> list[tuple[int, Scored]]:
        """Return `count` places from the one at `start`, 0 the best."""
        found: list[Scored] = []
        for number in range(start // PIECE, (start + count - 1) // PIECE + 1):
            part = await self.part(run_id, number)
            found += [] if part is None else part.scored()
        skipped = start - start // PIECE * PIECE
        chosen = found[skipped : skipped + count]
        places: list[tuple[int, Scored]] = []
        for at, each in enumerate(chosen, start + 1):
            before = places[-1] if places else None
            if before is None:
                place = await self._better(run_id, each) + 1
            elif (before[1].below, before[1].points) == (each.below, each.points):
                place = before[0]
            else:
                place = at
            places.append((place, each))
        return places

    async def _better(self, run_id: str, than: Scored) -> int:
        return await self._conn.fetchval(
            """
            SELECT count(*) FROM scored, unnest(points, below) AS each (points, below)
            WHERE tenant = $1 AND run_id = $2 AND (each.below, -each.points) < ($3, -$4::integer)
            """,
            self._tenant,
            run_id,
            than.below,
            than.points,
        )

    async def part(self, run_id: str, number: int) -> Part | None:
        """Return 1,000 places of a run, the best of which are number 0; None past the end."""
        row = await self._conn.fetchrow(
            """
            SELECT candidate_ids, digests, points, below FROM scored
            WHERE tenant = $1 AND run_id = $2 AND part = $3
            """,
            self._tenant,
            run_id,
            number,
        )
        return None if row is None else _part(row)


def _part(row: Row) -> Part:
    ids = [str(each) for each in row["candidate_ids"]]
    return Part(ids, row["digests"], row["points"], row["below"])
