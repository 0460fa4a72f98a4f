"""The ledger, exported to a file and checked without the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.audit.v1 import ledger_service_pb2, ledger_service_pb2_grpc

from cli import ledger

if TYPE_CHECKING:
    from pathlib import Path

    import grpc.aio

    from cli.connection import Target

TIMEOUT = 600.0


async def export(channel: grpc.aio.Channel, where: Target, file: Path) -> None:
    """Write the whole ledger of the caller's tenant to a file."""
    service = ledger_service_pb2_grpc.LedgerServiceStub(channel)
    with file.open("wb") as sink:
        async for piece in service.ExportLedger(
            ledger_service_pb2.ExportLedgerRequest(), metadata=where.metadata, timeout=TIMEOUT
        ):
            sink.write(piece.lines.encode())


async def size(channel: grpc.aio.Channel, where: Target) -> int:
    """Return how many entries the newest checkpoint has."""
    service = ledger_service_pb2_grpc.LedgerServiceStub(channel)
    response = await service.GetCheckpoint(
        ledger_service_pb2.GetCheckpointRequest(), metadata=where.metadata, timeout=30
    )
    return response.size


def check(file: Path, *, verifier_key: str) -> ledger.Verdict:
    """Return what is first found wrong with an exported ledger, or that it is genuine."""
    with file.open("rb") as source:
        return ledger.verify(ledger.lines_of(source), verifier_key=verifier_key or None)
