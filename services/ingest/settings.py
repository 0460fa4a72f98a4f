"""Ingest's configuration, read once at start from INGEST_* variables."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from servicekit.settings import ServiceSettings
from services.ingest import scanning


class Settings(ServiceSettings):
    """Every knob that ingest has."""

    model_config = SettingsConfigDict(env_prefix="INGEST_", frozen=True, env_nested_delimiter="__")

    files: str = Field(
        description="Where files are kept: a file://, s3://, gs:// or az:// address."
    )
    retention_interval: float = Field(
        3600.0, gt=0, description="Seconds between two looks for candidates to propose for erasure."
    )
    parse_workers: int = Field(
        2, gt=0, description="Processes that read files; each takes one at a time."
    )
    parse_timeout: float = Field(20.0, gt=0, description="Seconds that reading one file may take.")
    clamd: str = Field(
        "",
        pattern=scanning.ADDRESS,
        description="The clamd that scans each file before it is read: tcp://host:port or "
        "unix:/path; while it is away, files wait. Empty: files are not scanned.",
    )
    ocr_workers: int = Field(
        1,
        ge=0,
        description="Processes that read pictures of text, one core and some 500 MB each; "
        "0 refuses such files.",
    )
    ocr_pages: int = Field(
        5,
        gt=0,
        description="Pictured pages of a file that are looked at; each takes up to 4 seconds. "
        "The others are left out, and the verdict on the file is PARTIAL.",
    )
    ocr_timeout: float = Field(
        60.0, gt=0, description="Seconds that reading one file with pictured pages may take."
    )
