"""Compile the taxonomy: `python -m taxonomy.compile --source DIR --out FILE`.

DIR has the folders `esco` and `onet` with the files as published (English CSV of ESCO, text
of O*NET); they are not part of the project. Closeness by embedding comes from the tables in
`tables/`. The same sources, tables and `aliases.yaml` give the same bytes.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from taxonomy import indexing, merging
from taxonomy.closeness import Closeness
from taxonomy.compiled import (
    SILENT,
    Compiled,
    Guard,
    OccupationRow,
    SkillRow,
    SurfaceRow,
    TitleRow,
    write,
)
from taxonomy.describing import described
from taxonomy.indexing import Named
from taxonomy.sources import aliases, esco, onet, tables
from taxonomy.words import key, surface

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.compiled import CloseRow
    from taxonomy.merging import OccupationDraft, SkillDraft
    from taxonomy.sources.aliases import Aliases
    from taxonomy.sources.esco import Concept
    from taxonomy.sources.tables import Pair

ALIASES: Final = Path(__file__).with_name("aliases.yaml")
TABLES: Final = Path(__file__).with_name("tables")


@dataclass(frozen=True, slots=True)
class Known:
    """What the sources and the aliases name, each thing once, in the order of ids."""

    aliases: Aliases
    skills: list[SkillDraft]
    by_esco_id: dict[str, SkillDraft]
    concepts: list[Concept]
    occupations: list[OccupationDraft]
    owners: dict[str, OccupationDraft]

    def targets(self) -> list[Named]:
        """Return what phrases are linked to: of one skill, the name that lent its id first."""
        rows = {id(draft): row for row, draft in enumerate(self.skills)}
        found: list[tuple[int, int, Named]] = []
        for concept in self.concepts:
            draft = self.by_esco_id.get(concept.skill_id)
            if draft is not None:
                lent = draft.esco_id == concept.skill_id
                others = (concept.other_words, *(_names(draft) if lent else ()))
                row = rows[id(draft)]
                found.append(
                    (row, int(not lent), Named(concept.published, row, _is_ours(draft), others))
                )
        for row, draft in enumerate(self.skills):
            if draft.esco_id is None and _is_ours(draft):
                names = tuple(_names(draft))
                found.append((row, 0, Named(draft.label, row, ours=True, other_names=names)))
        found.sort(key=lambda each: (*each[:2], each[2].name))
        return [named for _, _, named in found]


def known(source: Path, alias_file: Path = ALIASES) -> Known:
    """Return what the folder `source` and the aliases name.

    Raises:
        ValueError: the aliases contradict themselves.
        OSError: a source is missing.
    """
    ours = aliases.read(alias_file)
    concepts = esco.concepts(source / "esco")
    merged = merging.Skills(ours)
    merged.add_concepts(concepts)
    merged.add_technologies(onet.technologies(source / "onet"))
    drafts = sorted(merged.drafts, key=lambda draft: draft.skill_id)
    works, jobs = esco.works(source / "esco"), onet.jobs(source / "onet")
    occupations, owners = merging.occupations(ours, works, jobs)
    occupations.sort(key=lambda draft: draft.occupation_id)
    return Known(ours, drafts, merged.by_esco_id, concepts, occupations, owners)


def compile_taxonomy(
    source: Path, alias_file: Path = ALIASES, table_folder: Path = TABLES
) -> bytes:
    """Return the bytes of the taxonomy compiled from sources, aliases and tables.

    Raises:
        ValueError: the aliases contradict themselves, or a table has a bad row.
        OSError: a source or a table is missing.
    """
    things = known(source, alias_file)
    surfaces = [
        SurfaceRow(text, guard, row)
        for row, draft in enumerate(things.skills)
        for text, guard in draft.names.values()
        if guard is not None
    ]
    surfaces += [SurfaceRow(surface(text), Guard.FREE, SILENT) for text in things.aliases.silent]
    targets, words = indexing.index(things.targets(), tables.read(table_folder / tables.STEMS))
    rows = {id(draft): row for row, draft in enumerate(things.occupations)}
    return write(
        Compiled(
            skills=[SkillRow(draft.skill_id, draft.label, draft.tool) for draft in things.skills],
            surfaces=surfaces,
            related=_related(things, source, tables.read(table_folder / tables.SKILLS)),
            occupations=[OccupationRow(o.occupation_id, o.label) for o in things.occupations],
            titles=[
                TitleRow(text, rows[id(owner)])
                for text, owner in sorted(things.owners.items(), key=_text)
            ],
            related_occupations=_near(things, tables.read(table_folder / tables.OCCUPATIONS)),
            targets=targets,
            words=words,
            described=described(
                descriptions(source), tables.read(table_folder / tables.DESCRIPTIONS)
            ),
        )
    )


def descriptions(source: Path) -> dict[str, str]:
    """Return the published descriptions of occupations, by id.

    Raises:
        OSError: a source is missing.
    """
    return esco.descriptions(source / "esco") | onet.descriptions(source / "onet")


def _related(things: Known, source: Path, labels: list[Pair]) -> list[CloseRow]:
    drafts = things.skills
    rows = {id(draft): row for row, draft in enumerate(drafts)}
    close = Closeness()
    by_label = {draft.label: row for row, draft in enumerate(drafts)}
    close.add_groups(things.aliases.close, by_label)
    by_id = {skill_id: rows[id(draft)] for skill_id, draft in things.by_esco_id.items()}
    close.add_siblings(esco.siblings(source / "esco"), by_id)
    close.add_use([draft.occupations for draft in drafts], [draft.commodities for draft in drafts])
    means = _Meaning(things)
    close.add_labels((pair for pair in labels if means.comparable(pair)), by_label)
    return close.rows()


def _near(things: Known, labels: list[Pair]) -> list[CloseRow]:
    drafts = things.occupations
    close = Closeness()
    by_label = {draft.label: row for row, draft in enumerate(drafts)}
    close.add_groups(things.aliases.close_occupations, by_label)
    close.add_unit_groups(drafts)
    close.add_use([draft.technologies for draft in drafts], [set[str]() for _ in drafts])
    close.add_labels(labels, by_label)
    return close.rows()


class _Meaning:
    """Which labels an embedding may compare: what is named by an invented word, it cannot."""

    def __init__(self, things: Known) -> None:
        self._drafts = {draft.label: draft for draft in things.skills}
        self._languages = things.aliases.languages

    def comparable(self, pair: Pair) -> bool:
        """Say whether the pair's cosine counts.

        Tools only within one UNSPSC class, a tool and an ability only when the tool is named
        for what it does ("debugging software"), and no language: Czech is not near Polish to
        who needs the one.
        """
        first, second = self._drafts.get(pair.first), self._drafts.get(pair.second)
        if first is None or second is None or self._of_language(pair):
            return False
        if first.tool and second.tool:
            return not first.commodities.isdisjoint(second.commodities)
        return all(not draft.tool or onet.is_generic(draft.label) for draft in (first, second))

    def _of_language(self, pair: Pair) -> bool:
        words = f"{pair.first} {pair.second}".split()
        return any(key(word) in self._languages for word in words)


def _text(title: tuple[str, OccupationDraft]) -> str:
    return title[0]


def _is_ours(draft: SkillDraft) -> bool:
    return draft.own_id.startswith("candor:")


def _names(draft: SkillDraft) -> Iterator[str]:
    return (text for text, _ in draft.names.values())


def main() -> None:
    """Read the arguments, compile, write the file."""
    parser = argparse.ArgumentParser(prog="python -m taxonomy.compile")
    parser.add_argument("--source", type=Path, required=True, help="folder with esco/ and onet/")
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    arguments = parser.parse_args()
    arguments.out.write_bytes(compile_taxonomy(arguments.source))


if __name__ == "__main__":
    main()
