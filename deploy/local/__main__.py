"""Run the stack: `python -m deploy.local up --data DIR [--port N]`, and work on one that runs.

`up` writes one line of JSON to standard output once it serves, and stops on SIGTERM or
SIGINT. `token` writes a token. `reindex` fills the index again from Matcher's own facts,
`dead-letters` lists or retries what consumers gave up on, `seed` makes up people to
measure with, and `measure` tells how fast parts of Matcher are. A fault is one sentence on
standard error and exit status 1.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local import StackFault, databases, nats, postgres, stack, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping


async def up(options: stack.Options) -> None:
    """Run the stack until it is told to stop, or cannot keep a process up."""
    began = time.monotonic()
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with stack.running(options) as running:
        ready = {
            "ready": True,
            "gateway": running.gateway,
            "data": str(options.data.resolve()),
            "pid": os.getpid(),
            "seconds": round(time.monotonic() - began, 2),
        }
        sys.stdout.write(json.dumps(ready) + "\n")
        sys.stdout.flush()
        waiting = [asyncio.ensure_future(each.wait()) for each in (stop, running.stack.failed)]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for each in waiting:
            each.cancel()
        if running.stack.failure:
            raise StackFault(running.stack.failure)


def main() -> None:
    """Do what the command line says."""
    given = _arguments()
    try:
        if given.command == "up":
            asyncio.run(
                up(
                    stack.Options(
                        data=given.data,
                        port=given.port,
                        telemetry=given.telemetry,
                        otlp=given.otlp,
                        durable=not given.fast,
                        cors_origins=tuple(given.cors_origin),
                    )
                )
            )
        elif given.command == "seed":
            _seed(given)
        elif given.command == "measure":
            _measure(given)
        elif given.command == "reindex":
            _reindex(given)
        elif given.command == "dead-letters":
            _dead_letters(given)
        else:
            token = tokens.issued(
                given.data,
                tenant=given.tenant,
                roles=given.role,
                subject=given.subject,
                kind=given.kind,
                seconds=given.seconds,
            )
            sys.stdout.write(token + "\n")
    except StackFault as fault:
        sys.exit(f"candor: {fault}")


def _seed(given: argparse.Namespace) -> None:
    """Run Matcher's seeding with the settings of the matcher of a running stack."""
    words = ["services.matcher.seeding", "--tenant", given.tenant]
    words += ["--count", str(given.count), "--seed", str(given.seed)]
    _become(words, stack.matcher_environment(given.data))


def _measure(given: argparse.Namespace) -> None:
    """Measure parts of Matcher with the settings of the matcher of a running stack."""
    words = ["services.matcher.measuring", "--tenant", given.tenant]
    _become(words, stack.matcher_environment(given.data))


def _reindex(given: argparse.Namespace) -> None:
    """Run Matcher's re-indexing of all tenants with the settings of the matcher of a stack."""
    environment = stack.matcher_environment(given.data)
    cluster = postgres.cluster(given.data, port=stack.running_ports(given.data)["postgres"])
    words = ["services.matcher.reindex"]
    for tenant in asyncio.run(databases.indexed_tenants(cluster.admin_dsn("matcher"))):
        words += ["--tenant", tenant]
    _become(words, environment)


def _dead_letters(given: argparse.Namespace) -> None:
    """List or retry the dead letters of a running stack."""
    url = nats.url(given.data, port=stack.running_ports(given.data, "nats")["nats"])
    words = ["servicekit.dead_letters", given.what, "--durable", given.durable]
    _become(words, {**stack.importable(), "CANDOR_NATS": url})


def _become(module: list[str], environment: Mapping[str, str]) -> None:
    """Take on the work of a module of ours; secrets go in the environment, which is private."""
    words = [sys.executable, "-m", *module]
    os.execve(words[0], words, {**os.environ, **environment})  # noqa: S606  # no shell is meant


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("up", help="run the stack until SIGTERM")
    run.add_argument("--data", type=Path, required=True)
    run.add_argument("--port", type=int)
    run.add_argument("--telemetry", action="store_true")
    run.add_argument("--otlp", default="")
    run.add_argument("--fast", action="store_true", help="no fsync: for tests")
    run.add_argument("--cors-origin", action="append", default=[])
    token = commands.add_parser("token", help="sign a token for the stack")
    token.add_argument("--data", type=Path, required=True)
    token.add_argument("--tenant", required=True)
    token.add_argument("--role", action="append", required=True)
    token.add_argument("--subject", required=True)
    token.add_argument("--kind", choices=("person", "service"), default="person")
    token.add_argument("--seconds", type=int, default=86_400)
    seed = commands.add_parser("seed", help="fill the index with made-up people, to measure")
    seed.add_argument("--data", type=Path, required=True)
    seed.add_argument("--tenant", required=True)
    seed.add_argument("--count", type=int, required=True)
    seed.add_argument("--seed", type=int, default=1)
    parts = commands.add_parser("measure", help="measure Matcher's parts on its own stores")
    parts.add_argument("--data", type=Path, required=True)
    parts.add_argument("--tenant", required=True)
    again = commands.add_parser("reindex", help="fill the index again from Matcher's own facts")
    again.add_argument("--data", type=Path, required=True)
    dead = commands.add_parser("dead-letters", help="what consumers gave up on")
    dead.add_argument("what", choices=("list", "retry"))
    dead.add_argument("--data", type=Path, required=True)
    dead.add_argument("--durable", default="", help="name of the consumer")
    return parser.parse_args()


if __name__ == "__main__":
    main()
