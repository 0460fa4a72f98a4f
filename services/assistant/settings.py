"""Assistant's configuration, read once at start from ASSISTANT_* variables."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from servicekit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Every knob that assistant has."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", frozen=True, env_nested_delimiter="__"
    )

    ingest: str = Field(description="Address of Ingest's gRPC server.")
    matcher: str = Field(description="Address of Matcher's gRPC server.")
    tool_timeout: float = Field(
        10.0,
        gt=0,
        description="Seconds that one call to another service may take while answering.",
    )
