"""How much of what the people in samples/ say is read from their files, and what of it leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samples.person import Person, Position, Study
from samples.person import read as read_person
from services.ingest.documents.reading import read
from services.ingest.extraction.extract import Extraction, extract
from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.folding import fold
from services.ingest.extraction.headings import squeezed
from services.ingest.extraction.reading import ContactKind, Employment, Schooling
from services.ingest.extraction.tongues import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.taxonomy import Taxonomy

SAMPLES = Path(__file__).parents[4] / "samples"
PEOPLE = sorted((SAMPLES / "people").glob("*.yaml"))
AS_OF = YearMonth(2026, 11)
_SHORTEST_PART = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """A person and what was read from their file."""

    person: Person
    extraction: Extraction

    @property
    def name(self) -> str:
        """The name without titles and letters behind it."""
        return self.person.name.removeprefix("Dr. ").partition(",")[0]


@pytest.fixture(scope="module")
def samples(taxonomy: Taxonomy) -> list[Sample]:
    return [_sample(path, taxonomy) for path in PEOPLE]


def _sample(path: Path, taxonomy: Taxonomy) -> Sample:
    (file,) = (SAMPLES / "resumes").glob(f"{path.stem}.*")
    document = read(file.read_bytes())
    return Sample(read_person(path), extract(document, as_of=AS_OF, taxonomy=taxonomy))


def _told(samples: Iterable[Sample]) -> list[tuple[Position, Employment | None]]:
    """Return each job with what was read of it: the one that starts in its month."""
    return [
        (job, _nth(sample.extraction.reading.of(Employment), job.start))
        for sample in samples
        for job in sample.person.experience
    ]


def _nth(jobs: Iterable[Employment], start: str) -> Employment | None:
    return next((job for job in jobs if job.start is not None and _month(job.start) == start), None)


def _month(month: YearMonth | None) -> str | None:
    return None if month is None else f"{month.year}-{month.month:02}"


def _studied(samples: Iterable[Sample]) -> list[tuple[Study, Schooling | None]]:
    """Return each education with what was read of it: the one that ends in its year."""
    return [
        (
            study,
            next(
                (s for s in sample.extraction.reading.of(Schooling) if s.end_year == study.end),
                None,
            ),
        )
        for sample in samples
        for study in sample.person.education
    ]


def _share(hits: Iterable[bool]) -> float:
    told = list(hits)
    return sum(told) / len(told)


def test_who_it_is_is_read_from_each(samples: list[Sample]) -> None:
    wrong = [
        (sample.person.slug, read)
        for sample in samples
        if (
            squeezed((read := sample.extraction.reading).contact(ContactKind.NAME)),
            read.contact(ContactKind.EMAIL),
            re.sub(r"\D", "", read.contact(ContactKind.PHONE)),
            read.contact(ContactKind.LOCATION),
        )
        != (
            squeezed(sample.name),
            sample.person.email,
            re.sub(r"\D", "", sample.person.phone),
            sample.person.location,
        )
    ]
    assert wrong == []


def test_no_job_is_missed_or_made_up(samples: list[Sample]) -> None:
    wrong = [
        sample.person.slug
        for sample in samples
        if len(sample.extraction.reading.of(Employment)) != len(sample.person.experience)
    ]
    assert wrong == []


def test_titles_and_dates_of_jobs_are_read(samples: list[Sample]) -> None:
    share = _share(
        found is not None
        and (squeezed(found.title), _month(found.end), found.current)
        == (squeezed(job.title), job.end, job.end is None)
        for job, found in _told(samples)
    )
    assert share >= 0.97


def test_employers_are_read(samples: list[Sample]) -> None:
    share = _share(
        found is not None and squeezed(found.employer) == squeezed(job.employer)
        for job, found in _told(samples)
    )
    assert share >= 0.95


def test_titles_name_their_occupation(samples: list[Sample]) -> None:
    positions = [p for sample in samples for p in sample.extraction.facts.positions]
    assert _share(bool(position.occupation_id) for position in positions) >= 0.95


def test_degrees_and_institutions_are_read(samples: list[Sample]) -> None:
    assert sum(len(sample.extraction.reading.of(Schooling)) for sample in samples) == len(
        _studied(samples)
    )
    share = _share(
        found is not None
        and squeezed(study.institution).startswith(squeezed(found.institution) or "?")
        and _words(f"{found.degree} {found.field}") <= _words(study.degree)
        and found.degree != ""
        for study, found in _studied(samples)
    )
    assert share >= 0.95


def _words(degree: str) -> set[str]:
    return set(re.findall(r"\w+", fold(degree)))


def test_languages_with_a_code_are_read_with_their_level(samples: list[Sample]) -> None:
    wrong = [
        (sample.person.slug, spoken, known)
        for sample in samples
        if (spoken := _codes(sample.person))
        != (known := {fact.code for fact in sample.extraction.facts.languages if fact.level})
    ]
    assert wrong == []


def _codes(person: Person) -> set[str]:
    names = (fold(tongue.name.split()[-1]) for tongue in person.languages)
    return {CODES[name] for name in names if name in CODES}


def test_nothing_that_leaves_tells_who_it_is(samples: list[Sample], taxonomy: Taxonomy) -> None:
    leaks = [
        (sample.person.slug, secret, text)
        for sample in samples
        for text in _leaving(sample.extraction)
        for secret in _secrets(sample, taxonomy)
        if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", fold(text)) is not None
    ]
    assert leaks == []


def test_no_telephone_number_and_no_line_of_a_contact_block_leaves(samples: list[Sample]) -> None:
    leaks = [
        (sample.person.slug, text)
        for sample in samples
        for text in _leaving(sample.extraction)
        if re.sub(r"\D", "", sample.person.phone) in re.sub(r"\D", "", text)
        or fold(text) == fold(sample.person.location)
    ]
    assert leaks == []


def _leaving(extraction: Extraction) -> list[str]:
    facts = extraction.facts
    return [
        *(line.text for line in facts.lines),
        *(position.title for position in facts.positions),
        *(education.field for education in facts.education),
    ]


def _secrets(sample: Sample, taxonomy: Taxonomy) -> list[str]:
    """Return the parts of the name that are no skill, the addresses, and dates of birth."""
    person = sample.person
    parts = [p for p in re.split(r"[\s-]+", sample.name) if len(p) >= _SHORTEST_PART]
    dates = [date for line in person.personal for date in re.findall(r"[\d.]{4,}", line)]
    told = [*(p for p in parts if not taxonomy.recognise(p)), person.email, *person.links, *dates]
    return [fold(secret) for secret in told]
