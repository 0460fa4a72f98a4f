"""Candor as a parser: files up, profiles and facts back, over the public REST API."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, TypeAlias

from benchmarks.gateway import Client, UploadFailed
from benchmarks.parse.parsers import Readings
from benchmarks.parse.resume import Job, Month, Named, Resume, Study, Tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.gateway import Stack

Tree: TypeAlias = "Mapping[str, Any]"

AT_ONCE = 8
_LEVELS = ("UNSPECIFIED", "SECONDARY", "VOCATIONAL", "BACHELOR", "MASTER", "DOCTORATE")


async def read(running: Stack, files: Sequence[Path]) -> Readings:
    """Upload each file and return what Candor's profile and facts say of it."""
    client = Client(running)
    done: dict[Path, Resume] = {}
    refused: dict[Path, str] = {}
    turns = asyncio.Semaphore(AT_ONCE)
    began = time.monotonic()

    async def one(file: Path) -> None:
        async with turns:
            try:
                done[file] = await _reading(client, file)
            except UploadFailed as failure:
                refused[file] = str(failure)

    try:
        await asyncio.gather(*(one(file) for file in files))
    finally:
        await client.close()
    return Readings(done, refused, time.monotonic() - began)


async def _reading(client: Client, file: Path) -> Resume:
    content = await asyncio.to_thread(file.read_bytes)
    path = f"/v1/candidates/{await client.upload(file.name, content)}"
    candidate, facts = await asyncio.gather(client.get(path), client.get(f"{path}/facts"))
    return resume(candidate["candidate"].get("profile", {}), facts["facts"])


def resume(profile: Tree, facts: Tree) -> Resume:
    """Return what a profile and the facts of the same document say, as their JSON has it."""
    return Resume(
        name=profile.get("name", ""),
        email=profile.get("email", ""),
        phone=profile.get("phone", ""),
        location=profile.get("location", ""),
        links=tuple(profile.get("links", [])),
        jobs=tuple(_job(each) for each in profile.get("employment", [])),
        studies=tuple(_study(each) for each in profile.get("education", [])),
        skills=_skills(facts),
        tongues=tuple(_tongue(each) for each in facts.get("languages", [])),
        certifications=_named(profile.get("certifications", [])),
        projects=_named(profile.get("projects", [])),
    )


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


def _skills(facts: Tree) -> tuple[frozenset[str], ...]:
    """Return each skill by its label and by the words it was found by, in the stripped text."""
    lines = [
        (*_extent(each.get("span", {})), each.get("text", "")) for each in facts.get("lines", [])
    ]
    return tuple(
        frozenset({each["label"], *_words(map(_extent, each.get("mentions", [])), lines)})
        for each in facts.get("skills", [])
    )


def _extent(span: Tree) -> tuple[int, int]:
    return span.get("start", 0), span.get("end", 0)


def _words(mentions: Iterable[tuple[int, int]], lines: Sequence[tuple[int, int, str]]) -> set[str]:
    """Return the words at `mentions`, each of which stands in one line."""
    return {
        text[start - first : end - first]
        for start, end in mentions
        for first, last, text in lines
        if first <= start and end <= last
    }


def _tongue(tree: Tree) -> Tongue:
    level = tree.get("level", "").removeprefix("LANGUAGE_LEVEL_")
    if level in ("", "UNSPECIFIED"):
        return Tongue(tree["code"])
    return Tongue(tree["code"], frozenset({"native" if level == "NATIVE" else level}))


def _named(trees: Iterable[Tree]) -> tuple[Named, ...]:
    return tuple(Named(each.get("name", "")) for each in trees)
