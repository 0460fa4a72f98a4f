"""Merging: one skill, and one occupation, for each thing that the sources name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from taxonomy.compiled import Guard
from taxonomy.words import key, surface, title_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.sources.aliases import Aliases
    from taxonomy.sources.esco import Concept, Work
    from taxonomy.sources.onet import Job, Technology

_MOST_WORDS: Final = 3
_SMALL_WORDS: Final = frozenset(
    {"a", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"}
)
_PLAIN_NAME: Final = re.compile(r"[A-Z][a-z]+")
_AMERICAN: Final = (
    (re.compile(r"isation"), "ization"),
    (
        re.compile(
            r"\b(organ|optim|final|prior|util|minim|maxim|character|standard|custom|special)is(e|ing|ed)\b"
        ),
        r"\1iz\2",
    ),
    (re.compile(r"\banalys(e|ing)\b"), r"analyz\1"),
    (re.compile(r"\b(behavi|col|lab|harb|fav)our"), r"\1or"),
    (re.compile(r"\b(mode|trave|labe|counse)ll(ing|ed)\b"), r"\1l\2"),
    (re.compile(r"\bcentre"), "center"),
    (re.compile(r"\bprogramme\b"), "program"),
    (re.compile(r"\bpaediatric"), "pediatric"),
)


@dataclass(slots=True)
class SkillDraft:
    """A skill while sources are merged into it."""

    label: str
    tool: bool
    esco_id: str | None = None
    own_id: str = ""
    names: dict[str, tuple[str, Guard | None]] = field(default_factory=dict)
    """Key to name and guard; a guard of None means that the name is not looked for."""
    occupations: set[str] = field(default_factory=set)
    commodities: set[str] = field(default_factory=set)

    @property
    def skill_id(self) -> str:
        """The id: ESCO's where it has one."""
        return self.esco_id or self.own_id


@dataclass(slots=True)
class OccupationDraft:
    """An occupation while sources are merged into it."""

    label: str
    occupation_id: str
    unit_group: str = ""
    soc: str = ""
    technologies: set[str] = field(default_factory=set)
    titles: list[str] = field(default_factory=list)


class Skills:
    """Skills by the names they go by. Whoever takes a name first keeps it."""

    def __init__(self, aliases: Aliases) -> None:
        self.drafts: list[SkillDraft] = []
        self.by_esco_id: dict[str, SkillDraft] = {}
        self._by_key: dict[str, SkillDraft] = {}
        self._ignored = aliases.ignored
        self._protected = aliases.protected
        self._languages = aliases.languages
        for alias in aliases.skills:
            draft = self._start(alias.label, f"candor:{_slug(alias.label)}", tool=alias.tool)
            for name, guard in alias.names:
                holder = self._by_key.get(key(name), draft)
                if holder is not draft:
                    raise ValueError(f"{name!r} is an alias of {holder.label} and {alias.label}")
                self._take(draft, name, guard)

    def add_concepts(self, concepts: Iterable[Concept]) -> None:
        """Merge ESCO's skills: those with a name of ours first in ours lend it their id."""
        ranked = sorted(concepts, key=lambda concept: (self._rank(concept.label), concept.skill_id))
        for concept in ranked:
            draft = self._by_key.get(key(concept.label))
            if draft is None:
                if key(concept.label) in self._protected:
                    continue
                draft = self._start(concept.label, concept.skill_id, tool=concept.tool)
            draft.esco_id = draft.esco_id or concept.skill_id
            self.by_esco_id[concept.skill_id] = draft
            if not self._worth_searching(concept):
                continue  # known and linked to, but not looked for
            phrases = (name for name in concept.names if " " in name)
            for name in (concept.label, *phrases):
                if _content_words(name) <= _MOST_WORDS and key(name) not in self._ignored:
                    self._take(draft, name, self._guard(name, qualified=concept.qualified))

    def add_technologies(self, technologies: Iterable[Technology]) -> None:
        """Merge O*NET's technologies; a name that is no use in a text makes no new skill."""
        for technology in technologies:
            names = technology.names()
            holders = [self._by_key[key(name)] for name in names if key(name) in self._by_key]
            if not holders:
                if (
                    not technology.known
                    or key(technology.label) in self._ignored
                    or len(technology.label) < 2
                ):
                    continue
                holders = [
                    self._start(technology.label, f"onet:{_slug(technology.label)}", tool=True)
                ]
            draft = holders[0]
            draft.occupations |= technology.occupations
            draft.commodities |= technology.commodities
            for name in names:
                if key(name) not in self._ignored:
                    self._take(draft, name, self._guard(name, qualified=True))

    def _start(self, label: str, own_id: str, *, tool: bool) -> SkillDraft:
        draft = SkillDraft(label, tool, own_id=own_id)
        self.drafts.append(draft)
        return draft

    def _take(self, draft: SkillDraft, name: str, guard: Guard | None) -> None:
        for spelling in (name, _american(name)):
            if self._by_key.setdefault(key(spelling), draft) is draft:
                draft.names.setdefault(key(spelling), (surface(spelling), guard))

    def _rank(self, label: str) -> int:
        draft = self._by_key.get(key(label))
        return len(self._by_key) if draft is None else list(draft.names).index(key(label))

    def _worth_searching(self, concept: Concept) -> bool:
        return key(concept.label) not in self._ignored and (
            _content_words(concept.label) <= _MOST_WORDS and len(concept.label) > 2
        )

    def _guard(self, name: str, *, qualified: bool) -> Guard:
        if key(name) in self._languages:
            return Guard.CASED
        if " " in name or name.islower():
            return Guard.FREE
        return Guard.LISTED if qualified and _PLAIN_NAME.fullmatch(name) else Guard.CASED


