"""Durable consumers of JetStream: made, and later made what their subscription says now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nats.js.errors import NotFoundError

if TYPE_CHECKING:
    from nats.js import JetStreamContext
    from nats.js.api import ConsumerConfig

REPLAY = "candor.replay"
"""Metadata of a consumer that is to be handed its stream once more."""


async def ensure(js: JetStreamContext, stream: str, config: ConsumerConfig) -> None:
    """Make the consumer on `stream`, or make it what `config` says.

    One that takes subjects which it did not take before is handed all that its stream
    keeps again, because the server has passed over what came under them until now, as it
    does in an upgrade that reaches the publisher first (nats-server issue 7268). What was
    handled before is dropped by the inbox.
    """
    known = await _known(js, stream, config)
    if known and (_gains(known, config) or REPLAY in (known.metadata or {})):
        # Noted together with the subjects: who dies before the end leaves it to the next.
        await js.add_consumer(stream, replace(config, metadata={REPLAY: "due"}))
        await js.reset_consumer(stream, config.durable_name or "", seq=1)
    await js.add_consumer(stream, config)


async def _known(
    js: JetStreamContext, stream: str, config: ConsumerConfig
) -> ConsumerConfig | None:
    try:
        return (await js.consumer_info(stream, config.durable_name or "")).config
    except NotFoundError:
        return None


def _gains(known: ConsumerConfig, config: ConsumerConfig) -> bool:
    before = {*(known.filter_subjects or ()), known.filter_subject}
    return not before.issuperset(config.filter_subjects or ())
