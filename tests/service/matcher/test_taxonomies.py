"""A run is explained by the taxonomy that it names, whichever is in use."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import pytest
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.match_service_pb2 import GetMatchRunRequest
from candor.matcher.v1.ranking_service_pb2 import ListMatchesRequest, ListScoresRequest

from taxonomy import compiled
from tests.harness import postgres, qdrant, services
from tests.service import clients, tables
from tests.service.matcher.people import resume, run_of, team

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator, Iterable
    from pathlib import Path

    from candor.matcher.v1.match_pb2 import MatchRun

    from tests.harness.services import Ground, Service
    from tests.service.clients import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"
TWO = (resume("Python"), resume("Docker"))


@dataclass(frozen=True, slots=True)
class Stand:
    """What one Matcher after another is started on."""

    ground: Ground
    ingest: str
    qdrant: str
    dsn: str
    tenant: str

    @asynccontextmanager
    async def matcher(self) -> AsyncGenerator[tuple[Person, Service]]:
        """Run a Matcher on what the one before left, and yield somebody who calls it."""
        async with (
            services.matcher_on(
                self.ground, self.dsn, ingest=self.ingest, qdrant=self.qdrant
            ) as running,
            clients.callers(
                self.ground.identities, {"ingest": self.ingest, "matcher": running.address}
            ) as callers,
        ):
            yield await callers.person(self.tenant), running


@asynccontextmanager
async def stand(ground: Ground, tenant: str, points: Path) -> AsyncGenerator[Stand]:
    async with AsyncExitStack() as opened:
        endpoint = opened.enter_context(qdrant.endpoint(points))
        ingest = await opened.enter_async_context(services.ingest(ground))
        dsn = await opened.enter_async_context(postgres.database(ground.cluster, "matcher"))
        yield Stand(ground, ingest.address, endpoint.address, dsn, tenant)


def _nearer() -> bytes:
    """Return the taxonomy with everything that is related 20 hundredths nearer."""
    content = compiled.read(compiled.packaged())
    lists = {each.name: list(getattr(content, each.name)) for each in fields(content)}
    for name in ("related", "related_occupations"):
        lists[name] = [row._replace(closeness=min(99, row.closeness + 20)) for row in lists[name]]
    return compiled.write(compiled.Compiled(**lists))


@contextmanager
def _packaged(body: bytes) -> Generator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "packaged", lambda: body)
        yield


async def _kept(person: Person, run: MatchRun) -> MatchRun:
    return (await person.matches.GetMatchRun(GetMatchRunRequest(run_id=run.run_id))).run


async def test_a_run_is_explained_by_the_taxonomy_it_names_after_that_was_replaced(
    ground: Ground, tenant: str, tmp_path: Path
) -> None:
    async with stand(ground, tenant, tmp_path) as on:
        with _packaged(_nearer()):
            async with on.matcher() as (recruiter, _):
                own = await team(recruiter, TWO, job=JOB)
                before = await run_of(recruiter, own.job_id)
        async with on.matcher() as (recruiter, running):
            assert await _kept(recruiter, before) == before
            page = await recruiter.rankings.ListMatches(ListMatchesRequest(run_id=before.run_id))
            assert list(page.matches) == _unplaced(before.matches)
            assert all(each.contributions for each in page.matches)
            after = await run_of(recruiter, own.job_id)
            assert after.reason == match_pb2.RUN_REASON_TAXONOMY_CHANGED
            assert after.previous_run_id == before.run_id
            assert after.lineage.taxonomy_digest != before.lineage.taxonomy_digest
            request = ListScoresRequest(job_id=own.job_id, candidate_id=own.candidates[1])
            score, first = (await recruiter.rankings.ListScores(request)).scores
            assert list(score.changes) == [match_pb2.RUN_REASON_TAXONOMY_CHANGED]
            assert score.points_change == score.points - first.points < 0
            async with tables.opened(running) as conn:
                await conn.execute(
                    "DELETE FROM taxonomy WHERE digest = $1", before.lineage.taxonomy_digest
                )
        async with on.matcher() as (recruiter, _):
            bare = await _kept(recruiter, before)
            points = [each.points for each in bare.matches]
            assert points == [each.points for each in before.matches], "they need no table"
            assert not any(each.contributions for each in bare.matches)


def _unplaced(matches: Iterable[match_pb2.Match]) -> list[match_pb2.Match]:
    """Return matches without the range of their places, which only a shortlist has."""
    plain: list[match_pb2.Match] = []
    for each in matches:
        copied = match_pb2.Match()
        copied.CopyFrom(each)
        copied.ClearField("by_weights")
        copied.ClearField("by_one_fact")
        plain.append(copied)
    return plain
