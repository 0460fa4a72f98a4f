"""Where job texts say that the work is."""

from __future__ import annotations

import pytest

from services.ingest.extraction.facts import RemoteMode
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.places import places_of, remote_of


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Location: Graz or Vienna", ["Graz", "Vienna"]),
        ("Standort: Hamburg", ["Hamburg"]),
        ("Ubicación: Bilbao", ["Bilbao"]),
        ("Austin, TX", ["Austin, TX"]),
        ("You will be based in Odense.", ["Odense"]),
        ("Join our Leeds office", []),
        ("Work from our Leeds office", ["Leeds"]),
        ("Experience in Java and English", []),
        ("Location: Remote", []),
    ],
)
def test_places_are_read(line: str, names: list[str]) -> None:
    assert [each.text.strip(".") for each in places_of(lines_of(line))] == names


@pytest.mark.parametrize(
    ("line", "mode"),
    [
        ("Fully remote, from: Austria", RemoteMode.REMOTE),
        ("This is a remote position", RemoteMode.REMOTE),
        ("Remote", RemoteMode.REMOTE),
        ("Hybrid work, three days a week in the office", RemoteMode.HYBRID),
        ("Home Office möglich", RemoteMode.HYBRID),
        ("Possibility to work from home", RemoteMode.HYBRID),
        ("On-site only", RemoteMode.ONSITE),
        ("No remote work", RemoteMode.ONSITE),
        ("Remote sensing of forests", None),
        ("In-person and remote user research", None),
        ("You control machines remotely", None),
    ],
)
def test_remote_work_is_read(line: str, mode: RemoteMode | None) -> None:
    found = remote_of(lines_of(line))
    assert (found.mode if found else None) is mode
