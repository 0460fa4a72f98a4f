"""A made-up person as a JSON Resume: exactly what is printed, no more."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.parse.people import Person

_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def write(file: Path, person: Person, *, years_only: bool) -> None:
    """Write what a resume of `person` says; `years_only` where it tells no months."""
    place = re.fullmatch(r"(?:(\d{4,5}) )?([^,]+)(?:, (.+))?", person.town)
    code, city, region = place.groups() if place else (None, person.town, None)
    tree = {
        "$schema": _SCHEMA,
        "basics": {
            "name": person.name,
            "label": person.headline,
            "email": person.email,
            "phone": person.phone,
            "summary": person.summary,
            "location": {"postalCode": code or "", "city": city, "region": region or ""},
            "profiles": [{"network": "", "url": each} for each in person.links],
        },
        "work": [
            {
                "name": each.employer,
                "position": each.title,
                "location": each.town,
                "startDate": _date(each.start, years_only=years_only),
                **({} if each.end is None else {"endDate": _date(each.end, years_only=years_only)}),
                "highlights": each.did,
            }
            for each in person.posts
        ],
        "education": [
            {
                "institution": each.institution,
                "area": each.field,
                "studyType": each.degree,
                "endDate": str(each.end // 12),
            }
            for each in person.degrees
        ],
        "skills": [{"name": name, "keywords": some} for name, some in person.skills.items()],
        "languages": [{"language": each.name, "fluency": each.level} for each in person.speeches],
        "certificates": [
            {"name": each.name, "issuer": each.issuer, "date": str(each.year)}
            for each in person.certificates
        ],
        "projects": [
            {"name": each.name, "startDate": str(each.year), "description": each.text}
            for each in person.projects
        ],
    }
    file.write_text(json.dumps(tree, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _date(month: int, *, years_only: bool) -> str:
    return str(month // 12) if years_only else f"{month // 12}-{month % 12 + 1:02}"
