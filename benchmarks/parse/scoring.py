"""A reading against its truth, value by value; the package says when two values are equal."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from benchmarks.parse import aligning, folding, listing
from benchmarks.parse.resume import Job, Month, Named, Study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from benchmarks.parse.resume import Resume, Tongue, Truth

FIELDS = (
    *("name", "email", "phone", "location", "links"),
    *("employment_title", "employment_employer", "employment_start", "employment_end"),
    *("employment_current", "education_level", "education_field", "education_institution"),
    *("education_end_year", "skills", "languages", "language_level"),
    *("certifications", "projects"),
)


@dataclass(frozen=True, slots=True)
class Miss:
    """What was wanted of a field and what was read: either may be `""`."""

    field: str
    wanted: str
    got: str


@dataclass(slots=True)
class Counts:
    """Values found, wanted but not found, and read but not so."""

    found: int = 0
    missed: int = 0
    wrong: int = 0

    def add(self, other: Counts) -> None:
        """Count what `other` counted, too."""
        self.found += other.found
        self.missed += other.missed
        self.wrong += other.wrong

    @property
    def precision(self) -> float:
        """Of the values read, the share that is right; 0 when none was read."""
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Of the values wanted, the share that was found; 0 when none was wanted."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both; 1 when nothing was wanted and nothing read."""
        total = 2 * self.found + self.missed + self.wrong
        return 2 * self.found / total if total else 1.0


@dataclass(slots=True)
class Score:
    """What one reading got right, field by field, and every miss."""

    counts: dict[str, Counts] = field(default_factory=dict[str, Counts])
    misses: list[Miss] = field(default_factory=list[Miss])
    in_prose: int = 0
    """Skills read from running text, which the truth neither lists nor rules out."""

    def value(self, name: str, wanted: str, got: str, *, same: bool) -> None:
        """Count one value that was wanted, read, both or neither."""
        counts = self.counts.setdefault(name, Counts())
        if wanted and got and same:
            counts.found += 1
            return
        counts.missed += bool(wanted)
        counts.wrong += bool(got)
        if wanted or got:
            self.misses.append(Miss(name, wanted, got))


def score(truth: Truth, reading: Resume, printed: str) -> Score:
    """Return how `reading` agrees with the truth of a file that has the text `printed`."""
    result = Score()
    asked = _asked(truth, folding.solid(printed))
    truth = _linked(truth, "".join(printed.casefold().split()))
    for name, compare in _COMPARISONS:
        if name in asked:
            compare(result, truth, reading)
    return result


def _asked(truth: Truth, text: str) -> frozenset[str]:
    """Return the fields that the file has, or has none of as the truth says."""
    wanted = truth.resume
    values: dict[str, Iterable[str]] = {
        "name": (wanted.name,),
        "email": (wanted.email,),
        "phone": (wanted.phone,),
        "location": (truth.town,),
        "links": (),
        "employment": (word for job in wanted.jobs for word in (job.title, job.employer)),
        "education": (study.institution for study in wanted.studies),
        "skills": (name for names in wanted.skills for name in names),
        "languages": (),
        "certifications": (each.name for each in wanted.certifications),
        "projects": (each.name for each in wanted.projects),
    }
    told = {name: [folding.solid(each) for each in some if each] for name, some in values.items()}
    return frozenset(
        name for name, some in told.items() if not some or any(each in text for each in some)
    )


def _linked(truth: Truth, text: str) -> Truth:
    """Return `truth` with those links only that the file prints or leads to."""
    links = tuple(each for each in truth.resume.links if folding.link(each) in text)
    return replace(truth, resume=replace(truth.resume, links=links))


def _name(result: Score, truth: Truth, reading: Resume) -> None:
    wanted, got = truth.resume.name, reading.name
    result.value("name", wanted, got, same=folding.person(wanted) == folding.person(got))


def _email(result: Score, truth: Truth, reading: Resume) -> None:
    wanted, got = truth.resume.email, reading.email
    result.value("email", wanted, got, same=wanted.casefold() == got.casefold())


def _phone(result: Score, truth: Truth, reading: Resume) -> None:
    wanted, got = truth.resume.phone, reading.phone
    result.value("phone", wanted, got, same=folding.same_phone(wanted, got))


def _location(result: Score, truth: Truth, reading: Resume) -> None:
    wanted, got = truth.resume.location, reading.location
    words = set(folding.words(got))
    town = set(folding.words(truth.town))
    result.value("location", wanted, got, same=town <= words <= set(folding.words(wanted)))


def _links(result: Score, truth: Truth, reading: Resume) -> None:
    wanted = list(dict.fromkeys(map(folding.link, truth.resume.links)))
    got = list(dict.fromkeys(map(folding.link, reading.links)))
    _sets(result, "links", wanted, got, str.__eq__)


