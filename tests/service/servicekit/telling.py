"""A program under telemetry that meets personal data; prints the trace id that it had.

Run as `python -m tests.service.servicekit.telling ENDPOINT DSN`.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress

import asyncpg
from opentelemetry import trace

from servicekit import telemetry

PRIVATE = "ada@example.org"


async def meet(dsn: str) -> None:
    """Insert a person twice, which PostgreSQL refuses in words that quote the row."""
    conn = await asyncpg.connect(dsn)
    await conn.execute("CREATE TEMPORARY TABLE person (email text PRIMARY KEY)")
    await conn.execute("INSERT INTO person VALUES ($1)", PRIVATE)
    with suppress(asyncpg.UniqueViolationError):
        await conn.execute("INSERT INTO person VALUES ($1)", PRIVATE)
    await conn.close()


def main() -> None:
    """Do it inside a span, while telemetry goes to the endpoint."""
    endpoint, dsn = sys.argv[1:]
    telemetry.logging_json("telling")
    with telemetry.exporting("telling", endpoint):
        tracer = trace.get_tracer("telling")
        with tracer.start_as_current_span("outer") as span:
            logging.getLogger("telling").info("inside\nof the span")
            asyncio.run(meet(dsn))
            context = span.get_span_context()
        sys.stdout.write(trace.format_trace_id(context.trace_id))
    logging.getLogger("telling").warning("outside")


if __name__ == "__main__":
    main()
