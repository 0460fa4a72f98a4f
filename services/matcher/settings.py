"""Matcher's configuration, read once at start from MATCHER_* variables."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from servicekit.settings import MeshSettings, ServiceSettings


class Settings(ServiceSettings):
    """Every knob that matcher has."""

    model_config = SettingsConfigDict(env_prefix="MATCHER_", frozen=True, env_nested_delimiter="__")

    ingest: str = Field(description="Address of Ingest's gRPC server.")
    mesh: MeshSettings = Field(description="How matcher names itself to other services.")
    qdrant: str = Field(description="host:port of Qdrant's gRPC API.")
    qdrant_api_key: SecretStr = Field(
        SecretStr(""), description="API key of Qdrant; empty for none."
    )
    collection: str = Field("candidates", description="Name of the collection of people in Qdrant.")
    jobs_collection: str = Field("jobs", description="Name of the collection of jobs in Qdrant.")
    model_cache: Path = Field(description="Folder where the built embedding model is kept.")
    embed_workers: int = Field(2, gt=0, description="Threads that embed documents.")
    facts_cache: int = Field(
        10_000, gt=0, description="How many candidates' facts are kept in memory for scoring."
    )
