"""What every service is told at its start, from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Issuer(BaseModel):
    """Who may sign tokens, and for whom."""

    model_config = {"frozen": True}

    issuer: str = Field(description="Value of the `iss` claim.")
    audience: str = Field(description="Value that the `aud` claim must contain.")
    jwks: str = Field(description="Public keys: path of a JWKS file, or its https address.")
    mesh: bool = Field(
        default=False, description="Whether its tokens are of this mesh's services (role mesh)."
    )
    subject_key_file: Path | None = Field(
        default=None,
        description="File with the base64 of 32 bytes, the same for every service: subjects are"
        " kept as a hash under it. For an issuer whose `sub` tells who somebody is.",
    )


class ServiceSettings(BaseSettings):
    """Settings that each service has. A missing or malformed one stops the start."""

    model_config = SettingsConfigDict(frozen=True, env_nested_delimiter="__")

    listen: str = Field("[::]:50051", description="Address that the gRPC server binds.")
    database: SecretStr = Field(description="DSN of the service's own database.")
    nats: SecretStr = Field(description="URL of the NATS server, credentials included.")
    issuers: tuple[Issuer, ...] = Field(
        description="Token issuers, as a JSON list of issuer, audience, jwks, mesh and"
        " subject_key_file."
    )
    master_key_file: Path = Field(
        description="File with the base64 of the 32 bytes that wrap every person's key."
    )
    otlp_endpoint: str = Field(
        "", description="host:port of an OTLP collector (gRPC); empty turns telemetry off."
    )
    pool_size: int = Field(8, gt=0, description="Most connections that the database pool opens.")
    call_timeout: float = Field(
        30.0,
        gt=0,
        description="Seconds that a unary call may take when the caller sets no deadline.",
    )
    stop_grace: float = Field(
        10.0, gt=0, description="Seconds that calls under way get to end when the service stops."
    )


class MeshSettings(BaseModel):
    """How a service names itself to the others."""

    model_config = {"frozen": True}

    issuer: str = Field("candor-mesh", description="`iss` of the tokens that it signs.")
    audience: str = Field("candor", description="`aud` of the tokens that it signs.")
    key_file: Path = Field(description="PEM file of its ES256 private key.")
    key_id: str = Field(description="`kid` under which its public key is published.")