def occupations(
    aliases: Aliases, works: Iterable[Work], jobs: Iterable[Job]
) -> tuple[list[OccupationDraft], dict[str, OccupationDraft]]:
    """Return the occupations, and who each folded title belongs to: ours first, O*NET's last."""
    drafts: list[OccupationDraft] = []
    owners: dict[str, OccupationDraft] = {}
    for label, titles in aliases.occupations:
        draft = OccupationDraft(label, f"candor:{_slug(label)}")
        drafts.append(draft)
        _own(owners, draft, (label, *titles))
    generic = OccupationDraft("", "")
    _own(owners, generic, aliases.generic_titles)
    ordered = sorted(works, key=lambda work: work.occupation_id)
    merged = [(work, _occupation_for(work, drafts, owners)) for work in ordered]
    for work, draft in merged:
        _own(owners, draft, (work.label,))
    for work, draft in merged:
        _own(owners, draft, work.titles)
    for job in jobs:
        _add_job(job, drafts, owners)
    return drafts, {title: owner for title, owner in owners.items() if owner is not generic}


def _add_job(job: Job, drafts: list[OccupationDraft], owners: dict[str, OccupationDraft]) -> None:
    draft = owners.get(_title(job.label))
    if draft is None:
        draft = OccupationDraft(job.label, f"onet:{_slug(job.label)}")
        drafts.append(draft)
    draft.soc = draft.soc or job.soc
    draft.technologies |= job.technologies
    _own(owners, draft, job.titles())


def _occupation_for(
    work: Work, drafts: list[OccupationDraft], owners: dict[str, OccupationDraft]
) -> OccupationDraft:
    draft = owners.get(_title(work.label))
    if draft is None:
        draft = OccupationDraft(work.label, work.occupation_id)
        drafts.append(draft)
    elif draft.occupation_id.startswith("candor:"):
        draft.occupation_id = work.occupation_id
    draft.unit_group = draft.unit_group or work.unit_group
    return draft


def _own(owners: dict[str, OccupationDraft], draft: OccupationDraft, titles: Iterable[str]) -> None:
    for title in titles:
        folded = _title(title)
        if folded and owners.setdefault(folded, draft) is draft:
            draft.titles.append(folded)


def _title(label: str) -> str:
    return " ".join(title_words(label))


def _american(name: str) -> str:
    for british, american in _AMERICAN:
        name = british.sub(american, name)
    return name


def _content_words(label: str) -> int:
    return sum(word not in _SMALL_WORDS for word in label.lower().split())


def _slug(label: str) -> str:
    spoken = label.lower().replace("+", " plus ").replace("#", " sharp ")
    if spoken.startswith("."):
        spoken = f"dot{spoken[1:]}"
    return "-".join(re.findall(r"\w+", spoken))
