"""A profile as a document of JSON Resume 1.0.0 (jsonresume.org/schema)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from candor.facts.v1 import facts_pb2

if TYPE_CHECKING:
    from collections.abc import Iterable

    from candor.ingest.v1 import profile_pb2, reading_pb2

Json: TypeAlias = "str | int | list[Json] | dict[str, Json]"

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
FLUENCY = {
    facts_pb2.LANGUAGE_LEVEL_UNSPECIFIED: "",
    facts_pb2.LANGUAGE_LEVEL_A1: "A1",
    facts_pb2.LANGUAGE_LEVEL_A2: "A2",
    facts_pb2.LANGUAGE_LEVEL_B1: "B1",
    facts_pb2.LANGUAGE_LEVEL_B2: "B2",
    facts_pb2.LANGUAGE_LEVEL_C1: "C1",
    facts_pb2.LANGUAGE_LEVEL_C2: "C2",
    facts_pb2.LANGUAGE_LEVEL_NATIVE: "Native speaker",
}


def json_resume(profile: profile_pb2.Profile, facts: Iterable[reading_pb2.Fact]) -> dict[str, Json]:
    """Return the document. What is not known is left out, not guessed."""
    held = list(facts)
    return _known(
        {
            "$schema": SCHEMA,
            "basics": _basics(profile),
            "work": [_work(each) for each in profile.employment],
            "education": [_education(each) for each in profile.education],
            "certificates": [_certificate(each) for each in profile.certifications],
            "projects": [{"name": each.name} for each in profile.projects if each.name],
            "skills": [{"name": each.skill.label} for each in held if each.HasField("skill")],
            "languages": [
                _known({"language": each.language.code, "fluency": FLUENCY[each.language.level]})
                for each in held
                if each.HasField("language")
            ],
        }
    )


def _basics(profile: profile_pb2.Profile) -> dict[str, Json]:
    return _known(
        {
            "name": profile.name,
            "email": profile.email,
            "phone": profile.phone,
            "summary": profile.summary,
            "location": _known({"address": profile.location}),
            "profiles": [_link(each) for each in profile.links],
        }
    )


def _link(written: str) -> dict[str, Json]:
    url = written if "://" in written else f"https://{written}"
    return _known({"network": urlsplit(url).hostname or "", "url": url})


def _work(job: profile_pb2.Employment) -> dict[str, Json]:
    return _known(
        {
            "name": job.employer,
            "position": job.title,
            "startDate": _month(job.start),
            "endDate": "" if job.current else _month(job.end),
        }
    )


def _education(school: profile_pb2.Schooling) -> dict[str, Json]:
    return _known(
        {
            "institution": school.institution,
            "area": school.field,
            "studyType": school.degree,
            "endDate": str(school.end_year or ""),
        }
    )


def _certificate(one: profile_pb2.Certification) -> dict[str, Json]:
    # The schema's `date` is of a day, which a resume seldom tells; a year of our own beside it.
    return _known({"name": one.name, "issuer": one.issuer, "year": str(one.year or "")})


def _month(value: facts_pb2.YearMonth) -> str:
    if not value.year:
        return ""
    return f"{value.year:04d}-{value.month:02d}" if value.month else f"{value.year:04d}"


def _known(fields: dict[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in fields.items() if value}
