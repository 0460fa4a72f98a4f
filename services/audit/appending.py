"""From events to ledger entries, in batches."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from typing import TYPE_CHECKING

from candor.assistant.v1 import events_pb2 as assistant_events_pb2
from candor.audit.v1 import events_pb2 as audit_events_pb2
from candor.common.v1 import policy_pb2
from candor.ingest.v1 import events_pb2 as ingest_events_pb2
from candor.matcher.v1 import events_pb2 as matcher_events_pb2
from google.protobuf import json_format
from google.protobuf.message_factory import GetMessageClass

from servicekit import inbox
from servicekit.database import transaction
from servicekit.events import Refused
from services.audit.entries import Entry, canonical
from services.audit.repository import Fresh, Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from servicekit.database import Pool
    from services.audit.signing import LedgerKey

CONSUMER = "audit-ledger"
EVENTS = {
    message.full_name: GetMessageClass(message)
    for file in (assistant_events_pb2, audit_events_pb2, ingest_events_pb2, matcher_events_pb2)
    for message in file.DESCRIPTOR.message_types_by_name.values()
}


class Appender:
    """Handles every event of every service."""

    def __init__(self, pool: Pool, key: LedgerKey) -> None:
        self._pool = pool
        self._key = key

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Append the events to their tenants' ledgers, each once, in the order they came."""
        by_tenant: defaultdict[str, dict[str, Fresh]] = defaultdict(dict)
        for event in events:
            body = canonical(entry(event))
            by_tenant[event.tenant][event.event_id] = Fresh(event.event_id, event.object_id, body)
        for tenant, fresh in by_tenant.items():
            async with transaction(self._pool, tenant) as conn:
                unseen = await inbox.unseen(conn, CONSUMER, tenant, list(fresh))
                new = [each for event_id, each in fresh.items() if event_id in unseen]
                if new:
                    await Ledger(conn, tenant).append(new, self._key.signer(tenant))


def entry(event: event_pb2.Event) -> Entry:
    """Return what the ledger says of an event; Refused if its type is not known here."""
    name = event.data.type_url.rpartition("/")[2]
    if name not in EVENTS:
        raise Refused("EVENT_UNKNOWN", f"no such event: {name}")
    package, _, what = name.rpartition(".")
    service, _, version = package.rpartition(".v")
    message = EVENTS[name]()
    event.data.Unpack(message)
    data = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    kind = policy_pb2.PrincipalKind.Name(event.actor.kind).removeprefix("PRINCIPAL_KIND_")
    return Entry(
        event_id=event.event_id,
        tenant=event.tenant,
        type=f"{service}.{what}",
        version=int(version),
        time=event.event_time.ToDatetime(UTC),
        actor=f"{kind.lower()}:{event.actor.subject}",
        object_id=event.object_id,
        data=data,
    )
