"""What a resume says: as the truth has it, or as a parser read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Month:
    """A month; 0 where only the year is told."""

    year: int
    month: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One job. `end` is None when it goes on or when nothing is told."""

    title: str = ""
    employer: str = ""
    start: Month | None = None
    end: Month | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    """One education; `level` is 0, when none is told, to 5, a doctorate."""

    level: int = 0
    field: str = ""
    institution: str = ""
    end_year: int = 0


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language by ISO 639 code, and each level that its description may mean."""

    code: str
    levels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """A certification or a project. `rest` is what may stand beside its name."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Resume:
    """What a resume says, and `""` or nothing where it says nothing."""

    name: str = ""
    email: str = ""
    phone: str = ""
    location: str = ""
    links: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    studies: tuple[Study, ...] = ()
    skills: tuple[frozenset[str], ...] = ()
    """Each by every name it goes by."""
    tongues: tuple[Tongue, ...] = ()
    certifications: tuple[Named, ...] = ()
    projects: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Truth:
    """What a file says, exactly."""

    resume: Resume
    town: str = ""
    """The words that a reading of the location cannot do without."""
    groups: tuple[str, ...] = ()
    """Headings within the list of skills: no wrong skills, and not asked for."""
    prose: str = ""
    """Everything else that the resume says."""
