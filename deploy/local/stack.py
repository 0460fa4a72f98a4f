"""The one-machine stack: every process of Candor, wired to the others on the loopback."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local import envoy, keys, nats, otlp, ports, postgres, probes, supervisor
from deploy.local.ports import LOOPBACK
from deploy.local.process import Process
from deploy.local.tokens import AUDIENCE, NoStack
from gateway import generate
from gateway.topology import Address, Topology, Upstream

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from deploy.local.postgres import Cluster
    from deploy.local.supervisor import Stack

SERVICES = {"audit": (), "ingest": (), "matcher": ("qdrant",), "assistant": ()}
"""The services, and what each needs beside PostgreSQL and NATS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a stack is told."""

    data: Path
    """The one folder that it writes to."""
    port: int | None = None
    """Port of the gateway; None takes a free one."""
    telemetry: bool = False
    """Whether an OpenTelemetry receiver runs in the stack, writing under `data`."""
    otlp: str = ""
    """host:port of a collector elsewhere; empty for none."""
    durable: bool = True
    """Whether commits survive a power failure; tests do without."""
    cors_origins: tuple[str, ...] = ()
    """Origins of the web pages that may call the gateway."""


@dataclass(frozen=True, slots=True)
class Running:
    """A stack that serves."""

    gateway: str
    """Base URL of the REST API; native gRPC is on the same host and port."""
    stack: Stack


@asynccontextmanager
async def running(options: Options) -> AsyncGenerator[Running]:
    """Run the whole stack on its data folder while the block lasts.

    Raises what `supervisor.running` does, and PortTaken when the port asked for is in use.
    """
    wanted: dict[str, int | None] = dict.fromkeys(
        ("postgres", "nats", "qdrant", "otlp", "admin", *SERVICES)
    )
    with ports.held(gateway=options.port, **wanted) as held:
        # PostgreSQL refuses to run as root: another account must get through to its folder.
        options.data.mkdir(mode=0o711, parents=True, exist_ok=True)
        table = await asyncio.to_thread(_table, options, held)
        async with supervisor.running(table, data=options.data) as stack:
            yield Running(f"http://{LOOPBACK}:{held['gateway']}", stack)


def _table(options: Options, held: Mapping[str, int]) -> list[Process]:
    made = keys.kept(options.data)
    cluster = postgres.cluster(options.data, port=held["postgres"])
    collector = f"{LOOPBACK}:{held['otlp']}" if options.telemetry else options.otlp
    return [
        postgres.process(cluster, durable=options.durable),
        # What the outbox was told is stored must be: it then deletes its own copy.
        nats.process(options.data, port=held["nats"], sync="always" if options.durable else "1s"),
        _qdrant(options.data, held["qdrant"]),
        *([otlp.process(options.data, port=held["otlp"])] if options.telemetry else []),
        *(
            _service(name, _environment(name, options, made, cluster, held, collector), held[name])
            for name in SERVICES
        ),
        _gateway(options, made, held, collector),
    ]


def _qdrant(data: Path, port: int) -> Process:
    return Process(
        name="qdrant",
        argv=(
            *(sys.executable, "-m", "deploy.local.qdrant.main"),
            *("--data", str(data / "qdrant"), "--host", LOOPBACK, "--port", str(port)),
        ),
        env=importable(),
        ports={"qdrant": port},
        ready=partial(probes.grpc_serving, port),
    )


def _service(name: str, env: Mapping[str, str], port: int) -> Process:
    return Process(
        name=name,
        argv=(sys.executable, "-m", f"services.{name}.main"),
        env=env,
        needs=("postgres", "nats", *SERVICES[name]),
        ports={name: port},
        ready=partial(probes.grpc_serving, port),
        stop_within=15.0,
    )


def _environment(
    name: str,
    options: Options,
    made: keys.Keys,
    cluster: Cluster,
    held: Mapping[str, int],
    collector: str,
) -> dict[str, str]:
    """Return the settings of one service, as its settings.py names them."""
    common = {
        "LISTEN": f"{LOOPBACK}:{held[name]}",
        "DATABASE": cluster.socket_dsn(name),
        "NATS": nats.url(options.data, port=held["nats"]),
        "ISSUERS": json.dumps(_issuers(made)),
        "MASTER_KEY_FILE": str(made.master),
        "OTLP_ENDPOINT": collector,
    }
    ingest, matcher = (f"{LOOPBACK}:{held[each]}" for each in ("ingest", "matcher"))
    own: dict[str, dict[str, str]] = {
        "ingest": {"FILES": (options.data / "files").resolve().as_uri()},
        "matcher": {
            "INGEST": ingest,
            "MESH__KEY_FILE": str(made.mesh.private),
            "MESH__KEY_ID": made.mesh.kid,
            "QDRANT": f"{LOOPBACK}:{held['qdrant']}",
            "MODEL_CACHE": str(options.data / "models"),
        },
        "assistant": {"INGEST": ingest, "MATCHER": matcher},
        "audit": {"LEDGER_KEY_FILE": str(made.ledger)},
    }
    prefixed = {f"{name.upper()}_{key}": value for key, value in {**common, **own[name]}.items()}
    return {**importable(), **prefixed}


def matcher_environment(data: Path) -> dict[str, str]:
    """Return the settings of the matcher of the stack that runs on `data`.

    Raises:
        NoStack: none does, or what Matcher stands on is down.
    """
    held = running_ports(data, "postgres", "qdrant")
    made, cluster = keys.kept(data), postgres.cluster(data, port=held["postgres"])
    return _environment("matcher", Options(data=data), made, cluster, held, "")


def running_ports(data: Path, *needed: str) -> dict[str, int]:
    """Return the ports of the stack that runs on `data`, by their names.

    Raises:
        NoStack: none does, or one of the processes `needed` is not ready.
    """
    try:
        processes = json.loads((data / "stack.json").read_text())["processes"]
        down = [name for name in needed if not processes[name]["ready"]]
        held = {
            port: number for each in processes.values() for port, number in each["ports"].items()
        }
    except (OSError, KeyError, ValueError) as error:
        raise NoStack(f"no stack runs on {data}") from error
    if down:
        raise NoStack(f"{' and '.join(down)} of the stack on {data} is not running")
    return held


def importable() -> dict[str, str]:
    """Return what lets a checkout run as it is, installed or not."""
    root = Path(__file__).parents[2]
    given = os.environ.get("PYTHONPATH", "")
    return {"PYTHONPATH": os.pathsep.join([str(root), str(root / "gen"), *filter(None, [given])])}


def _issuers(made: keys.Keys) -> list[dict[str, str | bool]]:
    return [
        {
            "issuer": issuer.name,
            "audience": AUDIENCE,
            "jwks": str(issuer.jwks),
            "mesh": issuer is made.mesh,
        }
        for issuer in (made.people, made.mesh)
    ]


def _gateway(options: Options, made: keys.Keys, held: Mapping[str, int], collector: str) -> Process:
    folder = options.data / "gateway"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptors, config = folder / "descriptors.binpb", folder / "envoy.yaml"
    topology = Topology(
        listen_host=LOOPBACK,
        listen_port=held["gateway"],
        admin_port=held["admin"],
        upstreams=tuple(Upstream(name, LOOPBACK, held[name]) for name in SERVICES),
        otlp=_endpoint(collector),
        issuer=made.people.name,
        audience=AUDIENCE,
        jwks=made.people.jwks.read_text(),
        cors_origins=options.cors_origins,
    )
    descriptors.write_bytes(generate.descriptor_set())
    config.write_text(generate.configuration(topology, descriptors.resolve()))
    return envoy.process(
        config,
        admin_port=held["admin"],
        ports={"gateway": held["gateway"]},
        needs=tuple(SERVICES),
    )


def _endpoint(address: str) -> Address | None:
    host, _, port = address.rpartition(":")
    return Address(host, int(port)) if address else None
