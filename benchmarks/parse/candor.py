"""Candor as a parser: files up, and what was read of them back, over the public REST API."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.gateway import Client, UploadFailed
from benchmarks.parse.parsers import Readings
from benchmarks.parse.resume import Job, Month, Named, Resume, Study, Tongue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.gateway import Stack

Tree: TypeAlias = "Mapping[str, Any]"

AT_ONCE = 8
_LEVELS = ("UNSPECIFIED", "SECONDARY", "VOCATIONAL", "BACHELOR", "MASTER", "DOCTORATE")


@dataclass(frozen=True, slots=True)
class Receipts:
    """What the receipt of each file says, or why there is none."""

    receipts: Mapping[Path, Tree]
    refused: Mapping[Path, str]
    seconds: float

    def readings(self) -> Readings:
        """Return what was read of each file."""
        told = {file: resume(receipt) for file, receipt in self.receipts.items()}
        return Readings(told, self.refused, self.seconds)

    def text(self, file: Path) -> str:
        """Return the text of a file: nothing, when it was refused."""
        return self.receipts[file].get("text", "") if file in self.receipts else ""


async def read(running: Stack, files: Sequence[Path]) -> Receipts:
    """Upload each file and return what Candor understood of it."""
    client = Client(running)
    done: dict[Path, Tree] = {}
    refused: dict[Path, str] = {}
    turns = asyncio.Semaphore(AT_ONCE)
    began = time.monotonic()

    async def one(file: Path) -> None:
        async with turns:
            content = await asyncio.to_thread(file.read_bytes)
            try:
                candidate_id = await client.upload(file.name, content)
            except UploadFailed as failure:
                refused[file] = str(failure)
                return
            told = await client.get(f"/v1/candidates/{candidate_id}/receipt")
            done[file] = told["receipt"]

    try:
        await asyncio.gather(*(one(file) for file in files))
    finally:
        await client.close()
    return Receipts(done, refused, time.monotonic() - began)


def resume(receipt: Tree) -> Resume:
    """Return what a receipt, as its JSON has it, says."""
    facts = [each["fact"] for each in receipt.get("facts", [])]
    contacts = [(each["kind"], each["value"]) for each in _of(facts, "contact")]
    reach = dict(reversed(contacts))
    return Resume(
        name=reach.get("CONTACT_KIND_NAME", ""),
        email=reach.get("CONTACT_KIND_EMAIL", ""),
        phone=reach.get("CONTACT_KIND_PHONE", ""),
        location=reach.get("CONTACT_KIND_LOCATION", ""),
        links=tuple(value for kind, value in contacts if kind == "CONTACT_KIND_LINK"),
        jobs=tuple(map(_job, _of(facts, "employment"))),
        studies=tuple(map(_study, _of(facts, "education"))),
        skills=tuple(_skill(each, receipt.get("text", "")) for each in _of(facts, "skill")),
        tongues=tuple(map(_tongue, _of(facts, "language"))),
        certifications=tuple(Named(each.get("name", "")) for each in _of(facts, "certification")),
        projects=tuple(Named(each.get("name", "")) for each in _of(facts, "project")),
    )


def _of(facts: Sequence[Tree], kind: str) -> list[Tree]:
    return [fact[kind] for fact in facts if kind in fact]


def _job(tree: Tree) -> Job:
    return Job(
        title=tree.get("title", ""),
        employer=tree.get("employer", ""),
        start=_month(tree.get("start")),
        end=_month(tree.get("end")),
        current=tree.get("current", False),
    )


def _month(tree: Tree | None) -> Month | None:
    return Month(tree["year"], tree.get("month", 0)) if tree else None


def _study(tree: Tree) -> Study:
    level = tree.get("level", "EDUCATION_LEVEL_UNSPECIFIED").removeprefix("EDUCATION_LEVEL_")
    return Study(
        level=_LEVELS.index(level),
        field=tree.get("field", ""),
        institution=tree.get("institution", ""),
        end_year=tree.get("endYear", 0),
    )


def _skill(tree: Tree, text: str) -> frozenset[str]:
    """Return a skill by its label and by the words it was found by."""
    places = [(each.get("start", 0), each.get("end", 0)) for each in tree.get("mentions", [])]
    return frozenset({tree["label"], *(text[start:end] for start, end in places)})


def _tongue(tree: Tree) -> Tongue:
    level = tree.get("level", "").removeprefix("LANGUAGE_LEVEL_")
    if level in ("", "UNSPECIFIED"):
        return Tongue(tree["code"])
    return Tongue(tree["code"], frozenset({"native" if level == "NATIVE" else level}))