def _employment(result: Score, truth: Truth, reading: Resume) -> None:
    for wanted, got in aligning.pairs(truth.resume.jobs, reading.jobs, _alike_jobs, Job()):
        _text(result, "employment_title", wanted.title, got.title)
        _text(result, "employment_employer", wanted.employer, got.employer)
        _month(result, "employment_start", wanted.start, got.start)
        _month(result, "employment_end", wanted.end, got.end)
        told, read = ("yes" if each.current else "" for each in (wanted, got))
        result.value("employment_current", told, read, same=True)


def _alike_jobs(wanted: Job, got: Job) -> float:
    texts = ((wanted.title, got.title), (wanted.employer, got.employer))
    months = ((wanted.start, got.start), (wanted.end, got.end))
    return sum(aligning.alike(*pair) for pair in texts) + sum(
        _same_month(one, other) for one, other in months if one and other
    )


def _education(result: Score, truth: Truth, reading: Resume) -> None:
    for wanted, got in aligning.pairs(
        truth.resume.studies, reading.studies, _alike_studies, Study()
    ):
        levels = (str(each.level or "") for each in (wanted, got))
        years = (str(each.end_year or "") for each in (wanted, got))
        _text(result, "education_level", *levels)
        _text(result, "education_field", wanted.field, got.field)
        _text(result, "education_institution", wanted.institution, got.institution)
        _text(result, "education_end_year", *years)


def _alike_studies(wanted: Study, got: Study) -> float:
    texts = ((wanted.field, got.field), (wanted.institution, got.institution))
    numbers = ((wanted.level, got.level), (wanted.end_year, got.end_year))
    return sum(aligning.alike(*pair) for pair in texts) + sum(
        one == other for one, other in numbers if one
    )


def _skills(result: Score, truth: Truth, reading: Resume) -> None:
    listed = listing.compare(truth, reading)
    for word in listed.found:
        result.value("skills", word, word, same=True)
    for word in listed.missed:
        result.value("skills", word, "", same=False)
    for word in listed.wrong:
        result.value("skills", "", word, same=False)
    result.in_prose += listed.in_prose


def _languages(result: Score, truth: Truth, reading: Resume) -> None:
    read: dict[str, Tongue] = {each.code: each for each in reversed(reading.tongues)}
    wanted = [each.code for each in truth.resume.tongues]
    _sets(result, "languages", wanted, list(read), str.__eq__)
    for each in truth.resume.tongues:
        if each.levels:
            got = read[each.code].levels if each.code in read else frozenset[str]()
            told, found = (f"{each.code} {'/'.join(sorted(some))}" for some in (each.levels, got))
            result.value("language_level", told, found if got else "", same=bool(got & each.levels))


def _certifications(result: Score, truth: Truth, reading: Resume) -> None:
    _names(result, "certifications", truth.resume.certifications, reading.certifications)


def _projects(result: Score, truth: Truth, reading: Resume) -> None:
    _names(result, "projects", truth.resume.projects, reading.projects)


def _names(result: Score, name: str, wanted: Sequence[Named], got: Sequence[Named]) -> None:
    pairs = aligning.pairs(wanted, got, listing.same_name, Named(""))
    for one, other in pairs:
        result.value(name, one.name, other.name, same=listing.same_name(one, other))


def _text(result: Score, name: str, wanted: str, got: str) -> None:
    result.value(name, wanted, got, same=folding.plain(wanted) == folding.plain(got))


def _month(result: Score, name: str, wanted: Month | None, got: Month | None) -> None:
    told, read = (f"{each.year}-{each.month:02}" if each else "" for each in (wanted, got))
    result.value(name, told, read, same=bool(wanted and got and _same_month(wanted, got)))


def _same_month(wanted: Month, got: Month) -> bool:
    return wanted.year == got.year and wanted.month in (0, got.month)


def _sets(
    result: Score,
    name: str,
    wanted: Sequence[str],
    got: Sequence[str],
    same: Callable[[str, str], bool],
) -> None:
    for each in wanted:
        hit = next((other for other in got if same(each, other)), "")
        result.value(name, each, hit, same=True)
    for other in got:
        if not any(same(each, other) for each in wanted):
            result.value(name, "", other, same=False)


_COMPARISONS = (
    ("name", _name),
    ("email", _email),
    ("phone", _phone),
    ("location", _location),
    ("links", _links),
    ("employment", _employment),
    ("education", _education),
    ("skills", _skills),
    ("languages", _languages),
    ("certifications", _certifications),
    ("projects", _projects),
)
