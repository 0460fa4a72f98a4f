"""PostgreSQL as the stack runs it."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

import asyncpg
import psutil
import pytest

from deploy.local import account, initdb, ports, postgres, supervisor
from deploy.local.process import Account, Namespace, leashed
from tests.harness.postgres import cluster as running_cluster
from tests.harness.postgres import database
from tests.harness.standing import data_folder
from tests.service.local.programs import alive, guard_of, said, until, up

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from deploy.local.postgres import Cluster

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="about what root does instead")


@pytest.fixture(scope="module")
def standing() -> Iterator[Cluster]:
    with running_cluster() as made:
        yield made


@contextmanager
def _resting() -> Generator[Cluster]:
    with data_folder() as data, ports.held(postgres=None) as held:
        yield postgres.cluster(data, port=held["postgres"], services=("ingest",))


@pytest.fixture
def fresh() -> Iterator[Cluster]:
    """A cluster that has never been started."""
    with _resting() as cluster:
        yield cluster


@pytest.fixture(scope="module")
def rested() -> Iterator[Cluster]:
    with _resting() as cluster:
        yield cluster


@pytest.fixture
def made(rested: Cluster) -> Cluster:
    """A stopped cluster that other tests may have used."""
    rested.data.chmod(0o711)
    return rested


async def _value(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn, timeout=5)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


@pytest.mark.parametrize("service", postgres.SERVICES)
async def test_a_service_owns_its_database_and_is_nobody_special(
    standing: Cluster, service: str
) -> None:
    special = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication"
    for dsn in (standing.dsn(service), standing.socket_dsn(service)):
        assert await _value(dsn, f"{special} FROM pg_roles WHERE rolname = current_user") is False
        assert await _value(dsn, "SELECT current_user || '@' || current_database()") == (
            f"{service}@{service}"
        )
        assert await _value(dsn, "CREATE TABLE mine (id int)") is None
        await _value(dsn, "DROP TABLE mine")


async def test_a_service_cannot_connect_to_the_database_of_another(standing: Cluster) -> None:
    elsewhere = standing.dsn("ingest").removesuffix("ingest") + "audit"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await _value(elsewhere, "SELECT 1")


@pytest.mark.parametrize("over", ["dsn", "socket_dsn"])
async def test_nobody_comes_in_without_the_password(standing: Cluster, over: str) -> None:
    dsn: str = getattr(standing, over)("ingest")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await _value(dsn.replace(standing.password("ingest"), "guess"), "SELECT 1")


async def test_a_password_is_kept_hashed_with_scram(standing: Cluster) -> None:
    query = "SELECT bool_and(rolpassword LIKE 'SCRAM-SHA-256$%') FROM pg_authid WHERE rolcanlogin"
    assert await _value(standing.admin_dsn(), query) is True


async def test_it_listens_on_the_loopback_alone(standing: Cluster) -> None:
    listening = {
        each.laddr
        for each in psutil.net_connections("inet")
        if each.status == psutil.CONN_LISTEN and each.laddr[1:] == (standing.port,)
    }
    assert listening == {("127.0.0.1", standing.port)}


async def test_text_sorts_the_same_on_every_machine(standing: Cluster) -> None:
    provider = "SELECT datlocprovider::text FROM pg_database WHERE datname = 'ingest'"
    assert await _value(standing.admin_dsn(), provider) == "b"


async def test_an_error_leaves_no_row_in_the_log(standing: Cluster) -> None:
    async with database(standing, "ingest") as dsn:
        connection = await asyncpg.connect(dsn)
        await connection.execute("CREATE TABLE person (email text PRIMARY KEY)")
        for _ in range(2):
            try:
                await connection.execute("INSERT INTO person VALUES ($1)", "ada@example.org")
            except asyncpg.UniqueViolationError:
                break
        await connection.close()
    log = (standing.data / "logs" / "postgres.log").read_text()
    assert "duplicate key value" in log
    assert "ada@example.org" not in log


async def test_a_second_start_finds_its_data(made: Cluster) -> None:
    for start in ("first", "second"):
        async with supervisor.running([postgres.process(made, durable=True)], data=made.data):
            if start == "first":
                await _value(made.dsn("ingest"), "CREATE TABLE found AS SELECT 'kept' AS word")
            assert await _value(made.socket_dsn("ingest"), "SELECT word FROM found") == "kept"
            assert await _value(made.admin_dsn(), "SHOW fsync") == "on"


async def test_committed_rows_outlive_kill_9(made: Cluster) -> None:
    async with supervisor.running([postgres.process(made)], data=made.data) as stack:
        await _value(made.dsn("ingest"), "CREATE TABLE outliving AS SELECT 'kept' AS word")
        os.kill(stack.pid("postgres"), signal.SIGKILL)
        await stack.wait_ready("postgres", restarts=1)
        assert await _value(made.dsn("ingest"), "SELECT word FROM outliving") == "kept"


async def test_stopping_does_not_wait_for_clients_and_leaves_no_process(made: Cluster) -> None:
    async with supervisor.running([postgres.process(made, durable=False)], data=made.data) as stack:
        everyone = psutil.Process(stack.pid("postgres")).children(recursive=True)
        client = await asyncpg.connect(made.dsn("ingest"))
        asking = asyncio.create_task(client.execute("SELECT pg_sleep(60)"))
        pids = [stack.pid("postgres"), *(each.pid for each in everyone)]
    assert len(pids) > 3
    assert alive(*pids) == []
    with pytest.raises((asyncpg.PostgresError, OSError)):
        await asking


async def test_nothing_of_it_survives_a_killed_supervisor(made: Cluster) -> None:
    async with up(made.data, "postgres") as other:
        pid = (await said(other))["pid"]
        pids = [pid, *(child.pid for child in psutil.Process(pid).children(recursive=True))]
        other.kill()
        await until(lambda: alive(*pids) == [])


@pytest.mark.parametrize("mode", [0o711, 0o700])
async def test_it_ends_with_its_supervisor_even_without_the_guard(made: Cluster, mode: int) -> None:
    made.data.chmod(mode)  # as an account or in a namespace: the kernel forgets at both
    async with up(made.data, "postgres") as other:
        pid = (await said(other))["pid"]
        guard = guard_of(other.pid)
        assert guard is not None
        guard.suspend()
        try:
            other.kill()
            await until(lambda: alive(pid) == [])
        finally:
            guard.kill()


async def test_a_stale_pid_that_someone_else_has_now_is_no_obstacle(made: Cluster) -> None:
    process = postgres.process(made, durable=False)
    mark = made.data / "postgres" / "postmaster.pid"
    async with supervisor.running([process], data=made.data):
        lines = mark.read_text().splitlines()
    # PostgreSQL takes a process of its own user for the server.
    argv = leashed(("/bin/sleep", "60"), identity=process.identity)
    stranger = await asyncio.create_subprocess_exec(*argv)
    try:
        mark.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        async with supervisor.running([process], data=made.data):
            assert await _value(made.dsn("ingest"), "SELECT 1") == 1
    finally:
        stranger.kill()
        await stranger.wait()


async def test_what_an_interrupted_initdb_left_is_made_anew(fresh: Cluster) -> None:
    broken = fresh.data / "postgres.new"
    broken.mkdir()
    (broken / "PG_VERSION").write_text("18\n")
    async with supervisor.running([postgres.process(fresh, durable=False)], data=fresh.data):
        assert await _value(fresh.dsn("ingest"), "SELECT 1") == 1
    assert not broken.exists()


async def test_the_folder_of_another_version_is_refused(fresh: Cluster) -> None:
    home = fresh.data / "postgres"
    home.mkdir()
    (home / "PG_VERSION").write_text("16\n")
    with pytest.raises(supervisor.GivenUp, match="holds 16, not a cluster of PostgreSQL 18"):
        async with supervisor.running([postgres.process(fresh)], data=fresh.data):
            pytest.fail("it is of another version")


async def test_lost_keys_are_reported_not_waited_for(fresh: Cluster) -> None:
    async with supervisor.running([postgres.process(fresh, durable=False)], data=fresh.data):
        pass
    (fresh.data / "keys" / f"postgres-{postgres.ADMIN}.secret").unlink()
    with pytest.raises(supervisor.GivenUp, match="refuses the superuser's password"):
        async with supervisor.running([postgres.process(fresh, durable=False)], data=fresh.data):
            pytest.fail("the password is not the one it knows")


async def test_a_folder_with_a_long_path_has_its_socket_elsewhere(tmp_path: Path) -> None:
    with ports.held(postgres=None) as held:
        made = postgres.cluster(tmp_path / ("d" * 100), port=held["postgres"], services=("ingest",))
        try:
            async with supervisor.running([postgres.process(made, durable=False)], data=made.data):
                assert await _value(made.socket_dsn("ingest"), "SELECT 1") == 1
        finally:
            made.sockets.rmdir()


@needs_root
async def test_root_runs_it_as_an_account_and_opens_no_folder(made: Cluster) -> None:
    process = postgres.process(made, durable=False)
    assert isinstance(process.identity, Account)
    async with supervisor.running([process], data=made.data) as stack:
        status = psutil.Process(stack.pid("postgres"))
        assert status.uids().effective == process.identity.uid != 0
        assert (made.data / "postgres").stat().st_uid == process.identity.uid
        assert (made.data / "keys").stat().st_uid == 0
        assert made.data.stat().st_mode & 0o777 == 0o711


@needs_root
async def test_in_a_folder_that_root_keeps_to_itself_it_runs_in_a_namespace(made: Cluster) -> None:
    made.data.chmod(0o700)
    process = postgres.process(made, durable=False)
    assert process.identity == Namespace()
    async with supervisor.running([process], data=made.data) as stack:
        assert await _value(made.socket_dsn("ingest"), "SELECT 1") == 1
        powers = f"/proc/{stack.pid('postgres')}/status"
        with open(powers) as file:  # noqa: PTH123, ASYNC230  # procfs does not block
            assert "CapEff:\t0000000000000000\n" in file


@needs_root
async def test_data_moves_between_an_account_and_a_namespace(made: Cluster) -> None:
    for mode in (0o711, 0o700, 0o711):
        made.data.chmod(mode)
        process = postgres.process(made, durable=False)
        async with supervisor.running([process], data=made.data):
            await _value(made.dsn("ingest"), "CREATE TABLE IF NOT EXISTS moved (word text)")
            await _value(made.dsn("ingest"), "INSERT INTO moved VALUES ('kept')")
    process = postgres.process(made, durable=False)
    async with supervisor.running([process], data=made.data):
        assert await _value(made.dsn("ingest"), "SELECT count(*) FROM moved") == 3


@needs_root
def test_a_folder_that_nobody_can_reach_is_reported(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    data = locked / "data"
    data.mkdir(parents=True)
    # Of a user that has no way in: neither an account, nor its owner, nor root without powers.
    os.chown(locked, 54_321, 54_321)
    locked.chmod(0o000)
    with pytest.raises(account.NoAccount, match="chmod a\\+x"):
        account.unprivileged(data)


@needs_root
async def test_it_runs_when_we_are_not_root(fresh: Cluster) -> None:
    async with up(fresh.data, "postgres", identity=Namespace()) as other:
        line = await said(other)
        assert line["uid"] != 0
        assert await _value(
            postgres.cluster(fresh.data, port=line["port"]).dsn("ingest"), "SELECT 1"
        )
        other.terminate()
        assert await asyncio.wait_for(other.wait(), 20) == 0
        assert alive(line["pid"]) == []


@needs_root
def test_a_cluster_of_someone_else_is_refused_when_we_are_not_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(account.NoAccount, match="belongs to user 0"):
        account.own(tmp_path, None)


def test_a_link_in_place_of_a_private_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(initdb.FolderUnfit, match="is not a folder"):
        initdb.private_folder(tmp_path / "link", None)
