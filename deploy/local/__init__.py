"""The one-machine stack: PostgreSQL, NATS, vectors, Envoy, the services, one supervisor.

Everything that is started here comes from Python packages, runs as root or not, keeps its
data in one folder and is gone when its supervisor is gone, however that ended.
"""

from __future__ import annotations


class StackFault(Exception):
    """What an operator must put right before the stack can run; the message says how."""
