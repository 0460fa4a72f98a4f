"""Truths: JSON Resume (jsonresume.org/schema) and RenderCV (docs.rendercv.com) files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from benchmarks.parse.degrees import level_of
from benchmarks.parse.resume import Job, Month, Named, Resume, Study, Truth
from benchmarks.parse.tongues import tongue

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Tree: TypeAlias = "Mapping[str, Any]"

_HOSTS = {"LinkedIn": "linkedin.com/in/", "GitHub": "github.com/", "GitLab": "gitlab.com/"}


def month(text: object) -> Month | None:
    """Return the month of a date as YYYY, YYYY-MM or YYYY-MM-DD; None for any other words."""
    told = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-\d{2})?", str(text or ""))
    return Month(int(told[1]), int(told[2] or 0)) if told else None


def json_resume(file: Path) -> Truth:
    """Return the truth that a JSON Resume tells."""
    tree: Tree = json.loads(file.read_text(encoding="utf-8"))
    basics: Tree = tree.get("basics", {})
    place: Tree = basics.get("location") or {}
    groups = tree.get("skills", [])
    listed = [word for each in groups for word in each.get("keywords") or [each["name"]]]
    resume = Resume(
        name=basics.get("name", ""),
        email=basics.get("email", ""),
        phone=basics.get("phone", ""),
        location=" ".join(str(part) for part in place.values()),
        links=_links(each.get("url") for each in (basics, *basics.get("profiles", []))),
        jobs=tuple(_job(each) for each in tree.get("work", [])),
        studies=tuple(_study(each) for each in tree.get("education", [])),
        skills=_skills(listed),
        tongues=tuple(
            known
            for each in tree.get("languages", [])
            if (known := tongue(each["language"], each.get("fluency", "")))
        ),
        certifications=tuple(
            Named(each["name"], f"{each.get('issuer', '')} {each.get('date', '')}")
            for each in tree.get("certificates", [])
        ),
        projects=tuple(
            Named(each["name"], f"{each.get('startDate', '')} {each.get('endDate', '')}")
            for each in tree.get("projects", [])
        ),
    )
    names = tuple(each["name"] for each in groups if each.get("keywords"))
    return Truth(resume, place.get("city", ""), names, _prose(tree, listed))


def _job(tree: Tree) -> Job:
    return Job(
        title=tree.get("position", ""),
        employer=tree.get("name", ""),
        start=month(tree.get("startDate")),
        end=month(tree.get("endDate")),
        current=bool(tree.get("startDate")) and not tree.get("endDate"),
    )


def _study(tree: Tree) -> Study:
    end = month(tree.get("endDate"))
    return Study(
        level=level_of(tree.get("studyType", "")),
        field=tree.get("area", ""),
        institution=tree.get("institution", ""),
        end_year=end.year if end else 0,
    )


def rendercv(file: Path) -> Truth:
    """Return the truth that a RenderCV file tells."""
    tree: Tree = yaml.safe_load(file.read_text(encoding="utf-8"))["cv"]
    parts: Mapping[str, list[str | Tree]] = tree["sections"]
    dated = [each for part in parts.values() for each in part if not isinstance(each, str)]
    groups = tree["sections"].get("skills", [])
    listed = [word for each in groups for word in re.split(r",\s*", each["details"])]
    networks: Sequence[Tree] = tree.get("social_networks") or []
    resume = Resume(
        name=tree["name"],
        email=tree.get("email") or "",
        phone=str(tree.get("phone") or ""),
        location=tree.get("location") or "",
        links=_links([tree.get("website"), *map(_network, networks)]),
        jobs=tuple(_engagement(each) for each in dated if "company" in each),
        studies=tuple(_degree(each) for each in dated if "institution" in each),
        skills=_skills(listed),
        projects=tuple(
            Named(_unlinked(each["name"]), f"{each.get('date', '')}")
            for each in tree["sections"].get("projects", [])
        ),
    )
    town = resume.location.split(",")[0]
    return Truth(resume, town, tuple(each["label"] for each in groups), _prose(tree, listed))


def _network(tree: Tree) -> str:
    return f"{_HOSTS[tree['network']]}{tree['username']}"


def _engagement(tree: Tree) -> Job:
    return Job(
        title=tree.get("position") or "",
        employer=tree["company"],
        start=month(tree.get("start_date")),
        end=month(tree.get("end_date")),
        current=tree.get("end_date") == "present",
    )


def _degree(tree: Tree) -> Study:
    end = month(tree.get("end_date"))
    return Study(
        level=level_of(tree.get("degree") or ""),
        field=tree.get("area") or "",
        institution=tree["institution"],
        end_year=end.year if end else 0,
    )


def _unlinked(text: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def _links(addresses: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(address for address in addresses if address)


def _skills(listed: Sequence[str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({each}) for each in dict.fromkeys(listed))


def _prose(tree: Any, listed: Sequence[str]) -> str:  # noqa: ANN401  # any JSON value
    """Return every text of `tree` that is no listed skill, a line each."""
    if isinstance(tree, dict):
        return "\n".join(_prose(each, listed) for each in tree.values())
    if isinstance(tree, list):
        return "\n".join(_prose(each, listed) for each in tree)
    return "" if tree is None or tree in listed else str(tree)
