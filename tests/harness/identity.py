"""Who calls in tests: the stack's own keys, in a folder of the test run."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import jwt

from deploy.local import keys, tokens
from deploy.local.tokens import AUDIENCE
from servicekit import auth, channel
from servicekit.settings import Issuer, MeshSettings
from tests.harness.standing import data_folder

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Identities:
    """Keys of people and of the mesh, and tokens signed with them."""

    data: Path
    keys: keys.Keys

    @property
    def issuers(self) -> tuple[Issuer, ...]:
        """The issuers as a service's settings list them."""
        return tuple(
            Issuer(
                issuer=each.name,
                audience=AUDIENCE,
                jwks=str(each.jwks),
                mesh=each is self.keys.mesh,
            )
            for each in (self.keys.people, self.keys.mesh)
        )

    def token(
        self,
        role: str = "recruiter",
        *,
        tenant: str = "acme",
        subject: str = "user-1",
        kind: str = "person",
        seconds: int = 600,
    ) -> str:
        """Return a token of a person (or program) outside the mesh."""
        return tokens.issued(
            self.data, tenant=tenant, roles=[role], subject=subject, kind=kind, seconds=seconds
        )

    def metadata(
        self,
        role: str = "recruiter",
        *,
        tenant: str = "acme",
        subject: str = "user-1",
        kind: str = "person",
    ) -> Metadata:
        """Return call metadata with such a token."""
        return channel.bearer(self.token(role, tenant=tenant, subject=subject, kind=kind))

    def mesh(self, service: str) -> auth.MeshIdentity:
        """Return the identity of a service of the mesh."""
        return auth.MeshIdentity(service, self.mesh_settings)

    @property
    def mesh_settings(self) -> MeshSettings:
        """How a service's settings name it to the others."""
        return MeshSettings(
            issuer=self.keys.mesh.name,
            audience=AUDIENCE,
            key_file=self.keys.mesh.private,
            key_id=self.keys.mesh.kid,
        )

    def signed(self, claims: dict[str, object], *, key: str = "", algorithm: str = "ES256") -> str:
        """Return a token with exactly these claims, signed with the people's key or another."""
        issuer = self.keys.people
        secret = key or issuer.private.read_text()
        return jwt.encode(claims, secret, algorithm, headers={"kid": issuer.kid})


@contextmanager
def identities() -> Generator[Identities]:
    """Make keys that are gone after the block."""
    with data_folder() as data:
        yield Identities(data, keys.kept(data))
