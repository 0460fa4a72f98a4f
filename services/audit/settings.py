"""Audit's configuration, read once at start from AUDIT_* variables."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from servicekit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Every knob that audit has."""

    model_config = SettingsConfigDict(env_prefix="AUDIT_", frozen=True, env_nested_delimiter="__")

    ledger_key_file: Path = Field(
        description="PEM file of the Ed25519 private key that signs checkpoints."
    )
    origin: str = Field(
        "candor.local",
        description="Identity of the ledgers for ever; a tenant's is `<origin>/<tenant>`.",
    )
